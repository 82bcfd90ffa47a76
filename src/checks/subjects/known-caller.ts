import type { Exchange } from '../../model/exchange.ts';
import type { CredentialName } from '../../model/request.ts';

const ended: ReadonlySet<CredentialName> = new Set(['revoked', 'expired']);

/** Was a credential once valid and ought to be refused now. */
export const isEnded = (name: CredentialName): boolean => ended.has(name);

/** Was a call made with a credential that the service ought to accept. */
export const isKnownCaller = ({ request: { credential } }: Pick<Exchange, 'request'>): boolean =>
  credential.kind === 'valid' && !isEnded(credential.name);
