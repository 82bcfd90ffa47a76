import type { Conventions } from '../../contract/conventions.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf, type Location, rootLocation } from '../../model/location.ts';

/**
 * Locations at which a convention is declared: the root, and each operation that declares it in an `x-assay` of its own.
 * An operation that only inherits it is judged with the root.
 */
export const conventionLocations = (contract: Contract, pick: (conventions: Conventions) => unknown): Location[] => [
  ...(pick(contract.conventions) === undefined ? [] : [rootLocation]),
  ...contract.operations.flatMap(({ location, conventions }) => {
    const own = valueAt(contract.document, `${nodeOf(location)}/x-assay`);
    const declares = isObject(own) && pick(own) !== undefined;
    return declares && pick(conventions) !== undefined ? [location] : [];
  }),
];

/** The root where it declares a convention, for what is judged over all operations together. */
export const rootSaying = (contract: Contract, pick: (conventions: Conventions) => unknown): Location[] =>
  pick(contract.conventions) === undefined ? [] : [rootLocation];
