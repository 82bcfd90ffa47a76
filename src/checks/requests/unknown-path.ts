import { admissionTo } from '../../contract/admission.ts';
import type { Contract } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { outsideRequest } from './outside-request.ts';

/** A made-up path that no contract has. */
export const ownUnknownPath = '/ct-no-such-path';

/** Paths that a contract does not have: a made-up one, and a documented one with a misspelt last letter. */
export const unknownPaths = (contract: Contract): string[] => {
  const known = parameterlessReads(contract)[0]?.path;
  const misspelt = known === undefined ? [] : ['z', 'x'].map((letter) => known.slice(0, -1) + letter);
  return [ownUnknownPath, ...misspelt.filter((path) => !contract.operations.some((operation) => operation.path === path)).slice(0, 1)];
};

/** A read of a path that the contract does not have: authorised where any operation is called with a credential. */
export const unknownPath = ({ contract, target }: Pick<Session, 'contract' | 'target'>, path: string): PlannedRequest => {
  const isAuthorised = contract.operations.some((operation) => admissionTo(contract, operation, target).kind === 'passes');
  return outsideRequest(path, isAuthorised ? { kind: 'valid', name: 'key' } : { kind: 'none' }, { faults: ['unknown-path'] });
};
