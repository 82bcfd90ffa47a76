import type { Collection, Filter } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import { largestPage } from '../collection.ts';
import type { Session } from '../session.ts';
import { usableRequest } from '../usable-request.ts';
import { findItem } from './find-item.ts';

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
  const { name } = filter.parameter;
  const base = usableRequest(session, collection.operation, 'states');
  const found = await findItem(session, collection, isTheItem);
  const now = found.kind === 'item' ? valueAt(found.item, filter.at) : undefined;
  const pages: FilteredPage[] = [];
  for (const value of filter.values.filter((one) => one !== now)) {
    const query = [...base.query, [name, value] as const, ...largestPage(collection)];
    pages.push({ parameter: name, value, exchange: await session.send({ ...base, query }) });
  }
  return pages;
};
