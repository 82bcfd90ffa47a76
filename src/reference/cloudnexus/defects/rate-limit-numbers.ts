import type { Call, Layer } from '../call.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { answered } from './answering.ts';
import { burstQuota } from './burst-quota.ts';

const secondsNow = (): number => Math.floor(Date.now() / 1000);

/** Sets a header of every answer to a valid key for which `value` returns something. */
const headerSet = (name: string, value: (call: Call) => string | number | undefined) =>
  answered((call) => {
    const changed = call.state.quota === undefined ? undefined : value(call);
    if (changed !== undefined) call.set(name, String(changed));
  });

const errorStatuses = [400, 404, 409, 422];

/** Removes the three headers from answers with these statuses. */
export const withoutHeadersOn = (statuses: readonly number[]): Layer =>
  answered((call) => {
    if (!statuses.includes(call.status)) return;
    for (const name of ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']) call.remove(name);
  });

const remaining = (note: string, value: (call: Call) => number | undefined): NexusDefect => ({
  breaks: 'NEXUS-144',
  note,
  alsoBreaks: { 'NEXUS-155': 'a 429 shows the same wrong number instead of 0' },
  shownBy: ['NEXUS-144'],
  // So few that a bucket does not refill while a row of calls is made.
  options: { quota: { limit: 60, windowSeconds: 3 } },
  around: headerSet('X-RateLimit-Remaining', value),
});

const reset = (note: string, value: () => number): NexusDefect => ({
  breaks: 'NEXUS-145',
  note,
  shownBy: ['NEXUS-145', 'status/plain-call-succeeds'],
  around: headerSet('X-RateLimit-Reset', value),
});

const retryAfter = (note: string, value: (call: Call) => string | number): NexusDefect => ({
  breaks: 'NEXUS-148',
  note,
  shownBy: ['NEXUS-148', 'NEXUS-138'],
  options: { quota: burstQuota },
  around: headerSet('Retry-After', (call) => (call.status === 429 ? value(call) : undefined)),
});

/** Numbers in the rate limit headers that are well-formed and wrong. */
export const rateLimitNumberDefects: NexusDefects = {
  'ratelimit-headers-missing-on-errors': {
    breaks: 'NEXUS-143',
    note: '400, 404, 409 and 422 have no rate limit headers',
    shownBy: ['NEXUS-143', 'NEXUS-116', 'NEXUS-126'],
    around: withoutHeadersOn(errorStatuses),
  },

  'ratelimit-headers-missing': {
    breaks: 'NEXUS-140',
    note: 'No answer has a header about the quota',
    alsoBreaks: {
      'NEXUS-141': 'the number left is missing too',
      'NEXUS-142': 'the reset is missing too',
      'NEXUS-143': 'errors have none either',
      'NEXUS-155': 'a 429 does not show that nothing is left',
    },
    shownBy: ['NEXUS-140', 'NEXUS-138', 'status/plain-call-succeeds'],
    around: answered((call) => {
      for (const name of ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']) call.remove(name);
    }),
  },

  'ratelimit-remaining-frozen': remaining('X-RateLimit-Remaining never changes', (call) => call.state.quota?.limit),
  'ratelimit-remaining-counts-up': remaining('X-RateLimit-Remaining is the number of used calls', (call) => call.state.quota?.used),

  'ratelimit-reset-in-past': reset('X-RateLimit-Reset is the start of a window that began half a minute ago', () => secondsNow() - 30),
  'ratelimit-reset-hourly': reset('X-RateLimit-Reset is an hour ahead', () => secondsNow() + 3600),

  'retry-after-http-date': retryAfter('Retry-After is an HTTP date', (call) =>
    new Date((call.state.quota?.resetEpochSeconds ?? 0) * 1000).toUTCString(),
  ),
  'retry-after-epoch': retryAfter('Retry-After is the Unix time of the reset', (call) => call.state.quota?.resetEpochSeconds ?? 0),

  'ratelimit-remaining-left-on-429': {
    breaks: 'NEXUS-155',
    note: 'A 429 still shows calls remaining',
    shownBy: ['NEXUS-155', 'NEXUS-138'],
    options: { quota: burstQuota },
    around: headerSet('X-RateLimit-Remaining', (call) => (call.status === 429 ? 3 : undefined)),
  },
};
