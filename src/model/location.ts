/**
 * A place in a contract with the way it is used: JSON pointers from the root over the operation to the node,
 * `$ref` followed, so that a component appears below the place that refers to it.
 */
export type Location = {
  /** Operation key, or null where the place is not below an operation. */
  readonly operation: string | null;
  /** Fragment pointers (`#/components/schemas/Error`), the root `#` first. */
  readonly way: readonly string[];
};

/** The node a place stands for. */
export const nodeOf = (location: Location): string => location.way.at(-1) ?? '#';

/** Identity of a place: two ways to one node are two places. */
export const locationKey = (location: Location): string => `${location.operation ?? ''} ${location.way.join(' ')}`;

/** The place of what holds outside every operation. */
export const rootLocation: Location = { operation: null, way: ['#'] };
