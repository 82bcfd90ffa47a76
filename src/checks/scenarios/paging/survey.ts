import { type PagedList, pageItems, pagesOf } from '../../subjects/collection.ts';
import type { Session } from '../../kit/session.ts';
import { type ExactWalk, exactWalk } from './exact-walk.ts';
import { countOf, itemsOfWalk, referenceWalk, type Walk, walkList } from './walk.ts';

/** A list walked in pages of several sizes. */
export type Survey = {
  /** Walk with the largest pages, before the others. */
  readonly first: Walk;
  /** Items it counted. */
  readonly count: number;
  /** About five pages. None where the list is too short or cannot be counted. */
  readonly small: Walk | undefined;
  /** Pages of one item, of another size where there are too many. */
  readonly single: Walk | undefined;
  /** Pages of which the last is full. None where the list cannot be counted, or does not fall into few equal pages. */
  readonly exact: ExactWalk | undefined;
};

/** Fewer items are no list to walk. */
export const leastItems = 3;

/** Above this a walk item by item costs too much. */
const mostSingles = 120;

/** The size of pages that is taken instead: an end that comes too early does not show by every size. */
const otherSize = 30;

/** Empty or repeated pages that a walk may hold before it counts as endless. */
export const spare = 10;

/** Walks a list in large pages, then in about five, then one by one, and so that the last page is full. */
export const survey = async (session: Session, collection: PagedList): Promise<Survey> => {
  const first = await referenceWalk(session, collection, 'first');
  const count = countOf(collection, first);
  const { maximumSize = Infinity } = collection.paging;
  const size = Math.min(Math.max(2, Math.ceil(count / 5)), maximumSize);
  const by = (items: number): Promise<Walk> =>
    walkList(session, collection, { query: pagesOf(collection, items), pages: count + spare, turn: 'whole' });
  const isWalked = first.end === 'ended' && count >= leastItems;
  const small = isWalked ? await by(size) : undefined;
  const single = isWalked ? await by(count <= mostSingles ? 1 : Math.min(otherSize, maximumSize)) : undefined;
  const made = small && count > maximumSize ? [{ size, walked: small }] : [];
  const exact = sawAll(collection, first) ? await exactWalk(session, collection, count, made) : undefined;
  return { first, count, small, single, exact };
};

/**
 * Has a reference walk certainly seen the whole list: its last page said so or, where that page says that more follows
 * and leads nowhere, what it showed last was no full page and nothing came twice.
 */
export const sawAll = (collection: PagedList, walked: Walk): boolean => {
  if (walked.end === 'ended') return true;
  if (walked.end !== 'no-cursor' && walked.end !== 'cursor-repeated') return false;
  const items = itemsOfWalk(collection, walked);
  const { maximumSize = 1 } = collection.paging;
  return (pageItems(collection, walked.last)?.length ?? 0) < maximumSize && countOf(collection, walked) === items.length;
};

/** The list once more after a survey, in pages as large as the contract allows; shared by all who compare. */
export const afterSurvey = (session: Session, collection: PagedList): Promise<Walk> =>
  referenceWalk(session, collection, 'after the small walks');

/** Most requests a survey takes. */
export const surveyCost = mostSingles + spare + 15 + spare + 11;
