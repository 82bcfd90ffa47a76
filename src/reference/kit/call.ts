import type { ExtendableContext } from 'koa';
import type { ErrorResponse } from './error-response.ts';
import type { JsonBody } from './request-body.ts';

/** What travels with every call through the layers, whatever the vendor. */
export type BaseState<Reason extends string = string> = {
  /** The refusal that the answer was made from. */
  errorResponse?: ErrorResponse<Reason>;
  /** Set before the layers behind, for calls whose method may have a body. */
  body?: JsonBody;
  /** The vendor's body for a refusal. */
  errorBody(errorResponse: ErrorResponse): unknown;
};

/** Why calls with this state are refused. */
export type ReasonOf<State> = State extends { errorResponse?: ErrorResponse<infer Reason> } ? Reason : string;

/** One request and its answer. */
export type Call<State> = ExtendableContext & { body: unknown; state: State; params?: Readonly<Record<string, string>> };

/** A step that every call passes: it may change the request, call `next`, and change the answer. */
export type Layer<State> = (call: Call<State>, next: () => Promise<void>) => Promise<void> | void;

/** Layers that a variant or a defect puts around the healthy server. */
export type ExtraLayers<State> = {
  /** Sees every answer as it leaves, refusals as error bodies. */
  readonly around?: Layer<State>;
  /** Sits behind key and quota and before the operation; may throw and catch refusals. */
  readonly behind?: Layer<State>;
};
