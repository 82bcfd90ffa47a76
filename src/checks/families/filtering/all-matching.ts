import { outcomeOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { itemKey } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { costOfValue, type FilteredWalk, filterSurvey, type FilterSurvey } from '../../scenarios/filters/filter-survey.ts';
import { itemsOfWalk, type Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { filterPlaces, isShown, shownFilterAt, type ShownFilter } from '../../subjects/filter-at.ts';

type Measured = { readonly first: FilterSurvey; readonly again: FilterSurvey | undefined };

export const allMatching = defineProbe<Measured>({
  id: 'filtering/all-matching',
  title: 'A filtered list holds every item with the value that was asked for',
  why: 'Clients take what a filter gives them for all there is. An item that is left out is never backed up, billed or stopped.',
  fix: 'Apply the filter before the list is cut into pages, and to the value that the item itself shows.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => filterPlaces(contract, isShown).filter((place) => shownFilterAt(contract, place).collection.id !== undefined),
  needs: (place, around) => needsFor(shownFilterAt(around.contract, place).collection.operation, around),
  cost: (place, { contract }) => ({ requests: 4 + costOfValue * (shownFilterAt(contract, place).filter.values?.length ?? 3), creates: 0 }),
  async measure(place, session) {
    const { collection, filter } = shownFilterAt(session.contract, place);
    const { key: operation } = collection.operation;
    const first = await session.measure(filterSurvey, { operation });
    // Items change their state at any moment. Only what is missing twice, and shown all the while, is missed.
    const again = missesSomething(collection, filter, first)
      ? await session.measure(filterSurvey, { operation, turn: 'again' })
      : undefined;
    return { first, again };
  },
  judge(place, { first, again }, { contract }) {
    const { collection, filter } = shownFilterAt(contract, place);
    const surveys = again ? [first, again] : [first];
    for (const walked of surveys.flatMap(({ before, after }) => [before, after])) {
      if (walked.end === 'not-a-page') return inconclusive(`The whole list could not be read: ${outcomeOf(walked.last)}`, [walked.last]);
    }
    const { before } = first;
    const judged = ownWalks(filter, first).map((one) => ({ one, expected: expectedOf(collection, filter, one.value, surveys) }));
    const verdicts = judged.map(({ one, expected }) => {
      const other = again && ownWalks(filter, again).find(({ value }) => value === one.value);
      return judgeWalk(collection, one, expected, other);
    });
    const broken = verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive');
    if (broken) return broken;
    const count = judged.reduce((sum, { expected }) => sum + expected.length, 0);
    if (count === 0) return inconclusive(`No item showed a value that ${filter.parameter.name} takes both before and after`, before.pages);
    return pass(count);
  },
});

const ownWalks = ({ parameter }: ShownFilter, { filtered }: FilterSurvey): FilteredWalk[] =>
  filtered.filter((one) => one.parameter === parameter.name);

const heldBy = (collection: Collection, walked: Walk): Set<string> =>
  new Set(itemsOfWalk(collection, walked).flatMap((item) => itemKey(collection, item) ?? []));

const missesSomething = (collection: Collection, filter: ShownFilter, survey: FilterSurvey): boolean =>
  ownWalks(filter, survey).some(({ value, walked }) => {
    const held = heldBy(collection, walked);
    return expectedOf(collection, filter, value, [survey]).some((key) => !held.has(key));
  });

/** Items that showed the value in every walk through the whole list. */
const expectedOf = (collection: Collection, { at }: ShownFilter, value: string, surveys: readonly FilterSurvey[]): string[] => {
  const having = (walked: Walk): string[] =>
    itemsOfWalk(collection, walked)
      .filter((item) => valueAt(item, at) === value)
      .flatMap((item) => itemKey(collection, item) ?? []);
  const [first = [], ...others] = surveys.flatMap(({ before, after }) => [having(before), having(after)]);
  return [...new Set(first)].filter((key) => others.every((other) => other.includes(key)));
};

/** `again`: the same walk a second time, where the first one missed something. */
const judgeWalk = (
  collection: Collection,
  { parameter, value, walked }: FilteredWalk,
  expected: readonly string[],
  again: FilteredWalk | undefined,
): Verdict | Unconfirmed => {
  const { pages, end, last } = walked;
  if (end === 'not-a-page')
    return inconclusive(`Page ${pages.length + 1} of ${parameter}=${value} was answered ${outcomeOf(last)}`, [last]);
  const held = heldBy(collection, walked);
  const heldThen = again && again.walked.end === 'ended' ? heldBy(collection, again.walked) : undefined;
  const missing = expected.filter((key) => !held.has(key) && heldThen?.has(key) !== true);
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
