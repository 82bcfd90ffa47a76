import type { Conventions } from '../../contract/conventions.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf, type Location, rootLocation } from '../../model/location.ts';

/**
 * Places at which a convention is declared: the root, and each operation with an `x-assay` of its own that says it.
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

/** The root where it says a convention, for what is judged of all operations together. */
export const rootSaying = (contract: Contract, pick: (conventions: Conventions) => unknown): Location[] =>
  pick(contract.conventions) === undefined ? [] : [rootLocation];
