import { answered } from '../../kit/answering.ts';
import { standardRateHeaders } from '../../kit/rate-headers.ts';
import type { Call, Defects, Layer } from '../call.ts';
import { burstQuota } from './burst-quota.ts';

const remaining = 'X-RateLimit-Remaining';
const reset = 'X-RateLimit-Reset';
const burst = { quota: burstQuota };
const hasKey = ({ state }: Call): boolean => state.holder !== undefined;
const isRefused = (call: Call): boolean => call.state.errorResponse?.reason === 'quota-used-up';

const removed = (name: string, isMeant: (call: Call) => boolean = () => true): Layer =>
  answered((call) => {
    if (hasKey(call) && isMeant(call)) call.remove(name);
  });

/** Reports another number of calls left to callers with a key, where `value` returns one. */
const reported = (value: (left: number, limit: number, call: Call) => number | string | undefined): Layer =>
  answered((call) => {
    const { quota } = call.state;
    const other = hasKey(call) && quota !== undefined ? value(quota.remaining, quota.limit, call) : undefined;
    if (other !== undefined) call.set(remaining, String(other));
  });

/** Moves the reset by so many seconds. */
const resetMoved = (seconds: number): Layer =>
  answered((call) => {
    const { quota } = call.state;
    if (hasKey(call) && quota !== undefined) call.set(reset, String(quota.resetEpochSeconds + seconds));
  });

/** Which answers carry the headers. */
const sent: Defects = {
  'remaining-missing': { breaks: 'CDEV-138', note: 'X-RateLimit-Remaining is never sent to a valid key', around: removed(remaining) },
  'remaining-missing-on-errors': {
    breaks: 'CDEV-138',
    note: 'X-RateLimit-Remaining is missing on a 404',
    shownBy: ['CDEV-138', 'lifecycle'],
    intermittent: true,
    around: removed(remaining, ({ status }) => status === 404),
  },
  'remaining-missing-on-create': {
    breaks: 'CDEV-138',
    note: 'X-RateLimit-Remaining is missing on a 201',
    shownBy: ['CDEV-138', 'lifecycle'],
    intermittent: true,
    around: removed(remaining, ({ status }) => status === 201),
  },
  'remaining-missing-on-refusal': {
    breaks: 'CDEV-138',
    note: 'X-RateLimit-Remaining is missing once the quota is used up',
    shownBy: ['CDEV-138', 'CDEV-129'],
    intermittent: true,
    options: burst,
    around: removed(remaining, isRefused),
  },
  'rate-headers-missing': {
    breaks: 'CDEV-138',
    note: 'No answer to a valid key has a header about the quota',
    alsoBreaks: { 'CDEV-139': 'the reset is missing too', 'CDEV-140': 'a 401 has none either' },
    settings: { rateHeaders: { ...standardRateHeaders, limit: undefined, remaining: undefined, reset: undefined } },
  },
  'reset-missing': { breaks: 'CDEV-139', note: 'X-RateLimit-Reset is never sent to a valid key', around: removed(reset) },
  'reset-missing-on-errors': {
    breaks: 'CDEV-139',
    note: 'X-RateLimit-Reset is missing on a 404',
    shownBy: ['CDEV-139', 'lifecycle'],
    intermittent: true,
    around: removed(reset, ({ status }) => status === 404),
  },
  'reset-only-on-refusal': {
    breaks: 'CDEV-139',
    note: 'X-RateLimit-Reset is sent only once the quota is used up',
    around: removed(reset, (call) => !isRefused(call)),
  },
  'rate-headers-missing-on-401': {
    breaks: 'CDEV-140',
    note: 'A 401 has no rate limit headers',
    settings: { unauthenticated: 'uncounted' },
  },
};

/** The values in the headers. */
const values: Defects = {
  'remaining-negative': {
    breaks: 'CDEV-141',
    note: 'X-RateLimit-Remaining goes below zero',
    alsoBreaks: { 'CDEV-144': 'a 429 reports a number below zero' },
    shownBy: ['CDEV-141', 'CDEV-129'],
    options: burst,
    around: reported((left, limit, { state }) => (left === 0 ? limit - (state.quota?.used ?? limit) : undefined)),
  },
  'remaining-above-quota': {
    breaks: 'CDEV-141',
    note: 'X-RateLimit-Remaining is larger than the quota',
    alsoBreaks: { 'CDEV-142': 'a rested key reports more than the quota', 'CDEV-144': 'a 429 reports calls left' },
    around: reported((left, limit) => left + limit + 1),
  },
  'remaining-not-number': { breaks: 'CDEV-141', note: 'X-RateLimit-Remaining is a word', around: reported(() => 'many') },
  'remaining-other-quota': {
    breaks: 'CDEV-142',
    note: 'A rested key reports a tenth of the quota',
    around: reported((left) => Math.floor(left / 10)),
  },
  'remaining-constant': {
    breaks: 'CDEV-143',
    note: 'X-RateLimit-Remaining never changes while calls are accepted',
    shownBy: ['CDEV-143'],
    options: { quota: { limit: 200, windowSeconds: 10 } },
    around: reported((left, limit) => (left > 0 ? limit - 1 : 0)),
  },
  'refusal-with-remaining': {
    breaks: 'CDEV-144',
    note: 'A 429 reports calls left',
    options: burst,
    around: reported((_left, _limit, call) => (isRefused(call) ? 5 : undefined)),
  },
  'reset-in-past': { breaks: 'CDEV-145', note: 'The reset is an hour in the past', around: resetMoved(-3600) },
  'reset-far-future': { breaks: 'CDEV-145', note: 'The reset is a day ahead', around: resetMoved(86_400) },
};

/** What answers report about the quota. */
export const rateHeaderDefects: Defects = { ...sent, ...values };
