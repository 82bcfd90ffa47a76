import type { Collection, Filter } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import { largestPage, pageItems } from '../collection.ts';
import type { Session } from '../session.ts';
import { usableRequest } from '../usable-request.ts';

/** An answer to a read that asked for one value of a filter. */
export type FilteredPage = { readonly parameter: string; readonly value: string; readonly exchange: Exchange };

/** The filter by the state of an item, where its values are printed. */
export const stateFilterOf = ({ filters, state }: Collection): (Filter & { readonly values: readonly string[] }) | undefined => {
  const filter = filters.find(({ at, values }) => state !== undefined && at === state && values !== undefined);
  return filter?.values ? { ...filter, values: filter.values } : undefined;
};

/**
 * Reads a list by each printed state but the one that the item is in now: what a filter by state must leave out just
 * after something has changed. Never remembered, because the moment counts.
 */
export const readByState = async (
  session: Session,
  collection: Collection,
  isTheItem: (item: unknown) => boolean,
): Promise<FilteredPage[]> => {
  const filter = stateFilterOf(collection);
  if (!filter) return [];
  const base = usableRequest(session, collection.operation, 'states');
  const read = (pairs: readonly (readonly [string, string])[]): Promise<Exchange> =>
    session.send({ ...base, query: [...base.query, ...pairs, ...largestPage(collection)] });
  const listed = pageItems(collection, await read([]))?.find(isTheItem);
  const now = listed === undefined ? undefined : valueAt(listed, filter.at);
  const pages: FilteredPage[] = [];
  for (const value of filter.values.filter((one) => one !== now)) {
    pages.push({ parameter: filter.parameter.name, value, exchange: await read([[filter.parameter.name, value]]) });
  }
  return pages;
};
