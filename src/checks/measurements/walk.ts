import { evaluate } from '../../contract/expression.ts';
import type { Collection, Contract } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { collectionAt, itemKey, largestPage, pageItems, pagesOf, type QueryPairs } from '../collection.ts';
import { NotTried } from '../define.ts';
import { defineMeasurement, type Session } from '../session.ts';
import { usableRequest } from '../usable-request.ts';

/**
 * Why a walk went no further. `ended`: the last page said so. `cut`: as many pages as were asked for.
 * `cursor-repeated`: it would never end. `no-cursor`: more was announced without saying where. `unclear`: whether more
 * follows is neither true nor false. `not-a-page`: the last answer is none.
 */
type WalkEnd = 'ended' | 'cut' | 'cursor-repeated' | 'no-cursor' | 'unclear' | 'not-a-page';

export type Walk = {
  /** Good pages in order. */
  readonly pages: readonly Exchange[];
  readonly end: WalkEnd;
  /** The answer after which it stopped; for `not-a-page` it is not among the pages. */
  readonly last: Exchange;
};

export type WalkParameters = {
  readonly operation: string;
  /** Sent with each page, before the cursor. */
  readonly query: QueryPairs;
  /** Most pages to fetch. */
  readonly pages: number;
  /** Tells walks apart that are to be made at different times. */
  readonly turn?: string;
};

/** Pages of a walk that counts a collection of unknown size. */
const referencePages = 200;

/** Follows a list from its first page: the query is repeated and the cursor of each page is sent back. */
export const walk = defineMeasurement<WalkParameters, Walk>({
  id: 'walk',
  async run(session, { operation, query, pages: most }) {
    const collection = collectionOf(session.contract, operation);
    const base = usableRequest(session, collection.operation, 'walk');
    const pages: Exchange[] = [];
    const cursors = new Set<string>();
    let position: QueryPairs = [];
    for (;;) {
      const last = await session.send({ ...base, query: [...base.query, ...query, ...position] });
      if (!pageItems(collection, last)) return { pages, end: 'not-a-page', last };
      pages.push(last);
      const next = nextOf(collection, last);
      if (next.kind !== 'cursor') return { pages, end: next.kind, last };
      if (cursors.has(next.value)) return { pages, end: 'cursor-repeated', last };
      if (pages.length >= most) return { pages, end: 'cut', last };
      cursors.add(next.value);
      position = [[next.name, next.value]];
    }
  },
});

/** @throws {NotTried} when the operation reads no list. */
const collectionOf = (contract: Contract, operation: string): Collection => {
  const collection = collectionAt(contract, operation);
  if (!collection) throw new NotTried('not-applicable', `${operation} reads no list`);
  return collection;
};

type Next =
  | { readonly kind: 'cursor'; readonly name: string; readonly value: string }
  | { readonly kind: 'ended' | 'no-cursor' | 'unclear' };

/** What a page says about the next one. */
export const nextOf = ({ pagination }: Collection, page: Exchange): Next => {
  if (!pagination) return { kind: 'ended' };
  const { next, more } = pagination.convention;
  const cursor = evaluate(next, page);
  const follows = more === undefined ? cursor !== undefined && cursor !== null && cursor !== '' : evaluate(more, page);
  if (follows === false || follows === undefined || follows === null) return { kind: 'ended' };
  if (follows !== true) return { kind: 'unclear' };
  if ((typeof cursor === 'string' && cursor !== '') || typeof cursor === 'number') {
    return { kind: 'cursor', name: pagination.cursor.name, value: String(cursor) };
  }
  return { kind: 'no-cursor' };
};

/** The whole list in pages as large as the contract allows; `turn` says when: `first` is shared by all that ask for it. */
export const referenceWalk = (session: Session, collection: Collection, turn: string): Promise<Walk> =>
  session.measure(walk, { operation: collection.operation.key, query: largestPage(collection), pages: referencePages, turn });

/** The first pages of a list with a query of their own. */
export const firstPages = (session: Session, collection: Collection, query: QueryPairs, pages: number): Promise<Walk> =>
  session.measure(walk, { operation: collection.operation.key, query, pages });

/** The first five pages of one item each, shared by all who look at pages one by one. */
export const singlePages = (session: Session, collection: Collection): Promise<Walk> =>
  firstPages(session, collection, pagesOf(collection, 1), 5);

/** The beginning of a walk, as if no more pages had been asked for. */
export const beginningOf = (walked: Walk, most: number): Walk => {
  const pages = walked.pages.slice(0, most);
  const last = pages[most - 1];
  const goesOn = walked.pages.length > most || walked.end === 'not-a-page';
  return last && goesOn ? { pages, end: 'cut', last } : walked;
};

/** The first page of a list with a query of its own, whatever was answered. */
export const firstPage = async (session: Session, collection: Collection, query: QueryPairs): Promise<Exchange> =>
  (await firstPages(session, collection, query, 1)).last;

/** Items of all good pages of a walk, in order. */
export const itemsOfWalk = (collection: Collection, { pages }: Pick<Walk, 'pages'>): unknown[] =>
  pages.flatMap((page) => pageItems(collection, page) ?? []);

/** How many things a walk saw: each id once; items where they carry no id. */
export const countOf = (collection: Collection, walked: Pick<Walk, 'pages'>): number => {
  const items = itemsOfWalk(collection, walked);
  return new Set(items.map((item, index) => itemKey(collection, item) ?? `item ${index}`)).size;
};
