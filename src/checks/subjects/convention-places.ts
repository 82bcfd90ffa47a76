import type { Conventions } from '../../contract/conventions.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf, type Place, rootPlace } from '../../model/place.ts';

/**
 * Places at which a convention is declared: the root, and each operation with an `x-assay` of its own that says it.
 * An operation that only inherits it is judged with the root.
 */
export const conventionPlaces = (contract: Contract, pick: (conventions: Conventions) => unknown): Place[] => [
  ...(pick(contract.conventions) === undefined ? [] : [rootPlace]),
  ...contract.operations.flatMap(({ place, conventions }) => {
    const own = valueAt(contract.document, `${nodeOf(place)}/x-assay`);
    const declares = isObject(own) && pick(own) !== undefined;
    return declares && pick(conventions) !== undefined ? [place] : [];
  }),
];

/** The root where it says a convention, for what is judged of all operations together. */
export const rootSaying = (contract: Contract, pick: (conventions: Conventions) => unknown): Place[] =>
  pick(contract.conventions) === undefined ? [] : [rootPlace];
