import type { Collection, Contract, Filter } from '../../contract/model.ts';
import { nodeOf, type Place } from '../../model/place.ts';
import { listAt } from './collection.ts';

/** A filter for a value that an item of the list shows. */
export type ShownFilter = Filter & { readonly at: string };

export const isShown = (filter: Filter): filter is ShownFilter => filter.at !== undefined && filter.compare === 'equals';

/** Parameters of the filters that a check is about, list by list. */
export const filterPlaces = (contract: Contract, isMeant: (filter: Filter) => boolean = () => true): Place[] =>
  contract.collections.flatMap(({ filters }) => filters.filter(isMeant).map(({ parameter }) => parameter.place));

/** A filter with the list that it narrows. */
export type FilterAt<F extends Filter = Filter> = { readonly collection: Collection; readonly filter: F };

/**
 * The filter whose parameter stands at a place.
 * @throws {RangeError} for a place that is none, which a check never gives.
 */
export const filterAt = (contract: Contract, place: Place): FilterAt => {
  const collection = listAt(contract, place);
  const filter = collection.filters.find(({ parameter }) => nodeOf(parameter.place) === nodeOf(place));
  if (!filter) throw new RangeError(`Cannot find a filter at ${nodeOf(place)} of "${contract.source}"`);
  return { collection, filter };
};

/** The same for a filter by something that items show; see {@link filterAt}. */
export const shownFilterAt = (contract: Contract, place: Place): FilterAt<ShownFilter> => {
  const { collection, filter } = filterAt(contract, place);
  if (!isShown(filter)) throw new RangeError(`Cannot tell where an item shows what ${filter.parameter.name} filters by`);
  return { collection, filter };
};
