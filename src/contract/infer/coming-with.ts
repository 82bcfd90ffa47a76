import type { Contract, Operation } from '../model.ts';
import { isActing } from './acting.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, parametersIn, pathAbove, segmentsOf } from './path-template.ts';

/** What comes into being with the resource that it is below, so that it belongs to whoever created that: the periods of a book, the seats of a hall. */
export type ComingWith = {
  /** The list of them, right below that resource. */
  readonly list: Operation;
  /** The last parameter in the path of the change or the action, which names one of them. */
  readonly parameter: string;
  /** The type of the resource that they are below. */
  readonly above: AnyInferred;
};

type View = Pick<Contract, 'operations' | 'inferredResourceTypes' | 'lastingResourceTypes'>;

const lastLiteral = (path: string): string | undefined => {
  const last = segmentsOf(path).findLast((one) => 'literal' in one);
  return last && 'literal' in last ? last.literal : undefined;
};

const find = (contract: View, operation: Operation): ComingWith | undefined => {
  const { method, effect } = operation;
  const isAction = isActing(operation);
  // An action has its word behind what it acts on.
  const path = isAction ? pathAbove(operation.path) : operation.path;
  const isChange = isAction
    ? (effect === 'changes' || effect === 'destructive') && operation.inferred?.reaches === undefined
    : effect === 'changes' && ['PUT', 'PATCH'].includes(method);
  const collection = pathAbove(path);
  const parameter = parametersIn(path).at(-1);
  if (!isChange || !endsInParameter(path) || parameter === undefined) return undefined;
  const types = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  const above = types.map(({ resourceType }) => resourceType).find((one) => isDirectlyBelow(collection, itemOf(one).path));
  const list = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, collection));
  if (!above || !list) return undefined;
  // What something else adds or removes, or what has a path of its own as well, does not come with it.
  const isOtherwise = contract.operations.some(
    (one) =>
      (isSamePath(one.path, collection) && one.method !== 'GET') ||
      (isSamePath(one.path, path) && one.method === 'DELETE') ||
      (lastLiteral(one.path) === lastLiteral(collection) && !isSamePath(one.path, collection) && !isSamePath(one.path, path)),
  );
  return isOtherwise ? undefined : { list, parameter, above };
};

const known = new WeakMap<Operation, ComingWith | undefined>();

/**
 * What an operation changes or acts on that comes with the resource right above it, which the run can create: `PATCH /books/{bookCode}/periods/{period}`, or
 * `POST /books/{bookCode}/periods/{period}/close`, where a list shows the periods, and nothing adds or removes one. Undefined for anything else.
 */
export const comingWith = (contract: View, operation: Operation): ComingWith | undefined => {
  if (!known.has(operation)) known.set(operation, find(contract, operation));
  return known.get(operation);
};
