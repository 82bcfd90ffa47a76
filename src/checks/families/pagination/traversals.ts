import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import {
  type ComparedTraversals,
  leastItems,
  shiftedPages,
  smallTraversalsOf,
  spare,
  stoppedBy,
  unfinished,
  traversalsOf,
} from '../../scenarios/paging/traversals.ts';
import { countOf, keysIn, type Traversal } from '../../scenarios/paging/traversal.ts';
import { hasIds, itemKey, namingLists, type PagedList, pagedLists, pageItems } from '../../subjects/collection.ts';
import { defineSurveyProbe } from './paged-probe.ts';

export const traversalComplete = defineSurveyProbe({
  id: 'pagination/walk-complete',
  title: 'Reading page by page to the end yields every item',
  why: 'Clients take the items of all pages for the whole list. An item that is skipped is never backed up, billed or deleted.',
  fix: 'Order pages by a unique key, start each after the last item of the page before, and announce more until nothing is left.',
  reads: 'pagination',
  over: (contract) => pagedLists(contract).filter(hasIds),
  judge(list, traversals) {
    const { first, last, count } = traversals;
    if (first.end !== 'ended') return inconclusive(stoppedBy(first), [first.last]);
    if (count < leastItems || last?.end !== 'ended')
      return unfinished(traversals) ?? inconclusive('The list could not be traversed', first.pages);
    const after = new Set(keysIn(list, last));
    const known = [...new Set(keysIn(list, first))].filter((key) => after.has(key));
    const tried = smallTraversalsOf(traversals);
    for (const traversal of tried.filter(({ end, pages }) => end === 'ended' && (showsEnd(list) || pages.length >= leastPages))) {
      const held = new Set(keysIn(list, traversal));
      const missing = known.filter((key) => !held.has(key));
      if (missing.length > 0) return shiftedPages(list, traversals) ?? unconfirmed(missingFrom(traversal, missing, known.length));
    }
    const lost = lostAsWhole(list, traversals);
    if (lost.length > 0) return shiftedPages(list, traversals) ?? unconfirmed(missingFrom(last, lost, after.size + lost.length));
    const stopped = unfinished(traversals);
    if (stopped) return stopped;
    const short = tried.find((traversal) => new Set(keysIn(list, traversal)).size < known.length);
    if (short)
      return inconclusive(
        `A traversal ended after ${short.pages.length} pages, but its last page does not show that nothing follows`,
        short.pages,
      );
    if (known.length === 0) return inconclusive('No listed item shows an id', first.pages);
    return pass(tried.reduce((sum, { pages }) => sum + pages.length, 0));
  },
});

/** The items that smaller pages show before and after a traversal of the whole list, and that neither this one nor the first holds. */
const lostAsWhole = (list: PagedList, { first, last, richer }: ComparedTraversals): string[] => {
  if (!richer || !last || !showsEnd(list)) return [];
  const whole = new Set([...keysIn(list, first), ...keysIn(list, last)]);
  const later = new Set(keysIn(list, richer.after));
  return [...new Set(keysIn(list, richer.before))].filter((key) => later.has(key) && !whole.has(key));
};

/** From so many pages on, an end without a sign is taken for the end of the list. */
const leastPages = 3;

/** Do pages show explicitly that nothing follows? Otherwise an early end may be about the cursor or the number of the page. */
const showsEnd = ({ paging }: PagedList): boolean => paging.kind === 'cursor' && paging.convention.more !== undefined;

/** The answer after which a traversal stopped, and the pages before it. */
const lastFirst = ({ pages, last }: Traversal): readonly [Exchange, ...Exchange[]] => [last, ...pages.slice(0, -1)];

const missingFrom = (traversal: Traversal, missing: readonly string[], known: number): Verdict & { readonly kind: 'fail' } => {
  const named = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ' …' : '');
  const finding = {
    code: 'item-missing',
    where: `a walk of ${traversal.pages.length} pages`,
    expected: `all ${known} items that the list holds`,
    actual: `${missing.length} missing: ${named}`,
  };
  return fail(finding, lastFirst(traversal), { judged: known, breaches: missing.length });
};

/** Words by which there is always a way to go on, because more comes later: "the cursor is always there: keep it and ask again later". */
const goesOn =
  /\b(?:cursor|token|next\w*|link)\b[^.;]*\b(?:always|never (?:null|absent|empty|left out))\b|\balways\b[^.;]*\b(?:cursor|token|next\w*)\b|\b(?:ask|call|poll|come back|try|request)\w* (?:again|back) later\b|\b(?:also|even) on the last page\b/iu;

/** Does the document say of a list that a reader never comes to its end. */
const isFeed = ({ document }: Contract, { operation }: PagedList): boolean => {
  const node = valueAt(document, nodeOf(operation.location));
  return saidIn(node).some((text) => goesOn.test(text.replaceAll(/[`*]/gu, '').replaceAll(/_/gu, ' ')));
};

export const traversalEnds = defineSurveyProbe({
  id: 'pagination/walk-ends',
  title: 'Reading page by page ends soon after the last item',
  why: 'A client reads until no more is announced, and never stops where every page announces another one.',
  fix: 'Show on the page with the last item that nothing follows.',
  reads: 'pagination',
  over: (contract) => pagedLists(contract).filter((list) => !isFeed(contract, list)),
  judge(list, traversals) {
    const endless = traversalsOf(traversals).find(
      (traversal) => traversal.end === 'cut' && traversal.pages.length >= countOf(list, traversal) + spare,
    );
    if (!endless) return unfinished(traversals) ?? pass(traversalsOf(traversals).length);
    const { pages } = endless;
    const finding = {
      code: 'walk-never-ends',
      where: `page ${pages.length}`,
      expected: 'a last page that announces no more',
      actual: `page ${pages.length} announces another one, after ${countOf(list, endless)} different items`,
    };
    return unconfirmed(fail(finding, lastFirst(endless)));
  },
});

export const cursorGivenOnce = defineSurveyProbe({
  id: 'pagination/cursor-given-once',
  title: 'No page names a next one that an earlier page named',
  why: 'A client that follows it reads the same pages over and over and never stops.',
  fix: 'Let each cursor or link stand for the last item of its page, and give none with the last page.',
  reads: 'pagination',
  over: namingLists,
  judge(_list, traversals) {
    const circling = traversalsOf(traversals).find(({ end }) => end === 'cursor-repeated');
    if (!circling) return unfinished(traversals) ?? pass(traversalsOf(traversals).reduce((sum, { pages }) => sum + pages.length, 0));
    const { pages } = circling;
    const finding = {
      code: 'cursor-repeated',
      where: `page ${pages.length}`,
      expected: 'a cursor that no page before gave, or none',
      actual: `page ${pages.length} gives a cursor of an earlier page`,
    };
    return unconfirmed(fail(finding, lastFirst(circling)));
  },
});

export const traversalUnique = defineSurveyProbe({
  id: 'pagination/walk-unique',
  title: 'Reading page by page to the end yields no item twice',
  why: 'A client acts on each item of all pages. An item that is listed twice is counted, billed or started twice.',
  fix: 'Order pages by a unique key, and start each page after the last item of the page before.',
  reads: 'pagination',
  over: (contract) => pagedLists(contract).filter(hasIds),
  judge(list, result) {
    const { first, count } = result;
    const traversals = smallTraversalsOf(result);
    for (const traversal of traversals) {
      const again = firstRepeated(list, traversal);
      if (!again) continue;
      const finding = {
        code: 'item-repeated',
        where: `page ${again.page + 1}`,
        expected: 'each item once in a traversal',
        actual: `${again.key} again, which was on page ${again.before + 1}`,
      };
      return shiftedPages(list, result) ?? unconfirmed(fail(finding, again.exchanges));
    }
    if (traversals.length === 0) {
      return count < leastItems && first.end === 'ended'
        ? inconclusive(`The list holds only ${count} items; at least ${leastItems} are needed`, first.pages)
        : inconclusive(`The list could not be counted: ${first.end}, ${outcomeOf(first.last)}`, [first.last]);
    }
    const stopped = traversals.find(({ end }) => end !== 'ended');
    if (stopped) return inconclusive(`A traversal stopped (${stopped.end}): ${outcomeOf(stopped.last)}`, [stopped.last]);
    const full = (traversal: Traversal): Exchange[] => traversal.pages.filter((page) => (pageItems(list, page)?.length ?? 0) > 0);
    const short = traversals.find((traversal) => full(traversal).length < 2);
    if (short) return inconclusive('A traversal had only one page with items', short.pages);
    return pass(traversals.reduce((sum, traversal) => sum + full(traversal).length, 0));
  },
});

type Repeated = {
  readonly key: string;
  readonly page: number;
  readonly before: number;
  readonly exchanges: readonly [Exchange, ...Exchange[]];
};

/** The first item that a traversal shows a second time. */
const firstRepeated = (list: PagedList, { pages }: Traversal): Repeated | undefined => {
  const seen = new Map<string, number>();
  for (const [index, page] of pages.entries()) {
    for (const item of pageItems(list, page) ?? []) {
      const key = itemKey(list, item);
      if (key === undefined) continue;
      const before = seen.get(key);
      const earlier = before === undefined ? undefined : pages[before];
      if (before !== undefined && earlier) return { key, page: index, before, exchanges: index === before ? [page] : [page, earlier] };
      seen.set(key, index);
    }
  }
  return undefined;
};
