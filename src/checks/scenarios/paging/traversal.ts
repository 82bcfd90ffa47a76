import type { Collection, Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import {
  collectionAt,
  itemKey,
  largestPage,
  pageItems,
  pagesOf,
  type QueryPairs,
  type ReadableList,
  stylesOf,
} from '../../subjects/collection.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { followPages, type Traversal } from './follow-pages.ts';
import { filled } from './filled-list.ts';
import { readable } from './offered-styles.ts';

export type { Traversal } from './follow-pages.ts';

export type TraversalParameters = {
  readonly operation: string;
  /** The documented way of paging, counted from 0; undefined where the list is read in one page. */
  readonly style: number | undefined;
  /** Sent with each page, before the cursor or the number. */
  readonly query: QueryPairs;
  /** Most pages to fetch. */
  readonly pages: number;
  /** Distinguishes traversals at different times. */
  readonly turn?: string;
};

/** Most pages of a traversal that counts a collection of unknown size. */
const referencePages = 200;

/** Follows a list from its first page: the query is repeated with every page. */
export const listTraversal = defineScenario<TraversalParameters, Traversal>({
  id: 'walk',
  async run(session, { operation, style, query, pages: most }) {
    const list = listOfStyle(session.contract, operation, style);
    const base = usableRequest(session, list.operation, 'walk');
    const first = await session.send({ ...base, query: [...base.query, ...query] });
    if (!pageItems(list, first)) return { pages: [], end: 'not-a-page', last: first };
    return followPages(session, list, first, { query, most });
  },
});

/** @throws {NotTried} when the operation reads no list. */
const listOfStyle = (contract: Contract, operation: string, style: number | undefined): ReadableList => {
  const collection = collectionAt(contract, operation);
  if (!collection) throw new NotTried('not-applicable', `${operation} reads no list`);
  return stylesOf(collection).find((one) => one.style === style) ?? { ...collection, style: undefined, paging: undefined };
};

type PartOfTraversal = Pick<TraversalParameters, 'query' | 'pages' | 'turn'>;

/** A traversal by the way of paging that is given, else by the one that the list offers. A list that is too short to be judged is filled before the first one. */
export const traverseList = async (
  session: Session,
  collection: Collection | ReadableList,
  { query, pages, turn }: PartOfTraversal,
): Promise<Traversal> => {
  const { operation, style } = await readable(session, collection);
  await filled(session, { operation });
  return session.run(listTraversal, { operation: operation.key, style, query, pages, ...(turn === undefined ? {} : { turn }) });
};

/** The whole list in pages as large as the contract allows; `turn`: the moment, of which `first` is shared by all checks. */
export const referenceTraversal = async (session: Session, collection: Collection | ReadableList, turn: string): Promise<Traversal> => {
  const list = await readable(session, collection);
  return traverseList(session, list, { query: largestPage(list), pages: referencePages, turn });
};

/** The whole list below certain resources, in pages as large as the contract allows. */
export const traversalBelow = async (
  session: Session,
  list: ReadableList,
  pathValues: Readonly<Record<string, string>>,
): Promise<Traversal> => {
  const query = largestPage(list);
  const base = usableRequest(session, list.operation, 'walk-below', { pathValues });
  const first = await session.send({ ...base, query: [...base.query, ...query] });
  if (!pageItems(list, first)) return { pages: [], end: 'not-a-page', last: first };
  return followPages(session, list, first, { query, most: referencePages, pathValues });
};

/** The first pages of a list with a query of their own. */
export const firstPages = (session: Session, collection: Collection | ReadableList, query: QueryPairs, pages: number): Promise<Traversal> =>
  traverseList(session, collection, { query, pages });

/** The first five pages of one item each, shared by all checks that look at single pages. */
export const singlePages = async (session: Session, collection: Collection | ReadableList): Promise<Traversal> => {
  const list = await readable(session, collection);
  return firstPages(session, list, pagesOf(list, 1), 5);
};

/** The first pages of a traversal, as if no more had been asked for. */
export const beginningOf = (traversal: Traversal, most: number): Traversal => {
  const pages = traversal.pages.slice(0, most);
  const last = pages[most - 1];
  const goesOn = traversal.pages.length > most || traversal.end === 'not-a-page';
  return last && goesOn ? { pages, end: 'cut', last } : traversal;
};

/** The first page of a list with a query of its own, whatever the answer is. */
export const firstPage = async (session: Session, collection: Collection | ReadableList, query: QueryPairs): Promise<Exchange> =>
  (await firstPages(session, collection, query, 1)).last;

/** Items of all pages of a traversal, in order. */
export const itemsOfTraversal = (collection: Collection, { pages }: Pick<Traversal, 'pages'>): unknown[] =>
  pages.flatMap((page) => pageItems(collection, page) ?? []);

/** Ids of all items of a traversal that show one, in order. */
export const keysIn = (collection: Collection, traversal: Pick<Traversal, 'pages'>): string[] =>
  itemsOfTraversal(collection, traversal).flatMap((item) => itemKey(collection, item) ?? []);

/** How many resources a traversal saw: each id once; all items where they have no id. */
export const countOf = (collection: Collection, traversal: Pick<Traversal, 'pages'>): number => {
  const items = itemsOfTraversal(collection, traversal);
  return new Set(items.map((item, index) => itemKey(collection, item) ?? `item ${index}`)).size;
};
