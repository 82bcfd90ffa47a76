import { outcomeOf } from '../../../contract/message.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type PagedList, pagedListAt, pagedLists, pageItems, pagesOf, styleParameterPlace } from '../../subjects/collection.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { countOf, firstPages, referenceWalk, singlePages, type Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

type Measured = { readonly list: Walk; readonly ones: Walk; readonly twos: Walk };

/** Fewer items would fit a page of two by themselves. */
const leastItems = 3;

export const sizeNotExceeded = defineProbe<Measured>({
  id: 'pagination/size-not-exceeded',
  title: 'A page holds no more items than were asked for, and at least one while there are some',
  why: 'Clients ask for a size to bound memory and time.',
  fix: 'Cut each page at the size that was asked for.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).map((list) => styleParameterPlace(list, list.paging.limit)),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 11, creates: 0 }),
  async measure(place, session) {
    const list = await offered(session, pagedListAt(session.contract, place));
    return {
      list: await referenceWalk(session, list, 'first'),
      ones: await singlePages(session, list),
      twos: await firstPages(session, list, pagesOf(list, 2), 1),
    };
  },
  judge(place, { list: whole, ones, twos }, { contract }) {
    const list = pagedListAt(contract, place);
    const count = countOf(list, whole);
    if (count < leastItems) return inconclusive(`Only ${count} items are there, at least ${leastItems} are needed`, [whole.last]);
    return joinVerdicts([judgeFirst(list, ones, 1), judgeFirst(list, twos, 2)]);
  },
});

const judgeFirst = (list: PagedList, { pages: [page], last }: Walk, size: number): Verdict => {
  const { name } = list.paging.limit;
  if (!page) return inconclusive(`${name}=${size} was answered ${outcomeOf(last)}`, [last]);
  const found = pageItems(list, page)?.length ?? 0;
  if (found > 0 && found <= size) return pass(1);
  const finding = {
    where: `query ${name}`,
    expected: `at least one item and at most ${size} for ${name}=${size}`,
    actual: `${found} items`,
  };
  return fail({ code: found === 0 ? 'page-empty' : 'page-larger', ...finding }, [page]);
};
