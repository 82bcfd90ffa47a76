import type { Operation } from '../../model.ts';
import { nounWordsOf } from '../id-names.ts';
import { isDirectlyBelowOne, parametersIn, pathAbove } from '../path-template.ts';
import { membersOf } from '../schema-parts.ts';
import { singular } from '../singular.ts';
import { type Named, wordsOf } from '../words.ts';
import { software } from './software.ts';

type Json = Readonly<Record<string, unknown>>;

/** Last words of a member or parameter that names one thing: `crateId`, `crate_no`. */
const idWords: ReadonlySet<string> = new Set('id uuid guid no nr number code key ref reference barcode serial slug'.split(' '));

/** Words of danger that also name a plain thing. None of them names what reaches people, gives rights, or sets something going. */
const things: ReadonlySet<string> = new Set(['copy', 'clone', 'swap', 'set', 'block', 'claim']);

/** Words by which a thing gets from one place to another. */
const moving: ReadonlySet<string> = new Set(['send', 'dispatch', 'move', 'transfer'].flatMap((verb) => [verb, `${verb}s`]));

/** Words at the beginning or end of a member that say that it names where something comes from or goes to. */
const ways: ReadonlySet<string> = new Set('to from destination target origin source'.split(' '));

/** Those who may be written to, and whom no thing is moved to as to a place. */
const people: ReadonlySet<string> = new Set(
  (
    'user customer contact recipient person people member client subscriber employee account owner team group role organization organisation tenant ' +
    'channel list audience email mail phone wallet bank'
  ).split(' '),
);

/** What is written: to send it is to reach somebody, wherever that goes. Money that is moved is paid. */
const written: ReadonlySet<string> = new Set(
  (
    'message mail email sms text letter notification reminder alert invitation newsletter campaign push notice announcement report statement code link ' +
    'document invoice quote offer contract receipt certificate broadcast post request order payment money fund amount balance asset domain'
  ).split(' '),
);

const articles: ReadonlySet<string> = new Set(['a', 'an', 'the', 'one', 'another', 'new', 'single']);

/** Words between a verb and its noun that belong to the verb: "Hand out a copy". */
const particles: ReadonlySet<string> = new Set(['out', 'in', 'back', 'up', 'over', 'off']);

/** Words behind a noun that begin something else: "a crate to another depot". */
const behind: ReadonlySet<string> = new Set('to from between into onto with by at in on of for out back over and'.split(' '));

/** What a thing is told to do, of which each is kept: not what is written, such as a message, and not what is paid or sold. */
const told: ReadonlySet<string> = new Set('command instruction directive setpoint task mission'.split(' '));

/** Words by which such a one is handed over. */
const sending: ReadonlySet<string> = new Set(['send', 'dispatch'].flatMap((verb) => [verb, `${verb}s`]));

/** The words before an id in a name: `crate` of `crateId` and `fromDepot` of `fromDepotId`; undefined where it is not that of an id. */
const namedBy = (name: string): readonly string[] | undefined => {
  const words = wordsOf(name);
  return words.length > 1 && idWords.has(words.at(-1) ?? '') ? words.slice(0, -1) : undefined;
};

const membersNaming = (document: Json, { body }: Operation): readonly (readonly string[])[] =>
  (body?.content ?? []).flatMap(({ schema }) => [...membersOf(document, schema).keys()].flatMap((name) => [namedBy(name) ?? []]));

/** The nouns of the things that an operation names by ids, in its path or in its body. */
export const nounsNamed = (document: Json, operation: Operation): ReadonlySet<string> =>
  new Set(
    [...parametersIn(operation.path).map((name) => namedBy(name) ?? []), ...membersNaming(document, operation)].flatMap((words) =>
      words.length === 0 ? [] : [words.at(-1) ?? ''],
    ),
  );

/** The place of a noun in a name, behind a verb and with nothing that it only describes behind it: "Lend a copy", and not "Check a copy job". */
const objectAt = (words: readonly string[], isMeant: (noun: string) => boolean): number => {
  const at = words.findIndex((word, n) => n > 0 && !articles.has(word) && !particles.has(word));
  const next = words[at + 1];
  return at > 0 && isMeant(words[at] ?? '') && (next === undefined || behind.has(next)) ? at : -1;
};

const inBoth = (named: Named, change: (words: readonly string[]) => readonly string[]): Named => {
  const changed = (name: string | undefined): string | undefined => (name === undefined ? undefined : change(wordsOf(name)).join(' '));
  return { ...named, operationId: changed(named.operationId), summary: changed(named.summary) };
};

/**
 * The names of an operation without words of danger that are the noun of a thing which it names by an id: "Lend a copy" with a `copyId`, "Survey a block" at
 * `/blocks/{blockId}/surveys`. To copy something is another matter.
 */
export const withoutThings = (document: Json, named: Named, operation: Operation): Named => {
  const nouns = nounsNamed(document, operation);
  const isThing = (word: string): boolean => things.has(singular(word)) && nouns.has(singular(word));
  if (![...nouns].some((noun) => things.has(noun))) return named;
  return inBoth(named, (words) => {
    const at = objectAt(words, isThing);
    return at < 0 ? words : words.map((word, n) => (n === at ? 'thing' : word));
  });
};

/** Does a body name by an id a place where a thing goes or comes from, of which the document has a collection: `toDepotId` with `/depots`. */
const namesPlace = (document: Json, operations: readonly Operation[], operation: Operation): boolean =>
  membersNaming(document, operation).some((words) => {
    const noun = words.at(-1) ?? '';
    return (
      words.some((word) => ways.has(word)) &&
      !words.some((word) => people.has(word)) &&
      (ways.has(noun) || operations.some(({ path }) => nounWordsOf(path).at(-1) === noun))
    );
  });

/**
 * The names of a POST without the word by which a thing gets from one place to another, where its body names both by ids: "Send a crate to another depot" with `crateId` and
 * `toDepotId`. What is written and sent reaches somebody, and what is software runs where it comes to.
 */
export const withoutMove = (document: Json, operations: readonly Operation[], named: Named, operation: Operation): Named => {
  if (!namesPlace(document, operations, operation)) return named;
  const nouns = nounsNamed(document, operation);
  const isMoved = (word: string): boolean => {
    const noun = singular(word);
    return noun === 'thing' || (nouns.has(noun) && !written.has(noun) && !people.has(noun) && !software.has(noun));
  };
  return inBoth(named, (words) => (moving.has(words[0] ?? '') && objectAt(words, isMoved) > 0 ? ['create', ...words.slice(1)] : words));
};

/** Those who are told to do something by a message, as `/drivers/{driverId}/tasks` is. */
const servants: ReadonlySet<string> = new Set(
  (
    'driver rider courier crew nurse doctor patient guard guest visitor agent worker operator technician student pupil teacher trainer volunteer player pilot sailor carer ' +
    'cleaner inspector officer steward warden assistant staff brigade patrol squad class contractor subcontractor supplier vendor partner neighbour neighbor parent child tutor coach'
  ).split(' '),
);

/** Does a path lead to what one thing is told to do: `/pumps/{pumpId}/commands`. People are told by what is written to them. */
const isOfThing = (path: string): boolean => {
  if (!isDirectlyBelowOne(path)) return false;
  const parent = nounWordsOf(pathAbove(pathAbove(path)));
  return told.has(nounWordsOf(path).at(-1) ?? '') && parent.length > 0 && !parent.some((word) => people.has(word) || servants.has(word));
};

/** Does an operation tell a thing to do something, so that it is sent for one of the run alone, and never for one that was there before. */
export const tellsThing = ({ method, path, inferred }: Operation): boolean =>
  method === 'POST' && inferred?.reaches !== undefined && sending.has(inferred.reaches) && isOfThing(path);

/**
 * The names of a POST without the word by which one thing is told to do something, where that is the noun of the collection below it: "Send a command" for
 * `POST /pumps/{pumpId}/commands`.
 */
export const withoutTelling = (named: Named, { path }: Operation): Named => {
  if (!isOfThing(path)) return named;
  const noun = nounWordsOf(path).at(-1);
  const isNoun = (word: string): boolean => singular(word) === noun;
  return inBoth(named, (words) => (sending.has(words[0] ?? '') && objectAt(words, isNoun) > 0 ? ['create', ...words.slice(1)] : words));
};
