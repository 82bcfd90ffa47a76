import type { Refusals, Statuses } from '../contract/conventions.ts';
import { statuses } from '../contract/conventions-at.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { type BodyMember, bodyMembers } from '../generators/body-members.ts';
import { jsonContent } from '../generators/json-content.ts';

/** Operations with a JSON body that promise what a mistake in it gets. */
export const withRefusal = (contract: Contract, mistake: keyof Omit<Refusals, 'x-requirement'>): Operation[] =>
  contract.operations.filter(
    (operation) => refusalOf(operation, mistake).length > 0 && jsonContent(operation.body?.content ?? []) !== undefined,
  );

/** Statuses an operation promises for a mistake; none where nothing is promised. */
export const refusalOf = ({ conventions }: Operation, mistake: keyof Omit<Refusals, 'x-requirement'>): number[] => {
  const promised: Statuses | undefined = conventions.refusals?.[mistake];
  return statuses(promised);
};

/** Required members of a body. */
export const membersOf = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ required }) => required);
