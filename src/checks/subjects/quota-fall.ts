import type { RateLimit } from '../../contract/conventions.ts';
import { isSuccess } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import { resetMoment } from './reset-moment.ts';
import { longestOf, mostBack } from '../kit/timing.ts';

/** How many seconds of refilling a row is forgiven at the least, in parts of the window. */
const leastPart = 1 / 60;

/**
 * What a row of calls shows about a number that ought to fall with each: `fell` by more than a few, `stood` where it never came
 * below its first value although more calls were made than can have come back meanwhile, else `unclear`.
 */
export type Fall = 'fell' | 'stood' | 'unclear';

/** The end of a window is told in whole seconds. */
const roundedMs = 1000;

/**
 * The most calls that can have come back to a quota at rest while a row of calls was made. Within a window only a bucket gives back any,
 * and no documentation prints that it is one.
 * @param limit Calls in a window; undefined where it is not known.
 */
export const backAtRest = (rateLimit: RateLimit, row: readonly Exchange[], limit: number | undefined, windowMs: number): number => {
  if (rateLimit.window.kind !== undefined) return 0;
  if (limit === undefined) return Infinity;
  const [first] = row;
  const reset = first && resetMoment(rateLimit, first, false);
  // A bucket that lacks a few calls is full again soon; the end of a window may be farther than that.
  if (reset?.isSure && reset.least > ((row.length + 1) * windowMs) / limit + roundedMs) return 0;
  return (limit * longestOf(row)) / windowMs + 1;
};

/** Part of the calls of a row by which the number has to fall. */
const enough = 1 / 5;

/** Judges the values of a row, the first one first. `values` are undefined where an answer told none. */
export const fallOf = (
  row: readonly Exchange[],
  values: readonly (number | undefined)[],
  quota: { readonly limit: number | undefined; readonly windowMs: number },
): Fall => {
  const known = values.filter((value) => value !== undefined);
  const [first] = known;
  if (first === undefined || known.length < row.length || !row.every(isSuccess)) return 'unclear';
  const least = Math.min(...known);
  if (first - least >= Math.max(1, Math.floor((row.length - 1) * enough))) return 'fell';
  if (least < first || quota.limit === undefined) return 'unclear';
  // Nothing is less than nothing.
  if (first === 0) return 'unclear';
  const back = mostBack(quota.limit, Math.max(longestOf(row), leastPart * quota.windowMs), quota.windowMs);
  return row.length - 1 > back ? 'stood' : 'unclear';
};
