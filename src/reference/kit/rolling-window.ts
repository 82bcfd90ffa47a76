import type { Quota } from '../vendor.ts';
import type { CountCall } from './quota-window.ts';

export type RollingRules = {
  /** Calls let through are at most this many times the limit, which alone is announced. Default 1. */
  readonly burst?: number;
  /** Refused calls count too, so that whoever keeps calling stays out. Default not. */
  readonly countsRefused?: boolean;
};

/**
 * A window that ends with each call and reaches back for its length: what was let through longer ago counts no more, so
 * that calls come back one by one.
 */
export const rollingWindow = ({ limit, windowSeconds }: Quota, { burst = 1, countsRefused = false }: RollingRules = {}): CountCall => {
  const lengthMs = windowSeconds * 1000;
  const ceiling = Math.round(limit * burst);
  let counted: number[] = [];
  return (nowMs) => {
    counted = counted.filter((atMs) => atMs > nowMs - lengthMs);
    const allowed = counted.length < ceiling;
    if (allowed || countsRefused) counted.push(nowMs);
    // The call that has to leave the window before another one is let through.
    const oldest = counted.at(-ceiling) ?? counted[0] ?? nowMs;
    return {
      limit,
      used: counted.length,
      remaining: Math.max(0, limit - counted.length),
      allowed,
      resetEpochSeconds: Math.ceil((nowMs + lengthMs) / 1000),
      retryAfterSeconds: Math.max(1, Math.ceil((oldest + lengthMs - nowMs) / 1000)),
    };
  };
};
