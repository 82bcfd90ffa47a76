import type { Collection, Filter } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { largestPage } from '../../subjects/collection.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { listInUse } from '../paging/offered-styles.ts';

/** An answer to a read with one value of a filter. */
export type FilteredPage = { readonly parameter: string; readonly value: string; readonly exchange: Exchange };

type StateFilter = Filter & { readonly at: string; readonly values: readonly string[] };

/** The filter by the state of an item, where its values are printed. */
export const stateFilterOf = ({ filters, state }: Collection): StateFilter | undefined => {
  const filter = filters.find(({ at, values }) => state !== undefined && at === state && values !== undefined);
  return filter?.values && state !== undefined ? { ...filter, at: state, values: filter.values } : undefined;
};

/**
 * Reads a list by each printed state except the one that an item has now: right after a change, a filter by state must leave the item
 * out there. Never remembered, because the moment counts.
 */
export const readByState = async (session: Session, collection: Collection, now: unknown): Promise<FilteredPage[]> => {
  const filter = stateFilterOf(collection);
  if (!filter) return [];
  const { name } = filter.parameter;
  const inUse = await listInUse(session, collection);
  const base = usableRequest(session, collection.operation, 'states');
  const pages: FilteredPage[] = [];
  for (const value of filter.values.filter((one) => one !== now)) {
    const query = [...base.query, [name, value] as const, ...largestPage(inUse)];
    pages.push({ parameter: name, value, exchange: await session.send({ ...base, query }) });
  }
  return pages;
};
