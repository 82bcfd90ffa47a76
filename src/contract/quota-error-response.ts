import type { Exchange } from '../model/exchange.ts';
import { headerValues, statusOf, wholeNumber } from './message.ts';
import type { Contract } from './model.ts';
import { combined, customary, parametersIn } from './quota-fields.ts';

type Exceeding = { readonly exceeded: { readonly status: number | string | readonly (number | string)[] } };

/** The standard status for too many requests (RFC 6585 section 4). */
export const tooManyRequests = 429;

/** Statuses and classes (`4XX`) that a contract documents for requests above the quota. */
const listedStatuses = ({ exceeded: { status } }: Exceeding): readonly (number | string)[] =>
  typeof status === 'object' ? status : [status];

/** Statuses that servers send beside 429 when a quota is used up, but for other reasons too. */
const ambiguous: readonly (number | string)[] = [403, 503];

const values = (exchange: Exchange, names: readonly string[]): string[] => names.flatMap((name) => headerValues(exchange, name));

/**
 * Whether header fields of the answer report that the quota is used up: Retry-After (RFC 9110, section 10.2.3), a customary field for the
 * remaining requests with 0, or the field RateLimit with none remaining (draft-ietf-httpapi-ratelimit-headers: `r=0`, in earlier drafts
 * `remaining=0`).
 */
const reportsUsedUp = (exchange: Exchange, remaining: string | undefined): boolean =>
  headerValues(exchange, 'Retry-After').length > 0 ||
  values(exchange, [...(remaining === undefined ? [] : [remaining]), ...customary.remaining]).some((value) => wholeNumber(value) === 0) ||
  headerValues(exchange, combined.name).some((value) => parametersIn(value, combined.remaining).some((left) => Number(left) === 0));

/** Whether the contract documents the status for missing access too. */
const meansAccess = ({ conventions: { auth } }: Contract, status: number): boolean =>
  [auth?.unauthenticated.status ?? [], auth?.forbidden?.status ?? []].flat().includes(status);

/** The only status that a contract documents for a used-up quota; undefined where it documents several, a class or none. */
const onlyStatus = ({ conventions: { rateLimit } }: Contract): number | undefined => {
  const [first, ...others] = rateLimit ? listedStatuses(rateLimit) : [];
  return typeof first === 'number' && others.length === 0 ? first : undefined;
};

/** Whether no status by itself shows that the quota is used up: several are documented, or the only one has other meanings too. */
export const isOpenErrorResponse = (contract: Contract): boolean => {
  const only = onlyStatus(contract);
  return only === undefined || meansAccess(contract, only);
};

/** Whether a status is one that the contract documents for requests above the quota; every status of a documented class is. */
export const mayRefuse = (rateLimit: Exceeding, status: number): boolean =>
  listedStatuses(rateLimit).some((one) => one === status || one === `${Math.floor(status / 100)}XX`);

/**
 * What shows that an answer is an error response because of a quota: the status that the contract documents for it (`documented`), 429
 * where the contract does not document it (`standard`), or header fields beside a status of several meanings (`reported`).
 */
export type QuotaErrorResponse = 'documented' | 'standard' | 'reported';

/**
 * What shows that an answer is an error response because of a quota, whatever the request was; undefined where it is none.
 *
 * Documented are 429 where the contract lists it or its class, and the only status that the contract lists; where that status also means
 * missing access, header fields have to report the used-up quota. Another listed status, or 403 and 503 where the contract describes no
 * quota, counts where header fields report it. A status of a listed class, such as 404 of `4XX`, does not count.
 */
export const quotaErrorResponse = (contract: Contract, exchange: Exchange): QuotaErrorResponse | undefined => {
  const status = statusOf(exchange);
  if (status === undefined) return undefined;
  const { rateLimit } = contract.conventions;
  const isReported = (): boolean => reportsUsedUp(exchange, rateLimit?.headers?.remaining);
  if (status === onlyStatus(contract))
    return status === tooManyRequests || !meansAccess(contract, status) || isReported() ? 'documented' : undefined;
  if (status === tooManyRequests) return rateLimit && mayRefuse(rateLimit, status) ? 'documented' : 'standard';
  const listed = rateLimit ? listedStatuses(rateLimit) : ambiguous;
  return listed.includes(status) && isReported() ? 'reported' : undefined;
};

/** Whether an answer is an error response because of a quota, on any evidence: the run waits, and no check judges it as an answer. */
export const isQuotaErrorResponse = (contract: Contract, exchange: Exchange): boolean =>
  quotaErrorResponse(contract, exchange) !== undefined;

/** Whether an answer by itself, without a burst around it, is the documented error response because of a quota; it may be judged so. */
export const isDocumentedErrorResponse = (contract: Contract, exchange: Exchange): boolean =>
  quotaErrorResponse(contract, exchange) === 'documented';

/** Whether an answer is an error response because of a quota by its status; header fields alone may also come from an overload. */
export const isCertainErrorResponse = (contract: Contract, exchange: Exchange): boolean =>
  ['documented', 'standard'].includes(quotaErrorResponse(contract, exchange) ?? '');
