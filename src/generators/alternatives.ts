import { alternativesToldIn, type ToldAlternatives } from '../contract/infer/told-alternatives.ts';
import type { ToldCondition } from '../contract/infer/told-conditions.ts';
import { actsAs } from '../contract/infer/acting.ts';
import { idWords } from '../contract/infer/reference-types.ts';
import { referenceAt } from '../contract/infer/references.ts';
import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { wordsOf } from '../contract/infer/words.ts';
import { askedSchema } from '../contract/asked-content.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { bodyMembers } from './body-members.ts';

type Json = Readonly<Record<string, unknown>>;

const known = new WeakMap<Contract, Map<string, readonly ToldAlternatives[]>>();

/** The alternatives between the members at the top of the body of an operation. A change (PATCH) is about what is stored too, and has none. */
export const toldAlternatives = (contract: Contract, operation: Operation): readonly ToldAlternatives[] => {
  if (contract.standard.size === 0 || actsAs(operation) === 'PATCH') return [];
  const all = known.get(contract) ?? new Map<string, readonly ToldAlternatives[]>();
  known.set(contract, all);
  const before = all.get(operation.key);
  if (before) return before;
  const { document } = contract;
  const names = bodyMembers(contract, operation).flatMap(({ name, required }) => (required ? [] : [name]));
  const texts = [...saidIn(valueAt(document, nodeOf(operation.location))), ...descriptionsIn(document, askedSchema(operation.body))];
  const found = names.length < 2 ? [] : texts.flatMap((text) => alternativesToldIn(text, names));
  const distinct = [...new Map(found.map((one) => [JSON.stringify(one.groups), one])).values()];
  all.set(operation.key, distinct);
  return distinct;
};

/** What alternatives say of each member beside the others: what goes together is there together, and where no two may be there, one keeps the others away. */
export const alternativeConditions = (alternatives: readonly ToldAlternatives[]): readonly ToldCondition[] =>
  alternatives.flatMap(({ groups, isExclusive }) =>
    groups.flatMap((group) => {
      const others = groups.filter((one) => one !== group);
      const isPart = (other: readonly string[]): object => (group.length > 1 || other.length > 1 ? { isPart: true } : {});
      return group.flatMap((member): readonly ToldCondition[] => [
        ...group
          .filter((by) => by !== member)
          .map((by): ToldCondition => ({ member, rule: 'required', by, values: undefined, isPart: true })),
        ...others
          .flatMap((other) => other.map((by): ToldCondition => ({ member, rule: 'forbidden', by, values: undefined, ...isPart(other) })))
          .filter(() => isExclusive),
      ]);
    }),
  );

/** How many members of a group are ids of what nothing is known of. */
const unknownIn = (contract: Contract, operation: Operation, group: readonly string[]): number =>
  group.filter((name) => idWords.has(wordsOf(name).at(-1) ?? '') && referenceAt(contract, operation, [name]) === undefined).length;

/**
 * The members that a body lacks because it has none of several alternatives: those of the first one whose ids are known to name something, else of the first one.
 * @param fixed The names of members that are decided elsewhere.
 */
export const chosenAlternatives = (contract: Contract, operation: Operation, value: Json, fixed: readonly string[]): readonly string[] =>
  toldAlternatives(contract, operation).flatMap(({ groups }) => {
    const isThere = (name: string): boolean => fixed.includes(name) || (value[name] ?? null) !== null;
    if (groups.some((group) => group.some(isThere))) return [];
    const [best] = groups.toSorted((a, b) => unknownIn(contract, operation, a) - unknownIn(contract, operation, b));
    return best ?? [];
  });
