import { rollingWindow } from '../../kit/rolling-window.ts';
import { tokenBucket } from '../../kit/token-bucket.ts';
import type { PlatformVariant } from '../call.ts';

/** Servers that count in another way, and tell of it otherwise. */
export const quotaVariants: Readonly<Record<string, PlatformVariant>> = {
  rolling: {
    title: 'A rolling window that lets half as much again through, told in one header, and strangers are limited too',
    settings: {
      strangers: 'limited',
      countCalls: (quota) => rollingWindow(quota, { burst: 1.5 }),
      rateHeaders: { joined: 'RateLimit', resetForm: 'seconds', isSentOn: () => true, retryAfter: 'http-date' },
    },
  },
  bucket: {
    title: 'A bucket that fills up evenly, told on successes only',
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
