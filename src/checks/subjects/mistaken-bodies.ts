import type { Promised, Refusals } from '../../contract/conventions.ts';
import { statuses } from '../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { jsonContent } from '../../generators/json-content.ts';

type Mistake = Exclude<keyof Refusals, keyof Promised>;

/** Operations with a JSON body that promise what a mistake in it gets. */
export const withRefusal = (contract: Contract, mistake: Mistake): Operation[] =>
  contract.operations.filter(
    (operation) => refusalOf(operation, mistake).length > 0 && jsonContent(operation.body?.content ?? []) !== undefined,
  );

/** Statuses an operation promises for a mistake; none where nothing is promised. */
export const refusalOf = ({ conventions }: Operation, mistake: Mistake): number[] => {
  return statuses(conventions.refusals?.[mistake]);
};

/** Required members of a body. */
export const membersOf = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ required }) => required);
