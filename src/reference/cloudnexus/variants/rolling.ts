import { saltedCursor } from '../../kit/cursor.ts';
import { rollingWindow } from '../../kit/rolling-window.ts';
import type { NexusVariant } from '../overrides.ts';

/** Counts the calls of the account's keys together, over the time just past. */
export const rolling: NexusVariant = {
  title: 'A rolling window shared by all keys of an account, cursors that never come twice, and instances listed a second late',
  departs: { 'NEXUS-144': 'calls come back one by one, so X-RateLimit-Remaining may rise while X-RateLimit-Reset stays' },
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
