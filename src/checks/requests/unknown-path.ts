import { admissionTo } from '../../contract/admission.ts';
import { segmentsOf } from '../../contract/infer/path-template.ts';
import type { Contract } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { outsideRequest } from './outside-request.ts';

/** A made-up path that no contract has. */
export const ownUnknownPath = '/ct-no-such-path';

/**
 * The literal segments with which every path of a contract begins, each with another literal segment behind them, such as `/v1`; empty where they share none.
 * What is right below them and no path of the contract is in nobody's place.
 */
const sharedBeginning = ({ operations }: Contract): string => {
  const all = operations.map(({ path }) => segmentsOf(path).map((one) => ('literal' in one ? one.literal : undefined)));
  const [first = []] = all;
  let shared = 0;
  while (first[shared + 1] !== undefined && all.every((one) => one[shared] === first[shared] && one[shared + 1] !== undefined)) shared += 1;
  return first
    .slice(0, shared)
    .map((one) => `/${one}`)
    .join('');
};

/**
 * Paths that a contract does not have: a made-up one, and a documented one with a misspelt last letter. The made-up one begins as every documented path does where
 * the document leaves open what else the server has: beside an API there may be a site, which answers each path with its page.
 */
export const unknownPaths = (contract: Contract): string[] => {
  const made = `${contract.standard.size === 0 ? '' : sharedBeginning(contract)}${ownUnknownPath}`;
  const known = parameterlessReads(contract)[0]?.path;
  const misspelt = known === undefined ? [] : ['z', 'x'].map((letter) => known.slice(0, -1) + letter);
  return [made, ...misspelt.filter((path) => !contract.operations.some((operation) => operation.path === path)).slice(0, 1)];
};

/** A read of a path that the contract does not have: authorised where any operation is called with a credential. */
export const unknownPath = ({ contract, target }: Pick<Session, 'contract' | 'target'>, path: string): PlannedRequest => {
  const isAuthorised = contract.operations.some((operation) => admissionTo(contract, operation, target).kind === 'passes');
  return outsideRequest(path, isAuthorised ? { kind: 'valid', name: 'key' } : { kind: 'none' }, { faults: ['unknown-path'] });
};
