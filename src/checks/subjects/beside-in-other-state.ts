import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from '../../contract/infer/covering.ts';
import { isSamePath, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { typesNamedIn } from '../../contract/infer/references.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { statesFor } from './action-states.ts';

/** What the body of an operation names below the resource in its path, which takes that in other states alone than those in which the operation is possible. */
export type BesideInOtherState = {
  readonly above: AnyInferred;
  /** The parameter for the resource, in the path of the operation and in that of the resource. */
  readonly parameter: { readonly inPath: string; readonly own: string };
  readonly named: readonly AnyInferred[];
};

const known = new WeakMap<Operation, BesideInOtherState | undefined>();

/**
 * "Stops can be added as long as the tour is planned" and "Reports can be made while the tour is on": a report names stops of a tour, which have to be there before the tour is on.
 * Undefined of an operation whose body names nothing of that kind.
 */
export const besideInOtherState = (contract: Contract, operation: Operation): BesideInOtherState | undefined => {
  if (!known.has(operation)) known.set(operation, find(contract, operation));
  return known.get(operation);
};

const find = (contract: Contract, operation: Operation): BesideInOtherState | undefined => {
  const covering = [...coveredBy(contract, operation), ...coveredByLasting(contract, operation)].at(-1);
  if (contract.standard.size === 0 || !operation.body || !covering) return undefined;
  const [inPath, { resourceType: above, parameter: own }] = covering;
  const states = statesFor(contract, above, operation);
  if (states === undefined || parametersIn(itemOf(above).path).at(-1) !== own) return undefined;
  const named = typesNamedIn(contract, operation).filter((one) => {
    if (one.create.key === operation.key || !isSamePath(pathAbove(one.create.path), itemOf(above).path)) return false;
    return statesFor(contract, above, one.create)?.every((state) => !states.includes(state)) === true;
  });
  return named.length === 0 ? undefined : { above, parameter: { inPath, own }, named };
};
