import type { Documented, Refusals } from '../../contract/conventions.ts';
import { statuses } from '../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { jsonContent } from '../../generators/json-content.ts';
import { valueOfOtherType } from '../../generators/other-type.ts';
import { at, type Subject } from '../kit/define.ts';

/** A mistake of which a contract may say what it gets. */
export type DocumentedMistake = Exclude<keyof Refusals, keyof Documented>;

/** A body that a request gets wrong as a whole. */
export type MistakenBody = Subject & { readonly operation: Operation };

/** A body of which a request gets one member wrong, at the schema of that member. */
export type MistakenMember = MistakenBody & { readonly member: BodyMember };

/** Operations with a JSON body that promise what a mistake in it gets. */
const withErrorResponse = (contract: Contract, mistake: DocumentedMistake): Operation[] =>
  contract.operations.filter(
    (operation) => errorResponseOf(operation, mistake).length > 0 && jsonContent(operation.body?.content ?? []) !== undefined,
  );

/** Bodies of the operations that promise what a mistake gets, each at its operation. */
export const mistakenBodies = (contract: Contract, mistake: DocumentedMistake): MistakenBody[] =>
  withErrorResponse(contract, mistake).map((operation) => at(operation.location, { operation }));

/** Picks members of the body of an operation. */
type Picking = (contract: Contract, operation: Operation) => readonly BodyMember[];

/** Members of the bodies of operations, as far as a function picks them. */
export const membersAmong = (contract: Contract, operations: readonly Operation[], members: Picking): MistakenMember[] =>
  operations.flatMap((operation) => members(contract, operation).map((member) => at(member.location, { operation, member })));

/** The same of the operations that promise what a mistake gets. */
export const mistakenMembers = (contract: Contract, mistake: DocumentedMistake, members: Picking): MistakenMember[] =>
  membersAmong(contract, withErrorResponse(contract, mistake), members);

/** Statuses an operation promises for a mistake; none where nothing is promised. */
export const errorResponseOf = ({ conventions }: Operation, mistake: DocumentedMistake): number[] =>
  statuses(conventions.refusals?.[mistake]);

/** Required members of a body. */
export const membersOf = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ required }) => required);

/** Members of a body of which a type can be named that they do not take. */
export const typedMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter((member) => valueOfOtherType(member, 0, (name) => name) !== undefined);

/** Does a member take the name or id of something that exists over there, so that its values come from fixtures. */
export const namesSomething = ({ conventions }: BodyMember): boolean =>
  conventions.fixture !== undefined || conventions.alternative !== undefined;
