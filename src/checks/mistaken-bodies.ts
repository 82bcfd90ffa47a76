import type { Refusals, Statuses } from '../contract/conventions.ts';
import { statuses } from '../contract/conventions-at.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { type BodyMember, bodyMembers } from '../generators/body-members.ts';

/** Operations with a JSON object for a body, and what they are to answer to a mistake in it. */
export const withRefusal = (contract: Contract, mistake: keyof Omit<Refusals, 'x-requirement'>): Operation[] =>
  contract.operations.filter((operation) => refusalOf(operation, mistake).length > 0 && membersOf(contract, operation).length > 0);

/** Statuses an operation promises for a mistake; none where nothing is promised. */
export const refusalOf = ({ conventions }: Operation, mistake: keyof Omit<Refusals, 'x-requirement'>): number[] => {
  const promised: Statuses | undefined = conventions.refusals?.[mistake];
  return statuses(promised);
};

/** Required members of a body. */
export const membersOf = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ required }) => required);
