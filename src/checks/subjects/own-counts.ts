import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow, parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { at, type Subject } from '../kit/define.ts';
import { isLeft } from './action-words.ts';
import { countedBy, nounOf, plainWords } from './counting-words.ts';
import { type Counting, countingIn, traitsOf, waysOut } from './counted-traits.ts';
import type { Leaving } from './leavings.ts';
import { readsOfSelf } from './reads-of-self.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { softDeletions } from './soft-deletions.ts';

/** A member of what callers see of themselves that counts the resources which are theirs now. */
export type OwnCount = Subject & {
  readonly child: Trip & { readonly remove: Operation };
  readonly member: string;
  /** The member of the answer with the object that has it: `workspace`; undefined where the answer has it itself. */
  readonly inside: string | undefined;
  /** The read by which callers see themselves. */
  readonly self: Operation;
  /** Which of them count; undefined where all do. */
  readonly counting: Counting | undefined;
  /** What may take one out of those that count. */
  readonly ways: readonly Leaving[];
};

/** Some ways out may be possible in later states alone. */
const mostWays = 4;

/** Words by which a count is of what there is now: a silent one may be of all that was ever made. */
const ofNow =
  /\b(?:exist(?:s|ing)?|current(?:ly)?|now|present|own(?:s|ed)?|has|have|there are|stored|kept|left over|not (?:been )?(?:deleted|removed)|remaining)\b/iu;

/** Words for whose they are. */
const ofCaller: ReadonlySet<string> = new Set(
  (
    'existing exist exists by you your yours own owns owned account accounts caller user users member members key customer self me they them their he she his her person still ' +
    'created made written added registered stored kept been right'
  ).split(' '),
);

/** Words by which a count is no count of what there is. */
const isOther =
  /\b(?:ever|so far|in total|all[- ]time|lifetime|since|last|this (?:day|week|month|year)|today|limit|quota|at most|may|can|might|about|cached?|delay\w*|nightly|hourly)\b/iu;

/** The trips whose noun is that of a count, or the end of it: `openMapCount` counts some maps. */
const countedTrips = (trips: readonly Trip[], words: readonly string[]): { readonly trips: readonly Trip[]; readonly isSome: boolean } => {
  const of = (noun: readonly string[]): readonly Trip[] => trips.filter(({ addsTo }) => nounOf(nounWordsOf(addsTo)) === nounOf(noun));
  const whole = of(words);
  if (whole.length > 0 || words.length < 2) return { trips: whole, isSome: false };
  return { trips: of(words.slice(1)), isSome: true };
};

/** The members that callers see of themselves, and those of the objects in them. */
const countsShown = (
  { document }: Contract,
  self: Operation,
): readonly (readonly [member: string, schema: Schema, inside: string | undefined])[] =>
  [...membersOf(document, answerSchema(self))].flatMap(([name, schema]) => [
    [name, schema, undefined] as const,
    ...(isType(document, schema, 'array') ? [] : [...membersOf(document, schema)].map(([member, one]) => [member, one, name] as const)),
  ]);

/** A text without what an action alone makes of a resource, beside what is removed: "Deleted and merged ones do not count", where there is `POST /cards/{cardId}/merge`. */
const withoutDone = ({ operations }: Contract, { itemPath }: Trip, text: string): string =>
  text.replaceAll(
    /\b(deleted|removed) (?:and|or) (\w+)\b|\b(\w+) (?:and|or) (deleted|removed)\b/giu,
    (whole, first?: string, done?: string, before?: string, last?: string) => {
      const word = (done ?? before ?? '').toLowerCase();
      const isDone = operations.some(
        ({ method, path }) =>
          method === 'POST' && isDirectlyBelow(path, itemPath) && isLeft(wordsOf(path.split('/').at(-1) ?? '').join(' '), word),
      );
      return isDone ? (first ?? last ?? whole) : whole;
    },
  );

/**
 * Such counts of a contract that is held to the standard requirements, each at the read that shows it: "Existing maps of this account", "Maps that are DRAFT or SHARED".
 */
export const ownCounts = (contract: Contract): readonly OwnCount[] => {
  if (contract.standard.size === 0) return [];
  const { document } = contract;
  const soft = new Set(softDeletions(contract).map(({ remove }) => remove.key));
  const trips = roundTrips(contract).filter(
    ({ create, remove }) => create.effect === 'creates' && parametersIn(create.path).length === 0 && remove && !soft.has(remove.key),
  );
  return readsOfSelf(contract).flatMap((self) =>
    countsShown(contract, self).flatMap(([member, schema, inside]): readonly OwnCount[] => {
      const words = countedBy(member);
      const texts = descriptionsIn(document, schema);
      if (words.length === 0 || texts.length === 0 || !isType(document, schema, 'integer')) return [];
      const { trips: found, isSome } = countedTrips(trips, words);
      const [child, ...others] = found;
      if (child?.remove === undefined || others.length > 0) return [];
      const nouns = new Set(nounWordsOf(child.addsTo).map(singular));
      const isKnown = (word: string): boolean => plainWords.has(word) || ofCaller.has(word) || nouns.has(singular(word));
      const traits = traitsOf(contract, child);
      const told = texts.map((text) => (isOther.test(text) ? undefined : countingIn(withoutDone(contract, child, text), traits, isKnown)));
      const [counting] = told.flatMap((one) => (one === undefined || one === 'all' ? [] : [one]));
      // What is in a state is there now.
      const isRead = counting ? told.length === 1 : !isSome && texts.some((text) => ofNow.test(text));
      if (told.includes(undefined) || !isRead) return [];
      const ways = counting ? waysOut(contract, child, counting, traits).ways.slice(0, mostWays) : [];
      return [at(self.location, { child: { ...child, remove: child.remove }, member, inside, self, counting, ways })];
    }),
  );
};
