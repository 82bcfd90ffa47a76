import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { factOf, valueKind } from '../../kit/facts.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import { namesNext, nextShown, refusesPage } from '../../scenarios/paging/follow-pages.ts';
import { beginningOf, countOf, firstPage, referenceTraversal, singlePages, type Traversal } from '../../scenarios/paging/traversal.ts';
import { hasIds, isSized, itemKey, type NamingList, namingLists, nextWhere, pageItems, pagesOf } from '../../subjects/collection.ts';
import { definePagedProbe } from './paged-probe.ts';

export const cursorGivenWhileMore = definePagedProbe({
  id: 'pagination/cursor-given-while-more',
  title: 'A page names the next one while more items follow',
  why: 'Without a cursor or a link a client takes the first page for the whole list.',
  fix: 'Put a cursor that a query parameter can carry, or a link, into every page but the last one.',
  reads: 'pagination',
  over: namingLists,
  requests: 3,
  async run(list, session) {
    return { list: await referenceTraversal(session, list, 'first'), page: await firstPage(session, list, pagesOf(list, 2)) };
  },
  judge(list, { list: whole, page }) {
    const items = pageItems(list, page);
    if (!items) return inconclusive(`The read of a page of two items was answered ${outcomeOf(page)}`, [page]);
    const count = countOf(list, whole);
    if (count <= items.length) return inconclusive(`The list holds only ${count} items, all of them on the first page`, [page]);
    if (namesNext(list, page)) {
      const lastCursor = factOf('page.last-cursor', list.operation.key, valueKind(nextShown(list, whole.last)));
      return whole.end === 'ended' ? { ...pass(1), facts: [lastCursor] } : pass(1);
    }
    const shown = nextShown(list, page);
    const finding = {
      code: 'cursor-not-given',
      where: list.paging.convention.next,
      expected: `${list.paging.kind === 'cursor' ? 'a text or a number as the cursor' : 'a link to the next page'}, because the list holds ${count} items`,
      actual: shown === undefined ? 'nothing' : JSON.stringify(shown),
    };
    return unconfirmed(fail(finding, [page, whole.last]));
  },
});

export const nextPageHasItems = definePagedProbe({
  id: 'pagination/next-page-has-items',
  title: 'The first page leads to a page with items while the list has more',
  why: 'A client that gets an empty page stops reading, and misses the rest.',
  fix: 'Continue after the last item of the page that gave the cursor.',
  reads: 'pagination',
  over: namingLists,
  requests: 6,
  async run(list, session) {
    return { list: await referenceTraversal(session, list, 'first'), ones: await singlePages(session, list) };
  },
  judge(list, { list: whole, ones }) {
    const count = countOf(list, whole);
    const [first, second] = ones.pages;
    if (!first || !second) return inconclusive(`The first page gives no way to the next one (${ones.end})`, [ones.last]);
    const before = pageItems(list, first)?.length ?? 0;
    if (count <= before) return inconclusive(`The list holds only ${count} items, all of them on the first page`, [first]);
    const found = pageItems(list, second)?.length ?? 0;
    if (found > 0) return pass(1);
    const finding = { where: nextWhere(list), expected: `items after the first ${before} of ${count}`, actual: 'none' };
    return unconfirmed(fail({ code: 'next-page-empty', ...finding }, [second, first, whole.last]));
  },
});

export const nextPageFollows = definePagedProbe({
  id: 'pagination/next-page-follows',
  title: 'The first page leads to the items after it',
  why: 'Otherwise a client reads the first page over and over, or never gets beyond it.',
  fix: 'Accept each cursor and each link as it was given, and continue after the last item of its page.',
  reads: 'pagination',
  over: (contract) => namingLists(contract).filter(hasIds),
  requests: 5,
  run: (list, session) => singlePages(session, list),
  judge(list, { pages, end, last }) {
    const where = nextWhere(list);
    const [first, second] = pages;
    if (!first) return inconclusive(`The first page was answered ${outcomeOf(last)}`, [last]);
    if (!second) {
      if (end !== 'not-a-page') return inconclusive(`The first page gives no way to the next one (${end})`, [first]);
      const finding = { where, expected: 'the next page, as the first page names it', actual: `status ${outcomeOf(last)}` };
      if (refusesPage(last)) return fail({ code: 'own-cursor-refused', ...finding }, [last, first]);
      return inconclusive(`The second page was answered ${outcomeOf(last)}`, [last]);
    }
    const keysOf = (page: Exchange): string[] => (pageItems(list, page) ?? []).flatMap((item) => itemKey(list, item) ?? []);
    const before = new Set(keysOf(first));
    const after = keysOf(second);
    if (before.size === 0 || after.length === 0)
      return inconclusive('One of the first two pages shows no item with an id', [second, first]);
    const repeated = after.find((key) => before.has(key));
    if (repeated === undefined || after.some((key) => !before.has(key))) return pass(1);
    const finding = { where, expected: 'items that the first page does not hold', actual: `${repeated} of the first page again` };
    return unconfirmed(fail({ code: 'first-page-again', ...finding }, [second, first]));
  },
});

/** How many pages of one item are judged. */
const pageCount = 3;

export const eachPageFollows = definePagedProbe({
  id: 'pagination/each-page-follows',
  title: 'Each page leads to the next items, page after page',
  why: 'Otherwise a client reads the first pages over and over, or never gets beyond the first one.',
  fix: 'Accept each cursor and each link as it was given, and continue after the last item of its page.',
  reads: 'pagination',
  over: (contract) => namingLists(contract).filter(isSized).filter(hasIds),
  requests: 7,
  async run(list, session) {
    const before = await referenceTraversal(session, list, 'first');
    const ones = await singlePages(session, list);
    return { before, ones, after: await referenceTraversal(session, list, 'after single pages') };
  },
  judge(list, { before, ones, after }) {
    const count = Math.min(countOf(list, before), countOf(list, after));
    if (count < pageCount)
      return inconclusive(`The list holds only ${count} items; at least ${pageCount} are needed`, [before.last, after.last]);
    return judgePages(list, beginningOf(ones, pageCount));
  },
});

const judgePages = (
  list: NamingList,
  { pages, end, last }: Traversal,
): ReturnType<typeof unconfirmed> | ReturnType<typeof inconclusive> => {
  const where = nextWhere(list);
  const seen = new Map<string, Exchange>();
  for (const [n, page] of pages.entries()) {
    const items = pageItems(list, page) ?? [];
    const asked = `page ${n + 1} of one item`;
    if (items.length > 1 && list.paging.leastSize === undefined)
      return inconclusive(`${asked} holds ${items.length}; whether such a small size is promised is not documented`, [page]);
    if (items.length > 1) {
      return fail({ code: 'page-larger', where, expected: `one item on ${asked}`, actual: `${items.length} items` }, [page]);
    }
    if (items.length === 0)
      return unconfirmed(fail({ code: 'page-empty', where, expected: `an item on ${asked}`, actual: 'none' }, [page]));
    const key = itemKey(list, items[0]);
    if (key === undefined) return inconclusive('The items show no ids', [page]);
    const earlier = seen.get(key);
    if (earlier) {
      const finding = { code: 'item-again', where, expected: `another item on ${asked}`, actual: `${key} again` };
      return unconfirmed(fail(finding, [page, earlier]));
    }
    seen.set(key, page);
  }
  if (pages.length >= pageCount) return pass(pages.length);
  if (end === 'ended') {
    const actual = `page ${pages.length} announces no more`;
    return unconfirmed(fail({ code: 'ends-early', where, expected: `at least ${pageCount} pages of one item`, actual }, [last]));
  }
  const given = pages.at(-1);
  if (end === 'not-a-page' && given && refusesWhatWasAsked(last)) {
    const finding = { where, expected: 'the next page, as it was just named', actual: `status ${outcomeOf(last)}` };
    return fail({ code: 'own-cursor-refused', ...finding }, [last, given]);
  }
  return inconclusive(`The pages of one item stopped after ${pages.length} (${end}): ${outcomeOf(last)}`, [last]);
};
