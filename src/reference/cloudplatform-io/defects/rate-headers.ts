import { answered } from '../../kit/answering.ts';
import type { Layer, PlatformDefect, PlatformDefects } from '../call.ts';
import type { QuotaReading } from '../../kit/quota-window.ts';
import type { Quota } from '../../vendor.ts';
import { burstQuota } from './burst-quota.ts';

const name = 'X-RateLimit-Remaining';
const shownOn429 = ['rate-limit'];

/** Omits the header from answers with some statuses. */
const missingOn = (...statuses: readonly number[]): Layer =>
  answered((call) => {
    if (statuses.includes(call.status)) call.remove(name);
  });

/** Replaces the value of the header on calls that count. */
const shown = (breaks: string, note: string, value: (reading: QuotaReading, status: number) => string): PlatformDefect => ({
  breaks,
  note,
  around: answered((call) => {
    const { quota } = call.state;
    if (quota !== undefined) call.set(name, value(quota, call.status));
  }),
});

/** Small enough to be judged, and not available again before a row of calls is over. */
const smallQuota: Quota = { limit: 90, windowSeconds: 6 };

/** The header that reports the quota. */
export const rateHeaderDefects: PlatformDefects = {
  'remaining-missing': {
    breaks: 'CPIO-107',
    note: 'No answer has the header',
    alsoBreaks: { 'CPIO-108': 'a 429 has none either', 'CPIO-111': 'a 429 does not show that nothing is left' },
    around: answered((call) => call.remove(name)),
  },
  'remaining-missing-on-204': {
    breaks: 'CPIO-107',
    note: 'The answer to a deletion has no header',
    shownBy: ['CPIO-107', 'CPIO-86'],
    around: missingOn(204),
  },
  'remaining-missing-on-404': {
    breaks: 'CPIO-107',
    note: 'Error responses have no header',
    shownBy: ['CPIO-107', 'errors'],
    around: missingOn(400, 403, 404, 409, 422),
  },
  'remaining-missing-on-401': {
    breaks: 'CPIO-107',
    note: 'Answers to calls without a key have no header',
    shownBy: ['CPIO-107', 'auth'],
    around: missingOn(401),
  },
  'remaining-missing-on-429': {
    breaks: 'CPIO-108',
    note: 'The 429 has no header',
    alsoBreaks: { 'CPIO-111': 'a 429 without the header does not show that nothing is left' },
    shownBy: shownOn429,
    options: { quota: burstQuota },
    around: missingOn(429),
  },
  'remaining-negative': {
    ...shown('CPIO-109', 'The value goes below zero on refused calls', ({ limit, used }) => String(limit - used)),
    shownBy: shownOn429,
    options: { quota: burstQuota },
  },
  'remaining-with-unit': shown('CPIO-109', 'The value is written 42/100', ({ remaining, limit }) => `${remaining}/${limit}`),
  'remaining-constant': {
    ...shown('CPIO-110', 'The header always shows the full quota', ({ limit }) => String(limit)),
    alsoBreaks: { 'CPIO-111': 'a 429 shows the full quota too' },
    options: { quota: smallQuota },
  },
  'remaining-counts-up': {
    ...shown('CPIO-110', 'The header shows the calls used', ({ used, limit }) => String(Math.min(used, limit))),
    alsoBreaks: { 'CPIO-111': 'a 429 shows that all calls are used instead of 0' },
    options: { quota: smallQuota },
  },
  'remaining-positive-on-429': {
    ...shown('CPIO-111', 'The 429 still shows calls left', ({ remaining }, status) => (status === 429 ? '3' : String(remaining))),
    shownBy: shownOn429,
    options: { quota: burstQuota },
  },
  'remaining-above-quota': shown('CPIO-141', 'The header reports a thousand calls too many', ({ remaining }, status) =>
    String(status === 429 ? 0 : remaining + 1000),
  ),
};
