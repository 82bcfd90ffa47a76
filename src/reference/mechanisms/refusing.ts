import type { BaseState, Call, Layer } from './call.ts';
import type { Fault } from './refusal.ts';
import { Refusal } from './refusal.ts';

/** Whether something thrown is a refusal of ours. */
export const isRefusal = (thrown: unknown): thrown is Refusal => thrown instanceof Refusal;

/** @throws {Refusal} always. */
export const refuse = (
  status: number,
  reason: string,
  message: string,
  extra?: { readonly faults?: readonly Fault[]; readonly headers?: Readonly<Record<string, string>> },
): never => {
  throw new Refusal(status, reason, message, extra);
};

/** Makes a refusal the answer, in place of what was answered before. */
export const answerRefusal = (call: Call<BaseState>, refusal: Refusal): void => {
  for (const name of Object.keys(call.state.refusal?.headers ?? {})) call.remove(name);
  call.status = refusal.status;
  call.body = call.state.errorBody(refusal);
  call.set(refusal.headers);
  call.state.refusal = refusal;
};

/** Answers every refusal below it with the vendor's error body, and anything unforeseen with its 500. */
export const errorBodies: Layer<BaseState> = async (call, next) => {
  try {
    await next();
  } catch (thrown) {
    if (isRefusal(thrown)) return answerRefusal(call, thrown);
    call.status = 500;
    call.body = call.state.errorBody(new Refusal(500, 'internal', `Internal error: ${String(thrown)}`));
  }
};
