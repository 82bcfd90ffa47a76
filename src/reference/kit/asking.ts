import type { BaseState, Call, Layer } from './call.ts';
import type { Members } from './answering.ts';
import { isMembers } from './answering.ts';
import { presentedKey } from './credentials.ts';

/** The value of a query parameter; undefined where it is absent or repeated. */
export const parameter = (call: Call<unknown>, name: string): string | undefined => {
  const value = call.query[name];
  return typeof value === 'string' ? value : undefined;
};

/**
 * A layer that changes the query of calls. `changes` returns undefined to leave a call as it is; an undefined value in it removes
 * that parameter.
 */
export const queryAsked =
  <State>(changes: (call: Call<State>) => Readonly<Record<string, string | undefined>> | undefined): Layer<State> =>
  (call, next) => {
    const changed = changes(call);
    if (changed !== undefined) {
      const query = Object.entries({ ...call.query, ...changed }).filter(([, value]) => value !== undefined);
      call.query = Object.fromEntries(query);
    }
    return next();
  };

/** The body of a call, if it is a JSON object. Known only behind the key and the quota. */
export const bodyObject = ({ state: { body } }: Call<BaseState>): Members | undefined =>
  body?.kind === 'value' && isMembers(body.value) ? body.value : undefined;

/** A layer that replaces the object in the body of the calls for which `isMeant` holds. Put it behind the key and the quota. */
export const bodyAsked =
  <State extends BaseState>(isMeant: (call: Call<State>) => boolean, change: (body: Members, call: Call<State>) => unknown): Layer<State> =>
  (call, next) => {
    const body = isMeant(call) ? bodyObject(call) : undefined;
    if (body !== undefined) call.state.body = { kind: 'value', value: change(body, call) };
    return next();
  };

export type Presentation = { readonly kind: 'nothing' | 'blank' } | { readonly kind: 'key'; readonly key: string };

/** What a call presents as its key: nothing, the word Bearer without a key, or a key. */
export const presentation = (call: Call<unknown>): Presentation => {
  const header = call.get('Authorization').trim();
  const presented = presentedKey(header);
  if (presented.kind === 'bearer') return { kind: 'key', key: presented.key };
  return { kind: /^bearer$/i.test(header) ? 'blank' : 'nothing' };
};

/** A layer that treats the calls for which `isMeant` holds as if they came with another key. */
export const authenticated =
  <State>(isMeant: (call: Call<State>) => boolean, keyFor: (call: Call<State>) => string): Layer<State> =>
  (call, next) => {
    if (isMeant(call)) call.req.headers.authorization = `Bearer ${keyFor(call)}`;
    return next();
  };
