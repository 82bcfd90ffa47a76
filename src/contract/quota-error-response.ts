import type { Exchange } from '../model/exchange.ts';
import { headerValues, statusOf, wholeNumber } from './message.ts';
import type { Contract } from './model.ts';
import { combined, customary, parametersIn } from './quota-fields.ts';

type Exceeding = { readonly exceeded: { readonly status: number | string | readonly (number | string)[] } };

/** The status that HTTP has for it (RFC 6585 section 4). */
export const tooManyRequests = 429;

/** Statuses and classes (`4XX`) with which a contract says that requests above the quota are refused. */
const listedRefusals = ({ exceeded }: Exceeding): readonly (number | string)[] => [exceeded.status].flat();

/** Statuses that services beside 429 refuse with when a quota is used up, and for other reasons too. */
const ambiguous: readonly (number | string)[] = [403, 503];

const values = (exchange: Exchange, names: readonly string[]): string[] => names.flatMap((name) => headerValues(exchange, name));

/**
 * Does the answer itself say that nothing is left or when to come again: Retry-After (RFC 9110, section 10.2.3), a customary field of what
 * remains at 0, or the field RateLimit with nothing remaining (draft-ietf-httpapi-ratelimit-headers: `r=0`, before `remaining=0`).
 */
const saysUsedUp = (exchange: Exchange, remaining: string | undefined): boolean =>
  headerValues(exchange, 'Retry-After').length > 0 ||
  values(exchange, [...(remaining === undefined ? [] : [remaining]), ...customary.remaining]).some((value) => wholeNumber(value) === 0) ||
  headerValues(exchange, combined.name).some((value) => parametersIn(value, combined.remaining).some((left) => Number(left) === 0));

/** Has the contract the status for who may not, too. */
const meansAccess = ({ conventions: { auth } }: Contract, status: number): boolean =>
  [auth?.unauthenticated.status ?? [], auth?.forbidden?.status ?? []].flat().includes(status);

/** The one status that a contract names for a refusal by quota; undefined where it names several, a class, or nothing of a quota. */
const onlyErrorResponse = ({ conventions: { rateLimit } }: Contract): number | undefined => {
  const [first, ...others] = rateLimit ? listedRefusals(rateLimit) : [];
  return typeof first === 'number' && others.length === 0 ? first : undefined;
};

/** Is no status by itself the documented refusal by quota: several may be, or the only one means other things too. */
export const isOpenErrorResponse = (contract: Contract): boolean => {
  const only = onlyErrorResponse(contract);
  return only === undefined || meansAccess(contract, only);
};

/** Is a status one of those that the contract names; of a class every one, because above the quota any of them may be meant. */
export const mayRefuse = (rateLimit: Exceeding, status: number): boolean =>
  listedRefusals(rateLimit).some((one) => one === status || one === `${Math.floor(status / 100)}XX`);

/**
 * By what an answer is a refusal because a quota is used up: the status that the contract names for it (`documented`), 429 where the
 * contract does not name it (`standard`), or header fields that come with a status of several meanings (`told`).
 */
export type QuotaErrorResponse = 'documented' | 'standard' | 'told';

/**
 * By what an answer is a refusal because a quota is used up, whatever was asked; undefined where it is none. Documented are 429 where the
 * contract names it, also by its class, and the only status that it names; where that one refuses access too, header fields have to say so.
 * Where the contract leaves the status open or says nothing of a quota, 403 and 503 are one where their header fields say so. A 404 is none,
 * even where the refusals of a flood may be 4XX.
 */
export const quotaErrorResponse = (contract: Contract, exchange: Exchange): QuotaErrorResponse | undefined => {
  const status = statusOf(exchange);
  if (status === undefined) return undefined;
  const { rateLimit } = contract.conventions;
  const isReported = (): boolean => saysUsedUp(exchange, rateLimit?.headers?.remaining);
  if (status === onlyErrorResponse(contract))
    return status === tooManyRequests || !meansAccess(contract, status) || isReported() ? 'documented' : undefined;
  if (status === tooManyRequests) return rateLimit && mayRefuse(rateLimit, status) ? 'documented' : 'standard';
  const listed = rateLimit ? listedRefusals(rateLimit) : ambiguous;
  return listed.includes(status) && isReported() ? 'told' : undefined;
};

/** Is an answer a refusal because a quota is used up, by whatever sign: it is waited for, and no check takes it for an answer to a request. */
export const isQuotaErrorResponse = (contract: Contract, exchange: Exchange): boolean =>
  quotaErrorResponse(contract, exchange) !== undefined;

/** Is an answer by itself, without a flood around it, the refusal by quota that the contract documents: it may be judged as such. */
export const isDocumentedErrorResponse = (contract: Contract, exchange: Exchange): boolean =>
  quotaErrorResponse(contract, exchange) === 'documented';

/** Is an answer a refusal by quota whatever the contract documents, and by more than header fields that an overload explains too. */
export const isCertainErrorResponse = (contract: Contract, exchange: Exchange): boolean =>
  ['documented', 'standard'].includes(quotaErrorResponse(contract, exchange) ?? '');
