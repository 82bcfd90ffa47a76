import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { momentIn } from '../../../contract/moment.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPage } from '../../scenarios/paging/traversal.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { type KeyedList, keyedLists } from '../../subjects/sort-keys.ts';
import { isBefore } from './plain-letters.ts';

type Key = KeyedList['sort']['keys'][number];

/** A list that was asked for by two keys, the second one upwards or downwards. */
type Asked = {
  readonly first: Key;
  readonly second: Key;
  readonly direction: 'ascending' | 'descending';
  readonly value: string;
  readonly page: Exchange;
};

/** Does a value stand before another one in every order; undefined where servers differ, or where both are equal. */
const standsBefore = (one: unknown, other: unknown): boolean | undefined => {
  if (typeof one === 'number' && typeof other === 'number') return one === other ? undefined : one < other;
  if (typeof one !== 'string' || typeof other !== 'string') return undefined;
  const [a, b] = [momentIn(one) ?? dayIn(one), momentIn(other) ?? dayIn(other)];
  if (a !== undefined && b !== undefined) return a === b ? undefined : a < b;
  return isBefore(one, other);
};

const dayIn = (text: string): number | undefined => (/^\d{4}-\d\d-\d\d$/u.test(text) ? Date.parse(text) : undefined);

/** How many pairs of items there are with one value of the first key and two of the second one that every server orders alike. */
const telling = (items: readonly unknown[], first: Key, second: Key): number => {
  const last = new Map<string, unknown>();
  let told = 0;
  for (const item of items) {
    const group = JSON.stringify(valueAt(item, first.at) ?? null);
    if (group === 'null') continue;
    if (last.has(group) && standsBefore(last.get(group), valueAt(item, second.at)) !== undefined) told += 1;
    last.set(group, valueAt(item, second.at));
  }
  return told;
};

/** Keys whose order inside of a group shows: values that every server orders alike, and texts where the other direction shows whether they have an effect. */
const seconds = ({ keys, isSigned }: KeyedList['sort']): readonly Key[] =>
  keys.filter(({ kind }) => kind === 'ordered' || (kind === 'text' && isSigned));

/** The most pairs of keys of one list that are asked for; each in both directions of the second key where it has a sign. */
const mostPairs = 2;

export const secondKeyOrders = defineProbe<KeyedList, readonly Asked[]>({
  id: 'ordering/second-key',
  title: 'Items that are equal in the first key of an order are in the order of the second one',
  why: 'A client that asks for two keys shows groups, and inside of each group takes the first item for the newest or the cheapest.',
  fix: 'Compare by each key in turn, as long as the ones before it are equal.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract: Contract) =>
    keyedLists(contract).filter(({ sort }) => sort.takesMany && sort.keys.length > 1 && seconds(sort).length > 0),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 3 + 2 * mostPairs, creates: 0 }),
  async run({ sort, ...collection }, session) {
    const list = await listInUse(session, collection);
    const plain = await firstPage(session, list, largestPage(list));
    const items = pageItems(list, plain) ?? [];
    const pairs = sort.keys
      .flatMap((first) =>
        seconds(sort).flatMap((second) => (first === second ? [] : [{ first, second, told: telling(items, first, second) }])),
      )
      .filter(({ told }) => told > 0)
      .toSorted((one, other) => other.told - one.told)
      .slice(0, mostPairs);
    const asked: Asked[] = [];
    for (const { first, second } of pairs) {
      for (const direction of sort.isSigned ? (['ascending', 'descending'] as const) : (['ascending'] as const)) {
        const value = `${first.text},${direction === 'descending' ? '-' : ''}${second.text}`;
        const page = await firstPage(session, list, [[sort.parameter.name, value], ...largestPage(list)]);
        asked.push({ first, second, direction, value, page });
      }
    }
    return asked;
  },
  judge({ sort, ...list }, asked) {
    const verdicts = asked.map((one) => judgeKeys(list, sort.parameter.name, one, asked));
    const broken = verdicts.find(({ kind }) => kind === 'unconfirmed');
    if (broken) return broken;
    const passed = verdicts.reduce((sum, one) => sum + (one.kind === 'pass' ? one.judged : 0), 0);
    return passed > 0 ? pass(passed) : (verdicts[0] ?? inconclusive('No two items are equal in one key and differ in another one', []));
  },
});

const judgeKeys = (
  list: Omit<KeyedList, 'sort'>,
  parameter: string,
  { first, second, direction, value, page }: Asked,
  asked: readonly Asked[],
): Verdict | Unconfirmed => {
  const items = pageItems(list, page);
  if (!items) return inconclusive(`${parameter}=${value} was answered ${outcomeOf(page)}`, [page]);
  let judged = 0;
  // A server may order texts by other words than it shows; that one order is none of both directions is plain.
  const other = asked.find((one) => one.first === first && one.second === second && one.direction !== direction)?.page;
  const isTurned = other !== undefined && JSON.stringify(pageItems(list, other)) !== JSON.stringify(items);
  for (const [n, item] of items.entries()) {
    const before = items[n - 1];
    const group = valueAt(item, first.at);
    if (n === 0 || group === null || group === undefined || valueAt(before, first.at) !== group) continue;
    const isUp = standsBefore(valueAt(before, second.at), valueAt(item, second.at));
    if (isUp === undefined) continue;
    judged += 1;
    if (isUp === (direction === 'ascending') || (second.kind === 'text' && isTurned)) continue;
    const expected = `${direction} values at ${second.at} among those with ${shown(group)} at ${first.at} for ${parameter}=${value}`;
    const actual = `${shown(valueAt(item, second.at))} after ${shown(valueAt(before, second.at))}`;
    return unconfirmed(fail({ code: 'second-key-ignored', where: `item ${n + 1}`, expected, actual }, [page]));
  }
  return judged > 0 ? pass(judged) : inconclusive(`No two neighbours are equal in ${first.text} and differ in ${second.text}`, [page]);
};

/** A key that no list has. */
const unknownKey = 'ctNoSuchKey';

export const unknownKeyRefused = defineReadProbe<KeyedList, { readonly plain: Exchange; readonly unknown: Exchange }>({
  id: 'ordering/unknown-key-refused',
  title: 'A key that a list cannot be sorted by is refused, where the document says so',
  why: 'A client with a typing error in the key shows an order that nobody asked for, and takes it for the one that was meant.',
  fix: 'Compare each key with those that are documented, and refuse all others before the list is read.',
  over: (contract: Contract) => keyedLists(contract).filter(({ sort }) => sort.refusesUnknown),
  requests: 2,
  async run({ operation, sort: { parameter } }, session) {
    const request = usableRequest(session, operation, 'unknown-key');
    const plain = await session.send(request);
    const query = [...request.query.filter(([name]) => name !== parameter.name), [parameter.name, unknownKey] as const];
    return { plain, unknown: await session.send({ ...request, query, faults: ['query-unknown-value'] }) };
  },
  judge({ sort: { parameter } }, { plain, unknown }) {
    if (!isSuccess(plain)) return inconclusive(`The list without an order was answered ${outcomeOf(plain)}`, [plain, unknown]);
    if (refusesWhatWasAsked(unknown)) return pass(1);
    if (!isSuccess(unknown)) return inconclusive(`${parameter.name}=${unknownKey} was answered ${outcomeOf(unknown)}`, [unknown]);
    const expected = `a 4xx to ${parameter.name}=${unknownKey}, because no item can be sorted by that`;
    return fail({ code: 'unknown-key-accepted', where: `query ${parameter.name}`, expected, actual: outcomeOf(unknown) }, [unknown, plain]);
  },
});
