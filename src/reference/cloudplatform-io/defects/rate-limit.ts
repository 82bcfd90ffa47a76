import { answered, statusChanged } from '../../kit/answering.ts';
import { eachAccount, eachKey } from '../../kit/quota-counters.ts';
import type { CountCall } from '../../kit/quota-window.ts';
import { fixedWindow, stretchedWindow } from '../../kit/quota-window.ts';
import type { Call, PlatformDefect, PlatformDefects } from '../call.ts';
import type { Quota } from '../../vendor.ts';
import { burstQuota } from './burst-quota.ts';

const options = { quota: burstQuota } as const;

const notEnforced = (breaks: string, plan: string, owner: string): PlatformDefect => ({
  breaks,
  note: `${owner} is never answered 429`,
  shownBy: [breaks],
  options: { ...options, plan },
  settings: { isQuotaEnforced: false },
});

/** A window that accepts less than it reports. */
const shortOf =
  (share: number) =>
  (quota: Quota): CountCall => {
    const count = fixedWindow(quota, 'first-call');
    return (nowMs) => {
      const reading = count(nowMs);
      const allowed = reading.used <= Math.floor(quota.limit * share);
      return { ...reading, allowed, remaining: allowed ? reading.remaining : 0 };
    };
  };

/** A window that starts again, and five times as long, with each call that it refuses. */
const extendedByRefusedCalls = (quota: Quota): CountCall => stretchedWindow(quota, 'first-call', () => 5);

/** Replaces Retry-After of a 429. */
const retryAfter = (breaks: string, note: string, value: (seconds: number) => string | undefined): PlatformDefect => ({
  breaks,
  note,
  shownBy: [breaks, 'CPIO-101', 'CPIO-105'],
  options,
  around: answered((call: Call) => {
    if (call.status !== 429) return;
    const changed = value(Number(call.response.get('Retry-After')));
    if (changed === undefined) call.remove('Retry-After');
    else call.set('Retry-After', changed);
  }),
});

/** The quota, and the headers of a 429. */
export const rateLimitDefects: PlatformDefects = {
  'quota-never-enforced-free': notEnforced('CPIO-101', 'free', 'A free account'),
  'quota-never-enforced-pro': notEnforced('CPIO-102', 'pro', 'A Pro account'),
  'quota-never-enforced-enterprise': notEnforced('CPIO-103', 'enterprise', 'An Enterprise account'),
  'quota-per-operation': {
    breaks: 'CPIO-106',
    note: 'Each operation has a quota of its own',
    shownBy: ['CPIO-106'],
    options: { quota: { limit: 30, windowSeconds: 6 }, plan: 'free' },
    settings: { quotaScope: (call) => `${eachAccount(call)} ${call.method} ${call.path}` },
  },
  'quota-answered-503': {
    breaks: 'CPIO-101',
    note: 'Above the quota the answer is 503 instead of 429',
    shownBy: ['CPIO-101'],
    options: { ...options, plan: 'free' },
    around: statusChanged('quota-used-up', 503),
  },
  'quota-answered-4xx': {
    breaks: 'CPIO-101',
    note: 'Above the quota the answer is 403 instead of 429',
    shownBy: ['CPIO-101'],
    options: { ...options, plan: 'free' },
    around: statusChanged('quota-used-up', 403),
  },
  'quota-half': {
    breaks: 'CPIO-104',
    note: 'The first call after half of the quota is answered 429',
    shownBy: ['CPIO-104'],
    options,
    settings: { countCalls: shortOf(0.5) },
  },
  'quota-tenth-short': {
    breaks: 'CPIO-104',
    note: 'The first call after nine tenths of the quota is answered 429',
    shownBy: ['CPIO-104'],
    options,
    settings: { countCalls: shortOf(0.9) },
  },
  'window-is-an-hour': {
    breaks: 'CPIO-105',
    note: 'The quota is available again only after sixty windows',
    alsoBreaks: { 'CPIO-45': 'Retry-After gives the length of the sixty windows, which is more than one' },
    shownBy: ['CPIO-105'],
    options,
    settings: { countCalls: ({ limit, windowSeconds }) => fixedWindow({ limit, windowSeconds: windowSeconds * 60 }, 'first-call') },
  },
  'refused-requests-extend-block': {
    breaks: 'CPIO-105',
    note: 'Each refused call blocks the account for five windows',
    alsoBreaks: { 'CPIO-45': 'Retry-After gives the length of the block, which is more than one window' },
    shownBy: ['CPIO-105'],
    options,
    settings: { countCalls: extendedByRefusedCalls },
  },
  'quota-per-key': {
    breaks: 'CPIO-106',
    note: 'Each key has a quota of its own',
    shownBy: ['CPIO-106'],
    options,
    settings: { quotaScope: eachKey },
  },
  'retry-after-missing-on-429': retryAfter('CPIO-43', 'A 429 has no Retry-After', () => undefined),
  'retry-after-milliseconds': retryAfter('CPIO-45', 'Retry-After is in milliseconds', (seconds) => String(seconds * 1000)),
  'retry-after-epoch': retryAfter('CPIO-45', 'Retry-After is a Unix time', (seconds) => String(Math.floor(Date.now() / 1000) + seconds)),
  'retry-after-too-short': {
    ...retryAfter('CPIO-46', 'Retry-After is always 1, also early in the window', () => '1'),
    shownBy: ['CPIO-46'],
    options: { quota: { limit: 30, windowSeconds: 12 } },
  },
};
