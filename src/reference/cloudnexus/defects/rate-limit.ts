import type { Call } from '../call.ts';
import { networksPath, volumesPath } from '../call.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { answered, statusChanged } from './answering.ts';
import { burstQuota } from './burst-quota.ts';

/** Needs only answers to a valid key; the quota need not be used up. */
const shownBy = ['headers/declared', 'status'];

const headerNames = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'] as const;

/** Replaces or removes a rate limit header of every answer to a valid key. */
const headerAnswered = (
  breaks: string,
  name: (typeof headerNames)[number],
  note: string,
  value: (sent: string) => string | undefined,
): NexusDefect => ({
  breaks,
  note,
  shownBy,
  around: answered((call) => {
    if (call.state.quota === undefined) return;
    const changed = value(call.response.get(name));
    if (changed === undefined) call.remove(name);
    else call.set(name, changed);
  }),
});

const missing = (breaks: string, name: (typeof headerNames)[number], alsoBreaks: NexusDefect['alsoBreaks']): NexusDefect => ({
  ...headerAnswered(breaks, name, `${name} is absent`, () => undefined),
  alsoBreaks: { 'NEXUS-143': 'the header is absent on errors too', ...alsoBreaks },
});

const retryAfterOn = (note: string, areas: readonly string[], isMeant: (call: Call) => boolean): NexusDefect => ({
  breaks: 'NEXUS-147',
  note,
  shownBy: ['rate-limit/retry-after-only', ...areas],
  around: answered((call) => {
    if (isMeant(call)) call.set('Retry-After', '1');
  }),
});

const isAmong = (call: Call, statuses: readonly number[]): boolean => statuses.includes(call.status);

/** The quota, and the header fields that report it. */
export const rateLimitDefects: NexusDefects = {
  'rate-limit-not-enforced': {
    breaks: 'NEXUS-138',
    note: 'The limit is reported and never applied',
    shownBy: ['NEXUS-138'],
    options: { quota: burstQuota },
    settings: { isQuotaEnforced: false },
  },
  'rate-limit-503': {
    breaks: 'NEXUS-138',
    note: 'Calls beyond the limit are answered 503',
    shownBy: ['NEXUS-138'],
    options: { quota: burstQuota },
    around: statusChanged('quota-used-up', 503),
  },
  'rate-limit-403': {
    breaks: 'NEXUS-138',
    note: 'Calls beyond the limit are answered 403',
    shownBy: ['NEXUS-138'],
    options: { quota: burstQuota },
    around: statusChanged('quota-used-up', 403),
  },

  'ratelimit-limit-missing': missing('NEXUS-140', headerNames[0], {}),
  'ratelimit-limit-with-unit': {
    ...headerAnswered('NEXUS-140', headerNames[0], 'X-RateLimit-Limit contains its window, such as 600;w=60', (limit) => `${limit};w=60`),
    alsoBreaks: { 'NEXUS-150': 'no answer reports 600, the limit of a Pro key' },
  },
  'ratelimit-headers-only-on-instances': {
    breaks: 'NEXUS-140',
    note: 'GET /networks and GET /volumes have no rate limit headers',
    alsoBreaks: {
      'NEXUS-141': 'X-RateLimit-Remaining is one of the missing headers',
      'NEXUS-143': 'errors of GET /networks and GET /volumes have none either',
      'NEXUS-142': 'X-RateLimit-Reset is one of the missing headers',
    },
    shownBy: [...shownBy, 'auth'],
    around: answered((call) => {
      if (call.path === networksPath || call.path === volumesPath) for (const name of headerNames) call.remove(name);
    }),
  },

  'ratelimit-remaining-missing': missing('NEXUS-141', headerNames[1], { 'NEXUS-155': 'a 429 does not report that no calls remain' }),
  'ratelimit-remaining-negative': {
    breaks: 'NEXUS-141',
    note: 'X-RateLimit-Remaining falls below 0 once the limit is passed',
    alsoBreaks: { 'NEXUS-155': 'a 429 shows a number below 0 instead of 0' },
    shownBy: ['NEXUS-141', 'NEXUS-138'],
    options: { quota: burstQuota },
    around: answered((call) => {
      const reading = call.state.quota;
      if (reading !== undefined) call.set('X-RateLimit-Remaining', String(reading.limit - reading.used));
    }),
  },

  'ratelimit-reset-missing': missing('NEXUS-142', headerNames[2], {}),
  'ratelimit-reset-delta': headerAnswered('NEXUS-142', headerNames[2], 'X-RateLimit-Reset is the number of seconds left', (reset) =>
    String(Math.max(0, Number(reset) - Math.floor(Date.now() / 1000))),
  ),
  'ratelimit-reset-milliseconds': headerAnswered(
    'NEXUS-142',
    headerNames[2],
    'X-RateLimit-Reset is in milliseconds',
    (reset) => `${reset}000`,
  ),
  'ratelimit-reset-date-text': headerAnswered('NEXUS-142', headerNames[2], 'X-RateLimit-Reset is an HTTP date', (reset) =>
    new Date(Number(reset) * 1000).toUTCString(),
  ),

  'retry-after-missing-on-429': {
    breaks: 'NEXUS-146',
    note: 'A 429 has no Retry-After',
    shownBy: ['NEXUS-146', 'NEXUS-138'],
    options: { quota: burstQuota },
    around: answered((call) => {
      if (call.status === 429) call.remove('Retry-After');
    }),
  },

  'retry-after-on-success': retryAfterOn('A 200 has Retry-After', ['status'], (call) => isAmong(call, [200])),
  'retry-after-on-restart-202': retryAfterOn(
    'The 202 of a restart has Retry-After',
    ['NEXUS-79', 'NEXUS-126'],
    (call) => isAmong(call, [202]) && call.method === 'PUT',
  ),
  'retry-after-on-other-errors': retryAfterOn('A 400, 401 or 404 has Retry-After', ['errors', 'auth'], (call) =>
    isAmong(call, [400, 401, 404]),
  ),
};
