import type { Members } from '../kit/answering.ts';
import type { ErrorResponse } from '../kit/error-response.ts';

/** The body of an error response. The document shows none. */
export const errorBody = ({ reason, message, faults }: ErrorResponse): Members => ({
  error: { code: reason.replaceAll('-', '_'), message, ...(faults.length > 0 && { details: faults }) },
});
