import type { Defects } from '../call.ts';
import type { WebhookManner } from '../settings.ts';
import { standardSettings } from '../settings.ts';

const { webhook } = standardSettings;
const minute = 60;
const withManner = (changes: Partial<WebhookManner>) => ({ settings: { webhook: { ...webhook, ...changes } } });

/** Failed deliveries and their retries. */
export const webhookDefects: Defects = {
  'webhook-not-retried': {
    breaks: 'CDEV-161',
    note: 'A failed delivery is not repeated',
    alsoBreaks: {
      'CDEV-162': 'a delivery that gets no answer is not repeated either',
      'CDEV-166': 'there is no retry after about a minute',
    },
    ...withManner({ retryDelays: [] }),
  },
  'webhook-4xx-final': {
    breaks: 'CDEV-161',
    note: 'A 404 from the endpoint ends all deliveries',
    ...withManner({ isDelivered: (status) => status === 404 || webhook.isDelivered(status) }),
  },
  'webhook-302-counts': {
    breaks: 'CDEV-161',
    note: 'A redirect counts as delivered',
    ...withManner({ isDelivered: (status) => status === 302 || webhook.isDelivered(status) }),
  },
  'webhook-timeout-30s': {
    breaks: 'CDEV-162',
    note: 'An answer after one and a half times the timeout still counts',
    ...withManner({ timeout: 30 }),
  },
  'webhook-no-timeout': { breaks: 'CDEV-162', note: 'The sender waits forever', ...withManner({ timeout: 1e5 }) },
  'webhook-single-retry': {
    breaks: 'CDEV-163',
    note: 'A delivery is given up after one retry',
    alsoBreaks: { 'CDEV-167': 'there is no second retry' },
    ...withManner({ retryDelays: [minute] }),
  },
  'webhook-backoff-flat': {
    breaks: 'CDEV-164',
    note: 'Every retry comes after the same wait',
    alsoBreaks: { 'CDEV-167': 'the second retry comes after one minute' },
    ...withManner({ retryDelays: [minute, minute, minute, minute] }),
  },
  'webhook-backoff-shrinking': {
    breaks: 'CDEV-164',
    note: 'The second wait is shorter than the first',
    alsoBreaks: { 'CDEV-167': 'the second retry comes after half a minute' },
    ...withManner({ retryDelays: [minute, 30, 15] }),
  },
  'webhook-204-retried': {
    breaks: 'CDEV-165',
    note: 'A 204 counts as a failure',
    ...withManner({ isDelivered: (status) => status !== 204 && webhook.isDelivered(status) }),
  },
  'webhook-timeout-5s': {
    breaks: 'CDEV-165',
    note: 'An answer after 8 seconds counts as a failure',
    ...withManner({ timeout: 5 }),
  },
  'webhook-retry-at-once': {
    breaks: 'CDEV-166',
    note: 'The first retry comes immediately',
    ...withManner({ retryDelays: [0, 5 * minute, 30 * minute] }),
  },
  'webhook-retry-10m': {
    breaks: 'CDEV-166',
    note: 'The first retry comes after ten minutes',
    alsoBreaks: {
      'CDEV-161': 'there is no retry within six minutes',
      'CDEV-162': 'there is no retry within six minutes',
      'CDEV-167': 'the second retry comes after 13 minutes',
    },
    ...withManner({ retryDelays: [10 * minute, 13 * minute, 30 * minute] }),
  },
  'webhook-constant-interval': {
    breaks: 'CDEV-167',
    note: 'The second retry comes after 80 seconds',
    ...withManner({ retryDelays: [minute, 80, 100, 130] }),
  },
  'webhook-retry-empty': {
    breaks: 'CDEV-170',
    note: 'A retry has an empty body',
    ...withManner({ body: (event, attempt) => (attempt === 1 ? JSON.stringify(event) : '') }),
  },
};
