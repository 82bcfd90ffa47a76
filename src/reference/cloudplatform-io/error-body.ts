import type { ErrorResponse } from '../kit/error-response.ts';

/** Names of errors: three from the authentication table, the rest made from the statuses of the common table. */
const names: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'unprocessable_entity',
  429: 'rate_limited',
  500: 'internal_server_error',
  503: 'service_unavailable',
};

/** Statuses of the common table. */
const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export const errorName = (status: number): string => names[status] ?? `status_${status}`;
export const errorTitle = (status: number): string => titles[status] ?? `Status ${status}`;

/** The errors array of a 422: one entry for each fault, and at least one. */
export const faultsOf = ({ faults, message }: ErrorResponse): readonly { readonly field: string; readonly message: string }[] =>
  faults.length > 0 ? faults : [{ field: 'body', message }];

/** An error as the standard server sends it: its name and a message, and for a 422 the documented array. */
export const namedError = (errorResponse: ErrorResponse): unknown => ({
  error: errorName(errorResponse.status),
  message: errorResponse.message,
  ...(errorResponse.status === 422 && { errors: faultsOf(errorResponse) }),
});
