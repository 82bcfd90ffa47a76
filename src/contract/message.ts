import type { Answer, Exchange } from '../model/exchange.ts';
import { rememberedByText } from '../model/remembered.ts';

/** The HTTP answer; undefined where there is none. */
export const answerOf = (exchange: Exchange): Answer | undefined => (exchange.reply.kind === 'answer' ? exchange.reply : undefined);

export const statusOf = (exchange: Exchange): number | undefined => answerOf(exchange)?.status;

/** 4xx (RFC 9110 section 15.5). */
export const isClientError = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status >= 400 && status < 500;
};

/** 2xx (RFC 9110 section 15.3). */
export const isSuccess = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status >= 200 && status < 300;
};

/** The values of each answer by names in small letters: dozens of checks ask for fields of each. */
const valuesByName = new WeakMap<Answer['headers'], ReadonlyMap<string, readonly string[]>>();

const readFields = (headers: Answer['headers']): ReadonlyMap<string, readonly string[]> => {
  const values = new Map<string, string[]>();
  for (const [field, value] of headers) {
    const name = field.toLowerCase();
    const own = values.get(name);
    if (own) own.push(value.trim());
    else values.set(name, [value.trim()]);
  }
  return values;
};

/** The values of an answer's fields by their names in small letters. */
export const fieldsOf = ({ headers }: Answer): ReadonlyMap<string, readonly string[]> => {
  let values = valuesByName.get(headers);
  if (values === undefined) {
    values = readFields(headers);
    valuesByName.set(headers, values);
  }
  return values;
};

/** Checks ask for the same few names. */
const inSmallLetters = rememberedByText((name) => name.toLowerCase());

/** Values of a response header in order, the name without regard to case (RFC 9110 section 5.1). */
export const headerValues = (exchange: Exchange, name: string): readonly string[] => {
  const answer = answerOf(exchange);
  return answer === undefined ? none : (fieldsOf(answer).get(inSmallLetters(name)) ?? none);
};

/** Most fields that are asked for are not there. */
const none: readonly string[] = [];

/**
 * The number in a text of decimal digits (1*DIGIT, RFC 9110 section 5.6.2 and others); undefined for any other text, and for a number above
 * the safe integers.
 */
export const wholeNumber = (text: string): number | undefined => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
};

/** The whole number in a header field; undefined where the field is absent, has another form, or has two different values. */
export const wholeHeader = (exchange: Exchange, name: string | undefined): number | undefined => {
  const values = name === undefined ? none : headerValues(exchange, name);
  const [text] = values;
  return text === undefined || values.some((one) => one !== text) ? undefined : wholeNumber(text);
};

/** The body as JSON; undefined where there is no answer, no body or no JSON text. */
export const jsonOf = (exchange: Exchange): unknown => {
  const answer = answerOf(exchange);
  return answer?.json.kind === 'value' ? answer.json.value : undefined;
};

/** The outcome in a few words, for findings and reasons: `200`, or why there was no answer. */
export const outcomeOf = (exchange: Exchange): string =>
  exchange.reply.kind === 'answer' ? String(exchange.reply.status) : `no answer (${exchange.reply.failure})`;

/** Whether an answer never has content: to HEAD, or of status 1xx, 204, 205 or 304 (RFC 9110, sections 6.4.1 and 15.3.6). */
export const isBodyless = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return exchange.sent.method === 'HEAD' || (status >= 100 && status < 200) || [204, 205, 304].includes(status);
};
