import { isDeepStrictEqual } from 'node:util';
import { inferredNamed } from '../../../contract/infer/covering.ts';
import { segmentsOf } from '../../../contract/infer/path-template.ts';
import { singular } from '../../../contract/infer/singular.ts';
import { holdsDay } from '../../../contract/infer/times/shown-periods.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { jsonOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, referenceTarget, valueAt } from '../../../contract/pointer.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { referencesIn } from '../../subjects/body-references.ts';

/** An id of what the run created, and the nouns by which others call that. */
export type OwnId = { readonly id: string; readonly nouns: readonly string[] };

/** Last words of the name of a member that names something. */
const ofId: ReadonlySet<string> = new Set('id uuid ref reference key code number no'.split(' '));

const isId = (value: unknown): value is string | number => (typeof value === 'string' && value !== '') || typeof value === 'number';

/** What a name is about: `tank` for `tank_id`, `tanks` or `source_tank`. */
const nounIn = (words: readonly string[]): string => words.map(singular).findLast((word) => !ofId.has(word)) ?? '';

/** What a path is about: the last word of its last literal segment. */
export const nounOfPath = (path: string): string =>
  segmentsOf(path)
    .flatMap((one) => ('literal' in one ? [nounIn(wordsOf(one.literal))] : []))
    .findLast((one) => !['', 'bulk', 'batch', 'import', 'many'].includes(one)) ?? '';

/** Is an id one that nothing else is likely to have by chance, as a short number is. */
const isTelling = (id: string): boolean => id.length >= 8 && !/^\d+$/u.test(id);

/** Every id-like value in an entry, with what its name says it is about; that of the entry itself is about what the list is. */
const idsIn = (entry: unknown, way: readonly string[]): readonly { readonly id: string; readonly noun: string }[] => {
  if (isId(entry)) return [{ id: String(entry), noun: nounIn(way) }];
  if (Array.isArray(entry)) return entry.flatMap((one: unknown) => idsIn(one, way));
  return isObject(entry) ? Object.entries(entry).flatMap(([name, one]) => idsIn(one, [...way, ...wordsOf(name)])) : [];
};

/**
 * Is an entry of a list about what the run created: it names that, by a name that says so or by an id that nothing else has, and names nothing of the same kind that is somebody
 * else's.
 * @param about What the list is of.
 */
export const isOfOwn = (about: string, entry: unknown, own: readonly OwnId[]): boolean => {
  if (!isObject(entry)) return false;
  const named = idsIn(entry, [about]);
  const isOwn = (one: (typeof named)[number]): boolean =>
    own.some(({ id, nouns }) => id === one.id && (isTelling(id) || nouns.includes(one.noun)));
  const isOthers = Object.entries(entry).some(([name, value]) => {
    const words = wordsOf(name);
    const isNaming = ofId.has(words.at(-1) ?? '') && words.length > 1 && isId(value);
    const same = isNaming ? own.filter(({ nouns }) => nouns.includes(nounIn(words))) : [];
    return same.length > 0 && !same.some(({ id }) => id === String(value));
  });
  return !isOthers && named.some(isOwn);
};

/**
 * Is an entry of a list about the period that the day of a new thing lies in, and about nobody but whom that thing names as well: the week of the person who did the work. Something that both name has
 * to be the same.
 * @param made What the answer to the creation shows.
 */
export const isOfSamePeriod = (entry: unknown, day: string, made: unknown): boolean => {
  if (!isObject(entry) || !isObject(made) || !holdsDay(entry, day)) return false;
  const shared = Object.keys(entry).filter((name) => {
    const words = wordsOf(name);
    return words.length > 1 && ofId.has(words.at(-1) ?? '') && isId(entry[name]) && isId(made[name]);
  });
  return shared.length > 0 && shared.every((name) => String(entry[name]) === String(made[name]));
};

const idOfEntry = (about: string, entry: unknown): unknown =>
  Object.entries(isObject(entry) ? entry : {}).find(
    ([name, value]) => isId(value) && ofId.has(wordsOf(name).at(-1) ?? '') && nounIn([about, ...wordsOf(name)]) === about,
  )?.[1];

/** Was an entry not in a list before: none with its id, however the rest of that has changed, or nothing equal where it has none. */
export const isNew = (about: string, entry: unknown, before: readonly unknown[]): boolean => {
  const id = idOfEntry(about, entry);
  return !before.some((old) => isDeepStrictEqual(old, entry) || (id !== undefined && idOfEntry(about, old) === id));
};

/** The ids in an answer of what the answer is about, by the nouns for that: of a shared account or site that it shows as well, there are others' things too. */
export const idsShown = (exchange: Exchange, nouns: readonly string[]): readonly OwnId[] => {
  const shown = jsonOf(exchange);
  const [about = ''] = nouns;
  return Object.entries(isObject(shown) ? shown : {}).flatMap(([name, value]) => {
    const words = wordsOf(name);
    const noun = nounIn([about, ...words]);
    return ofId.has(words.at(-1) ?? '') && nouns.includes(noun) && isId(value) ? [{ id: String(value), nouns: [noun] }] : [];
  });
};

/** The ids that a body names of what the run created; undefined where one of them is none, but what is sent in its place. */
export const ownIdsIn = (contract: Contract, planned: PlannedRequest, filled: PlannedRequest): readonly OwnId[] | undefined => {
  const [before, after] = [planned, filled].map(({ body }): unknown => (holdsValue(body) ? body.value : undefined));
  const found = referencesIn(before).map(({ pointer, placeholder }): OwnId | undefined => {
    const id = valueAt(after, pointer);
    const type = inferredNamed(contract, placeholder.resourceType);
    const name = pointer.split('/').findLast((one) => !/^\d*$/u.test(one)) ?? '';
    const nouns = [nounIn(wordsOf(name)), ...(type ? [nounOfPath(type.create.path)] : [])].filter((one) => one !== '');
    return isId(id) && id !== placeholder.otherwise ? { id: String(id), nouns } : undefined;
  });
  return found.includes(undefined) ? undefined : found.filter((one) => one !== undefined);
};

/** Last words of the names of members that name nothing of anybody. */
const ofNobody: ReadonlySet<string> = new Set(
  'name title label text note notes comment description reason message type kind category status state currency country unit language locale city street colour color time date at on zone timezone day'.split(
    ' ',
  ),
);

/** Every text below the words for examples in a part of a document, with its references followed. */
const examplesIn = (contract: Contract, node: unknown, known: Set<unknown>, isExample = false): readonly string[] => {
  if (isExample && typeof node === 'string') return [node];
  if (typeof node !== 'object' || node === null || known.has(node)) return [];
  known.add(node);
  if (Array.isArray(node)) return node.flatMap((one: unknown) => examplesIn(contract, one, known, isExample));
  return Object.entries(node).flatMap(([name, one]: [string, unknown]) =>
    name === '$ref' && typeof one === 'string' && !isExample
      ? examplesIn(contract, valueAt(contract.document, referenceTarget(one)), known)
      : examplesIn(contract, one, known, isExample || name === 'example' || name === 'examples' || name === 'default'),
  );
};

const textsOf = (value: unknown, name = ''): readonly { readonly name: string; readonly text: string }[] => {
  if (typeof value === 'string') return [{ name, text: value }];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => textsOf(one, name));
  return isObject(value) ? Object.entries(value).flatMap(([own, one]) => textsOf(one, own)) : [];
};

/** May a body name what is somebody's: a card or a locker that the document gives as an example. */
export const namesByExample = (contract: Contract, { location }: Operation, { body }: PlannedRequest): boolean => {
  const operation = valueAt(contract.document, nodeOf(location));
  const examples = new Set(examplesIn(contract, isObject(operation) ? operation['requestBody'] : undefined, new Set()));
  return textsOf(holdsValue(body) ? body.value : undefined).some(
    ({ name, text }) => examples.has(text) && !ofNobody.has(singular(wordsOf(name).at(-1) ?? '')),
  );
};

/** The same of a path: only what the run put there, and not what an operator or a document gives. */
export const ownInPath = (planned: PlannedRequest, request: PlannedRequest): readonly OwnId[] =>
  Object.entries(request.pathValues).flatMap(([name, id]) =>
    placeholdersIn(planned.pathValues[name] ?? '').some(({ use }) => use !== 'listed' && use !== 'offered')
      ? [{ id, nouns: [nounIn(wordsOf(name))] }]
      : [],
  );
