import { answered } from '../../kit/answering.ts';
import { rollingWindow } from '../../kit/rolling-window.ts';
import type { Call } from '../call.ts';
import type { SyncVariant } from '../overrides.ts';

const step = 10;

/** Remaining falls in steps, the reset is that of the whole day, and Retry-After is longer than necessary. */
const roughly = answered((call: Call) => {
  const { quota } = call.state;
  if (quota === undefined) return;
  call.set('X-RateLimit-Remaining', String(Math.floor(quota.remaining / step) * step));
  call.set('X-RateLimit-Reset', String(Math.ceil(Date.now() / 86_400_000) * 86_400));
  if (call.status === 429) call.set('Retry-After', '3600');
});

/** Counts correctly and reports only rough numbers. */
export const ownNumbers: SyncVariant = {
  title: 'Rough numbers in the header fields, and times with another meaning',
  deviations: {
    'SYNC-47': 'Remaining falls in steps of ten',
    'SYNC-60': 'the reported limit is the burst allowance',
    'SYNC-61': 'Remaining falls in steps of ten',
    'SYNC-63': 'the reset is the end of the day',
    'SYNC-66': 'Retry-After is an hour',
    'SYNC-97': 'created_at is the moment of the order, minutes earlier',
  },
  settings: {
    countCalls: (quota) => {
      const count = rollingWindow(quota, { burst: 1.1 });
      return (nowMs) => ({ ...count(nowMs), limit: Math.ceil(quota.limit * 1.2) });
    },
    createdAt: (ms) => new Date(ms - 900_000).toISOString(),
    instances: 140,
  },
  around: roughly,
};
