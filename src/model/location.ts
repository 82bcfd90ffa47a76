/**
 * A node of a contract and the path to it: JSON pointers from the root through the operation to the node, with each `$ref` followed, so
 * that a component is below the node that refers to it.
 */
export type Location = {
  /** Operation key, or null where the node is not below an operation. */
  readonly operation: string | null;
  /** Fragment pointers (`#/components/schemas/Error`), the root `#` first. */
  readonly way: readonly string[];
};

/** Pointer of the node at a location. */
export const nodeOf = (location: Location): string => location.way.at(-1) ?? '#';

/** A text that identifies a location: two ways to one node are two locations. */
export const locationKey = (location: Location): string => `${location.operation ?? ''} ${location.way.join(' ')}`;

/** The location of what applies outside every operation. */
export const rootLocation: Location = { operation: null, way: ['#'] };
