import type { Quota } from '../vendor.ts';
import type { CountCall } from './quota-window.ts';

/**
 * A bucket that holds `burst` times the limit and refills evenly, by the limit in each window. Refused calls take nothing out of
 * it.
 */
export const tokenBucket = ({ limit, windowSeconds }: Quota, burst = 1): CountCall => {
  const perMs = limit / (windowSeconds * 1000);
  const size = Math.round(limit * burst);
  let tokens = size;
  let filledAtMs: number | undefined;
  return (nowMs) => {
    tokens = Math.min(size, tokens + (nowMs - (filledAtMs ?? nowMs)) * perMs);
    filledAtMs = nowMs;
    const allowed = tokens >= 1;
    if (allowed) tokens -= 1;
    return {
      limit,
      used: Math.ceil(size - tokens),
      remaining: Math.min(limit, Math.floor(tokens)),
      allowed,
      resetEpochSeconds: Math.ceil((nowMs + (size - tokens) / perMs) / 1000),
      retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / perMs / 1000)),
    };
  };
};
