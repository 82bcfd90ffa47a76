import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { inconclusive } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { type PagedList, pageItems, pagesOf } from '../../subjects/collection.ts';
import { countOf, itemsOfTraversal, keysIn, referenceTraversal, type Traversal, traverseList } from './traversal.ts';

/** A list traversed in pages of several sizes. */
export type Survey = {
  /** Walk with the largest pages, before the others. */
  readonly first: Traversal;
  /** Items it counted. */
  readonly count: number;
  /** About five pages. None where the list is too short or cannot be counted. */
  readonly small: Traversal | undefined;
  /** Pages of one item, of another size where there are too many. */
  readonly single: Traversal | undefined;
  /** Pages of which the last is full. None where the list cannot be counted, or does not fall into few equal pages. */
  readonly exact: ExactTraversal | undefined;
};

/** Fewer items are no list to traversal. */
export const leastItems = 3;

/** Above this a traversal item by item costs too much. */
const mostSingles = 120;

/** The size of pages that is taken instead: an end that comes too early does not show by every size. */
const otherSize = 30;

/** Empty or repeated pages that a traversal may hold before it counts as endless. */
export const spare = 10;

/** Walks a list in large pages, then in about five, then one by one, and so that the last page is full. */
export const survey = async (session: Session, list: PagedList): Promise<Survey> => {
  const first = await referenceTraversal(session, list, 'first');
  const count = countOf(list, first);
  const { maximumSize = Infinity } = list.paging;
  const size = Math.min(Math.max(2, Math.ceil(count / 5)), maximumSize);
  const by = (items: number): Promise<Traversal> =>
    traverseList(session, list, { query: pagesOf(list, items), pages: count + spare, turn: 'whole' });
  const isTraversed = first.end === 'ended' && count >= leastItems;
  const small = isTraversed ? await by(size) : undefined;
  const single = isTraversed ? await by(count <= mostSingles ? 1 : Math.min(otherSize, maximumSize)) : undefined;
  const made = small && count > maximumSize ? [{ size, traversal: small }] : [];
  const exact = sawAll(list, first) ? await exactTraversal(session, list, count, made) : undefined;
  return { first, count, small, single, exact };
};

/**
 * Has a reference traversal certainly seen the whole list: its last page said so or, where that page says that more follows
 * and leads nowhere, what it showed last was no full page and nothing came twice.
 */
export const sawAll = (list: PagedList, traversal: Traversal): boolean => {
  if (traversal.end === 'ended') return true;
  if (traversal.end !== 'no-cursor' && traversal.end !== 'cursor-repeated') return false;
  const items = itemsOfTraversal(list, traversal);
  const { maximumSize = 1 } = list.paging;
  return (pageItems(list, traversal.last)?.length ?? 0) < maximumSize && countOf(list, traversal) === items.length;
};

/** The list once more after a survey, in pages as large as the contract allows; shared by all who compare. */
export const afterSurvey = (session: Session, list: PagedList): Promise<Traversal> =>
  referenceTraversal(session, list, 'after the small walks');

/** Most requests a survey takes. */
export const surveyCost = mostSingles + spare + 15 + spare + 11;

/** A traversal whose last page is full: it ends exactly at the last item. */
export type ExactTraversal = { readonly size: number; readonly traversal: Traversal };

/** More pages are not fetched for the sake of the last one. */
const mostPages = 10;

/**
 * Reads a list of `count` items so that the last page ends exactly at the last one: in a single page, or in a few of
 * equal size where the list is longer than a page may be. One of the traversals that were already made is taken where its
 * size fits. Undefined where no size does.
 */
const exactTraversal = async (
  session: Session,
  list: PagedList,
  count: number,
  made: readonly ExactTraversal[],
): Promise<ExactTraversal | undefined> => {
  const { maximumSize = Infinity } = list.paging;
  if (count < 2) return undefined;
  const fitting = made.find(({ size }) => size <= maximumSize && count % size === 0 && count / size <= mostPages);
  if (fitting) return fitting;
  const size = sizesFor(count).find((one) => one <= maximumSize);
  if (size === undefined) return undefined;
  // One page more than there ought to be: what follows a full last page tells why it said so.
  const pages = count / size + 1;
  return { size, traversal: await traverseList(session, list, { query: pagesOf(list, size), pages, turn: 'exact' }) };
};

/** Sizes by which a list falls into equal pages, the largest first. */
const sizesFor = (count: number): number[] =>
  Array.from({ length: mostPages }, (_, n) => n + 1)
    .filter((pages) => count % pages === 0)
    .map((pages) => count / pages);

/** A list traversed in pages of several sizes, and once more as a whole after them. */
export type Surveyed = Survey & { readonly last: Traversal | undefined };

/** Walks a list as {@link survey} does, and once more as a whole where it could be traversed. */
export const surveyed = async (session: Session, list: PagedList): Promise<Surveyed> => {
  const traversals = await survey(session, list);
  return { ...traversals, last: traversals.small && (await afterSurvey(session, list)) };
};

/** All traversals that were made, in order. */
export const traversalsOf = ({ first, small, single, last }: Surveyed): Traversal[] =>
  [first, small, single, last].filter((one) => one !== undefined);

/** The traversals in pages that are smaller than they could be. */
export const smallTraversalsOf = ({ small, single }: Surveyed): Traversal[] => [small, single].filter((one) => one !== undefined);

/** Why the traversals of a list allow no judgement; undefined where all of them came to their end. */
export const unfinished = (traversals: Surveyed): Verdict | undefined => {
  const { first, count, last } = traversals;
  if (first.end !== 'ended') return inconclusive(stoppedBy(first), [first.last]);
  if (count < leastItems) return inconclusive(`Only ${count} items are there, at least ${leastItems} are needed`, first.pages);
  if (!last || last.end !== 'ended')
    return inconclusive(`The list could not be read once more: ${last ? stoppedBy(last) : 'not tried'}`, last ? [last.last] : []);
  const stopped = smallTraversalsOf(traversals).find(({ end }) => end !== 'ended');
  return stopped && inconclusive(stoppedBy(stopped), [stopped.last]);
};

export const stoppedBy = ({ pages, end, last }: Traversal): string => {
  const what = end === 'not-a-page' ? `was answered ${outcomeOf(last)}` : `gave no way on (${end})`;
  return `The walk stopped: page ${end === 'not-a-page' ? pages.length + 1 : pages.length} ${what}`;
};

/**
 * Why traversals are no evidence: what is created or removed meanwhile may shift every page behind it. The whole list is
 * compared before and after, where pages are counted with its order. Undefined where it stayed.
 */
export const shiftedPages = (list: PagedList, { first, last }: Surveyed): Verdict | undefined => {
  if (!last) return undefined;
  const exchanges: Exchange[] = [first.last, last.last];
  const keys = (traversal: Traversal): string =>
    JSON.stringify(list.paging.kind === 'page' ? keysIn(list, traversal) : keysIn(list, traversal).sort());
  return keys(first) === keys(last) ? undefined : inconclusive('The list changed meanwhile, which may shift the pages behind', exchanges);
};
