import { cursorListAt, isByCursor, pagedLists, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, pass, unconfirmed } from '../../kit/define.ts';
import { surveyCost } from '../../scenarios/paging/survey.ts';
import { surveyed, type Surveyed, unfinished, walksOf } from '../../scenarios/paging/surveyed.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const cursorGivenOnce = defineProbe<Surveyed>({
  id: 'pagination/cursor-given-once',
  title: 'No cursor comes a second time in a walk',
  why: 'A client that follows cursors goes in circles and never comes to an end.',
  fix: 'Let each cursor stand for the last item of its page, and give none with the last page.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).filter(isByCursor).map(stylePlace),
  needs: (place, around) => needsFor(cursorListAt(around.contract, place).operation, around),
  cost: () => ({ requests: surveyCost, creates: 0 }),
  measure: (place, session) => surveyed(session, cursorListAt(session.contract, place)),
  judge(_place, walks) {
    const circling = walksOf(walks).find(({ end }) => end === 'cursor-repeated');
    if (!circling) return unfinished(walks) ?? pass(walksOf(walks).reduce((sum, { pages }) => sum + pages.length, 0));
    const { pages, last } = circling;
    const finding = {
      code: 'cursor-repeated',
      where: `page ${pages.length}`,
      expected: 'a cursor that no page before gave, or none',
      actual: `page ${pages.length} gives a cursor of an earlier page`,
    };
    return unconfirmed(fail(finding, [last, ...pages.slice(0, -1)]));
  },
});
