import type { RateLimit } from '../../contract/conventions.ts';
import { answerOf, headerValues, wholeHeader, wholeNumber } from '../../contract/message.ts';
import { retryForms } from '../../contract/moment.ts';
import { combined, parametersIn } from '../../contract/quota-fields.ts';
import { timeForms } from '../../contract/x-assay/rate-limit.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type Ahead, answerClock, mayLie, momentsAhead } from '../kit/timing.ts';

/** The quota that an answer reports in the documented headers, as far as it can be read. */
export type AnnouncedQuota = {
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  /** In the unit of the convention. */
  readonly reset: number | undefined;
};

/** The numbers in the quota headers of an answer; undefined where a header is absent or no whole number. */
export const announcedQuota = ({ headers }: RateLimit, exchange: Exchange): AnnouncedQuota => ({
  limit: wholeHeader(exchange, headers?.limit),
  remaining: wholeHeader(exchange, headers?.remaining),
  reset: wholeHeader(exchange, headers?.reset?.name),
});

/** The form of the value of a quota header, in words that stay the same from answer to answer. */
export const quotaHeaderForm = (value: string): string => {
  const text = value.trim();
  if (text === '') return 'empty';
  if (wholeNumber(text) !== undefined) return text.length === 10 ? 'ten digits' : text.length === 13 ? 'thirteen digits' : 'whole number';
  if (/[;=]/.test(text)) return 'parameters';
  return /\d\d:\d\d:\d\d/.test(text) ? 'date' : 'other form';
};

/** How long an answer asks to wait, by a number or a date; undefined where it has nothing that can be read. */
export const retryWait = ({ retryAfter }: RateLimit, exchange: Exchange): Ahead | undefined => {
  if (!retryAfter) return undefined;
  const [text, ...others] = new Set(headerValues(exchange, retryAfter.header));
  if (text === undefined || others.length > 0) return undefined;
  return momentsAhead(exchange, text, retryAfter.form ?? retryForms)[0];
};

/**
 * How far ahead of an answer the count starts anew, as the documented header reports it, else one with a usual name. Undefined where it
 * reports none that can be read.
 */
export const resetMoment = ({ headers, window }: RateLimit, exchange: Exchange, isErrorResponse: boolean): Ahead | undefined => {
  const reset = headers?.reset;
  if (!reset) return usualMoment({ window }, exchange, isErrorResponse);
  const [text, ...others] = new Set(headerValues(exchange, reset.name));
  if (text === undefined || others.length > 0) return undefined;
  const readings = momentsAhead(exchange, text, reset.unit);
  const [nearest] = readings.filter(({ ms }) => ms >= 0).toSorted((a, b) => a.ms - b.ms);
  return nearest ?? readings[0];
};

/** Rounding of two moments in whole seconds, each relative to a Date in whole seconds. */
const roundedMs = 2000;

/** Do two answers report ends of windows that are a whole window apart, so that a new one began between them. */
export const beganAnew = (rateLimit: RateLimit, one: Exchange, other: Exchange, windowMs: number): boolean => {
  const [from, to] = [one, other].map((exchange) => {
    const ahead = resetMoment(rateLimit, exchange, false);
    return ahead && answerClock(exchange).ms + ahead.ms;
  });
  return from !== undefined && to !== undefined && Math.abs(to - from) >= Math.max(windowMs / 2, windowMs - roundedMs);
};

/** The combined header of the IETF drafts (draft-ietf-httpapi-ratelimit-headers), also with X-. */
const combinedName = new RegExp(`^(x-)?${combined.name}$`, 'i');

/** A header of an answer that may report the quota, as the server wrote it. */
export type Reported = { readonly name: string; readonly text: string };

const headersOf = (exchange: Exchange): Reported[] =>
  (answerOf(exchange)?.headers ?? []).map(([name, text]) => ({ name, text: text.trim() }));

const byConvention = (exchange: Exchange, word: RegExp, parameters: readonly string[]): Reported[] => {
  const named = headersOf(exchange).filter(({ name }) => word.test(name));
  if (named.length > 0) return named;
  return headersOf(exchange)
    .filter(({ name }) => combinedName.test(name))
    .flatMap(({ name, text }) =>
      parametersIn(text, parameters)
        .slice(0, 1)
        .map((value) => ({ name, text: value })),
    );
};

/** Headers that report how many requests are left, by their name or by a parameter of the combined header. */
export const remainingHeaders = (exchange: Exchange): Reported[] => byConvention(exchange, /remaining/i, combined.remaining);

/** Headers that report in the same way when the count starts anew; on an error response Retry-After where no other does. */
export const resetHeaders = (exchange: Exchange, isErrorResponse: boolean): Reported[] => {
  const reported = byConvention(exchange, /reset/i, combined.reset);
  if (reported.length > 0 || !isErrorResponse) return reported;
  return headerValues(exchange, 'Retry-After').map((text) => ({ name: 'Retry-After', text }));
};

/** Every header whose value is a whole number: one of them may fall as requests are made. */
export const numericHeaders = (exchange: Exchange): Reported[] => headersOf(exchange).filter(({ text }) => wholeNumber(text) !== undefined);

/** Forms in which such a moment is read; a count of milliseconds cannot be distinguished from one of seconds. */
const forms = timeForms.filter((form) => form !== 'milliseconds');

/** Milliseconds by which the clocks may differ. */
const clocksMs = 5000;

/** Most milliseconds that such a moment usually lies ahead. */
const usualMs = 3_600_000;

/** Most milliseconds that such a moment may lie ahead: longer windows count. */
export const usualReach = ({ window }: Pick<RateLimit, 'window'>): number => Math.max(usualMs, window.seconds * 1000 + clocksMs);

/** How far ahead the moment lies that an answer reports under any of the usual names; undefined where none can be in reach. */
export const usualMoment = (rateLimit: Pick<RateLimit, 'window'>, exchange: Exchange, isErrorResponse: boolean): Ahead | undefined =>
  resetHeaders(exchange, isErrorResponse)
    .flatMap(({ text }) => momentsAhead(exchange, text, forms))
    .find((ahead) => mayLie(ahead, -clocksMs, usualReach(rateLimit)));
