import type { Quota } from '../vendor.ts';
import type { CountCall } from './quota-window.ts';

export type RollingRules = {
  /** How many times the reported limit is really accepted. Default 1. */
  readonly burst?: number;
  /** Refused calls count too, so a caller that does not pause stays blocked. Default false. */
  readonly countsRefused?: boolean;
};

/**
 * A window that ends with each call and reaches back for its length. Calls accepted before that no longer count, so the quota
 * comes back call by call.
 */
export const rollingWindow = ({ limit, windowSeconds }: Quota, { burst = 1, countsRefused = false }: RollingRules = {}): CountCall => {
  const lengthMs = windowSeconds * 1000;
  const ceiling = Math.round(limit * burst);
  let counted: number[] = [];
  return (nowMs) => {
    counted = counted.filter((atMs) => atMs > nowMs - lengthMs);
    const allowed = counted.length < ceiling;
    if (allowed || countsRefused) counted.push(nowMs);
    // Another call is accepted only when this call has left the window.
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
