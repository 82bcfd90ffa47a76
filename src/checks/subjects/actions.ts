import type { Action } from '../../contract/conventions.ts';
import type { Collection, Contract, Operation, ResourceType } from '../../contract/model.ts';
import { operationOf, producersOf } from '../../contract/operation.ts';
import { isObject } from '../../contract/pointer.ts';
import { conventionsOf } from '../../generators/body-members.ts';
import { at, type Subject } from '../kit/define.ts';

/** An operation that takes a resource from one state to another, with its list. Its location is the operation. */
export type Acting = Subject & {
  readonly operation: Operation;
  readonly action: Action;
  /** The only parameter in its path: the id of the resource. */
  readonly parameter: string;
  readonly collection: Collection;
  /** JSON pointer inside an item to its state. */
  readonly state: string;
  /** The operation that creates such a resource; undefined where the contract has none. */
  readonly create: Operation | undefined;
};

/** Documented actions without a body, on resources whose list shows their state. */
export const actings = (contract: Contract): Acting[] =>
  contract.resourceTypes.flatMap((resourceType) => actingsOn(contract, resourceType));

const actingsOn = (contract: Contract, { collection, create, remove }: ResourceType): Acting[] => {
  const state = collection?.state;
  if (!collection || state === undefined) return [];
  return contract.operations.flatMap((operation) => {
    const { action } = operation.conventions;
    const parameter = resourceIn(contract, operation, collection);
    if (!action || parameter === undefined || operation.key === remove?.key || operation.body?.required === true) return [];
    return [at(operation.location, { operation, action, parameter, collection, state, create })];
  });
};

/** An action on resources that an operation of the contract creates. */
export type ActingOnCreated = Acting & { readonly create: Operation };

const isOnCreated = (acting: Acting): acting is ActingOnCreated => acting.create !== undefined;

/** Actions on resources that an operation of the contract creates. */
export const actingsOnCreated = (contract: Contract): ActingOnCreated[] => actings(contract).filter(isOnCreated);

/** The only path parameter of an operation, where the list gives its value. */
const resourceIn = (contract: Contract, operation: Operation, { operation: list }: Collection): string | undefined => {
  const inPath = operation.parameters.filter((one) => one.in === 'path');
  const [only] = inPath;
  if (!only || inPath.length > 1) return undefined;
  return producersOf(contract, operation, only.name).some((one) => one.operation.key === list.key) ? only.name : undefined;
};

/** Operations that take a resource of a type from one state to another: restart, start, stop … */
export const actionsOn = (contract: Contract, resourceType: ResourceType): Operation[] =>
  actingsOn(contract, resourceType).map(({ operation }) => operation);

/**
 * The action of an operation.
 * @throws {RangeError} for an operation that is no action, which a check never passes.
 */
export const actingBy = (contract: Contract, key: string): Acting => {
  const acting = actings(contract).find(({ operation }) => operation.key === key);
  if (!acting) throw new RangeError(`Cannot find an action at ${operationOf(contract, key).key} of "${contract.source}"`);
  return acting;
};

/** Is the resource of an action a fixture. */
export const isOnNamed = ({ operation, parameter }: Acting): boolean =>
  operation.parameters.some(
    ({ name, in: where, schema }) =>
      where === 'path' && name === parameter && isObject(schema) && conventionsOf(schema).fixture !== undefined,
  );

/** Is a state one of those that an action is for. */
export const isFrom = ({ from }: Action, state: unknown): boolean =>
  typeof state === 'string' && (typeof from === 'string' ? from === state : from.includes(state));
