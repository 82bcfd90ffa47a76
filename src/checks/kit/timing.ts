import type { TimeForm } from '../../contract/conventions.ts';
import { headerValues } from '../../contract/message.ts';
import { msAhead, readingsAhead } from '../../contract/moment.ts';
import type { Exchange } from '../../model/exchange.ts';
import { rememberedByObject } from '../../model/remembered.ts';

/*
 * What is known about time, and how surely. Every rule that judges by time uses this file.
 *
 * A server acts on a request, and computes its answer, at an instant that we do not know. It lies between `sentAt` and
 * `sentAt + tookMs`, however long this process, the line or the server stood still in between. So the time between two
 * exchanges is an interval, never a number, and a rule accuses by the end of it that is best for the server.
 *
 * Our clock is steady: nobody sets it. Where the wall clock differs from it afterwards (`wallAheadMs`), the wall clock was set or the
 * machine slept, and we cannot know which: the interval holds both readings.
 *
 * The server has its own clock. Its Date (RFC 9110 section 6.6.1) has whole seconds, cut off, and was written with the header
 * section, which may be long after a number in it was computed. A server under load may also send a Date that is some seconds
 * old; where the Date is near our own time, the server's clock is taken to be as late as ours. Without a Date only the day of the
 * server's clock is known.
 *
 * A moment that travels in whole seconds may be rounded up, down or to the nearest one.
 */

/** Milliseconds: the truth lies from `least` to `most`. */
export type Span = { readonly least: number; readonly most: number };

const secondMs = 1000;

/** Clocks that differ by less are taken for the same, and a Date behind ours for an old one. */
const nearMs = 60_000;

/** The most by which an unreported clock is wrong, for its zone, say. */
const unknownClockMs = 24 * 3_600_000;

/** Seconds by which the clocks of two machines behind one address may differ: one may write the Date and the other one the moment. */
export const clockSeconds = 4;

type Reading = 'steady' | 'wall';
const readings: readonly Reading[] = ['steady', 'wall'];

const sentBy = ({ sentAt, wallAheadMs: [ahead] = [0, 0] }: Exchange, by: Reading): number => sentAt + (by === 'wall' ? ahead : 0);

const cameBy = ({ sentAt, tookMs, wallAheadMs: [, ahead] = [0, 0] }: Exchange, by: Reading): number =>
  sentAt + tookMs + (by === 'wall' ? ahead : 0);

/** Milliseconds from the instant at which the server acted on one request to that at which it acted on a later one. */
export const between = (from: Exchange, to: Exchange): Span => ({
  least: Math.min(...readings.map((by) => sentBy(to, by) - cameBy(from, by))),
  most: Math.max(...readings.map((by) => cameBy(to, by) - sentBy(from, by))),
});

/** The longest time, in milliseconds, that can have passed between the server acting on the first and on the last of some requests; 0 for none. */
export const longestOf = (exchanges: readonly Exchange[]): number =>
  exchanges.length === 0
    ? 0
    : Math.max(
        ...readings.map(
          (by) =>
            exchanges.reduce((most, one) => Math.max(most, cameBy(one, by)), -Infinity) -
            exchanges.reduce((least, one) => Math.min(least, sentBy(one, by)), Infinity),
        ),
      );

/** Were all requests surely acted on within one window. */
export const isWithin = (exchanges: readonly Exchange[], windowMs: number): boolean => longestOf(exchanges) <= windowMs;

/** Why a burst proves nothing that was not refused: how many calls were answered, and how fast they would have to be. */
export const tooFewCalls = (answered: number, wanted: number, windowMs: number): string => {
  const seconds = Math.round(windowMs / 100) / 10;
  const rate = Math.ceil((wanted / windowMs) * 1000);
  return `${answered} of ${wanted} calls were answered within ${seconds} s, too few to prove anything: that needs ${rate} a second, and a target or a machine that is faster`;
};

/** The longest run of requests, in the order of sending, that were surely acted on within one window. */
export const mostWithin = (exchanges: readonly Exchange[], windowMs: number): readonly Exchange[] => {
  let most: readonly Exchange[] = [];
  let start = 0;
  // Answers overtake each other, and a wall clock may go back: the first that was sent need not have the earliest time.
  const ends = readings.map((by) => ({
    latest: slidingLargest(exchanges.map((one) => cameBy(one, by))),
    earliest: slidingLargest(exchanges.map((one) => -sentBy(one, by))),
  }));
  for (const n of exchanges.keys()) {
    for (const { latest, earliest } of ends) {
      latest.take(n);
      earliest.take(n);
    }
    const isTooLong = (): boolean => ends.some(({ latest, earliest }) => latest.from(start) + earliest.from(start) > windowMs);
    while (start <= n && isTooLong()) start += 1;
    if (n + 1 - start > most.length) most = exchanges.slice(start, n + 1);
  }
  return most;
};

/** The largest of the numbers taken so far, from an index on that only moves forward; -Infinity for none. */
const slidingLargest = (numbers: readonly number[]): { take(n: number): void; from(start: number): number } => {
  // Indices of numbers that are larger than all behind them.
  const indices: number[] = [];
  let first = 0;
  const at = (index: number | undefined): number => (index === undefined ? -Infinity : (numbers[index] ?? -Infinity));
  return {
    take(n) {
      while (indices.length > first && at(indices.at(-1)) <= at(n)) indices.pop();
      indices.push(n);
    },
    from(start) {
      while (first < indices.length && (indices[first] ?? 0) < start) first += 1;
      return at(indices[first]);
    },
  };
};

/** How much faster than its limit a service may give calls back, and calls for rounding. */
const generously = 1.5;
const roundedCalls = 2;

/**
 * The most calls of a quota that can have come back in some milliseconds, where a window rolls or a bucket fills.
 * @param limit Calls in a window.
 */
export const mostBack = (limit: number, ms: number, windowMs: number): number => generously * limit * (ms / windowMs) + roundedCalls;

/** What the server's clock showed when it computed an answer: milliseconds since the epoch. */
export type AnswerClock = Span & {
  /** The likeliest reading: its Date, else our own clock at the arrival of the answer. */
  readonly ms: number;
  /** Did the answer report the time; else only the day is known. */
  readonly isReported: boolean;
};

/** The server's clock of an answer. Several rules ask for it. */
export const answerClock = rememberedByObject((exchange: Exchange): AnswerClock => {
  const [date] = headerValues(exchange, 'Date');
  const came = cameBy(exchange, 'steady');
  const tookMs = longestOf([exchange]);
  const ahead = date === undefined ? undefined : msAhead(date, 'http-date', came);
  if (ahead === undefined) return { ms: came, least: came - tookMs - unknownClockMs, most: came + unknownClockMs, isReported: false };
  const reported = came + ahead;
  const ours = Math.max(...readings.map((by) => cameBy(exchange, by)).filter((ms) => Math.abs(ms - reported) <= nearMs), -Infinity);
  return { ms: reported, least: reported - tookMs, most: Math.max(reported + secondMs, ours), isReported: true };
});

/** How far ahead of an answer a moment lies that it reports, in milliseconds, by one reading of its text; the past is negative. */
export type Ahead = Span & {
  readonly form: TimeForm;
  /** Counted from the likeliest reading of the server's clock. */
  readonly ms: number;
  /** Is it a count, or by a reported clock. */
  readonly isSure: boolean;
};

/** What a text may round away from its moment, in milliseconds. */
const roundedMs = (text: string, form: TimeForm): number => {
  if (form === 'milliseconds' || form === 'epoch-milliseconds') return text.trim().endsWith('000') ? secondMs : 1;
  return form === 'date-time' && /\.\d*[1-9]/.test(text) ? 1 : secondMs;
};

/** Every reading of a text as a moment, in the order of the given forms; none where it has none of them. */
export const momentsAhead = (exchange: Exchange, text: string, forms: TimeForm | readonly TimeForm[]): readonly Ahead[] => {
  const clock = answerClock(exchange);
  return readingsAhead(text, forms, clock.ms).map(({ form, ms }) => {
    const rounded = roundedMs(text, form);
    // A count is relative to the instant of the answer and depends on no clock.
    if (form === 'seconds' || form === 'milliseconds') return { form, ms, least: ms - rounded, most: ms + rounded, isSure: true };
    const at = clock.ms + ms;
    return { form, ms, least: at - rounded - clock.most, most: at + rounded - clock.least, isSure: clock.isReported };
  });
};

/** Can the truth lie from `fromMs` to `toMs`. */
export const mayLie = ({ least, most }: Span, fromMs: number, toMs: number): boolean => most >= fromMs && least <= toMs;

/** What two arrivals may be apart from the times at which they were noted, beside the lateness of this process: milliseconds. */
const noticedMs = 10;

/**
 * Milliseconds between two arrivals at the sink.
 * @param lateMs By how much this process may have seen either later than it came.
 */
export const betweenArrivals = (from: Pick<Exchange, 'sentAt'>, to: Pick<Exchange, 'sentAt'>, lateMs: number): Span => {
  const ms = to.sentAt - from.sentAt;
  return { least: ms - lateMs - noticedMs, most: ms + lateMs + noticedMs };
};
