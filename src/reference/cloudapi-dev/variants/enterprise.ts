import { punctuatedCursor } from '../../kit/cursor.ts';
import { eventFrame } from '../../kit/event-stream.ts';
import { tokenBucket } from '../../kit/token-bucket.ts';
import type { DevVariant, Layer } from '../call.ts';
import { standardSettings } from '../settings.ts';

/** Reports a quota that never gets smaller to callers of the sandbox. */
const endlessSandbox: Layer = async (call, next) => {
  await next();
  if (call.state.environment !== 'sandbox') return;
  call.set({ 'X-RateLimit-Remaining': '1000', 'X-RateLimit-Reset': String(Math.ceil(Date.now() / 1000) + 60) });
};

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

/** A larger tier, with bursts, and other names where the document gives none. */
export const enterprise: DevVariant = {
  title: 'The Enterprise tier with bursts, other names in logs, and events with more than one line',
  deviations: { 'CDEV-143': 'the reported number does not fall before the burst is used up' },
  options: { plan: 'enterprise', quota: { limit: 2000, windowSeconds: 2 } },
  settings: {
    projects: 101,
    deployments: 101,
    createdAt: 'numeric-offset',
    cursor: punctuatedCursor,
    lastCursor: 'value',
    order: 'oldest-first',
    logNames: { from: 'since', to: 'until', level: 'severity', timestampMember: 'time', levelMember: 'severity' },
    stream: {
      text: (entry) => JSON.stringify(entry, null, 1),
      frame: (event) => crlf(eventFrame(event)),
      heartbeat: crlf(': still here\nretry: 2000\n\n'),
      heartbeatMs: 1000,
    },
    countCalls: (quota) => tokenBucket(quota, 1.2),
    rateHeaders: { ...standardSettings.rateHeaders, limit: 'X-RateLimit-Limit', joined: 'RateLimit' },
    plainHttp: { kind: 'refuse', status: 400, body: { message: 'The plain HTTP request was sent to HTTPS port' } },
  },
  around: endlessSandbox,
};
