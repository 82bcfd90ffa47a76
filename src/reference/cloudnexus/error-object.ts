import type { Fault } from '../mechanisms/refusal.ts';
import type { Call, Layer, NexusRefusal } from './call.ts';
import { isRefusal } from './call.ts';

/** The error object (Error Handling, Error Response); details only where single fields are at fault. */
export type ErrorObject = {
  readonly error: { readonly code: number; readonly message: string; readonly details?: readonly Fault[] | null };
};

/** Makes a refusal the answer, in place of what was answered before. */
export const answerRefusal = (call: Call, refusal: NexusRefusal): void => {
  for (const name of Object.keys(call.state.refusal?.headers ?? {})) call.remove(name);
  const { status, message, faults } = refusal;
  const body: ErrorObject = { error: { code: status, message, ...(faults.length > 0 && { details: faults }) } };
  call.status = status;
  call.body = body;
  call.set(refusal.headers);
  call.state.refusal = refusal;
};

/** Answers every refusal below it with the error object, and anything unforeseen with a 500. */
export const errorObjects: Layer = async (call, next) => {
  try {
    await next();
  } catch (thrown) {
    if (isRefusal(thrown)) return answerRefusal(call, thrown);
    const body: ErrorObject = { error: { code: 500, message: `Internal error: ${String(thrown)}` } };
    call.status = 500;
    call.body = body;
  }
};
