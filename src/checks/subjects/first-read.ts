import { statuses } from '../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';

/**
 * The read by which credentials are tried: the first that needs nothing but one, where the contract says what a call
 * without a usable credential gets. None or one.
 */
export const firstRead = (contract: Contract): Operation[] =>
  parameterlessReads(contract)
    .slice(0, 1)
    .filter(({ conventions }) => statuses(conventions.auth?.unauthenticated).length > 0);
