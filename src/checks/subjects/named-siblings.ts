import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import { isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** A list in the body of a creation whose entries each name something below the same resource, and say one thing of it: the answers of a response, by question. */
export type NamedSiblings = {
  /** The member that holds the list. */
  readonly list: string;
  /** The member of an entry that names the other resource, and the one that says something of it. */
  readonly reference: string;
  readonly value: string;
  /** What the entries name. */
  readonly sibling: Trip;
};

const idWords: ReadonlySet<string> = new Set(['id', 'uuid', 'ref', 'key']);

/** The words of what a member names: `question` of `questionId`; none where it names nothing. */
export const namedBy = (member: string): string => {
  const words = wordsOf(member);
  return idWords.has(words.at(-1) ?? '') ? words.slice(0, -1).join(' ') : '';
};

/** The list in the body of the creation of a resource whose entries name others below the same one; undefined where it has none, or it is not clear. */
export const namedSiblings = (contract: Contract, child: Trip): NamedSiblings | undefined => {
  const { document } = contract;
  const above = pathAbove(child.create.path);
  const beside = roundTrips(contract).filter(
    (one) => one.create.key !== child.create.key && one.create.method === 'POST' && isSamePath(pathAbove(one.create.path), above),
  );
  const found = bodyMembers(contract, child.create).flatMap(({ name: list, schema }): NamedSiblings[] => {
    const entry = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
    const names = entry === undefined ? [] : [...membersOf(document, entry).keys()];
    return names.flatMap((reference) => {
      const siblings = beside.filter(({ create }) => nounWordsOf(create.path).join(' ') === namedBy(reference));
      const [value, ...others] = names.filter((name) => name !== reference);
      const [sibling, ...more] = siblings;
      return sibling && value !== undefined && others.length + more.length === 0 ? [{ list, reference, value, sibling }] : [];
    });
  });
  return found.length === 1 ? found[0] : undefined;
};
