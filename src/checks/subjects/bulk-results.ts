import { wordsOf } from '../../contract/infer/words.ts';
import { jsonOf } from '../../contract/message.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import { holdsValue } from '../../model/request.ts';
import type { BulkCreation } from './bulk-creations.ts';
import { idText, objectsIn, type Resource } from './shown-resource.ts';

/** What the answer to a bulk creation tells of one entry. */
export type Told = {
  readonly is: 'done' | 'failed' | 'unknown';
  /** All texts in it, and the numbers that are ids. */
  readonly texts: readonly string[];
  /** The place of the entry in the request, as the answer tells it. */
  readonly place: number | undefined;
};

const failing =
  /^(?:error|errored|fail|failed|failure|invalid|rejected|refused|denied|declined|skipped|duplicate|conflict|not[ _-]?(?:created|found|stored|accepted))$/iu;
const succeeding =
  /^(?:ok|created|success|succeeded|successful|stored|saved|added|done|accepted|imported|registered|inserted|recorded|entered|taken|booked|updated)$/iu;

/** Members that tell the place of an entry. */
const places: ReadonlySet<string> = new Set(['index', 'item index', 'entry index', 'row index', 'position', 'row', 'line', 'item']);

const holds = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== '' &&
  !(Array.isArray(value) && value.length === 0) &&
  !(isObject(value) && Object.keys(value).length === 0);

const textsIn = (value: unknown): readonly string[] =>
  objectsIn(value).flatMap(({ resource }) =>
    Object.entries(resource).flatMap(([name, one]) => {
      const isId = typeof one === 'number' && wordsOf(name).at(-1) === 'id';
      return typeof one === 'string' || isId ? [String(one)] : [];
    }),
  );

/** What the results of an operation are read by: the member with the id of what was made, and whether the document says that they keep to the order. */
type Answering = { readonly trip: Pick<BulkCreation['trip'], 'id'>; readonly isOrdered: boolean };

/** The objects of the lists in what was sent. */
const entriesSent = ({ request: { body } }: Exchange): readonly Resource[] => {
  const value = holdsValue(body) ? body.value : undefined;
  const lists: readonly unknown[] = Array.isArray(value) ? [value] : isObject(value) ? Object.values(value) : [];
  return lists.flatMap((one) => (Array.isArray(one) ? (one as readonly unknown[]).filter(isObject) : []));
};

/** A result without what it only repeats of an entry: the `row` of a bed that a seed is for is no place in the request. */
const withoutRepeated = (result: Resource, sent: readonly Resource[]): Resource =>
  Object.fromEntries(
    Object.entries(result).filter(([name, value]) => isObject(value) || Array.isArray(value) || !sent.some((one) => one[name] === value)),
  );

/** Does a result say that what it is about was not done. */
export const isFailedPart = ({ status, success, ok, error, errors, code, result, outcome }: Resource): boolean =>
  holds(error) ||
  holds(errors) ||
  success === false ||
  ok === false ||
  [status, code].some((one) => typeof one === 'number' && one >= 400 && one <= 599) ||
  [status, result, outcome].some((one) => typeof one === 'string' && failing.test(one));

const toldOf = ({ trip }: Answering, whole: Resource, sent: readonly Resource[]): Told => {
  const texts = textsIn(whole);
  const value = withoutRepeated(whole, sent);
  const place = Object.entries(value).flatMap(([name, one]) =>
    typeof one === 'number' && places.has(wordsOf(name).join(' ')) ? [one] : [],
  )[0];
  const { status, success, ok, code, result, outcome } = value;
  if (isFailedPart(value)) return { is: 'failed', texts, place };
  const isMade =
    success === true ||
    ok === true ||
    [status, code].some((one) => typeof one === 'number' && one >= 200 && one <= 299) ||
    [status, result, outcome].some((one) => typeof one === 'string' && succeeding.test(one)) ||
    objectsIn(whole).some(({ resource }) => idText(resource[trip.id]) !== undefined);
  return { is: isMade ? 'done' : 'unknown', texts, place };
};

/** What an answer tells of each entry: its only list of as many objects; undefined where it has none. */
export const resultsIn = (bulk: Answering, exchange: Exchange, count: number): readonly Told[] | undefined => {
  const body = jsonOf(exchange);
  const lists = (
    Array.isArray(body) ? [body as unknown[]] : isObject(body) ? Object.values(body).filter((one) => Array.isArray(one)) : []
  ) as readonly (readonly unknown[])[];
  const [only, ...others] = lists.filter((one) => one.length === count && one.every(isObject));
  if (!only || others.length > 0) return undefined;
  const sent = entriesSent(exchange);
  const told = only.filter(isObject).map((one) => toldOf(bulk, one, sent));
  if (bulk.isOrdered) return told;
  // Where nothing is said of the order, the places that the answer tells count.
  const byPlace = told.toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0));
  return byPlace.every(({ place }, n) => place !== undefined && place === (byPlace[0]?.place ?? 0) + n) ? byPlace : told;
};

/** How many results an answer has: the objects of its only list; undefined where it has none, or another list beside. */
export const resultCount = (exchange: Exchange): number | undefined => {
  const body = jsonOf(exchange);
  const lists = Array.isArray(body) ? [body as unknown[]] : isObject(body) ? Object.values(body).filter((one) => Array.isArray(one)) : [];
  const [only, ...others] = lists;
  return only && others.length === 0 && only.length > 0 && only.every(isObject) ? only.length : undefined;
};

/** The first entry of which an answer tells another place than its own, with both; undefined where it tells none, or the right ones. */
export const misplacedIn = (
  { isOrdered, firstPlace }: Pick<BulkCreation, 'isOrdered' | 'firstPlace'>,
  told: readonly Told[],
): { readonly entry: number; readonly wanted: number; readonly shown: number } | undefined => {
  const [first] = told;
  if (!isOrdered || first?.place === undefined || told.some(({ place }) => place === undefined)) return undefined;
  const start = firstPlace ?? (told.every(({ place }) => (place ?? 0) >= 1) ? 1 : 0);
  const entry = told.findIndex(({ place }, n) => place !== start + n);
  return entry < 0 ? undefined : { entry, wanted: start + entry, shown: told[entry]?.place ?? 0 };
};

const countsOfDone: ReadonlySet<string> = new Set([
  'created',
  'succeeded',
  'success',
  'successes',
  'successful',
  'success count',
  'created count',
  'imported',
  'imported count',
  'inserted',
  'inserted count',
  'stored',
  'added',
  'accepted',
  'accepted count',
  'registered',
]);
const countsOfFailed: ReadonlySet<string> = new Set([
  'failed',
  'failures',
  'failure count',
  'failed count',
  'error count',
  'rejected',
  'rejected count',
  'invalid',
]);

/** Other numbers that entries may be counted in, beside those that were created, and those that failed. */
const countsOfChanged: ReadonlySet<string> = new Set(['updated', 'updated count', 'unchanged', 'merged']);
const countsOfLeft: ReadonlySet<string> = new Set(['skipped', 'skipped count', 'ignored', 'duplicates']);

/** The first whole number of an answer that counts entries and is not what it should be. */
export const wrongCount = (
  exchange: Exchange,
  done: number,
  failed: number,
): { readonly name: string; readonly shown: number; readonly wanted: number } | undefined => {
  const body = jsonOf(exchange);
  const around: Resource = isObject(body) ? body : {};
  const counts = [around, ...Object.values(around).filter(isObject)]
    .flatMap((one) => Object.entries(one))
    .flatMap(([name, shown]) => (typeof shown === 'number' ? [{ name, words: wordsOf(name).join(' '), shown }] : []));
  const beside = (names: ReadonlySet<string>): number =>
    counts.reduce((sum, { words, shown }) => sum + (names.has(words) ? Math.max(0, shown) : 0), 0);
  // What was updated was there before, or is counted twice: only all of them together are known.
  const [changed, left] = [beside(countsOfChanged), beside(countsOfLeft)];
  return counts.flatMap(({ name, words, shown }) => {
    const [isOfDone, isOfFailed] = [countsOfDone.has(words), countsOfFailed.has(words)];
    // The result of what was left out because it is there already may be a success or a failure.
    const wanted = isOfDone ? done - changed : failed - left;
    const least = isOfDone ? wanted - left : wanted;
    const most = isOfDone ? wanted : failed;
    return (isOfDone || isOfFailed) && (shown < least || shown > most) ? [{ name, shown, wanted }] : [];
  })[0];
};
