import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PagedList, pagedListAt, pagedLists, pageItems, styleParameterPlace } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { nextOf } from '../../scenarios/paging/next-page.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { countOf, firstPage, referenceWalk, type Walk } from '../../scenarios/paging/walk.ts';
import { needsFor } from '../../kit/prerequisites.ts';

type Measured = { readonly page: Exchange; readonly whole: Walk };

export const defaultSizeRecorded = defineProbe<Measured>({
  id: 'pagination/default-size-recorded',
  title: 'The size of a page without a size is recorded',
  why: 'Where no default is documented clients still come to rely on the one they see.',
  fix: 'Nothing has to be mended. Print the default.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).map((list) => styleParameterPlace(list, list.paging.limit)),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const list = await offered(session, pagedListAt(session.contract, place));
    return { page: await firstPage(session, list, []), whole: await referenceWalk(session, list, 'first') };
  },
  judge(place, { page, whole }, { contract }) {
    const list = pagedListAt(contract, place);
    const items = pageItems(list, page);
    if (!items) return inconclusive(`The read without a size was answered ${outcomeOf(page)}`, [page]);
    // How many there are in all changes from run to run; where a page is cut does not.
    const isCut = items.length < countOf(list, whole);
    return observed([factOf('page-size.default', list.operation.key, { items: isCut ? items.length : 'all', more: saysMore(list, page) })]);
  },
});

const saysMore = (list: PagedList, page: Exchange): unknown => {
  if (list.paging.kind === 'page') return null;
  const { more } = list.paging.convention;
  return more === undefined ? nextOf(list, [page]).kind === 'page' : (evaluate(more, page) ?? null);
};
