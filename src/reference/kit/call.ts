import type { ExtendableContext } from 'koa';
import type { ErrorResponse } from './error-response.ts';
import type { JsonBody } from './request-body.ts';

/** The state of every call, whatever the vendor. */
export type BaseState<Reason extends string = string> = {
  /** The error response that the answer was made from. */
  errorResponse?: ErrorResponse<Reason>;
  /** Set before the layers behind run, for calls whose method may have a body. */
  body?: JsonBody;
  /** Makes the vendor's body for an error response. */
  errorBody(errorResponse: ErrorResponse): unknown;
};

/** Why calls with this state are refused. */
export type ReasonOf<State> = State extends { errorResponse?: ErrorResponse<infer Reason> } ? Reason : string;

/** One request and its answer. */
export type Call<State> = ExtendableContext & { body: unknown; state: State; params?: Readonly<Record<string, string>> };

/** A step that every call goes through: it may change the request, call `next`, and change the answer. */
export type Layer<State> = (call: Call<State>, next: () => Promise<void>) => Promise<void> | void;

/** Layers that a variant or a defect puts around the healthy server. */
export type ExtraLayers<State> = {
  /** Sees every answer before it is sent, with error responses already written as error bodies. */
  readonly around?: Layer<State>;
  /** Runs behind the key and the quota and before the operation; may throw and catch error responses. */
  readonly behind?: Layer<State>;
};
