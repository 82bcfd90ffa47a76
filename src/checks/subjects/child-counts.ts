import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { jsonContent } from '../../generators/json-content.ts';
import { at, type Subject } from '../kit/define.ts';
import { isLeft } from './action-words.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A call on a child that takes it out of a count: an action by its path, or by a value of the one listed member of its body. */
export type Leaving = { readonly operation: Operation; readonly body: Readonly<Record<string, unknown>> | undefined };

/** A member of a resource that counts the resources below it, or those that refer to it. */
export type ChildCount = Subject & {
  readonly parent: Trip & { readonly read: Operation };
  readonly child: Trip;
  /** The member that counts. */
  readonly member: string;
  /** The member of the body of a new child that names the parent; undefined where its path does. */
  readonly by: string | undefined;
  /** The state of children that do not count, the member that shows it, and what brings a child there. */
  readonly leftOut: { readonly member: string; readonly state: string; readonly by: Leaving | undefined } | undefined;
};

type Document = Contract['document'];

/** A noun in one text, in the singular: `spare parts` and `sparePart` have the same. */
const nounOf = (words: readonly string[]): string => words.map((word, n) => (n === words.length - 1 ? singular(word) : word)).join('');

/** What a name says is counted: `roomCount`, `rooms_count`, `numberOfRooms`. Undefined for every other name. */
const countedBy = (name: string): string | undefined => {
  const words = wordsOf(name);
  const [first = '', second = ''] = words;
  if (words.length > 1 && words.at(-1) === 'count') return nounOf(words.slice(0, -1));
  if (words.length > 2 && ['number', 'num', 'count'].includes(first) && second === 'of') return nounOf(words.slice(2));
  return words.length > 1 && first === 'num' ? nounOf(words.slice(1)) : undefined;
};

/** What a description says is counted: "Number of members of the team". Undefined for every other text. */
const countedIn = (text: string): string | undefined => {
  const [, noun] =
    /^(?:the )?(?:current |total )?(?:number|count) of (?:the |its |all )*([a-z]+)\b/iu.exec(text) ??
    /^how many ([a-z]+)\b/iu.exec(text) ??
    [];
  return noun === undefined ? undefined : singular(noun.toLowerCase());
};

/** Words in the description of a count that leave nothing out. */
const plainWords: ReadonlySet<string> = new Set(
  (
    'number count total how many of the a an in on at to for its it this that which who has have with belong belongs belonging there are is ' +
    'all below within under by read only currently current computed calculated server'
  ).split(' '),
);

/** What a description leaves out: nothing, children in one state, or something that is not understood. */
const leftOutBy = (text: string, nouns: readonly string[]): string | undefined => {
  const [, counted = text, state = ''] = /^(.*?)\b(?:that|which|who) (?:are|is|have been|has been) not (.*?)\.?$/isu.exec(text) ?? [];
  const isKnown = (word: string): boolean => plainWords.has(word) || nouns.includes(singular(word));
  return wordsOf(counted).every(isKnown) ? wordsOf(state).join('_') : undefined;
};

/** The member of a resource that shows one of several listed states. */
export const stateIn = (
  document: Document,
  schema: Schema | undefined,
  state: string,
): { readonly member: string; readonly state: string } | undefined => {
  const found = [...membersOf(document, schema)].flatMap(([member, one]) => {
    const listed = partsOf(document, one).flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as readonly unknown[]) : []));
    const value = listed.find((other) => typeof other === 'string' && wordsOf(other).join('_') === state);
    return typeof value === 'string' && ['state', 'status'].includes(wordsOf(member).at(-1) ?? '') ? [{ member, state: value }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** The call that brings a child into a state: an action on it whose path or whose listed value is the verb of that state. */
export const leavingTo = (contract: Contract, { itemPath }: Trip, state: string): Leaving | undefined => {
  for (const operation of contract.operations.filter(({ method, path }) => method === 'POST' && isDirectlyBelow(path, itemPath))) {
    if (isLeft(wordsOf(operation.path.split('/').at(-1) ?? '').join(' '), state)) return { operation, body: undefined };
    const [only, ...others] = bodyMembers(contract, operation).filter(({ required }) => required);
    const listed =
      only === undefined || others.length > 0 ? [] : partsOf(contract.document, only.schema).flatMap((part) => part['enum'] ?? []);
    const value = listed.find((one) => typeof one === 'string' && isLeft(wordsOf(one).join(' '), state));
    if (only !== undefined && value !== undefined) return { operation, body: { [only.name]: value } };
  }
  return undefined;
};

/** How a new child names its parent: by a member of its body, or by its path alone; undefined where it does neither. */
export const namingOf = (contract: Contract, parent: Trip, child: Trip): { readonly by: string | undefined } | undefined => {
  if (isDirectlyBelow(child.addsTo, parent.itemPath)) return { by: undefined };
  const named = bodyMembers(contract, child.create).filter(
    ({ name, required }) => required && referenceAt(contract, child.create, [name])?.resourceType?.create.key === parent.create.key,
  );
  const [only, ...others] = named;
  return only !== undefined && others.length === 0 ? { by: only.name } : undefined;
};

/**
 * The counts of a contract that is held to the standard requirements: whole numbers that nobody sets, whose name says that they count the noun of a resource which
 * is created below the one that has them, or names it in its body, and whose description says nothing else. A description may leave out one listed state
 * ("that are not cancelled"). Each at the operation that creates what is counted.
 */
export const childCounts = (contract: Contract): readonly ChildCount[] => {
  const { document } = contract;
  const trips = roundTrips(contract);
  return trips.flatMap((parent) => {
    const { read } = parent;
    const place = read && placeIn(contract, read, parent.id);
    if (!read || !place) return [];
    const settable = new Set(bodyMembers(contract, parent.create).map(({ name }) => name));
    return [...membersOf(document, place.schema)].flatMap(([member, schema]): ChildCount[] => {
      const told = descriptionsIn(document, schema);
      const noun = countedBy(member) ?? told.map(countedIn).find((one) => one !== undefined);
      if (noun === undefined || settable.has(member) || !isType(document, schema, 'integer')) return [];
      const children = trips.filter((one) => nounOf(nounWordsOf(one.addsTo)) === noun && namingOf(contract, parent, one) !== undefined);
      const [child, ...others] = children;
      if (!child || others.length > 0) return [];
      const nouns = [...nounWordsOf(child.addsTo), ...nounWordsOf(parent.addsTo)];
      const left = [...new Set(told.map((text) => leftOutBy(text, nouns)))];
      if (left.length > 1 || (told.length > 0 && left[0] === undefined)) return [];
      const [word = ''] = left;
      const shown = child.read && placeIn(contract, child.read, child.id)?.schema;
      const state =
        word === '' ? undefined : stateIn(document, shown ?? jsonContent(child.create.responses[0]?.content ?? [])?.schema, word);
      if (word !== '' && state === undefined) return [];
      const leftOut = state === undefined ? undefined : { ...state, by: leavingTo(contract, child, state.state) };
      return [
        at(child.create.location, { parent: { ...parent, read }, child, member, by: namingOf(contract, parent, child)?.by, leftOut }),
      ];
    });
  });
};
