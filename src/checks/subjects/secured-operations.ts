import { statuses } from '../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { prerequisitesFor } from '../kit/prerequisites.ts';

/** An operation with the location at which it is judged. */
export type JudgedOperation = Subject & { readonly operation: Operation };

/** Operations that require a credential and document the error response to a call without one. */
export const securedOperations = (contract: Contract): JudgedOperation[] =>
  contract.operations
    .filter(({ secured, conventions }) => secured && statuses(conventions.auth?.unauthenticated).length > 0)
    .map((operation) => at(operation.location, { operation }));

/**
 * The read with which credentials are tried: the first that needs nothing else, where the contract documents the error response to a
 * call without a usable credential. None or one.
 */
export const firstRead = (contract: Contract): JudgedOperation[] =>
  parameterlessReads(contract)
    .slice(0, 1)
    .filter(({ conventions }) => statuses(conventions.auth?.unauthenticated).length > 0)
    .map((operation) => at(operation.location, { operation }));

/** The prerequisites of a call that ought to be refused for its credential: it needs neither a body nor a resource. */
export const unauthenticatedPrerequisites = (operation: Operation, around: Surroundings): ProbePrerequisite[] => {
  const inPath = operation.parameters.filter((one) => one.in === 'path');
  const pathValues = Object.fromEntries(inPath.map(({ name }) => [name, 'ct']));
  // A refused call issues no credential.
  return prerequisitesFor(operation, around, { pathValues, body: { kind: 'json', value: {} } }).filter(
    (one) => one.kind !== 'permission' || one.permission !== 'issue-credential',
  );
};
