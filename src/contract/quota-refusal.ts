import type { Exchange } from '../model/exchange.ts';
import { headerValues, statusOf } from './message.ts';
import type { Contract } from './model.ts';

type Exceeding = { readonly exceeded: { readonly status: number | string | readonly (number | string)[] } };

/** The status that HTTP has for it (RFC 6585 section 4). */
export const tooManyRequests = 429;

/** Statuses and classes (`4XX`) with which a contract says that requests above the quota are refused. */
export const listedRefusals = ({ exceeded }: Exceeding): readonly (number | string)[] => [exceeded.status].flat();

/** Statuses that services beside 429 refuse with when a quota is used up, and for other reasons too. */
const ambiguous: readonly (number | string)[] = [403, 503];

/** Names that header fields about a quota customarily have, where no contract names others. */
export const customary = {
  remaining: ['RateLimit-Remaining', 'X-RateLimit-Remaining', 'X-Rate-Limit-Remaining'],
  reset: ['RateLimit-Reset', 'X-RateLimit-Reset', 'X-Rate-Limit-Reset'],
} as const;

const values = (exchange: Exchange, names: readonly string[]): string[] => names.flatMap((name) => headerValues(exchange, name));

/**
 * Does the answer itself say that nothing is left or when to come again: Retry-After (RFC 9110, section 10.2.3), a customary field of what
 * remains at 0, or the field RateLimit with nothing remaining (draft-ietf-httpapi-ratelimit-headers: `r=0`, before `remaining=0`).
 */
const saysUsedUp = (exchange: Exchange, remaining: string | undefined): boolean =>
  headerValues(exchange, 'Retry-After').length > 0 ||
  values(exchange, [...(remaining === undefined ? [] : [remaining]), ...customary.remaining]).some((value) => /^0+$/.test(value)) ||
  headerValues(exchange, 'RateLimit').some((value) => /(^|[;,\s])(r|remaining)\s*=\s*0+\s*($|[;,])/.test(value));

/** Has the contract the status for who may not, too. */
const meansAccess = ({ conventions: { auth } }: Contract, status: number): boolean =>
  [auth?.unauthenticated.status ?? [], auth?.forbidden?.status ?? []].flat().includes(status);

/**
 * Is an answer a refusal because a quota is used up, whatever was asked. By contract: 429, and the status that `x-assay` names for it. Where
 * the contract leaves the status open or says nothing of a quota, 403 and 503 are one where their header fields say so.
 */
export const isQuotaRefusal = (contract: Contract, exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  if (status === undefined) return false;
  if (status === tooManyRequests) return true;
  const { rateLimit } = contract.conventions;
  const evident = (): boolean => saysUsedUp(exchange, rateLimit?.headers?.remaining);
  if (!rateLimit) return ambiguous.includes(status) && evident();
  const listed = listedRefusals(rateLimit);
  if (!listed.includes(status)) return false;
  return (listed.length === 1 && !meansAccess(contract, status)) || evident();
};
