import type { Quota } from '../../vendor.ts';

/** Used up in a moment also by a client that is slow, and large and long enough to be judged. */
export const burstQuota: Quota = { limit: 30, windowSeconds: 3 };
