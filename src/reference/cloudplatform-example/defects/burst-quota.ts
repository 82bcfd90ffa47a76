import type { Quota } from '../../vendor.ts';

/** Used up at once, and there again soon. */
export const burstQuota: Quota = { limit: 30, windowSeconds: 3 };
