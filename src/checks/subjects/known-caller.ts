import type { Exchange } from '../../model/exchange.ts';

/** Credentials that were valid once: a caller with one of them is not known. */
const ended: ReadonlySet<string> = new Set(['revoked', 'expired']);

/** Was a call made with a credential that the service ought to know. */
export const isKnownCaller = ({ request: { credential } }: Pick<Exchange, 'request'>): boolean =>
  credential.kind === 'valid' && !ended.has(credential.name);
