import { evaluate } from '../../../contract/expression.ts';
import { isByNumber, type NumberedList, numberedListAt, pagedLists, pageItems, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { surveyCost } from '../../scenarios/paging/survey.ts';
import { shiftedPages, surveyed, type Surveyed, unfinished } from '../../scenarios/paging/surveyed.ts';
import { countOf, type Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const totalTrue = defineProbe<Surveyed>({
  id: 'pagination/total-true',
  title: 'Every page tells the number of items in all pages',
  why: 'Clients show it, and reckon from it how many pages they have to read.',
  fix: 'Count the whole list that the request selects, not the page, and not the pages.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(isByNumber)
      .filter(({ paging }) => paging.convention.total !== undefined)
      .map(stylePlace),
  needs: (place, around) => needsFor(numberedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: surveyCost, creates: 0 }),
  measure: (place, session) => surveyed(session, numberedListAt(session.contract, place)),
  judge(place, walks, { contract }) {
    const list = numberedListAt(contract, place);
    const open = unfinished(walks) ?? shiftedPages(list, walks);
    const { small, count } = walks;
    if (open || !small) return open ?? inconclusive('The list could not be walked', walks.first.pages);
    if (countOf(list, small) !== count)
      return inconclusive(`Walks counted ${count} and ${countOf(list, small)} items`, [small.last, walks.first.last]);
    const at = list.paging.convention.total ?? '';
    const told = small.pages.map((page) => ({ page, total: evaluate(at, page) }));
    const silent = told.find(({ total }) => total === undefined);
    if (silent) return inconclusive('A page tells no number of items', [silent.page]);
    const wrong = told.filter(({ total }) => total !== count && total !== String(count));
    const [first] = wrong;
    if (!first) return pass(told.length);
    // A refusal may be about the number of the page, with items behind it that no walk comes to.
    const isCutOff = !isSurelyOver(list, walks.first) && !isSurelyOver(list, small);
    const larger = told.find(({ total }) => Number(total) > count);
    if (isCutOff && larger)
      return inconclusive(`A refusal ended each walk behind a full page, after ${count} items`, [small.last, larger.page]);
    const finding = {
      code: 'other-total',
      where: at,
      expected: `${count}, as many as all pages hold`,
      actual: JSON.stringify(first.total),
    };
    const others = small.pages.filter((page) => page !== first.page);
    return unconfirmed(fail(finding, [first.page, ...others], { judged: told.length, breaches: wrong.length }));
  },
});

/** Did a walk end with an empty page, or with one that holds less than the first. */
const isSurelyOver = (list: NumberedList, { pages, beyond }: Walk): boolean => {
  const sizes = pages.map((page) => pageItems(list, page)?.length ?? 0);
  return (beyond !== undefined && pageItems(list, beyond)?.length === 0) || (sizes.at(-1) ?? 0) < (sizes[0] ?? 0);
};
