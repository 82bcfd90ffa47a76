import { itemsOf } from '../../contract/held.ts';
import type {
  Collection,
  Contract,
  CountedPages,
  CursorPages,
  LinkPages,
  Operation,
  Pages,
  Parameter,
  ResourceType,
} from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type Location } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isDeclaredSuccess } from '../kit/success.ts';
import { rememberedByObject } from '../../model/remembered.ts';

/** Query parameters in the order in which they are sent. */
export type QueryPairs = readonly (readonly [name: string, value: string])[];

/** The list that an operation reads; undefined where it reads none. */
export const collectionAt = ({ collections }: Contract, operation: string | null): Collection | undefined => {
  return operation === null ? undefined : byKey(collections).get(operation);
};

/** Several checks ask about each answer. */
const byKey = rememberedByObject(
  (collections: Contract['collections']): ReadonlyMap<string, Collection> =>
    new Map(collections.toReversed().map((one) => [one.operation.key, one])),
);

/**
 * The list that a location is about.
 * @throws {RangeError} for a location below no list, which a check never passes.
 */
export const listAt = (contract: Contract, { operation }: Pick<Location, 'operation'>): Collection => {
  const collection = collectionAt(contract, operation);
  if (!collection) throw new RangeError(`Cannot find a list at ${operation ?? 'the root'} of "${contract.source}"`);
  return collection;
};

/** Every list, at the operation that reads it. */
export const lists = (contract: Contract): (Collection & Subject)[] =>
  contract.collections.map((list) => at(list.operation.location, list));

/** The resource type of the items of a list. */
export const resourceOf = (contract: Contract, list: Pick<Collection, 'operation'>): ResourceType | undefined =>
  contract.resourceTypes.find(({ collection }) => collection?.operation.key === list.operation.key);

/** The operation that creates the items of a list. */
export const creatorFor = (contract: Contract, list: Pick<Collection, 'operation'>): Operation | undefined =>
  resourceOf(contract, list)?.create;

/** A list with one of its documented ways of paging, or none. */
export type ReadableList = Collection & { readonly style: number | undefined; readonly paging: Pages | undefined };

/** A list with one of its documented ways of paging: `style` counts them from 0. */
export type PagedList = Collection & { readonly style: number; readonly paging: Pages };

/** A paged list whose pages give the cursor of the next one. */
export type CursorList = PagedList & { readonly paging: CursorPages };

/** A paged list whose pages name the next one: by a cursor or by a link. */
export type NamingList = PagedList & { readonly paging: CursorPages | LinkPages };

/** A paged list whose pages are asked for by their position. */
export type CountedList = PagedList & { readonly paging: CountedPages };

/** A paged list with a parameter that sets the size of a page. */
export type SizedList = PagedList & { readonly paging: Pages & { readonly limit: Parameter } };

/** A list once for every way of paging that is documented for it. */
export const stylesOf = (collection: Collection): PagedList[] =>
  collection.pages.map((paging, style) => ({ ...collection, style, paging }));

/** Does a list have a documented way of paging. */
export const isPaged = (list: ReadableList): list is PagedList => list.paging !== undefined && list.style !== undefined;

/** Is a list paged by a cursor that each page gives for the next one. */
export const isByCursor = <L extends PagedList>(list: L): list is L & CursorList => list.paging.kind === 'cursor';

/** Does each page of a list name the next one, by a cursor or by a link. */
export const isByName = <L extends PagedList>(list: L): list is L & NamingList =>
  list.paging.kind === 'cursor' || list.paging.kind === 'link';

/** Are the pages of a list asked for by their position: a number or an offset. */
export const isByPosition = <L extends PagedList>(list: L): list is L & CountedList =>
  list.paging.kind === 'page' || list.paging.kind === 'offset';

/** Has a list a parameter that sets the size of a page. */
export const isSized = <L extends PagedList>(list: L): list is L & SizedList => list.paging.limit !== undefined;

/** Lists that are paged, each once for every documented way and at that way. */
export const pagedLists = (contract: Contract): (PagedList & Subject)[] =>
  contract.collections.flatMap(stylesOf).map((list) => at(styleLocation(list), list));

/** Paged lists whose pages give the cursor of the next one, at the way of paging. */
export const cursorLists = (contract: Contract): (CursorList & Subject)[] => pagedLists(contract).filter(isByCursor);

/** Paged lists whose pages name the next one, at the way of paging. */
export const namingLists = (contract: Contract): (NamingList & Subject)[] => pagedLists(contract).filter(isByName);

/** Paged lists whose pages are asked for by their position, at the way of paging. */
export const countedLists = (contract: Contract): (CountedList & Subject)[] => pagedLists(contract).filter(isByPosition);

/** Paged lists with a parameter that sets the size of a page, at that parameter. */
export const sizedLists = (contract: Contract): (SizedList & Subject)[] => pagedLists(contract).filter(isSized).map(atLimit);

/** Where a list names its next page, as a finding says it: the parameter of a cursor, else where the link is. */
export const nextWhere = ({ paging }: NamingList): string =>
  paging.kind === 'cursor' ? `query ${paging.cursor.name}` : paging.convention.next;

/** Do the items of a list have ids. */
export const hasIds = ({ id }: Pick<Collection, 'id'>): boolean => id !== undefined;

/** A list at the parameter that gives the size of its pages. */
export const atLimit = <L extends SizedList>(list: L): L & Subject => at(styleParameterLocation(list, list.paging.limit), list);

/** A list at the parameter that carries its cursor. */
export const atCursor = <L extends CursorList>(list: L): L & Subject => at(styleParameterLocation(list, list.paging.cursor), list);

/** The way of paging in the contract, below its operation where the root describes it for all lists. */
export const styleLocation = ({ operation, paging }: PagedList): Location => {
  const isOwn = paging.location.way.length > operation.location.way.length;
  return isOwn ? paging.location : { operation: operation.key, way: [...operation.location.way, ...paging.location.way.slice(1)] };
};

/** The location of a parameter of a way of paging: below that way, which is below the list. */
const styleParameterLocation = (list: PagedList, { location }: Pick<Parameter, 'location'>): Location => ({
  operation: list.operation.key,
  way: [...styleLocation(list).way, ...location.way.slice(1)],
});

/** Query for the largest page that the contract allows; empty where it prints no maximum. */
export const largestPage = ({ paging }: Pick<ReadableList, 'paging'>): QueryPairs =>
  paging?.limit === undefined || paging.maximumSize === undefined ? [] : [[paging.limit.name, String(paging.maximumSize)]];

/** Query for pages of a size; empty where the list is not paged, or has no parameter for it. */
export const pagesOf = ({ paging }: Pick<ReadableList, 'paging'>, size: number): QueryPairs =>
  paging?.limit === undefined ? [] : [[paging.limit.name, String(size)]];

/** Query that keeps a read small: one item, where the operation is a list with one way of paging. */
export const smallQuery = (contract: Contract, operation: Operation): QueryPairs => {
  const collection = collectionAt(contract, operation.key);
  const [list, ...others] = collection ? stylesOf(collection) : [];
  return list && others.length === 0 ? pagesOf(list, 1) : [];
};

/** The items of a page; undefined where the answer has another status or holds no list. */
export const pageItems = (collection: Collection, exchange: Exchange): readonly unknown[] | undefined =>
  isDeclaredSuccess(collection.operation, exchange) ? itemsOf(collection, exchange) : undefined;

/** The id of an item as text, at the documented pointer; undefined where it has none. */
export const itemKey = ({ id }: Collection, item: unknown): string | undefined => {
  const value = id === undefined ? undefined : valueAt(item, id);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};
