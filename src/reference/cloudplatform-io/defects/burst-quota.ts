import type { Quota } from '../../vendor.ts';

/** Used up at once, and soon available again. */
export const burstQuota: Quota = { limit: 30, windowSeconds: 3 };
