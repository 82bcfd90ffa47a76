import type { Quota } from '../vendor.ts';
import type { CountCall } from './quota-window.ts';

/**
 * A window that ends with each call and reaches back for its length: what was let through longer ago counts no more, so
 * that calls come back one by one. Refused calls are not counted.
 */
export const rollingWindow = ({ limit, windowSeconds }: Quota): CountCall => {
  const lengthMs = windowSeconds * 1000;
  let counted: number[] = [];
  return (nowMs) => {
    counted = counted.filter((atMs) => atMs > nowMs - lengthMs);
    const allowed = counted.length < limit;
    if (allowed) counted.push(nowMs);
    const [oldest = nowMs] = counted;
    return {
      limit,
      used: counted.length,
      remaining: limit - counted.length,
      allowed,
      resetEpochSeconds: Math.ceil((nowMs + lengthMs) / 1000),
      retryAfterSeconds: Math.max(1, Math.ceil((oldest + lengthMs - nowMs) / 1000)),
    };
  };
};
