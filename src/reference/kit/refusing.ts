import type { BaseState, Call, Layer } from './call.ts';
import type { Fault } from './error-response.ts';
import { ErrorResponse } from './error-response.ts';

/** Whether a thrown value is an error response of this server. */
export const isErrorResponse = (thrown: unknown): thrown is ErrorResponse => thrown instanceof ErrorResponse;

/** @throws {ErrorResponse} always. */
export const refuse = (
  status: number,
  reason: string,
  message: string,
  extra?: { readonly faults?: readonly Fault[]; readonly headers?: Readonly<Record<string, string>> },
): never => {
  throw new ErrorResponse(status, reason, message, extra);
};

/** Makes an error response the answer, and replaces what was answered before. */
export const answerErrorResponse = (call: Call<BaseState>, errorResponse: ErrorResponse): void => {
  for (const name of Object.keys(call.state.errorResponse?.headers ?? {})) call.remove(name);
  call.status = errorResponse.status;
  call.body = call.state.errorBody(errorResponse);
  call.set(errorResponse.headers);
  call.state.errorResponse = errorResponse;
};

/** Answers every error response thrown further inside with the vendor's error body, and any other error with the vendor's 500. */
export const errorBodies: Layer<BaseState> = async (call, next) => {
  try {
    await next();
  } catch (thrown) {
    if (isErrorResponse(thrown)) return answerErrorResponse(call, thrown);
    call.status = 500;
    call.body = call.state.errorBody(new ErrorResponse(500, 'internal', `Internal error: ${String(thrown)}`));
  }
};
