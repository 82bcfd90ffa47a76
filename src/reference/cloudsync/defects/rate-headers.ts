import { answered } from '../../kit/answering.ts';
import type { QuotaReading } from '../../kit/quota-window.ts';
import { standardRateHeaders } from '../../kit/rate-headers.ts';
import type { Call, Layer } from '../call.ts';
import type { SyncDefect, SyncDefects } from '../overrides.ts';
import type { Operation } from './answering.ts';
import { goesTo, isSuccess } from './answering.ts';
import { burstQuota } from './burst-quota.ts';

const names = { limit: 'X-RateLimit-Limit', remaining: 'X-RateLimit-Remaining', reset: 'X-RateLimit-Reset' } as const;
type Name = keyof typeof names;

/** Plans answers of every operation and no burst. */
const eachOperation = ['SYNC-22', 'SYNC-73', 'SYNC-76', 'SYNC-77', 'SYNC-81'];
const burst = { shownBy: ['SYNC-64'], options: { quota: burstQuota, plan: 'standard' } } as const;

const removedWhere = (isMeant: (call: Call) => boolean, ...removed: readonly Name[]): Layer =>
  answered((call) => {
    if (isMeant(call)) for (const name of removed) call.remove(names[name]);
  });

const all: readonly Name[] = ['limit', 'remaining', 'reset'];

const missingOn = (breaks: string, note: string, name: Name, operation: Operation): SyncDefect => ({
  breaks,
  note,
  shownBy: [breaks, ...eachOperation],
  around: removedWhere((call) => goesTo(call, operation) && isSuccess(call), name),
});

/** Sets a header of every answer that reports the quota. */
const header = (
  breaks: string,
  name: string,
  note: string,
  value: (reading: QuotaReading, call: Call) => string | number | undefined,
  rest: Pick<SyncDefect, 'alsoBreaks' | 'options' | 'shownBy'> = {},
): SyncDefect => ({
  breaks,
  note,
  ...rest,
  shownBy: [breaks, ...(rest.shownBy ?? ['SYNC-73'])],
  around: answered((call) => {
    const { quota } = call.state;
    const changed = quota === undefined ? undefined : value(quota, call);
    if (changed !== undefined) call.set(name, String(changed));
  }),
});

const on429 =
  (value: (reading: QuotaReading) => string | number) =>
  (reading: QuotaReading, { status }: Call): string | number | undefined =>
    status === 429 ? value(reading) : undefined;

const secondsNow = (): number => Math.floor(Date.now() / 1000);

/** The header fields that report the quota: their presence, form and values. */
export const rateHeaderDefects: SyncDefects = {
  'rate-headers-missing': {
    breaks: 'SYNC-53',
    note: 'No answer has a header about the quota',
    alsoBreaks: {
      'SYNC-54': 'the number left is missing too',
      'SYNC-55': 'the reset is missing too',
      'SYNC-56': 'a 401 has none of the three either',
      'SYNC-57': 'other errors have none of the three either',
      'SYNC-58': 'a 429 has none of the three either',
    },
    shownBy: ['SYNC-53', ...eachOperation],
    around: removedWhere(() => true, ...all),
  },
  'limit-header-missing-on-list': missingOn('SYNC-53', 'The list has no X-RateLimit-Limit', 'limit', 'list'),
  'limit-header-missing-on-create': missingOn('SYNC-53', 'The answer to a creation has no X-RateLimit-Limit', 'limit', 'create'),
  'remaining-header-missing-on-item': missingOn('SYNC-54', 'The single read has no X-RateLimit-Remaining', 'remaining', 'read'),
  'reset-header-missing-on-delete': missingOn('SYNC-55', 'The answer to DELETE has no X-RateLimit-Reset', 'reset', 'remove'),
  'reset-header-under-other-name': {
    breaks: 'SYNC-55',
    note: 'The reset is sent only as RateLimit-Reset',
    alsoBreaks: {
      'SYNC-56': 'a 401 has the wrong name too',
      'SYNC-57': 'errors have the wrong name too',
      'SYNC-58': 'a 429 has the wrong name too',
    },
    shownBy: ['SYNC-55', ...eachOperation],
    settings: { rateHeaders: { ...standardRateHeaders, reset: 'RateLimit-Reset' } },
  },
  'rate-headers-missing-on-401': {
    breaks: 'SYNC-56',
    note: 'A 401 has none of the three headers',
    shownBy: ['SYNC-56', 'SYNC-14'],
    around: removedWhere(({ status }) => status === 401, ...all),
  },
  'rate-headers-missing-on-404': {
    breaks: 'SYNC-57',
    note: 'A 404 has none of the three headers',
    shownBy: ['SYNC-57', 'SYNC-86'],
    around: removedWhere(({ status }) => status === 404, ...all),
  },
  'remaining-missing-on-refused-body': {
    breaks: 'SYNC-57',
    note: 'A refused creation has no X-RateLimit-Remaining',
    shownBy: ['SYNC-57', 'SYNC-24', 'SYNC-25'],
    around: removedWhere((call) => goesTo(call, 'create') && [400, 422].includes(call.status), 'remaining'),
  },
  'rate-headers-missing-on-429': {
    breaks: 'SYNC-58',
    note: 'A 429 has only Retry-After',
    ...burst,
    shownBy: ['SYNC-58', 'SYNC-64'],
    around: removedWhere(({ status }) => status === 429, ...all),
  },

  'limit-with-comma': header(
    'SYNC-59',
    names.limit,
    'X-RateLimit-Limit has a comma, as in 1,000',
    ({ limit }) => limit.toLocaleString('en'),
    {
      alsoBreaks: { 'SYNC-60': 'no answer reports 1000' },
      options: { quota: { limit: 1000, windowSeconds: 2 }, plan: 'standard' },
    },
  ),
  'remaining-with-total': header(
    'SYNC-59',
    names.remaining,
    'X-RateLimit-Remaining contains the limit, as in 847/1000',
    ({ remaining, limit }) => `${remaining}/${limit}`,
    { alsoBreaks: { 'SYNC-61': 'a 429 does not report 0' } },
  ),
  'limit-header-of-other-plan': header('SYNC-60', names.limit, 'X-RateLimit-Limit is that of the other tier', ({ limit }) => limit * 5),
  'limit-header-shows-burst': header('SYNC-60', names.limit, 'X-RateLimit-Limit is the burst allowance', ({ limit }) => limit * 1.2),

  'remaining-frozen': header('SYNC-61', names.remaining, 'X-RateLimit-Remaining never changes', ({ limit }) => limit, {
    alsoBreaks: { 'SYNC-47': 'reads do not lower the number that the list reports' },
  }),
  'remaining-not-zero-on-429': header(
    'SYNC-61',
    names.remaining,
    'A 429 reports that 200 requests remain',
    on429(() => 200),
    burst,
  ),

  'reset-as-http-date': header('SYNC-62', names.reset, 'X-RateLimit-Reset is an HTTP date', ({ resetEpochSeconds }) =>
    new Date(resetEpochSeconds * 1000).toUTCString(),
  ),
  'reset-with-fraction': header(
    'SYNC-62',
    names.reset,
    'X-RateLimit-Reset has a fraction',
    ({ resetEpochSeconds }) => `${resetEpochSeconds}.25`,
  ),
  'reset-as-delta-seconds': header('SYNC-63', names.reset, 'X-RateLimit-Reset is the number of seconds left', ({ resetEpochSeconds }) =>
    Math.max(0, resetEpochSeconds - secondsNow()),
  ),
  'reset-in-milliseconds': header(
    'SYNC-63',
    names.reset,
    'X-RateLimit-Reset is in milliseconds',
    ({ resetEpochSeconds }) => resetEpochSeconds * 1000,
  ),
  'reset-one-hour-ahead': header('SYNC-63', names.reset, 'X-RateLimit-Reset is an hour ahead', () => secondsNow() + 3600),

  'retry-after-missing': {
    breaks: 'SYNC-65',
    note: 'A 429 has no Retry-After',
    ...burst,
    shownBy: ['SYNC-65', 'SYNC-64'],
    settings: { rateHeaders: { ...standardRateHeaders, retryAfter: 'none' } },
  },
  'retry-after-later': header(
    'SYNC-65',
    'Retry-After',
    'Retry-After is the word later',
    on429(() => 'later'),
    {
      ...burst,
      alsoBreaks: { 'SYNC-66': 'a word is neither a number of seconds nor a date' },
    },
  ),
  'retry-after-in-milliseconds': header(
    'SYNC-66',
    'Retry-After',
    'Retry-After is in milliseconds',
    on429(({ retryAfterSeconds }) => retryAfterSeconds * 1000),
    burst,
  ),
  'retry-after-with-unit': header(
    'SYNC-66',
    'Retry-After',
    'Retry-After has a unit, as in 30s',
    on429(({ retryAfterSeconds }) => `${retryAfterSeconds}s`),
    burst,
  ),
  'retry-after-as-epoch': header(
    'SYNC-66',
    'Retry-After',
    'Retry-After repeats the epoch second of the reset',
    on429(({ resetEpochSeconds }) => resetEpochSeconds),
    burst,
  ),
};
