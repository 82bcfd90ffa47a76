import { pagedListAt, pagedLists, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, pass, unconfirmed } from '../../kit/define.ts';
import { spare, surveyCost } from '../../scenarios/paging/survey.ts';
import { surveyed, type Surveyed, unfinished, walksOf } from '../../scenarios/paging/surveyed.ts';
import { countOf } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

export const walkEnds = defineProbe<Surveyed>({
  id: 'pagination/walk-ends',
  title: 'Reading page by page comes to an end soon after the last item',
  why: 'A client that walks until nothing follows never stops where something is announced for ever.',
  fix: 'Say on the page with the last item that nothing follows.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).map(stylePlace),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: surveyCost, creates: 0 }),
  measure: (place, session) => surveyed(session, pagedListAt(session.contract, place)),
  judge(place, walks, { contract }) {
    const list = pagedListAt(contract, place);
    const endless = walksOf(walks).find((walked) => walked.end === 'cut' && walked.pages.length >= countOf(list, walked) + spare);
    if (!endless) return unfinished(walks) ?? pass(walksOf(walks).length);
    const { pages, last } = endless;
    const finding = {
      code: 'walk-never-ends',
      where: `page ${pages.length}`,
      expected: 'a last page that says nothing follows',
      actual: `page ${pages.length} of ${countOf(list, endless)} items announces another one`,
    };
    return unconfirmed(fail(finding, [last, ...pages.slice(0, -1)]));
  },
});
