import type { TimeForm } from '../contract/conventions.ts';
import { headerValues, wholeNumber } from '../contract/message.ts';
import { msAhead, readingsAhead, retryForms } from '../contract/moment.ts';
import { combined, parametersIn } from '../contract/quota-fields.ts';
import type { Exchange } from '../model/exchange.ts';

/** Names of the response header fields about the quota, and how a refused request is recognised. Letter case is ignored. */
export type QuotaNames = {
  readonly limit?: string;
  /** Of several customary names the first that an answer has is used. */
  readonly remaining?: string | readonly string[];
  readonly reset?: { readonly name: string | readonly string[]; readonly unit: TimeForm | readonly TimeForm[] };
  readonly retryAfter?: string;
  /** The field that contains both the remaining requests and the reset (`"hourly";r=0;t=5`). */
  readonly combined?: string;
  /** Did the answer refuse the request because of the quota? */
  readonly refuses: (exchange: Exchange) => boolean;
};

/** What an answer reports about the quota, as far as it can be read. */
export type QuotaWords = {
  readonly refused: boolean;
  readonly remaining: number | undefined;
  /** Milliseconds from the answer until the quota is reported to be back; never negative. */
  readonly resetInMs: number | undefined;
  readonly retryInMs: number | undefined;
};

/** Of several names the value of the first that an answer has. */
const valueOf = (exchange: Exchange, names: string | readonly string[] | undefined): string | undefined => {
  if (names === undefined) return undefined;
  if (typeof names === 'string') return headerValues(exchange, names)[0];
  for (const name of names) {
    const [value] = headerValues(exchange, name);
    if (value !== undefined) return value;
  }
  return undefined;
};

/** Values are sent as whole seconds, mostly rounded down. */
const roundingMs = 1_000;

const until = (ms: number | undefined): number | undefined => (ms === undefined || ms < 0 ? undefined : ms + roundingMs);

/** An undocumented field is not believed further ahead than this: it may have another unit. */
const longestGuessMs = 7 * 24 * 3_600_000;

/** The nearest reading in the future; where all are past, the first. */
const resetAhead = (text: string | undefined, { reset }: QuotaNames, clock: number): number | undefined => {
  if (text === undefined || !reset) return undefined;
  const readings = readingsAhead(text, reset.unit, clock).map(({ ms }) => ms);
  const ahead = readings.filter((ms) => ms >= 0 && (typeof reset.name === 'string' || ms <= longestGuessMs));
  if (ahead.length === 0 && typeof reset.name !== 'string') return undefined;
  return ahead.length > 0 ? Math.min(...ahead) : readings[0];
};

/** Seconds until something remains again, by the combined field; a larger number does not count from now. */
const combinedReset = (exchange: Exchange, names: QuotaNames): number | undefined => {
  const [text] = parametersIn(valueOf(exchange, names.combined) ?? '', combined.reset);
  return text === undefined || Number(text) >= 1e9 ? undefined : Number(text) * 1_000;
};

/** How long an answer requests to wait until the next request, in milliseconds; undefined where it does not. */
export const askedWaitMs = (exchange: Exchange, names: QuotaNames, now: number): number | undefined => {
  const { retryInMs, resetInMs } = quotaWords(exchange, names, now);
  const asked = retryInMs ?? resetInMs;
  return asked === undefined ? undefined : asked - roundingMs;
};

/** The time by the server's clock, where the answer tells it. */
const clockOf = (exchange: Exchange, now: number): number => {
  const date = valueOf(exchange, 'Date');
  return now + ((date === undefined ? undefined : msAhead(date, 'http-date', now)) ?? 0);
};

/**
 * Reads the quota fields of an answer and Retry-After (RFC 9110, section 10.2.3). An instant is compared with the answer's own Date where
 * it has one, so that a wrong clock of the server does no harm.
 */
export const quotaWords = (exchange: Exchange, names: QuotaNames, now: number): QuotaWords => {
  const retryAfter = valueOf(exchange, names.retryAfter);
  const reset = valueOf(exchange, names.reset?.name);
  // Most answers have neither.
  const clock = retryAfter === undefined && reset === undefined ? now : clockOf(exchange, now);
  return {
    refused: names.refuses(exchange),
    remaining: wholeNumber(valueOf(exchange, names.remaining) ?? ''),
    resetInMs: until(resetAhead(reset, names, clock) ?? combinedReset(exchange, names)),
    retryInMs: until(retryAfter === undefined ? undefined : readingsAhead(retryAfter, [...retryForms, 'date-time'], clock)[0]?.ms),
  };
};
