import type { Operation } from '../../../contract/model.ts';

/**
 * Does an operation describe this status of 500 and above, by itself or as 5XX. `default` does not: it stands for everything that is not
 * told (OpenAPI 3.1, Responses Object), so that it tells nobody that the server may fail.
 */
export const describesFailure = ({ responses }: Operation, status: number): boolean =>
  responses.some((one) => one.status === String(status) || one.status === '5XX');

/**
 * Statuses that something in front of a service sends for it, or that a service sends while it is overloaded or down (RFC 9110 sections
 * 15.6.3 to 15.6.5): by themselves they say nothing about the request.
 */
export const isUnavailable = (status: number): boolean => status === 502 || status === 503 || status === 504;
