import { rollingWindow } from '../../kit/rolling-window.ts';
import { tokenBucket } from '../../kit/token-bucket.ts';
import type { PlatformVariant } from '../call.ts';

/** Servers that count and report a quota in another way. */
export const quotaVariants: Readonly<Record<string, PlatformVariant>> = {
  rolling: {
    title:
      'A rolling window that accepts one and a half times the quota, is reported in one header, and limits unauthenticated callers too',
    settings: {
      unauthenticated: 'limited',
      countCalls: (quota) => rollingWindow(quota, { burst: 1.5 }),
      rateHeaders: { joined: 'RateLimit', resetForm: 'seconds', isSentOn: () => true, retryAfter: 'http-date' },
    },
  },
  bucket: {
    title: 'A bucket that refills evenly, reported on successes only',
    settings: {
      countCalls: (quota) => tokenBucket(quota),
      rateHeaders: {
        remaining: 'X-Quota-Remaining',
        reset: 'X-Quota-Reset',
        resetForm: 'epoch-ms',
        isSentOn: (status) => status < 300,
        retryAfter: 'none',
      },
    },
  },
};
