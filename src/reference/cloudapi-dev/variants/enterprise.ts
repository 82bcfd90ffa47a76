import { punctuatedCursor } from '../../kit/cursor.ts';
import { eventFrame } from '../../kit/event-stream.ts';
import { tokenBucket } from '../../kit/token-bucket.ts';
import type { DevVariant, Layer } from '../call.ts';
import { standardSettings } from '../settings.ts';

/** Tells callers of the sandbox of a quota that never gets smaller. */
const endlessSandbox: Layer = async (call, next) => {
  await next();
  if (call.state.environment !== 'sandbox') return;
  call.set({ 'X-RateLimit-Remaining': '1000', 'X-RateLimit-Reset': String(Math.ceil(Date.now() / 1000) + 60) });
};

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

/** A larger plan, with bursts, and other names for what has none in the document. */
export const enterprise: DevVariant = {
  title: 'An enterprise plan with bursts, other names in logs, and events with more than one line',
  departs: { 'CDEV-143': 'the number that is shown does not fall before the burst is used up' },
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
