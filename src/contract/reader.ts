import type { Location } from '../model/location.ts';
import { ContractError } from './contract-error.ts';
import { below, isObject, referenceTarget, valueAt } from './pointer.ts';

/** A node of the document with its location. */
export type Node = { readonly value: Readonly<Record<string, unknown>>; readonly location: Location };

/** Traverses a document node by node, follows `$ref`, and records the location. */
export type Reader = {
  readonly document: Readonly<Record<string, unknown>>;
  /** The object below a location; undefined where there is none. */
  child(location: Location, ...keys: readonly (string | number)[]): Node | undefined;
  /** Names of the members of the object below a location. */
  keys(location: Location, key: string): string[];
};

const longestChain = 32;

/** @throws {ContractError} from `child` when a `$ref` is broken or circular. */
export const createReader = (document: Readonly<Record<string, unknown>>, source: string): Reader => {
  const follow = (location: Location): Node | undefined => {
    let way = location.way;
    for (let step = 0; step < longestChain; step++) {
      const pointer = way.at(-1) ?? '#';
      const value = valueAt(document, pointer);
      if (!isObject(value)) {
        if (step === 0) return undefined;
        throw new ContractError(
          `Cannot follow a reference in "${source}" to ${pointer}: there is no object, correct the $ref at ${way.at(-2)}`,
        );
      }
      if (typeof value['$ref'] !== 'string') return { value, location: { operation: location.operation, way } };
      way = [...way, referenceTarget(value['$ref'])];
    }
    throw new ContractError(`Cannot follow the references in "${source}" from ${location.way.at(-1)}: they form a circle`);
  };
  return {
    document,
    child: (location, ...keys) =>
      follow({ operation: location.operation, way: [...location.way, below(location.way.at(-1) ?? '#', ...keys)] }),
    keys(location, key) {
      const value = valueAt(document, below(location.way.at(-1) ?? '#', key));
      return isObject(value) ? Object.keys(value) : [];
    },
  };
};
