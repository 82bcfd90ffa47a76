import type { Quota } from '../../vendor.ts';

/** Used up at once, and there again soon. */
export const floodQuota: Quota = { limit: 30, windowSeconds: 3 };
