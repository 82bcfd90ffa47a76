import type { Contract, Operation } from '../model.ts';
import { type CommonOwner, commonOwner } from './common-owners.ts';
import { type AnyInferred, type Covering, coveredBy, coveredByLasting, inferredNamed } from './covering.ts';
import { linkedBy } from './effects/resource-types.ts';
import { nounWordsOf } from './id-names.ts';
import { endsInParameter, isSamePath, parametersIn, pathAbove } from './path-template.ts';

/**
 * The resource that a PUT is below, and the one of another type that its last parameter names: the supplier and the item of `/suppliers/{supplierId}/prices/{itemId}`. What they
 * have in common is told where the second one has to belong to the same as the first one.
 */
export type Pair = { readonly above: Covering; readonly partner: Covering; readonly common?: CommonOwner };

/** The two resources that a PUT sets something about together; undefined where it is about one, or the run can create only one of them. */
export const pairOf = (contract: Contract, operation: Operation): Pair | undefined => {
  if (operation.method !== 'PUT' || operation.effect !== 'changes') return undefined;
  const before = known.get(operation);
  if (before) return before.pair;
  const pair = findPair(contract, operation);
  known.set(operation, { pair });
  return pair;
};

const known = new WeakMap<Operation, { readonly pair: Pair | undefined }>();

const findPair = (contract: Contract, operation: Operation): Pair | undefined => {
  const wanted = parametersIn(operation.path).length - 1;
  const covering = [coveredBy(contract, operation), coveredByLasting(contract, operation)].find(({ size }) => size === wanted);
  const above = [...(covering?.values() ?? [])].at(-1);
  if (!above) return undefined;
  const linked = linkedBy(contract.operations, operation.path);
  const resourceType = linked === undefined ? undefined : inferredNamed(contract, linked);
  // What is created below the same resource is to be below that one, and not below another.
  if (resourceType && parametersIn(resourceType.name).length === 0)
    return { above, partner: { resourceType, parameter: resourceType.idParameter } };
  return linked === undefined && wanted === 1 ? pairOfOneOwner(contract, operation, above) : undefined;
};

/**
 * The same where the second one is created below what the first one belongs to: the stage of a tour that `/bookings/{bookingId}/stages/{stageId}` is about has to be one of the
 * tour that is booked.
 */
const pairOfOneOwner = (contract: Contract, { path }: Operation, above: Covering): Pair | undefined => {
  const { operations, inferredResourceTypes, lastingResourceTypes } = contract;
  const collection = pathAbove(path);
  // What is created there is a part of the first one.
  const isOwnPart = operations.some((one) => one.method === 'POST' && isSamePath(one.path, collection));
  if (!endsInParameter(path) || isOwnPart) return undefined;
  const noun = nounWordsOf(collection).join(' ');
  const isMeant = (one: AnyInferred): boolean =>
    noun !== '' && nounWordsOf(one.name).join(' ') === noun && parametersIn(one.create.path).length === 1 && one.idChosenBy === 'server';
  const found = [...inferredResourceTypes, ...lastingResourceTypes].filter(isMeant).flatMap((resourceType): readonly Pair[] => {
    const common = commonOwner(contract, above.resourceType, resourceType);
    return common?.ofOther.isInPath === true ? [{ above, partner: { resourceType, parameter: resourceType.idParameter }, common }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};
