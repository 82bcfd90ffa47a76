import { type AnyInferred, coveredBy, coveredByLasting } from '../../contract/infer/covering.ts';
import { isDirectlyBelowOne, parametersIn } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { type RisingEntry, risingEntriesOf } from '../../contract/infer/rising-entries.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';

/**
 * Two members of the body of a creation that name the first and the last of what lies between two entries of one thing: `from_check_id` and `to_check_id` of two checks of one
 * boat.
 */
export type BetweenEntries = {
  readonly first: string;
  readonly last: string;
  /** The type of the entries, each of which lies beyond those before it. */
  readonly entry: AnyInferred;
  /** The type that they are right below. */
  readonly above: AnyInferred;
  /** The member by which entries have their order, and what lists them. */
  readonly order: RisingEntry;
};

/** First words of members that name the entry before, and that after it. */
const ends: readonly (readonly [before: string, after: string])[] = [
  ['previous', 'current'],
  ['previous', 'next'],
  ['earlier', 'later'],
  ['before', 'after'],
  ['old', 'new'],
  ['opening', 'closing'],
  ['initial', 'final'],
  ['first', 'second'],
];

/** Two names in the order of what they name: `from_check_id` before `to_check_id`, `first_check` before `last_check`. */
const inOrder = (one: string, other: string): readonly [string, string] | undefined => {
  const [span] = spanNames([one, other]);
  if (span) return span;
  const isBefore = (own: string, their: string): boolean =>
    ends.some(([before, after]) =>
      wordsOf(own)
        .map((word) => (word === before ? after : word))
        .join(' ')
        .includes(wordsOf(their).join(' ')),
    );
  return isBefore(one, other) ? [one, other] : isBefore(other, one) ? [other, one] : undefined;
};

const find = (contract: Contract, operation: Operation): BetweenEntries | undefined => {
  const named = bodyMembers(contract, operation).flatMap(({ name }) => {
    const reference = referenceAt(contract, operation, [name]);
    return reference?.resourceType && reference.inside === undefined ? [{ name, entry: reference.resourceType }] : [];
  });
  for (const { name, entry } of named) {
    const [other, ...more] = named.filter((one) => one.name !== name && one.entry.name === entry.name);
    const { create } = entry;
    const span = other && more.length === 0 ? inOrder(name, other.name) : undefined;
    if (!span || !isDirectlyBelowOne(create.path) || parametersIn(create.path).length !== 1) continue;
    const order = risingEntriesOf(contract, create).find(({ list }) => list === undefined);
    const [above] = [...coveredBy(contract, create).values(), ...coveredByLasting(contract, create).values()];
    if (order && above) return { first: span[0], last: span[1], entry, above: above.resourceType, order };
  }
  return undefined;
};

const known = new WeakMap<Operation, { readonly found: BetweenEntries | undefined }>();

/** The two entries that the body of a creation names as the ends of something; undefined where it names no such two. */
export const betweenEntries = (contract: Contract, operation: Operation): BetweenEntries | undefined => {
  if (contract.standard.size === 0 || !operation.effect.startsWith('creates')) return undefined;
  const before = known.get(operation);
  if (before) return before.found;
  const found = find(contract, operation);
  known.set(operation, { found });
  return found;
};
