import type { Members } from '../kit/answering.ts';
import type { WebhookRules } from '../kit/webhooks.ts';

/** How failed deliveries are retried, and when the endpoint is disabled. */
export type WebhookSettings = Pick<WebhookRules, 'isDelivered' | 'disableAfter' | 'failure' | 'keepsFailures' | 'body' | 'headers'> & {
  /** Seconds before each retry, as documented. The duration webhook.retry replaces the first 60 and scales the rest. */
  readonly delaysSeconds: readonly number[];
  /** Names of the events that a creation sends. */
  readonly created: readonly string[];
  /** The body of an event. */
  readonly event: (type: string, resource: Members, nowMs: number) => Members;
};

/** The documented delays before the first to the fifth retry (FAQ, webhook retry policy), in seconds. */
export const documentedDelaysSeconds = [60, 300, 1800, 7200, 86_400] as const;

export const standardWebhooks: WebhookSettings = {
  delaysSeconds: documentedDelaysSeconds,
  disableAfter: 5,
  failure: 'attempt',
  created: ['resource.created'],
  event: (type, resource, nowMs) => ({ type, occurred_at: new Date(nowMs).toISOString(), data: resource }),
};
