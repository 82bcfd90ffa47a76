import type { PlatformDefect, PlatformDefects } from '../call.ts';
import type { WebhookSettings } from '../webhook-settings.ts';
import { standardWebhooks } from '../webhook-settings.ts';

/** Waits that are so short that a run sees the end of all of them. */
const brief = { durations: { 'webhook.retry': 0.005 } };

const changed = (
  breaks: string,
  note: string,
  changes: Partial<WebhookSettings>,
  alsoBreaks?: PlatformDefect['alsoBreaks'],
): PlatformDefect => ({
  breaks,
  note,
  ...(alsoBreaks && { alsoBreaks }),
  settings: { webhooks: { ...standardWebhooks, ...changes } },
});

const laterMissing = { 'CPIO-130': 'there is no third retry either' };

/** Deliveries of webhooks, and what follows when they fail. */
export const webhookDefects: PlatformDefects = {
  'webhook-never-retried': changed('CPIO-128', 'A failed delivery is not repeated', { delaysSeconds: [] }),
  'webhook-first-retry-at-once': changed('CPIO-128', 'The first retry comes after a sixtieth of the documented time', {
    delaysSeconds: [1, 300, 1800, 7200, 86_400],
  }),
  'webhook-fixed-interval': changed(
    'CPIO-129',
    'Every retry comes a minute after the one before',
    { delaysSeconds: [60, 60, 60, 60, 60] },
    { 'CPIO-130': 'the third retry comes a minute after the second' },
  ),
  'webhook-single-retry': changed('CPIO-129', 'There is only one retry', { delaysSeconds: [60] }, laterMissing),
  'webhook-third-retry-too-late': changed('CPIO-130', 'The third retry comes after two hours', {
    delaysSeconds: [60, 300, 7200, 7200, 86_400],
  }),
  'webhook-gives-up-after-two': changed('CPIO-130', 'There is no retry after the second', { delaysSeconds: [60, 300] }),
  'webhook-only-200-counts': changed('CPIO-131', 'A delivery that is answered 204 is tried again', {
    isDelivered: (status) => status === 200,
  }),
  'webhook-never-disabled': {
    ...changed(
      'CPIO-132',
      'Deliveries continue however often they failed',
      { disableAfter: Infinity },
      { 'CPIO-133': 'five failed attempts do not disable the endpoint either' },
    ),
    options: brief,
  },
  'webhook-failures-not-counted': changed('CPIO-133', 'Only deliveries that are given up count as failures', { failure: 'delivery' }),
  'webhook-failures-not-consecutive': changed('CPIO-134', 'All failures since the registration count, not only those in a row', {
    keepsFailures: true,
  }),
};
