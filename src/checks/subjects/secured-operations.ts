import { statuses } from '../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { prerequisitesFor } from '../kit/prerequisites.ts';

/** An operation with the place at which it is judged. */
export type JudgedOperation = Subject & { readonly operation: Operation };

/** Operations that ask for a credential and say what a call without one gets. */
export const securedOperations = (contract: Contract): JudgedOperation[] =>
  contract.operations
    .filter(({ secured, conventions }) => secured && statuses(conventions.auth?.unauthenticated).length > 0)
    .map((operation) => at(operation.location, { operation }));

/**
 * The read by which credentials are tried: the first that needs nothing but one, where the contract says what a call
 * without a usable credential gets. None or one.
 */
export const firstRead = (contract: Contract): JudgedOperation[] =>
  parameterlessReads(contract)
    .slice(0, 1)
    .filter(({ conventions }) => statuses(conventions.auth?.unauthenticated).length > 0)
    .map((operation) => at(operation.location, { operation }));

/** What a call takes that is to be refused for its credential: neither a body nor something that exists. */
export const unauthenticatedPrerequisites = (operation: Operation, around: Surroundings): ProbePrerequisite[] => {
  const inPath = operation.parameters.filter((one) => one.in === 'path');
  const pathValues = Object.fromEntries(inPath.map(({ name }) => [name, 'ct']));
  // Nothing is issued to nobody.
  return prerequisitesFor(operation, around, { pathValues, body: { kind: 'json', value: {} } }).filter(
    (need) => need.kind !== 'permission' || need.permission !== 'issue-credential',
  );
};
