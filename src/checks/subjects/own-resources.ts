import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from '../../contract/infer/covering.ts';
import { type PathValues } from '../../contract/infer/created-resource.ts';
import { isSamePath, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../contract/model.ts';

/** An operation on one resource that a run can create: the type of the resource, and the names of its path parameters there. */
export type OnOwn = {
  readonly operation: Operation;
  readonly resourceType: AnyInferred;
  /** By the name of the parameter in the operation, that in the path of the resource. */
  readonly names: ReadonlyMap<string, string>;
};

/** The innermost resource that the path of an operation names; undefined where a run cannot create it, or the path names more than it. */
export const onOwnResource = (contract: Contract, operation: Operation): OnOwn | undefined => {
  const wanted = parametersIn(operation.path).length;
  if (wanted === 0) return undefined;
  const covering = [coveredBy(contract, operation), coveredByLasting(contract, operation)].find(({ size }) => size === wanted);
  const [first] = [...(covering?.values() ?? [])];
  if (covering === undefined || first === undefined) return undefined;
  return {
    operation,
    resourceType: first.resourceType,
    names: new Map([...covering].map(([name, { parameter }]) => [name, parameter])),
  };
};

/**
 * The resource that a PUT adds something to by a name that the client chooses, and that a run can create: the letter of `/letters/{letterId}/stamps/{colour}`. Undefined where it links what is
 * created elsewhere, or no read shows the resource.
 */
export const aboveChosen = (contract: Contract, operation: Operation): OnOwn | undefined => {
  const { method, path, inferred, unsupported } = operation;
  const type = contract.inferredResourceTypes.find((one) => one.create.key === operation.key);
  if (method !== 'PUT' || !type || type.linked !== undefined || type.idChosenBy !== 'client') return undefined;
  if (inferred?.reaches !== undefined || unsupported !== undefined || operation.issues === true) return undefined;
  const above = contract.operations.find(
    (one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, pathAbove(pathAbove(path))),
  );
  const on = above && onOwnResource(contract, above);
  if (!on) return undefined;
  // Two paths to one resource may call its parameters otherwise.
  const names = [...on.names.values()].flatMap((parameter, n) => {
    const own = parametersIn(path)[n];
    return own === undefined ? [] : [[own, parameter] as const];
  });
  return { ...on, operation, names: new Map(names) };
};

/** The values in the path of an operation for a resource; undefined where one is unknown. */
export const valuesFor = ({ names }: OnOwn, resource: PathValues): PathValues | undefined => {
  const values = [...names].map(([name, parameter]) => [name, resource[parameter]] as const);
  const known = values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return known.length === values.length ? Object.fromEntries(known) : undefined;
};

/** Reads come first, then changes, then what adds to the resource or acts on it, and the removal comes last. */
const rankOf = ({ method, effect }: Operation): number => {
  if (effect === 'safe') return 0;
  if (method === 'DELETE') return 3;
  return effect === 'changes' ? 1 : 2;
};

const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Can other callers try an operation: it asks for the key, and does one thing to one resource. */
const canBeTried = ({ method, secured, takesKey, unsupported, issues, inferred, conventions, effect }: Operation): boolean =>
  methods.has(method) &&
  secured &&
  takesKey &&
  unsupported === undefined &&
  issues !== true &&
  inferred?.ends === undefined &&
  conventions.stream === undefined &&
  (method !== 'GET' || effect === 'safe');

/** Every operation that can be tried on a resource that the run created, in the order in which it is tried on one resource. */
export const operationsOnOwn = (contract: Contract): readonly OnOwn[] =>
  contract.operations
    .filter(canBeTried)
    .flatMap((operation) => onOwnResource(contract, operation) ?? [])
    .filter(({ resourceType: { create } }) => create.secured && create.issues !== true)
    .toSorted((a, b) => rankOf(a.operation) - rankOf(b.operation));

/** The read of one resource of a type; undefined where the document has none. */
export const readOfOne = ({ operations }: Contract, resourceType: AnyInferred): Operation | undefined =>
  operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, itemOf(resourceType).path));

/** The read of the collection that an operation adds to; undefined where it adds to none. */
export const listBeside = ({ operations }: Contract, { method, path }: Operation): Operation | undefined =>
  method === 'POST' ? operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, path)) : undefined;
