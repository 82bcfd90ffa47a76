import { type PagedList, pagesOf } from '../../subjects/collection.ts';
import type { Session } from '../../kit/session.ts';
import { type Walk, walkList } from './walk.ts';

/** A walk whose last page is full: it ends exactly at the last item. */
export type ExactWalk = { readonly size: number; readonly walked: Walk };

/** More pages are not fetched for the sake of the last one. */
const mostPages = 10;

/**
 * Reads a list of `count` items so that the last page ends exactly at the last one: in a single page, or in a few of
 * equal size where the list is longer than a page may be. One of the walks that were already made is taken where its
 * size fits. Undefined where no size does.
 */
export const exactWalk = async (
  session: Session,
  collection: PagedList,
  count: number,
  made: readonly ExactWalk[],
): Promise<ExactWalk | undefined> => {
  const { maximumSize = Infinity } = collection.paging;
  if (count < 2) return undefined;
  const fitting = made.find(({ size }) => size <= maximumSize && count % size === 0 && count / size <= mostPages);
  if (fitting) return fitting;
  const size = sizesFor(count).find((one) => one <= maximumSize);
  if (size === undefined) return undefined;
  // One page more than there ought to be: what follows a full last page tells why it said so.
  const pages = count / size + 1;
  return { size, walked: await walkList(session, collection, { query: pagesOf(collection, size), pages, turn: 'exact' }) };
};

/** Sizes by which a list falls into equal pages, the largest first. */
const sizesFor = (count: number): number[] =>
  Array.from({ length: mostPages }, (_, n) => n + 1)
    .filter((pages) => count % pages === 0)
    .map((pages) => count / pages);
