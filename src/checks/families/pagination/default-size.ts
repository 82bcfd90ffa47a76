import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { fail, inconclusive, observed, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { nextOf, reportedSize } from '../../scenarios/paging/follow-pages.ts';
import { isOnlyStyle } from '../../scenarios/paging/offered-styles.ts';
import { countOf, firstPage, referenceTraversal } from '../../scenarios/paging/traversal.ts';
import { atLimit, type PagedList, pagedLists, pageItems } from '../../subjects/collection.ts';
import { definePagedProbe } from './paged-probe.ts';

/** Paged lists with a documented size of pages where none is asked for, at the parameter that gives the size. */
const listsWithDefault = (contract: Contract): (PagedList & Subject & { readonly size: number })[] =>
  pagedLists(contract).flatMap((list) => {
    const { defaultSize: size } = list.paging;
    return size === undefined ? [] : [atLimit({ ...list, size })];
  });

export const defaultSize = definePagedProbe({
  id: 'pagination/default-size',
  title: 'Without a size a page holds the documented number of items',
  why: 'Clients that leave the size out plan memory, requests and screens by the documented number.',
  fix: 'Use the documented default where the size parameter is absent, and fill the page while items are left.',
  over: listsWithDefault,
  requests: 10,
  async run(list, session) {
    const before = await referenceTraversal(session, list, 'first');
    const page = await firstPage(session, list, []);
    const after = await referenceTraversal(session, list, 'after the default page');
    // Where no other way of paging is offered, what the page tells is about this one.
    return { before, page, after, isExclusive: await isOnlyStyle(session, list) };
  },
  judge(list, { before, page, after, isExclusive }) {
    const { size } = list;
    const { name } = list.paging.limit;
    const exchanges = [page, ...before.pages, ...after.pages] as const;
    for (const traversal of [before, after]) {
      if (traversal.end !== 'ended') return inconclusive(`The items could not be counted: the walk was ${traversal.end}`, [traversal.last]);
    }
    const items = pageItems(list, page);
    if (!items) return inconclusive(`The read without a size was answered ${outcomeOf(page)}`, [page]);
    const count = countOf(list, before);
    const countAfter = countOf(list, after);
    if (count !== countAfter) return inconclusive(`The list changed meanwhile: ${count} items before, ${countAfter} after`, exchanges);
    const expected = `${Math.min(size, count)} items on a page without ${name}, ${count} being there`;
    const finding = { where: `query ${name}`, expected, actual: `${items.length} items` };
    // A page above the default is wrong by itself; a short one only against the count.
    if (items.length > size) return fail({ code: 'default-page-larger', ...finding }, exchanges);
    if (items.length < Math.min(size, count)) return unconfirmed(fail({ code: 'default-page-smaller', ...finding }, exchanges));
    const reported = isExclusive ? reportedSize(list, page) : undefined;
    if (count <= size && reported !== undefined && reported !== size && reported !== items.length) {
      return fail({ code: 'default-size-told', ...finding, expected: `${size} told as the size`, actual: String(reported) }, exchanges);
    }
    if (count <= size) return inconclusive(`Only ${count} items are there; above ${size} it would show`, exchanges);
    return pass(1);
  },
});

export const defaultSizeRecorded = definePagedProbe({
  id: 'pagination/default-size-recorded',
  title: 'The size of a page without a size is recorded',
  why: 'Where no default is documented clients still come to rely on the one they see.',
  fix: 'Nothing has to be mended. Print the default.',
  over: (contract) => pagedLists(contract).map(atLimit),
  requests: 2,
  async run(list, session) {
    return { page: await firstPage(session, list, []), whole: await referenceTraversal(session, list, 'first') };
  },
  judge(list, { page, whole }) {
    const items = pageItems(list, page);
    if (!items) return inconclusive(`The read without a size was answered ${outcomeOf(page)}`, [page]);
    // How many there are in all changes from run to run; where a page is cut does not.
    const isCut = items.length < countOf(list, whole);
    if (!isCut && whole.end !== 'ended') return inconclusive(`The items could not be counted: the walk was ${whole.end}`, [whole.last]);
    return observed([
      factOf('page-size.default', list.operation.key, { items: isCut ? items.length : 'all', more: reportsMore(list, page) }),
    ]);
  },
});

const reportsMore = (list: PagedList, page: Exchange): unknown => {
  if (list.paging.kind === 'page') return null;
  const { more } = list.paging.convention;
  return more === undefined ? nextOf(list, [page]).kind === 'page' : (evaluate(more, page) ?? null);
};
