import type { Contract, InferredResourceType, Operation } from '../model.ts';
import { beginsWith, parametersIn, segmentsOf } from './path-template.ts';

/** The resource type that a path parameter names a resource of, and the name of that parameter in the type's own path. */
export type Covering = { readonly resourceType: InferredResourceType; readonly parameter: string };

/**
 * The inferred resource type whose resources the path of an operation names: the one whose item path is the longest beginning of it. By the
 * name of the parameter in the operation; empty where there is none. The type that the operation itself creates does not count.
 */
export const coveredBy = (
  { inferredResourceTypes: types }: Pick<Contract, 'inferredResourceTypes'>,
  operation: Operation,
): ReadonlyMap<string, Covering> => {
  const known = coverings.get(types) ?? new WeakMap<Operation, ReadonlyMap<string, Covering>>();
  coverings.set(types, known);
  const covering = known.get(operation) ?? findCovering(types, operation);
  known.set(operation, covering);
  return covering;
};

type Inferred = Contract['inferredResourceTypes'];

const coverings = new WeakMap<Inferred, WeakMap<Operation, ReadonlyMap<string, Covering>>>();

const findCovering = (types: Inferred, operation: Operation): ReadonlyMap<string, Covering> => {
  const found = types
    .filter(({ create, remove }) => create.key !== operation.key && beginsWith(operation.path, remove.path))
    .toSorted((a, b) => segmentsOf(b.remove.path).length - segmentsOf(a.remove.path).length)[0];
  if (!found) return new Map();
  const [theirs, ours] = [parametersIn(operation.path), parametersIn(found.remove.path)];
  return new Map(
    ours.flatMap((parameter, n) => (theirs[n] === undefined ? [] : [[theirs[n], { resourceType: found, parameter }] as const])),
  );
};

/** How many resources must be created for one request to an operation: the one that its path names, and its parents. */
export const resourcesNamed = (contract: Pick<Contract, 'inferredResourceTypes'>, operation: Operation): number => {
  const [covering] = coveredBy(contract, operation).values();
  return covering === undefined ? 0 : 1 + resourcesNamed(contract, covering.resourceType.create);
};

/** The inferred resource type of a name; undefined where there is none. */
export const inferredNamed = (
  { inferredResourceTypes }: Pick<Contract, 'inferredResourceTypes'>,
  name: string,
): InferredResourceType | undefined => inferredResourceTypes.find((one) => one.name === name);
