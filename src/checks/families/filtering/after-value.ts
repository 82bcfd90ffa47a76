import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Filter } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { itemKey, pageItems } from '../../subjects/collection.ts';
import { dayMs, momentIn } from '../../kit/days.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { boundedAt, type BoundedRead, boundedReads, type BoundedReads } from '../../scenarios/filters/bounded-reads.ts';
import { itemsOfWalk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { filterAt, filterPlaces } from '../../subjects/filter-at.ts';

/** Filters by a day; a bound of another form is judged where both bounds of a range are there. */
const isByDay = ({ compare, parameter }: Filter): boolean =>
  compare !== 'equals' && typeof parameter.schema === 'object' && parameter.schema['format'] === 'date';

export const afterValue = defineProbe<BoundedReads>({
  id: 'filtering/after-value',
  title: 'A bound of time leaves out what lies before or behind it, and nothing else',
  why: 'Clients ask for what is new since their last visit; what is left out is never seen, and what comes along is taken twice.',
  fix: 'Compare the bound with the time that the item itself shows.',
  phase: 'mutate',
  stage: 'using',
  alone: 'nothing',
  places: (contract) => filterPlaces(contract, isByDay),
  needs: (place, around) => needsFor(filterAt(around.contract, place).collection.operation, around),
  cost: () => ({ requests: 20, creates: 1 }),
  measure(place, session) {
    const { collection, filter } = filterAt(session.contract, place);
    return session.measure(boundedReads, { operation: collection.operation.key, parameter: filter.parameter.name });
  },
  judge(place, { list, nothing, everything, between, own }, { contract }) {
    const { collection, filter } = filterAt(contract, place);
    const { name } = filter.parameter;
    const where = `query ${name}`;
    if (list.pages.length === 0) return inconclusive(`The list was answered ${outcomeOf(list.last)}`, [list.last]);
    if (itemsOfWalk(collection, list).length === 0) return inconclusive('The list holds nothing that a bound could leave out', list.pages);
    for (const { day, exchange } of [nothing, everything, ...between]) {
      if (!pageItems(collection, exchange)) return inconclusive(`${name}=${day} was answered ${outcomeOf(exchange)}`, [exchange]);
    }
    const outside = pageItems(collection, nothing.exchange)?.length ?? 0;
    if (outside > 0) {
      const finding = { where, expected: `no item for ${name}=${nothing.day}`, actual: `${outside} items` };
      return fail({ code: 'bound-without-effect', ...finding }, [nothing.exchange]);
    }
    if (pageItems(collection, everything.exchange)?.length === 0) {
      const finding = { where, expected: `items for ${name}=${everything.day}, before and behind which there are some`, actual: 'none' };
      return unconfirmed(fail({ code: 'bound-leaves-all-out', ...finding }, [everything.exchange, ...list.pages]));
    }
    for (const read of between) {
      const verdict = judgeBetween(contract, collection, filter, read);
      if (verdict) return verdict;
    }
    if (own && own.walked.end !== 'ended')
      return inconclusive(`A walk with ${name} did not come to its end (${own.walked.end})`, [own.walked.last]);
    if (own && !keysInWalk(collection, own.walked).includes(own.key)) {
      const finding = { where, expected: `${own.key}, which was created today, for the day before`, actual: 'it is not there' };
      return unconfirmed(fail({ code: 'item-within-missing', ...finding }, [own.walked.last, ...own.walked.pages.slice(0, -1)]));
    }
    return pass(2 + between.length + (own ? 1 : 0));
  },
});

const keysInWalk = (collection: Collection, walked: Parameters<typeof itemsOfWalk>[1]): string[] =>
  itemsOfWalk(collection, walked).flatMap((item) => itemKey(collection, item) ?? []);

const judgeBetween = (
  contract: Contract,
  collection: Collection,
  filter: Filter,
  { day, beginsMs, exchange }: BoundedRead,
): Verdict | Unconfirmed | undefined => {
  const at = boundedAt(contract, filter) ?? '';
  const isAfter = filter.compare === 'after';
  const wrong = (pageItems(collection, exchange) ?? []).find((item) => {
    const moment = momentIn(valueAt(item, at));
    return moment !== undefined && (isAfter ? moment < beginsMs : moment > beginsMs + dayMs);
  });
  if (wrong === undefined) return undefined;
  const expected = `only items ${isAfter ? 'after' : 'before'} ${day} for ${filter.parameter.name}=${day}`;
  const finding = { code: 'item-outside', where: at, expected, actual: JSON.stringify(valueAt(wrong, at)) };
  return fail(finding, [exchange]);
};
