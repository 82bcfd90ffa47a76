import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { isForEverybody } from './for-everybody.ts';
import { openValues } from './open-with-value.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { searchesFor } from './told-searches.ts';

/** A search by a text that may find a resource which the run creates. */
export type OwnSearch = {
  readonly operation: Operation;
  readonly parameter: Parameter;
  readonly trip: Trip;
  /** The names of the texts of a new resource that the search may look at. */
  readonly texts: readonly string[];
};

/**
 * The searches with a credential, one for each path, that a caller can make without anything but a text, and whose results are no other account's business: not what the
 * document calls open to all, or lets a value open to all.
 */
export const ownSearches = (contract: Contract): readonly OwnSearch[] => {
  const found = roundTrips(contract).flatMap((trip) => {
    const { create, read } = trip;
    const isOpen = [create, ...(read ? [read] : [])].some((one) => isForEverybody(contract, one) || openValues(contract, one).length > 0);
    if (isOpen || !create.secured || create.issues === true) return [];
    return searchesFor(contract, trip).flatMap(({ operation, parameter, texts }): readonly OwnSearch[] => {
      const isUsable =
        operation.secured &&
        operation.takesKey &&
        operation.effect === 'safe' &&
        !operation.path.includes('{') &&
        operation.parameters.every(({ name, required }) => !required || name === parameter.name) &&
        // What the introduction says of things holds for a search of them.
        !isForEverybody(contract, { ...operation, path: `${operation.path}${trip.addsTo}` });
      return isUsable ? [{ operation, parameter, trip, texts }] : [];
    });
  });
  return found.filter((one, n) => found.findIndex(({ operation }) => operation.key === one.operation.key) === n);
};
