import type { PagedList } from '../collection.ts';
import { pagesOf } from '../collection.ts';
import type { Session } from '../session.ts';
import { countOf, referenceWalk, type Walk, walk } from './walk.ts';

/** A list walked in pages of several sizes. */
export type Survey = {
  /** Walk with the largest pages, before the others. */
  readonly first: Walk;
  /** Items it counted. */
  readonly count: number;
  /** About five pages. None where the list is too short or cannot be counted. */
  readonly small: Walk | undefined;
  /** Pages of one item; none where there are too many. */
  readonly single: Walk | undefined;
};

/** Fewer items are no list to walk. */
export const leastItems = 3;

/** Above this a walk item by item costs too much. */
const mostSingles = 120;

/** Empty or repeated pages that a walk may hold before it counts as endless. */
export const spare = 10;

/** Walks a list in large pages, then in about five, then one by one. */
export const survey = async (session: Session, collection: PagedList): Promise<Survey> => {
  const first = await referenceWalk(session, collection, 'first');
  const count = countOf(collection, first);
  if (first.end !== 'ended' || count < leastItems) return { first, count, small: undefined, single: undefined };
  const operation = collection.operation.key;
  const { maximumSize = Infinity } = collection.pagination;
  const size = Math.min(Math.max(2, Math.ceil(count / 5)), maximumSize);
  const by = (items: number): Promise<Walk> =>
    session.measure(walk, { operation, query: pagesOf(collection, items), pages: count + spare, turn: 'whole' });
  return { first, count, small: await by(size), single: count <= mostSingles ? await by(1) : undefined };
};

/** Most requests a survey takes. */
export const surveyCost = mostSingles + spare + 15 + spare;
