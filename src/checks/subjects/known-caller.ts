import { operationWith } from '../../contract/operation.ts';
import type { Contract } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { CredentialName } from '../../model/request.ts';

const ended: ReadonlySet<CredentialName> = new Set(['revoked', 'expired']);

/** Was a credential once valid and ought to be refused now. */
export const isEnded = (name: CredentialName): boolean => ended.has(name);

/** Was a call made with a credential that the service ought to accept. */
export const isKnownCaller = ({ request: { credential } }: Pick<Exchange, 'request'>): boolean =>
  credential.kind === 'valid' && !isEnded(credential.name);

/**
 * Was a call surely counted toward a quota: of an operation that needs a credential, with one that the service ought to accept; of any operation
 * where none of the contract needs a credential.
 */
export const isCountedCall = ({ operations }: Pick<Contract, 'operations'>, exchange: Pick<Exchange, 'request'>): boolean => {
  const operation = operationWith({ operations }, exchange.request.operation);
  if (operation === undefined) return false;
  return operation.secured ? isKnownCaller(exchange) : operations.every(({ secured }) => !secured);
};
