import { setTimeout as pause } from 'node:timers/promises';
import { errorTitle, faultsOf } from '../error-body.ts';
import { rollingWindow } from '../../kit/rolling-window.ts';
import type { Layer, PlatformVariant } from '../call.ts';
import { standardWebhooks } from '../webhook-settings.ts';
import { busy } from './busy.ts';
import { otherForms } from './other-forms.ts';
import { pagingVariants } from './paging.ts';
import { strict } from './strict.ts';
import { terse } from './terse.ts';
import { tolerant } from './tolerant.ts';

/** How long each answer of the slow server takes. */
const slowMs = 40;

const slowly: Layer = async (_call, next) => {
  await pause(slowMs);
  await next();
};

/** Servers that keep every requirement of the document and use its freedom in another way. */
export const variants: Readonly<Record<string, PlatformVariant>> = {
  ...pagingVariants,
  'other-forms': otherForms,
  strict,
  tolerant,
  terse,
  busy,
  lagging: {
    title: 'Answers slowly, shows writes late, and takes its time to provision',
    options: { durations: { 'resource.provisioning': 1.2 } },
    settings: { lag: { listedAfterMs: 900, readableAfterMs: 500, goneAfterMs: 700 } },
    around: slowly,
  },
  rolling: {
    title: 'A rolling window that accepts one and a half times the quota, and limits unauthenticated callers too',
    settings: {
      unauthenticated: 'limited',
      countCalls: (quota) => rollingWindow(quota, { burst: 1.5 }),
      rateHeaders: {
        remaining: 'X-RateLimit-Remaining',
        reset: 'X-RateLimit-Reset',
        joined: 'RateLimit',
        resetForm: 'http-date',
        isSentOn: () => true,
        retryAfter: 'http-date',
      },
    },
  },
  'listed-errors': {
    title: 'Errors are arrays, except the object of a 422',
    settings: {
      errorBody: (errorResponse) => {
        const errors = faultsOf(errorResponse).map(({ message }) => ({
          status: String(errorResponse.status),
          title: errorTitle(errorResponse.status),
          detail: message,
        }));
        return errorResponse.status === 422 ? { errors } : errors;
      },
    },
  },
  'one-key': {
    title: 'The sandbox accepts production keys too, and failed webhooks are counted and sent in another way',
    deviations: { 'CPIO-133': 'only deliveries whose retries have all failed count as failures' },
    settings: {
      sandboxKey: 'same',
      sandboxShowsQuota: false,
      sandboxDates: 'old',
      webhooks: {
        ...standardWebhooks,
        // Here the documented times count from the first attempt on.
        delaysSeconds: [60, 240, 1500, 5400, 79_200],
        failure: 'delivery',
        created: ['resource.create.requested', 'resource.created'],
        body: (event, attempt) => JSON.stringify({ ...event, attempt, sent_at: new Date().toISOString() }),
        headers: (delivery) => ({ 'X-Webhook-Id': delivery }),
      },
    },
  },
  'empty-account': { title: 'An account without resources', settings: { resources: 0, sandboxResources: 0 } },
  'small-account': { title: 'An account with 24 resources', settings: { resources: 24, otherResources: 3 } },
};
