import { outcomeOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { listAt, pageItems } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { type CombinedRead, combinedReads, type CombinedReads, filterPairs } from '../../scenarios/filters/combined-reads.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const combinedFilters = defineProbe<CombinedReads>({
  id: 'filtering/combined',
  title: 'Two filters given together both apply, in either order',
  why: 'A client narrows a list by two things at once and acts on what is left; where one of them is dropped, it acts on others too.',
  fix: 'Keep only the items that meet every filter of the request, wherever it stands in the query.',
  reads: 'filters',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.collections.filter((collection) => filterPairs(collection).length > 0).map(({ operation }) => operation.place),
  needs: (place, around) => needsFor(listAt(around.contract, place).operation, around),
  cost: (place, { contract }) => ({ requests: 2 + 3 * filterPairs(listAt(contract, place)).length, creates: 0 }),
  measure: (place, session) => combinedReads(session, listAt(session.contract, place)),
  judge(place, { list, reads }, { contract }) {
    const collection = listAt(contract, place);
    if (list.end === 'not-a-page') return inconclusive(`The whole list could not be read: ${outcomeOf(list.last)}`, [list.last]);
    if (reads.length === 0) return inconclusive('No item meets one of two filters and not the other', list.pages);
    return joinVerdicts(reads.map((read) => judgeRead(collection, read)));
  },
});

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** An item that shows another value for either filter breaks the promise; one that shows none is judged elsewhere. */
const judgeRead = (collection: Collection, { wanted, exchange }: CombinedRead): Verdict => {
  const asked = wanted.map(({ filter, value }) => `${filter.parameter.name}=${value}`).join('&');
  const items = pageItems(collection, exchange);
  if (!items) return inconclusive(`${asked} was answered ${outcomeOf(exchange)}`, [exchange]);
  const shown = items.flatMap((item, index) =>
    wanted.map(({ filter: { at }, value }) => ({ index, at, value, actual: valueAt(item, at) })),
  );
  const wrong = shown.filter(({ actual, value }) => isPlain(actual) && String(actual) !== value);
  const [first] = wrong;
  if (first) {
    const expected = `only items with ${first.at} "${first.value}", as ${asked} asks for`;
    const finding = { code: 'one-filter-dropped', where: `item ${first.index} ${first.at}`, expected, actual: `"${String(first.actual)}"` };
    return fail(finding, [exchange], { judged: items.length, breaches: wrong.length });
  }
  const blank = shown.find(({ actual }) => !isPlain(actual));
  if (blank) return inconclusive(`An item shows no value at ${blank.at}`, [exchange]);
  return pass(1);
};
