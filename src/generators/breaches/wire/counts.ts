import type { Schema } from '../../../contract/model.ts';
import type { Judge } from '../../values/judge/keyword.ts';
import { readAsList, readAsOne, readsAsAbsent } from './readings.ts';
import type { ParameterSending, Sending, Sent } from './sending.ts';
import { serialise } from './serialise.ts';

/** Path segments that lead to another resource instead of being read as a value (RFC 3986, sections 3.3 and 5.2.4). */
const otherRoutes = new Set(['', '.', '..']);

/**
 * Does what was sent for a parameter break its schema in every reading? What may be read as no parameter at all does not, unless the
 * parameter is required. What cannot be decided does not.
 */
export const sentBreaks = (sending: ParameterSending, schema: Schema, sent: Sent, judge: Judge): boolean => {
  if (sending.in === 'cookie') return false;
  if (sending.in === 'path' && sent.some((text) => otherRoutes.has(text) || /[/?#\\]/.test(text))) return false;
  if (readsAsAbsent(sent) && !sending.required) return false;
  const accepts = (value: unknown): boolean => judge(schema, value);
  if (readAsOne(sent).some(accepts)) return false;
  const asLists = readAsList(sent);
  return asLists !== undefined && !asLists.some(accepts);
};

/**
 * The only function that decides whether a value is a breach as it is sent: JSON is read back from its text, so that -0 is 0, and a
 * parameter is the text that its style makes of it.
 */
export const counts = (sending: Sending, schema: Schema, value: unknown, judge: Judge): boolean => {
  if (sending.kind === 'json') {
    const text: string | undefined = JSON.stringify(value);
    return text !== undefined && !judge(schema, JSON.parse(text) as unknown);
  }
  const sent = serialise(sending, value);
  return sent !== undefined && sentBreaks(sending, schema, sent, judge);
};
