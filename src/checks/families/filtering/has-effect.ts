import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import {
  type ClosedFilterReads,
  closedFilterReads,
  contentsOf,
  isSameContents,
  lackingIn,
  noList,
} from '../../scenarios/filters/closed-filter-reads.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { filterAt, filterPlaces } from '../../subjects/filter-at.ts';

export const filterHasEffect = defineProbe<ClosedFilterReads>({
  id: 'filtering/has-effect',
  title: 'A filter leaves something out for at least one value',
  why: 'A filter that changes nothing gives the whole list to everybody who asked for a part of it.',
  fix: 'Read the parameter under its documented name and apply it to the list.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => filterPlaces(contract, ({ at, values }) => at === undefined && values !== undefined),
  needs: (place, around) => needsFor(filterAt(around.contract, place).collection.operation, around),
  cost: (place, { contract }) => ({ requests: 3 + (filterAt(contract, place).filter.values?.length ?? 0), creates: 0 }),
  measure(place, session) {
    const { collection, filter } = filterAt(session.contract, place);
    return closedFilterReads(session, collection, filter);
  },
  judge(place, { whole, listed, madeUp, again }, { contract }) {
    const { collection, filter } = filterAt(contract, place);
    const { name } = filter.parameter;
    const all = contentsOf(collection, whole);
    const after = contentsOf(collection, again);
    if (!all || !after) return inconclusive(noList(whole, again), [whole, again]);
    if (all.size === 0) return inconclusive('The list holds nothing that a filter could leave out', [whole]);
    if (!isSameContents(all, after))
      return inconclusive('The list changed meanwhile, or shows its items differently each time', [whole, again]);
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
