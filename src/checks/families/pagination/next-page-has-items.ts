import { cursorListAt, isByCursor, pagedLists, pageItems, stylePlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { countOf, referenceWalk, singlePages, type Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

type Measured = { readonly list: Walk; readonly ones: Walk };

export const nextPageHasItems = defineProbe<Measured>({
  id: 'pagination/next-page-has-items',
  title: 'The page behind the cursor of a first page holds items while the list has more',
  why: 'A client that gets an empty page takes the list for read, and misses the rest.',
  fix: 'Go on behind the last item of the page that gave the cursor.',
  reads: 'pagination',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).filter(isByCursor).map(stylePlace),
  needs: (place, around) => needsFor(cursorListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 6, creates: 0 }),
  async measure(place, session) {
    const list = await offered(session, cursorListAt(session.contract, place));
    return { list: await referenceWalk(session, list, 'first'), ones: await singlePages(session, list) };
  },
  judge(place, { list: whole, ones }, { contract }) {
    const list = cursorListAt(contract, place);
    const count = countOf(list, whole);
    const [first, second] = ones.pages;
    if (!first || !second) return inconclusive(`The first page leads to no other (${ones.end})`, [ones.last]);
    const before = pageItems(list, first)?.length ?? 0;
    if (count <= before) return inconclusive(`Only ${count} items are there, all of them on the first page`, [first]);
    const found = pageItems(list, second)?.length ?? 0;
    if (found > 0) return pass(1);
    const finding = { where: `query ${list.paging.cursor.name}`, expected: `items after the first ${before} of ${count}`, actual: 'none' };
    return unconfirmed(fail({ code: 'next-page-empty', ...finding }, [second, first, whole.last]));
  },
});
