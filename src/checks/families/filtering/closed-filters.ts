import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { madeUpFilterRead } from '../../scenarios/filters/filter-values.ts';
import { firstPage, traverseList } from '../../scenarios/paging/traversal.ts';
import { pageItems } from '../../subjects/collection.ts';
import { type ListFilter, listFilters, listPrerequisites } from '../../subjects/filters.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { showsMore } from '../../subjects/shows-more.ts';

type FilterRead = { readonly value: string; readonly exchange: Exchange };

/** Reads of a list by each documented value of a filter, between two reads without the filter. */
type ClosedFilterReads = {
  readonly whole: Exchange;
  readonly listed: readonly FilterRead[];
  /** By a value that no item has. */
  readonly madeUp: FilterRead;
  readonly again: Exchange;
};

/** Reads a list without a filter, by each documented value, by a made-up one, and without the filter again. */
const closedFilterReads = async ({ collection, filter }: ListFilter, session: Session): Promise<ClosedFilterReads> => {
  const operation = collection.operation.key;
  const { name } = filter.parameter;
  const whole = await session.run(plainRead, { operation });
  const listed: FilterRead[] = [];
  for (const value of filter.values ?? []) listed.push({ value, exchange: await firstPage(session, collection, [[name, value]]) });
  const madeUp = await madeUpFilterRead(session, collection, filter);
  const { last: again } = await traverseList(session, collection, { query: [], pages: 1, turn: `after ${name}` });
  return { whole, listed, madeUp, again };
};

/** What both checks are over: filters with at least so many documented values, by something that the items do not show. */
const overClosedFilters = (fewest = 0) =>
  ({
    phase: 'read',
    exclusive: 'nothing',
    over: (contract: Contract): ListFilter[] =>
      listFilters(contract).filter(({ filter: { at, values } }) => at === undefined && values !== undefined && values.length >= fewest),
    prerequisites: listPrerequisites,
    cost: ({ filter }: ListFilter) => ({ requests: 3 + (filter.values?.length ?? 0), creates: 0 }),
    run: closedFilterReads,
  }) as const;

/** How often a list holds each item by its identity: several resources may look alike in all that the list shows. */
type Contents = ReadonlyMap<string, number>;

/** The contents of a list; undefined where the answer is no success or holds no list that is recognised. */
const contentsOf = (collection: Collection, exchange: Exchange): Contents | undefined => {
  const items = pageItems(collection, exchange);
  if (!items) return undefined;
  const contents = new Map<string, number>();
  for (const item of items) {
    const key = identityOf(collection, item);
    contents.set(key, (contents.get(key) ?? 0) + 1);
  }
  return contents;
};

/** Items of one list that another one lacks. */
const lackingIn = (list: Contents, other: Contents): string[] =>
  [...list].filter(([key, count]) => (other.get(key) ?? 0) < count).map(([key]) => key);

const isSameContents = (a: Contents, b: Contents): boolean => lackingIn(a, b).length === 0 && lackingIn(b, a).length === 0;

/** Why two reads of the whole list allow no comparison. */
const noList = (whole: Exchange, again: Exchange): string =>
  `The reads of the whole list were answered ${outcomeOf(whole)} and ${outcomeOf(again)}, and not both hold a list to compare with`;

export const filterHasEffect = defineProbe<ListFilter, ClosedFilterReads>({
  id: 'filtering/has-effect',
  title: 'A filter leaves out an item for at least one value',
  why: 'A filter that changes nothing gives the whole list to clients that asked for a part of it.',
  fix: 'Read the parameter under its documented name and apply it to the list.',
  ...overClosedFilters(),
  judge({ collection, filter }, { whole, listed, madeUp, again }) {
    const { name } = filter.parameter;
    const all = contentsOf(collection, whole);
    const after = contentsOf(collection, again);
    if (!all || !after) return inconclusive(noList(whole, again), [whole, again]);
    if (all.size === 0) return inconclusive('The list holds nothing that a filter could leave out', [whole]);
    if (!isSameContents(all, after))
      return inconclusive('The list changed meanwhile, or shows its items differently in each answer', [whole, again]);
    const reads = [...listed, madeUp];
    const filtered = reads.map(({ exchange }) => contentsOf(collection, exchange));
    if (filtered.some((contents) => contents && lackingIn(all, contents).length > 0)) return pass(1);
    const unread = reads.find((_, n) => filtered[n] === undefined);
    if (unread) return inconclusive(`${name}=${unread.value} was answered ${outcomeOf(unread.exchange)} without a list`, [unread.exchange]);
    const larger = reads.find((_, n) => lackingIn(filtered[n] ?? new Map(), all).length > 0);
    if (larger) return inconclusive(`${name}=${larger.value} shows items that the whole list does not`, [larger.exchange]);
    const asked = reads.map(({ value }) => `${name}=${value}`).join(', ');
    const finding = {
      code: 'filter-without-effect',
      where: `query ${name}`,
      expected: `fewer items for at least one of ${asked}`,
      actual: `the same ${all.size} items for each`,
    };
    const exchanges: readonly [Exchange, ...Exchange[]] = [madeUp.exchange, ...listed.map(({ exchange }) => exchange), whole, again];
    return unconfirmed(fail(finding, exchanges, { judged: reads.length, breaches: reads.length }));
  },
});

export const filterValuesApart = defineProbe<ListFilter, ClosedFilterReads>({
  id: 'filtering/values-apart',
  title: 'Each value of a filter gives a part of the list, and no item for two values',
  why: 'A value that gives the whole list mixes items that clients keep apart, such as those of production and testing.',
  fix: 'Give only the items with the value that was asked for, and compare each documented value by itself.',
  ...overClosedFilters(2),
  judge({ collection, filter }, { whole, listed, again }) {
    const { name } = filter.parameter;
    const where = `query ${name}`;
    const all = contentsOf(collection, whole);
    const after = contentsOf(collection, again);
    if (!all || !after) return inconclusive(noList(whole, again), [whole, again]);
    const lists: { readonly value: string; readonly contents: Contents; readonly exchange: Exchange }[] = [];
    for (const { value, exchange } of listed) {
      const contents = contentsOf(collection, exchange);
      if (!contents) return inconclusive(`${name}=${value} was answered ${outcomeOf(exchange)} without a list to compare with`, [exchange]);
      lists.push({ value, contents, exchange });
    }
    // Without ids, two different resources may look the same; then the whole list shows both.
    const isOneResource = (key: string, times: number): boolean => (all.get(key) ?? 0) < times;
    for (const [n, { value, contents, exchange }] of lists.entries()) {
      for (const other of lists.slice(n + 1)) {
        const shared = [...contents].filter(
          ([key, times]) => other.contents.has(key) && isOneResource(key, times + (other.contents.get(key) ?? 0)),
        );
        if (shared.length === 0) continue;
        const finding = { where, expected: `no item for both ${value} and ${other.value}`, actual: `${shared.length} items for both` };
        return unconfirmed(fail({ code: 'item-of-two-values', ...finding }, [other.exchange, exchange, whole]));
      }
    }
    for (const { value, contents, exchange } of lists) {
      const strange = lackingIn(contents, all);
      if (strange.length === 0) continue;
      if (showsMore(whole) || showsMore(again) || !isSameContents(all, after)) {
        return inconclusive(`${name}=${value} shows items that the whole list lacks, but that list is incomplete or changed meanwhile`, [
          exchange,
          whole,
          again,
        ]);
      }
      const finding = { where, expected: 'only items that the whole list holds', actual: `${strange.length} others for ${value}` };
      return unconfirmed(fail({ code: 'item-not-in-whole-list', ...finding }, [exchange, whole, again]));
    }
    const count = lists.reduce((sum, { contents }) => sum + contents.size, 0);
    return count > 0
      ? pass(count)
      : inconclusive(`No item has any of the values documented for ${name}`, [whole, ...lists.map(({ exchange }) => exchange)]);
  },
});
