import { outcomeOf } from '../../../contract/message.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { filteredReads, type FilteredReads, mayCreateFor } from '../../scenarios/filters/filtered-reads.ts';
import { shownValues } from '../../scenarios/filters/shown-values.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { filterPlaces, isShown, shownFilterAt } from '../../subjects/filter-at.ts';

export const knownValueMatches = defineProbe<FilteredReads>({
  id: 'filtering/known-value-matches',
  title: 'A filter by a value that items show gives at least one of them',
  why: 'A client that gets nothing takes it that nothing is there, and starts, copies or bills nothing.',
  fix: 'Compare the filter with the value that the items themselves show.',
  phase: 'mutate',
  stage: 'using',
  alone: 'collection',
  places: (contract) => filterPlaces(contract, isShown),
  needs: (place, around) => needsFor(shownFilterAt(around.contract, place).collection.operation, around),
  cost(place, { contract, target }) {
    const { collection, filter } = shownFilterAt(contract, place);
    const create = mayCreateFor(contract, target, collection, filter);
    return { requests: 3 * (filter.values?.length ?? 3) + 4 + (create ? 40 : 0), creates: create ? 1 : 0 };
  },
  measure(place, session) {
    const { collection, filter } = shownFilterAt(session.contract, place);
    return filteredReads(session, collection, filter);
  },
  judge(place, { list, reads }, { contract }) {
    const { collection, filter } = shownFilterAt(contract, place);
    const { name } = filter.parameter;
    const shown = shownValues(collection, list, filter.at);
    if (shown.length === 0) return inconclusive(`No item shows a value at ${filter.at}`, [list.last]);
    const own = reads.filter(({ role, value }) => role === 'value' && shown.includes(value));
    const empty = own.find(({ exchange }) => pageItems(collection, exchange)?.length === 0);
    if (empty) {
      const expected = `at least one item for ${name}=${empty.value}, which items of the whole list show`;
      const finding = { code: 'known-value-matches-nothing', where: `query ${name}`, expected, actual: 'no item' };
      return unconfirmed(fail(finding, [empty.exchange, ...list.pages]));
    }
    const verdicts = own.map(({ value, exchange }): Verdict =>
      pageItems(collection, exchange) ? pass(1) : inconclusive(`${name}=${value} was answered ${outcomeOf(exchange)}`, [exchange]),
    );
    return (
      verdicts.find(({ kind }) => kind !== 'pass') ??
      (own.length > 0 ? pass(own.length) : inconclusive('No value was asked for', [list.last]))
    );
  },
});
