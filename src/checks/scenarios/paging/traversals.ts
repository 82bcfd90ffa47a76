import { outcomeOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { inconclusive } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { isByPosition, isSized, type PagedList, pageItems, pagesOf } from '../../subjects/collection.ts';
import { countOf, itemsOfTraversal, keysIn, referenceTraversal, type Traversal, traverseList } from './traversal.ts';

/** A list traversed in pages of several sizes. */
export type TraversalsBySize = {
  /** The traversal with the largest pages, before the others. */
  readonly first: Traversal;
  /** How many items it counted. */
  readonly count: number;
  /** In about five pages. Undefined where the list is too short or cannot be counted. */
  readonly small: Traversal | undefined;
  /** In pages of one item, or of another size where there are too many. */
  readonly single: Traversal | undefined;
  /** In pages of one item, where there are too many for `single` and the first of these pages do not begin the list as the others do. */
  readonly ones: Traversal | undefined;
  /** With a full last page. Undefined where the list cannot be counted, or does not divide into few equal pages. */
  readonly exact: ExactTraversal | undefined;
};

/** Fewest items of a list that is traversed. */
export const leastItems = 3;

/** Most items for a traversal item by item. */
const mostSingles = 120;

/** Pages of one item at the beginning of a list that has more than these. */
const firstSingles = 40;

/** Most items of a list that is read item by item after all, because these pages are not its beginning. */
const mostDoubtful = 500;

/** The page size instead: an end that comes too early does not show with every size. */
const otherSize = 30;

/** Empty or repeated pages that a traversal may hold before it counts as endless. */
export const spare = 10;

/** Traverses a list in large pages, then in about five, then one by one, and with a full last page. */
export const traverseBySize = async (session: Session, list: PagedList): Promise<TraversalsBySize> =>
  traverseAfter(session, list, await referenceTraversal(session, list, 'first'), '');

const sizeOfFive = (count: number, maximumSize: number): number => Math.min(Math.max(2, Math.ceil(count / 5)), maximumSize);

/** Most requests of a traversal in about five pages. */
export const severalCost = 5 + spare;

/** A list of `count` items in about five pages, as it is read first in several sizes; undefined where it is too short, or no request says how many items a page has. */
export const severalPages = async (session: Session, list: PagedList, count: number): Promise<Traversal | undefined> =>
  count >= leastItems && isSized(list)
    ? traverseList(session, list, {
        query: pagesOf(list, sizeOfFive(count, list.paging.maximumSize ?? Infinity)),
        pages: count + spare,
        turn: 'whole',
      })
    : undefined;

/** @param again Tells traversals of a second attempt from those of the first; empty there. */
const traverseAfter = async (session: Session, list: PagedList, first: Traversal, again: string): Promise<TraversalsBySize> => {
  const count = countOf(list, first);
  const { maximumSize = Infinity } = list.paging;
  const size = sizeOfFive(count, maximumSize);
  const by = (items: number): Promise<Traversal> =>
    traverseList(session, list, { query: pagesOf(list, items), pages: count + spare, turn: `whole${again}` });
  const isTraversed = first.end === 'ended' && count >= leastItems;
  const small = isTraversed ? await by(size) : undefined;
  const single = isTraversed && isSized(list) ? await by(count <= mostSingles ? 1 : Math.min(otherSize, maximumSize)) : undefined;
  const ones = single && count > mostSingles ? await doubtfulOnes(session, list, first, again) : undefined;
  const made = small && count > maximumSize ? [{ size, traversal: small }] : [];
  const exact =
    count >= 2 && isSized(list) && sawAll(list, first)
      ? await exactTraversal(session, list, count, { made, turn: `exact${again}` })
      : undefined;
  return { first, count, small, single, ones, exact };
};

/** Reads the beginning of a long list item by item, and all of it where that is not how the list begins in large pages. */
const doubtfulOnes = async (session: Session, list: PagedList, first: Traversal, again: string): Promise<Traversal | undefined> => {
  const by = (pages: number): Promise<Traversal> => traverseList(session, list, { query: pagesOf(list, 1), pages, turn: `ones${again}` });
  const keys = keysIn(list, first);
  const begun = keysIn(list, await by(firstSingles));
  if (keys.length > mostDoubtful || begun.every((key, n) => key === keys[n])) return undefined;
  return by(keys.length + spare);
};

/**
 * Has a reference traversal certainly seen the whole list: its last page reported the end or, where that page announces more and
 * leads nowhere, it was not full and no item was repeated.
 */
export const sawAll = (list: PagedList, traversal: Traversal): boolean => {
  if (traversal.end === 'ended') return true;
  if (traversal.end !== 'no-cursor' && traversal.end !== 'cursor-repeated') return false;
  const items = itemsOfTraversal(list, traversal);
  const { maximumSize = 1 } = list.paging;
  return (pageItems(list, traversal.last)?.length ?? 0) < maximumSize && countOf(list, traversal) === items.length;
};

/** The list once more after the traversals, in pages as large as the contract allows; shared by all checks that compare. */
export const traverseAgain = (session: Session, list: PagedList, again = ''): Promise<Traversal> =>
  referenceTraversal(session, list, `after the small walks${again}`);

/** Most requests of a traversal with a full last page. */
export const exactCost = 11;

/** Most requests of all traversals of a list. */
export const traversalsCost = mostSingles + spare + 15 + spare + exactCost + firstSingles;

/** A traversal whose last page is full: it ends exactly at the last item. */
export type ExactTraversal = { readonly size: number; readonly traversal: Traversal };

/** Most pages of a traversal with a full last page. */
const mostPages = 10;

/**
 * Reads a list of `count` items so that the last page ends exactly at the last item: in a single page, or in a few of equal size
 * where the list is longer than a page may be. Reuses an earlier traversal whose size fits. Undefined where no size fits.
 */
export const exactTraversal = async (
  session: Session,
  list: PagedList,
  count: number,
  { made = [], turn }: { readonly made?: readonly ExactTraversal[]; readonly turn: string },
): Promise<ExactTraversal | undefined> => {
  const { maximumSize = Infinity } = list.paging;
  const fitting = made.find(({ size }) => size <= maximumSize && count % size === 0 && count / size <= mostPages);
  if (fitting) return fitting;
  const size = sizesFor(count).find((one) => one <= maximumSize);
  if (size === undefined) return undefined;
  // One page more than expected: what follows a full last page shows why it announced more.
  const pages = count / size + 1;
  return { size, traversal: await traverseList(session, list, { query: pagesOf(list, size), pages, turn }) };
};

/** Sizes that divide a list into equal pages, the largest first. */
const sizesFor = (count: number): number[] =>
  Array.from({ length: mostPages }, (_, n) => n + 1)
    .filter((pages) => count % pages === 0)
    .map((pages) => count / pages);

/** A list traversed in pages of several sizes, and once more as a whole after them. */
export type ComparedTraversals = TraversalsBySize & {
  readonly last: Traversal | undefined;
  /** Where traversals in smaller pages showed more items than the last one as a whole: one of them, and the same again after the whole. */
  readonly richer?: { readonly before: Traversal; readonly after: Traversal } | undefined;
};

/**
 * Traverses a list in several sizes, and once more as a whole where that worked. Where the list changed meanwhile, perhaps because another check made
 * a resource of its own, all this is done a second time.
 */
export const compareTraversals = async (session: Session, list: PagedList): Promise<ComparedTraversals> => {
  const traversals = await traverseBySize(session, list);
  const last = traversals.small && (await traverseAgain(session, list));
  const compared = { ...traversals, last };
  if (last?.end !== 'ended') return compared;
  if (shiftedPages(list, compared) === undefined) return { ...compared, richer: await richerTraversals(session, list, compared, '') };
  const second = { ...(await traverseAfter(session, list, last, secondTime)), last: await traverseAgain(session, list, secondTime) };
  return { ...second, richer: await richerTraversals(session, list, second, secondTime) };
};

/** Traverses the list once more in smaller pages where these showed items that it does not hold as a whole. */
const richerTraversals = async (
  session: Session,
  list: PagedList,
  { last, ...traversals }: ComparedTraversals,
  again: string,
): Promise<ComparedTraversals['richer']> => {
  if (!last) return undefined;
  const whole = new Set(keysIn(list, last));
  const before = smallTraversalsOf({ last, ...traversals }).find((one) => keysIn(list, one).some((key) => !whole.has(key)));
  const size = before?.pages[0] && pageItems(list, before.pages[0])?.length;
  if (!before || size === undefined || size === 0) return undefined;
  const after = await traverseList(session, list, { query: pagesOf(list, size), pages: before.pages.length, turn: `richer${again}` });
  return { before, after };
};

const secondTime = ', a second time';

/** All traversals that were made, in order. */
export const traversalsOf = ({ first, small, single, ones, last }: ComparedTraversals): Traversal[] =>
  [first, small, single, ones, last].filter((one) => one !== undefined);

/** The traversals in pages smaller than the maximum. */
export const smallTraversalsOf = ({ small, single, ones }: ComparedTraversals): Traversal[] =>
  [small, single, ones].filter((one) => one !== undefined);

/** Why the traversals of a list cannot be judged; undefined where all of them reached the end. */
export const unfinished = (traversals: ComparedTraversals): Verdict | undefined => {
  const { first, count, last } = traversals;
  if (first.end !== 'ended') return inconclusive(stoppedBy(first), [first.last]);
  if (count < leastItems) return inconclusive(`The list has only ${count} items, at least ${leastItems} are needed`, first.pages);
  if (!last || last.end !== 'ended')
    return inconclusive(`The list could not be read once more: ${last ? stoppedBy(last) : 'not tried'}`, last ? [last.last] : []);
  const stopped = smallTraversalsOf(traversals).find(({ end }) => end !== 'ended');
  return stopped && inconclusive(stoppedBy(stopped), [stopped.last]);
};

export const stoppedBy = ({ pages, end, last }: Traversal): string => {
  const what = end === 'not-a-page' ? `was answered ${outcomeOf(last)}` : `did not lead to the next page (${end})`;
  return `The traversal stopped: page ${end === 'not-a-page' ? pages.length + 1 : pages.length} ${what}`;
};

/**
 * Why traversals are no evidence: a creation or removal meanwhile may shift all later pages. Compares the whole list before and after,
 * with its order where pages are asked for by their position. Undefined where it stayed the same, or where only its order became quite another one
 * while every item looks as before: then nothing was written, and the list has no order.
 */
export const shiftedPages = (list: PagedList, { first, last }: ComparedTraversals): Verdict | undefined => {
  if (!last) return undefined;
  const exchanges: Exchange[] = [first.last, last.last];
  const keys = (traversal: Traversal): string =>
    JSON.stringify(isByPosition(list) ? keysIn(list, traversal) : keysIn(list, traversal).sort());
  return keys(first) === keys(last) || isShuffled(list, first, last)
    ? undefined
    : inconclusive('The list changed meanwhile, which may shift the later pages', exchanges);
};

/** Fewest items in which another order is more than an item or two that moved. */
const leastShuffled = 5;

/**
 * Do two traversals hold the same items, each as before, in an order that differs at more than half of the positions. Not where a value of the items
 * explains the order of both, so that only items with the same value changed places.
 */
const isShuffled = (list: PagedList, one: Traversal, other: Traversal): boolean => {
  const [before, after] = [itemsOfTraversal(list, one), itemsOfTraversal(list, other)];
  if (before.length < leastShuffled || before.length !== after.length) return false;
  const [written, rewritten] = [before, after].map((items) => items.map((item) => JSON.stringify(item)));
  if (written === undefined || rewritten === undefined || new Set(written).size !== written.length) return false;
  if (JSON.stringify(written.toSorted()) !== JSON.stringify(rewritten.toSorted())) return false;
  const moved = written.filter((item, n) => item !== rewritten[n]).length;
  return moved > written.length / 2 && !isExplained(before, after);
};

/** Is there a member by whose values, not all the same, both orders go up, or both go down. */
const isExplained = (before: readonly unknown[], after: readonly unknown[]): boolean => {
  const names = isObject(before[0]) ? Object.keys(before[0]) : [];
  return names.some((name) => {
    const [one, other] = [before, after].map((items) => directionOf(items.map((item) => (isObject(item) ? item[name] : undefined))));
    return one !== undefined && one === other;
  });
};

/** The direction of values that never turn; undefined where they do, or are no numbers, texts or flags. */
const directionOf = (values: readonly unknown[]): string | undefined => {
  const steps = values.slice(1).map((value, n) => {
    const earlier = values[n];
    if (typeof value === 'string' && typeof earlier === 'string') return Math.sign(value.localeCompare(earlier));
    return typeof value === typeof earlier && (typeof value === 'number' || typeof value === 'boolean')
      ? Math.sign(Number(value) - Number(earlier))
      : Number.NaN;
  });
  if (steps.some(Number.isNaN) || steps.every((step) => step === 0)) return undefined;
  if (steps.every((step) => step >= 0)) return 'up';
  return steps.every((step) => step <= 0) ? 'down' : undefined;
};
