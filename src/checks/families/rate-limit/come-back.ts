import type { RateLimit } from '../../../contract/conventions.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isWithin, longestOf } from '../../kit/timing.ts';
import { resetMoment } from '../../subjects/quota-headers.ts';

/** The end of a window is reported in whole seconds. */
const roundedMs = 1000;

/**
 * The most calls that a quota at rest can have given back while a row of calls was made. Within a window only a token bucket
 * gives any back, and none is documented as one. A row that took longer than the window, on a busy machine, may have been given
 * back its own first calls, or met another window: then any number can have come back.
 * @param limit Calls in a window; undefined where it is not known.
 */
export const backAtRest = (rateLimit: RateLimit, row: readonly Exchange[], limit: number | undefined, windowMs: number): number => {
  if (!isWithin(row, windowMs)) return Infinity;
  if (rateLimit.window.kind !== undefined) return 0;
  if (limit === undefined) return Infinity;
  const [first] = row;
  const reset = first && resetMoment(rateLimit, first, false);
  // A bucket that lacks a few calls is full again soon; the end of a window may be farther than that.
  if (reset?.isSure && reset.least > ((row.length + 1) * windowMs) / limit + roundedMs) return 0;
  return (limit * longestOf(row)) / windowMs + 1;
};
