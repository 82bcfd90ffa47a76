import { answered } from '../../kit/answering.ts';
import type { QuotaReading } from '../../kit/quota-window.ts';
import { standardRateHeaders } from '../../kit/rate-headers.ts';
import type { Layer, PlatformDefects } from '../call.ts';
import { burstQuota } from './burst-quota.ts';

/** A window longer than the run, so that no reset happens during it. */
const longWindow = { quota: { limit: 200, windowSeconds: 60 } } as const;
const yearSeconds = 31_536_000;
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Replaces the value of a header on calls that count. */
const shown = (name: 'Remaining' | 'Reset', value: (reading: QuotaReading) => string): Layer =>
  answered((call) => {
    const { quota } = call.state;
    if (quota !== undefined) call.set(`X-RateLimit-${name}`, value(quota));
  });

/** The headers that report the quota. */
export const rateHeaderDefects: PlatformDefects = {
  'remaining-header-missing': {
    breaks: 'CPEX-65',
    note: 'No answer reports how many calls are left',
    shownBy: ['CPEX-65'],
    options: longWindow,
    settings: { rateHeaders: { ...standardRateHeaders, remaining: undefined } },
  },
  'quota-headers-missing': {
    breaks: 'CPEX-65',
    note: 'No answer has a header about the quota',
    alsoBreaks: { 'CPEX-66': 'nothing reports when the quota resets' },
    shownBy: ['CPEX-65', 'CPEX-66'],
    options: longWindow,
    settings: { rateHeaders: { ...standardRateHeaders, limit: undefined, remaining: undefined, reset: undefined, retryAfter: 'none' } },
  },
  'remaining-never-falls': {
    breaks: 'CPEX-65',
    note: 'The number of calls left is always the full quota',
    shownBy: ['CPEX-65'],
    options: longWindow,
    around: shown('Remaining', ({ limit }) => String(limit)),
  },
  'remaining-counts-up': {
    breaks: 'CPEX-65',
    note: 'The number of calls left is the number of calls used',
    shownBy: ['CPEX-65'],
    options: longWindow,
    around: shown('Remaining', ({ used, limit }) => String(Math.min(used, limit))),
  },
  'reset-header-missing': {
    breaks: 'CPEX-66',
    note: 'Neither a success nor a 429 reports when the quota resets',
    shownBy: ['CPEX-66', 'CPEX-62'],
    options: { quota: burstQuota },
    settings: { rateHeaders: { ...standardRateHeaders, reset: undefined, retryAfter: 'none' } },
  },
  'reset-header-not-a-time': {
    breaks: 'CPEX-66',
    note: 'The reset is the word soon',
    shownBy: ['CPEX-66', 'CPEX-62'],
    options: { quota: burstQuota },
    settings: { rateHeaders: { ...standardRateHeaders, retryAfter: 'none' } },
    around: shown('Reset', () => 'soon'),
  },
  'reset-in-the-past': {
    breaks: 'CPEX-66',
    note: 'The reset is a time in the past year',
    shownBy: ['CPEX-66', 'CPEX-62'],
    options: { quota: burstQuota },
    settings: { rateHeaders: { ...standardRateHeaders, retryAfter: 'none' } },
    around: shown('Reset', () => String(nowSeconds() - yearSeconds)),
  },
  'reset-too-early': {
    breaks: 'CPEX-68',
    note: 'A key is still refused two seconds after the reported reset',
    shownBy: ['CPEX-68'],
    options: { quota: { limit: 30, windowSeconds: 12 } },
    settings: { rateHeaders: { ...standardRateHeaders, retryAfter: 'none' } },
    around: shown('Reset', () => String(nowSeconds() + 1)),
  },
  'reset-an-hour-ahead': {
    breaks: 'CPEX-68',
    note: 'The reported reset is 55 minutes ahead',
    shownBy: ['CPEX-68'],
    options: { quota: burstQuota },
    settings: { rateHeaders: { ...standardRateHeaders, retryAfter: 'none' } },
    around: shown('Reset', () => String(nowSeconds() + 55 * 60)),
  },
};
