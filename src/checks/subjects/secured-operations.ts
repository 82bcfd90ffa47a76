import { statuses } from '../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import type { Need, Surroundings } from '../kit/define.ts';
import { needsFor } from '../kit/prerequisites.ts';

/** Operations that ask for a credential and say what a call without one gets. */
export const securedOperations = (contract: Contract): Operation[] =>
  contract.operations.filter(({ secured, conventions }) => secured && statuses(conventions.auth?.unauthenticated).length > 0);

/** What a call takes that is to be refused for its credential: neither a body nor something that exists. */
export const outsiderNeeds = (operation: Operation, around: Surroundings): Need[] => {
  const inPath = operation.parameters.filter((one) => one.in === 'path');
  const pathValues = Object.fromEntries(inPath.map(({ name }) => [name, 'ct']));
  // Nothing is issued to nobody.
  return needsFor(operation, around, { pathValues, body: { kind: 'json', value: {} } }).filter(
    (need) => need.kind !== 'permission' || need.permission !== 'issue-credential',
  );
};
