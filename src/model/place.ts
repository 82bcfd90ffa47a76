/**
 * A place in a contract with the way it is used: JSON pointers from the root over the operation to the node,
 * `$ref` followed, so that a component appears below the place that refers to it.
 */
export type Place = {
  /** Operation key, or null where the place is not below an operation. */
  readonly operation: string | null;
  /** Fragment pointers (`#/components/schemas/Error`), the root `#` first. */
  readonly way: readonly string[];
};

/** The node a place stands for. */
export const nodeOf = (place: Place): string => place.way.at(-1) ?? '#';

/** Identity of a place: two ways to one node are two places. */
export const placeKey = (place: Place): string => `${place.operation ?? ''} ${place.way.join(' ')}`;

/** The place of what holds outside every operation. */
export const rootPlace: Place = { operation: null, way: ['#'] };
