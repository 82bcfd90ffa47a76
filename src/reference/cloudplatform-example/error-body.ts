import type { ErrorResponse } from '../kit/error-response.ts';

/** The stable code of an error. */
export const errorCode = ({ reason }: Pick<ErrorResponse, 'reason'>): string => reason.replaceAll('-', '_');

/** An error as the standard server sends it: its code and a message for people, in a member called error. */
export const nestedError = (errorResponse: ErrorResponse): unknown => ({
  error: { code: errorCode(errorResponse), message: errorResponse.message },
});
