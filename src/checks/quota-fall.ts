import { isSuccess } from '../contract/message.ts';
import type { Exchange } from '../model/exchange.ts';

/** How many seconds of refilling a row is forgiven at the least, in parts of the window. */
const leastPart = 1 / 60;
/** What a service may give back faster than its limit says, and for rounding. */
const generously = 1.5;
const rounding = 2;

/**
 * What a row of calls shows about a number that ought to fall with each: `fell` by more than a few, `stood` where it never came
 * below its first value although more calls were made than can have come back meanwhile, else `unclear`.
 */
export type Fall = 'fell' | 'stood' | 'unclear';

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
  const took = Math.max(...row.map(({ sentAt, tookMs }) => sentAt + tookMs)) - Math.min(...row.map(({ sentAt }) => sentAt));
  const back = generously * quota.limit * Math.max(took / quota.windowMs, leastPart) + rounding;
  return row.length - 1 > back ? 'stood' : 'unclear';
};
