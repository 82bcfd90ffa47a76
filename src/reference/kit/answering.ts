import type { BaseState, Call, Layer, ReasonOf } from './call.ts';
import type { ErrorResponse } from './error-response.ts';
import { answerErrorResponse, isErrorResponse } from './refusing.ts';

/** Members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);

/** A layer that changes answers before they are sent. */
export const answered =
  <State>(change: (call: Call<State>) => void): Layer<State> =>
  async (call, next) => {
    await next();
    change(call);
  };

/** A layer that replaces the body of the answers for which `isMeant` holds. */
export const bodyAnswered = <State>(
  isMeant: (call: Call<State>) => boolean,
  change: (body: Members, call: Call<State>) => unknown,
): Layer<State> =>
  answered((call) => {
    if (isMeant(call)) call.body = change(call.body as Members, call);
  });

/** A layer that replaces the body of error responses. */
export const errorAnswered = <State extends BaseState>(
  change: (body: Members, errorResponse: ErrorResponse<ReasonOf<State>>, call: Call<State>) => unknown,
): Layer<State> =>
  answered((call) => {
    const { errorResponse } = call.state;
    if (errorResponse !== undefined) call.body = change(call.body as Members, errorResponse as ErrorResponse<ReasonOf<State>>, call);
  });

/** A layer that sends error responses with this reason under another status. */
export const statusChanged = <State extends BaseState>(
  reason: ReasonOf<State>,
  status: number,
  isMeant: (errorResponse: ErrorResponse<ReasonOf<State>>, call: Call<State>) => boolean = () => true,
): Layer<State> =>
  answered((call) => {
    const { errorResponse } = call.state;
    if (errorResponse?.reason === reason && isMeant(errorResponse as ErrorResponse<ReasonOf<State>>, call))
      answerErrorResponse(call, errorResponse.as(status));
  });

/** A layer that answers in another way where the healthy server would refuse. Put it behind the key and the quota. */
export const insteadOfErrorResponse =
  <State extends BaseState>(
    reason: ReasonOf<State>,
    answer: (call: Call<State>) => Promise<void> | void,
    isMeant: (errorResponse: ErrorResponse<ReasonOf<State>>, call: Call<State>) => boolean = () => true,
  ): Layer<State> =>
  async (call, next) => {
    try {
      await next();
    } catch (thrown) {
      const isMeantErrorResponse =
        isErrorResponse(thrown) && thrown.reason === reason && isMeant(thrown as ErrorResponse<ReasonOf<State>>, call);
      if (!isMeantErrorResponse) throw thrown;
      await answer(call);
    }
  };

/** Several layers as one; the first is the outermost. */
export const layered =
  <State>(...layers: readonly Layer<State>[]): Layer<State> =>
  async (call, next) => {
    const from = async (index: number): Promise<void> => {
      const layer = layers[index];
      await (layer === undefined ? next() : layer(call, () => from(index + 1)));
    };
    await from(0);
  };

/** An object without some of its members. */
export const without = (object: object, ...members: readonly string[]): Members =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !members.includes(name)));

/** An object with one member renamed, in the same position. */
export const renamed = (object: object, from: string, to: string): Members =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name === from ? to : name, value]));

/** Answers with text that is not JSON. */
export const answerText = (call: Call<unknown>, status: number, type: 'html' | 'text', text: string): void => {
  call.status = status;
  call.body = text;
  call.type = type;
};

/** A web page such as a proxy or a catch-all would send. */
export const webPage = '<!doctype html><html><head><title>Welcome</title></head><body><p>Welcome</p></body></html>';
