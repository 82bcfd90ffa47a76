import type { Call, Layer } from './call.ts';
import { isMembers } from './answering.ts';

/** A layer that breaks down on some calls, as code does on what nobody thought of. The vendor's 500 is the answer. */
export const crashing =
  <State>(isMeant: (call: Call<State>) => boolean): Layer<State> =>
  (call, next) => {
    if (isMeant(call)) throw new TypeError('cannot read this value');
    return next();
  };

/** The letters of a text that is far longer than anybody intends. */
const farTooMany = 1000;

/** Whether a value is null, an object, or a text of more than a thousand letters. */
export const isNull = (value: unknown): boolean => value === null;
export const isNested = (value: unknown): boolean => isMembers(value);
export const isVeryLong = (value: unknown): boolean => typeof value === 'string' && value.length > farTooMany;
