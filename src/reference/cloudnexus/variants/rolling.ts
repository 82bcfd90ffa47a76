import { saltedCursor } from '../../kit/cursor.ts';
import { rollingWindow } from '../../kit/rolling-window.ts';
import type { NexusVariant } from '../overrides.ts';

/** Counts the calls of all keys of the account together, in a window that ends now. */
export const rolling: NexusVariant = {
  title: 'A rolling window shared by all keys of an account, cursors that never repeat, and instances listed a second late',
  deviations: { 'NEXUS-144': 'the quota comes back call by call, so X-RateLimit-Remaining may rise while X-RateLimit-Reset stays' },
  settings: {
    cursor: saltedCursor,
    order: 'newest-first',
    listedAfterMs: 1200,
    networksShape: 'named',
    volumesShape: 'paged',
    countCalls: rollingWindow,
    quotaScope: 'account',
  },
};
