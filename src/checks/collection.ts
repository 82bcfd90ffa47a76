import { itemsOf } from '../contract/items.ts';
import type { Collection, Contract, Operation, PaginationOf } from '../contract/model.ts';
import { valueAt } from '../contract/pointer.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Place } from '../model/place.ts';
import { isDeclaredSuccess } from './success.ts';

export type QueryPairs = readonly (readonly [name: string, value: string])[];

/** The list an operation reads; undefined where it reads none. */
export const collectionAt = (contract: Contract, operation: string | null): Collection | undefined =>
  contract.collections.find((one) => one.operation.key === operation);

/**
 * The list a place is about.
 * @throws {RangeError} for a place below no list, which a check never gives.
 */
export const listAt = (contract: Contract, { operation }: Pick<Place, 'operation'>): Collection => {
  const collection = collectionAt(contract, operation);
  if (!collection) throw new RangeError(`Cannot find a list at ${operation ?? 'the root'} of "${contract.source}"`);
  return collection;
};

/** Lists that are paged, with their paging. */
export const pagedLists = (contract: Contract): PagedList[] =>
  contract.collections.flatMap((collection) => (collection.pagination ? [{ ...collection, pagination: collection.pagination }] : []));

export type PagedList = Collection & { readonly pagination: PaginationOf };

/** The paged list a place is about; see {@link listAt}. */
export const pagedListAt = (contract: Contract, { operation }: Place): PagedList => {
  const paged = pagedLists(contract).find((one) => one.operation.key === operation);
  if (!paged) throw new RangeError(`Cannot find a paged list at ${operation ?? 'the root'} of "${contract.source}"`);
  return paged;
};

/** Query for the largest page the contract allows; nothing where it prints no maximum. */
export const largestPage = ({ pagination }: Collection): QueryPairs =>
  pagination?.maximumSize === undefined ? [] : [[pagination.limit.name, String(pagination.maximumSize)]];

/** Query for pages of a size; nothing where the list is not paged. */
export const pagesOf = ({ pagination }: Collection, size: number): QueryPairs =>
  pagination ? [[pagination.limit.name, String(size)]] : [];

/** Query that keeps a read small: one item, where the operation is a paged list. */
export const smallQuery = (contract: Contract, operation: Operation): QueryPairs => {
  const collection = collectionAt(contract, operation.key);
  return collection ? pagesOf(collection, 1) : [];
};

/** The items of a page; undefined where the answer is no page: another status, or no list in it. */
export const pageItems = (collection: Collection, exchange: Exchange): readonly unknown[] | undefined =>
  isDeclaredSuccess(collection.operation, exchange) ? itemsOf(collection, exchange) : undefined;

/** Identity of an item by the id the contract points at; undefined where it has none. */
export const itemKey = ({ id }: Collection, item: unknown): string | undefined => {
  const value = id === undefined ? undefined : valueAt(item, id);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};
