import { outcomeOf } from '../../contract/message.ts';
import type { Collection } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { itemKey } from '../collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../define.ts';
import { costOfValue, type FilteredWalk, filterSurvey, type FilterSurvey } from '../measurements/filter-survey.ts';
import { itemsOfWalk, type Walk } from '../measurements/walk.ts';
import { needsFor } from '../needs.ts';
import type { Verdict } from '../../model/verdict.ts';
import { filterPlaces, isShown, shownFilterAt } from './filter-at.ts';

export const allMatching = defineProbe<FilterSurvey>({
  id: 'filtering/all-matching',
  title: 'A filtered list holds every item with the value that was asked for',
  why: 'Clients take what a filter gives them for all there is. An item that is left out is never backed up, billed or stopped.',
  fix: 'Apply the filter before the list is cut into pages, and to the value that the item itself shows.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => filterPlaces(contract, isShown).filter((place) => shownFilterAt(contract, place).collection.id !== undefined),
  needs: (place, around) => needsFor(shownFilterAt(around.contract, place).collection.operation, around),
  cost: (place, { contract }) => ({ requests: 4 + costOfValue * (shownFilterAt(contract, place).filter.values?.length ?? 3), creates: 0 }),
  measure: (place, session) =>
    session.measure(filterSurvey, { operation: shownFilterAt(session.contract, place).collection.operation.key }),
  judge(place, { before, filtered, after }, { contract }) {
    const { collection, filter } = shownFilterAt(contract, place);
    for (const walked of [before, after]) {
      if (walked.end === 'not-a-page') return inconclusive(`The whole list could not be read: ${outcomeOf(walked.last)}`, [walked.last]);
    }
    const own = filtered.filter(({ parameter }) => parameter === filter.parameter.name);
    const judged = own.map((one) => ({ one, expected: expectedOf(collection, filter.at, one.value, [before, after]) }));
    const verdicts = judged.map(({ one, expected }) => judgeWalk(collection, one, expected));
    const broken = verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive');
    if (broken) return broken;
    const count = judged.reduce((sum, { expected }) => sum + expected.length, 0);
    if (count === 0) return inconclusive(`No item showed a value that ${filter.parameter.name} takes both before and after`, before.pages);
    return pass(count);
  },
});

/** Items that showed the value in the whole list, before and after. */
const expectedOf = (collection: Collection, at: string, value: string, [before, after]: readonly [Walk, Walk]): string[] => {
  const having = (walked: Walk): string[] =>
    itemsOfWalk(collection, walked)
      .filter((item) => valueAt(item, at) === value)
      .flatMap((item) => itemKey(collection, item) ?? []);
  const still = new Set(having(after));
  return [...new Set(having(before))].filter((key) => still.has(key));
};

const judgeWalk = (
  collection: Collection,
  { parameter, value, walked }: FilteredWalk,
  expected: readonly string[],
): Verdict | Unconfirmed => {
  const { pages, end, last } = walked;
  if (end === 'not-a-page')
    return inconclusive(`Page ${pages.length + 1} of ${parameter}=${value} was answered ${outcomeOf(last)}`, [last]);
  const held = new Set(itemsOfWalk(collection, walked).flatMap((item) => itemKey(collection, item) ?? []));
  const missing = expected.filter((key) => !held.has(key));
  if (missing.length === 0) return pass(expected.length);
  // What lies behind a page that leads nowhere is judged with the pages.
  if (end !== 'ended') return inconclusive(`The walk of ${parameter}=${value} stopped after page ${pages.length} (${end})`, [last]);
  const named = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ' …' : '');
  const finding = {
    code: 'matching-item-missing',
    where: `query ${parameter}`,
    expected: `all ${expected.length} items that the whole list shows with "${value}"`,
    actual: `${missing.length} missing: ${named}`,
  };
  return unconfirmed(fail(finding, [last, ...pages.slice(0, -1)], { judged: expected.length, breaches: missing.length }));
};
