import type { Contract, InferredResourceType, Operation } from '../model.ts';
import { beginsWith, parametersIn, segmentsOf } from './path-template.ts';

/** A parameter of a path that names a thing of a kind: the kind, and what that parameter is called in the path of the kind. */
export type Covering = { readonly resourceType: InferredResourceType; readonly parameter: string };

/**
 * Which kind of thing the path parameters of an operation name: the one whose path of an item is the longest beginning of its path. By name of
 * the parameter in the operation. Empty where there is none. A creation does not name what it creates.
 */
export const coveredBy = ({ inferred }: Pick<Contract, 'inferred'>, operation: Operation): ReadonlyMap<string, Covering> => {
  const known = coverings.get(inferred) ?? new WeakMap<Operation, ReadonlyMap<string, Covering>>();
  coverings.set(inferred, known);
  const covering = known.get(operation) ?? findCovering(inferred, operation);
  known.set(operation, covering);
  return covering;
};

type Inferred = Contract['inferred'];

const coverings = new WeakMap<Inferred, WeakMap<Operation, ReadonlyMap<string, Covering>>>();

const findCovering = (inferred: Inferred, operation: Operation): ReadonlyMap<string, Covering> => {
  const found = inferred
    .filter(({ create, remove }) => create.key !== operation.key && beginsWith(operation.path, remove.path))
    .toSorted((a, b) => segmentsOf(b.remove.path).length - segmentsOf(a.remove.path).length)[0];
  if (!found) return new Map();
  const [theirs, ours] = [parametersIn(operation.path), parametersIn(found.remove.path)];
  return new Map(
    ours.flatMap((parameter, n) => (theirs[n] === undefined ? [] : [[theirs[n], { resourceType: found, parameter }] as const])),
  );
};

/** How many things are made for one request to an operation: the one that its path names, and those that it is below. */
export const resourcesNamed = (contract: Pick<Contract, 'inferred'>, operation: Operation): number => {
  const [covering] = coveredBy(contract, operation).values();
  return covering === undefined ? 0 : 1 + resourcesNamed(contract, covering.resourceType.create);
};

/** The kind of thing of a name; undefined where the structure of the document shows none. */
export const inferredNamed = ({ inferred }: Pick<Contract, 'inferred'>, name: string): InferredResourceType | undefined =>
  inferred.find((one) => one.name === name);
