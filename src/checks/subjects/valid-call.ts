import { operationWith } from '../../contract/operation.ts';
import { statusOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';

/**
 * The operation and the status of a request that ought to succeed: without a mistake on purpose, and with a valid credential where one is
 * needed. Undefined for every other exchange.
 */
export const validCall = (
  exchange: Exchange,
  contract: Contract,
): { readonly operation: Operation; readonly status: number } | undefined => {
  const { request } = exchange;
  const operation = operationWith(contract, request.operation);
  const status = statusOf(exchange);
  if (!operation || status === undefined || request.faults.length > 0 || request.base !== undefined) return undefined;
  return operation.secured && request.credential.kind !== 'valid' ? undefined : { operation, status };
};
