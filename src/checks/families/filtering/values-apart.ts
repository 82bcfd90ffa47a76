import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import {
  type ClosedFilterReads,
  closedFilterReads,
  type Contents,
  contentsOf,
  isSameContents,
  lackingIn,
  noList,
} from '../../scenarios/filters/closed-filter-reads.ts';
import { showsMore } from '../../subjects/shows-more.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { filterAt, filterPlaces } from '../../subjects/filter-at.ts';

export const filterValuesApart = defineProbe<ClosedFilterReads>({
  id: 'filtering/values-apart',
  title: 'Each value of a filter gives a part of the list, and no item for two values',
  why: 'A value that falls back to the whole list mixes what was to be kept apart, production and testing for instance.',
  fix: 'Keep only the items with the value that was asked for, and compare each documented value by itself.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => filterPlaces(contract, ({ at, values }) => at === undefined && values !== undefined && values.length > 1),
  needs: (place, around) => needsFor(filterAt(around.contract, place).collection.operation, around),
  cost: (place, { contract }) => ({ requests: 3 + (filterAt(contract, place).filter.values?.length ?? 0), creates: 0 }),
  measure(place, session) {
    const { collection, filter } = filterAt(session.contract, place);
    return closedFilterReads(session, collection, filter);
  },
  judge(place, { whole, listed, again }, { contract }) {
    const { collection, filter } = filterAt(contract, place);
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
    // Without ids two different things may look the same; then the whole list shows both.
    const isOneThing = (key: string, times: number): boolean => (all.get(key) ?? 0) < times;
    for (const [n, { value, contents, exchange }] of lists.entries()) {
      for (const other of lists.slice(n + 1)) {
        const shared = [...contents].filter(
          ([key, times]) => other.contents.has(key) && isOneThing(key, times + (other.contents.get(key) ?? 0)),
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
        return inconclusive(`${name}=${value} shows items that the whole list does not, which is cut or changed meanwhile`, [
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
      : inconclusive(`No item has any of the values that ${name} takes`, [whole, ...lists.map(({ exchange }) => exchange)]);
  },
});
