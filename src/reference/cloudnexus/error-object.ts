import type { Fault, ErrorResponse } from '../kit/error-response.ts';

/** The error object (Error Handling, Error Response), with details only where single fields are at fault. */
export type ErrorObject = {
  readonly error: { readonly code: number; readonly message: string; readonly details?: readonly Fault[] | null };
};

/** The error object of an error response. */
export const errorObject = ({ status, message, faults }: ErrorResponse): ErrorObject => ({
  error: { code: status, message, ...(faults.length > 0 && { details: faults }) },
});
