import type { Place } from '../model/place.ts';
import { ContractError } from './contract-error.ts';
import { below, isObject, referenceTarget, valueAt } from './pointer.ts';

/** A node of the document with the way it was reached. */
export type Node = { readonly value: Readonly<Record<string, unknown>>; readonly place: Place };

/** Walks a document node by node, following `$ref`, and keeps the way. */
export type Reader = {
  readonly document: Readonly<Record<string, unknown>>;
  /** The object below a place; undefined where there is none. */
  child(place: Place, ...keys: readonly (string | number)[]): Node | undefined;
  /** Names of the members of the object below a place. */
  keys(place: Place, key: string): string[];
};

const longestChain = 32;

/** @throws {ContractError} from `child` when a `$ref` leads nowhere or round in a circle. */
export const createReader = (document: Readonly<Record<string, unknown>>, source: string): Reader => {
  const follow = (place: Place): Node | undefined => {
    let way = place.way;
    for (let step = 0; step < longestChain; step++) {
      const pointer = way.at(-1) ?? '#';
      const value = valueAt(document, pointer);
      if (!isObject(value)) {
        if (step === 0) return undefined;
        throw new ContractError(
          `Cannot follow a reference in "${source}" to ${pointer}: there is no object, mend the $ref at ${way.at(-2)}`,
        );
      }
      if (typeof value['$ref'] !== 'string') return { value, place: { operation: place.operation, way } };
      way = [...way, referenceTarget(value['$ref'])];
    }
    throw new ContractError(`Cannot follow the references in "${source}" from ${place.way.at(-1)}: they go round in a circle`);
  };
  return {
    document,
    child: (place, ...keys) => follow({ operation: place.operation, way: [...place.way, below(place.way.at(-1) ?? '#', ...keys)] }),
    keys(place, key) {
      const value = valueAt(document, below(place.way.at(-1) ?? '#', key));
      return isObject(value) ? Object.keys(value) : [];
    },
  };
};
