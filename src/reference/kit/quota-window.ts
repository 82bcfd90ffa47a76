import type { Quota } from '../vendor.ts';

/** Where a window begins: with the first call after the last window ended, or at multiples of its length since the epoch. */
export type WindowStart = 'first-call' | 'epoch';

/** The state of a window after a call was counted. */
export type QuotaReading = {
  readonly limit: number;
  /** Calls that count in this window. */
  readonly used: number;
  /** Calls left, never below 0. */
  readonly remaining: number;
  /** Whether this call is within the limit. */
  readonly allowed: boolean;
  /** When the whole limit is available again, in whole seconds since the epoch, rounded up. */
  readonly resetEpochSeconds: number;
  /** Whole seconds until a call is accepted again, at least 1. */
  readonly retryAfterSeconds: number;
};

/** Counts a call at a time in milliseconds since the epoch. Times must not go back. */
export type CountCall = (nowMs: number) => QuotaReading;

/** A fixed window: it accepts `limit` calls and then none until it ends. Refused calls are counted, which changes only `used`. */
export const fixedWindow = (quota: Quota, start: WindowStart): CountCall => stretchedWindow(quota, start, () => undefined);

/**
 * A fixed window whose end moves when calls are refused.
 * @param stretch How long the window lasts from the n-th refused call on, in lengths of a window; undefined leaves its end as it
 * is.
 */
export const stretchedWindow = (
  { limit, windowSeconds }: Quota,
  start: WindowStart,
  stretch: (refused: number) => number | undefined,
): CountCall => {
  const lengthMs = windowSeconds * 1000;
  let endsAtMs = 0;
  let used = 0;
  return (nowMs) => {
    if (nowMs >= endsAtMs) {
      endsAtMs = start === 'epoch' ? (Math.floor(nowMs / lengthMs) + 1) * lengthMs : nowMs + lengthMs;
      used = 0;
    }
    used += 1;
    const lengths = used > limit ? stretch(used - limit) : undefined;
    if (lengths !== undefined) endsAtMs = nowMs + lengths * lengthMs;
    // An endless pause cannot be reported, so such a server reports the window that it should have.
    const reportedMs = Number.isFinite(endsAtMs) ? endsAtMs : nowMs + lengthMs;
    return {
      limit,
      used,
      remaining: Math.max(0, limit - used),
      allowed: used <= limit,
      resetEpochSeconds: Math.ceil(reportedMs / 1000),
      retryAfterSeconds: Math.max(1, Math.ceil((reportedMs - nowMs) / 1000)),
    };
  };
};
