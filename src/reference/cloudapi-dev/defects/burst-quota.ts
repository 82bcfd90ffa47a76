import type { Quota } from '../../vendor.ts';

/** Small enough that even a slow client uses it up at once; large and long enough to be judged. */
export const burstQuota: Quota = { limit: 30, windowSeconds: 3 };
