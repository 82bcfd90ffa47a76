import { statusChanged } from '../../kit/answering.ts';
import { eachAccount, eachAddress } from '../../kit/quota-counters.ts';
import type { CountCall } from '../../kit/quota-window.ts';
import { fixedWindow, stretchedWindow } from '../../kit/quota-window.ts';
import type { PlatformDefects } from '../call.ts';
import type { Quota } from '../../vendor.ts';
import { burstQuota } from './burst-quota.ts';

const options = { quota: burstQuota } as const;

/** A window with another limit. */
const windowOf =
  (limitOf: (limit: number) => number) =>
  ({ limit, windowSeconds }: Quota): CountCall =>
    fixedWindow({ limit: limitOf(limit), windowSeconds }, 'first-call');

/** A window that, after a refused call, lasts so many times its length. */
const windowWithPause =
  (times: number) =>
  (quota: Quota): CountCall =>
    stretchedWindow(quota, 'first-call', (refused) => (refused === 1 ? times : undefined));

/** The quota of a key. */
export const rateLimitDefects: PlatformDefects = {
  'quota-halved': {
    breaks: 'CPEX-61',
    note: 'Half as many calls are accepted as the document states',
    shownBy: ['CPEX-61'],
    options,
    settings: { countCalls: windowOf((limit) => limit / 2) },
  },
  'quota-off-by-one': {
    breaks: 'CPEX-61',
    note: 'The last call of the quota is refused',
    shownBy: ['CPEX-61'],
    options,
    settings: { countCalls: windowOf((limit) => limit - 1) },
  },
  'quota-not-enforced': {
    breaks: 'CPEX-62',
    note: 'No call is ever refused for the quota',
    shownBy: ['CPEX-62'],
    options,
    settings: { isQuotaEnforced: false },
  },
  'quota-tenfold': {
    breaks: 'CPEX-62',
    note: 'Ten times as many calls are accepted as the document states',
    shownBy: ['CPEX-62'],
    options,
    settings: { countCalls: windowOf((limit) => limit * 10) },
  },
  'quota-shared-by-keys': {
    breaks: 'CPEX-63',
    note: 'All keys of an account share one quota',
    shownBy: ['CPEX-63'],
    options,
    settings: { quotaScope: eachAccount },
  },
  'quota-per-address': {
    breaks: 'CPEX-63',
    note: 'All callers at a network address share one quota',
    shownBy: ['CPEX-63'],
    options,
    settings: { quotaScope: eachAddress },
  },
  'limit-refusal-is-403': {
    breaks: 'CPEX-64',
    note: 'Calls above the quota are answered 403',
    shownBy: ['CPEX-64'],
    options,
    around: statusChanged('quota-used-up', 403),
  },
  'limited-key-stays-out': {
    breaks: 'CPEX-67',
    note: 'A key that was refused once is refused forever',
    alsoBreaks: { 'CPEX-68': 'the key is refused after the reported reset too' },
    shownBy: ['CPEX-67'],
    options,
    settings: { countCalls: windowWithPause(Infinity) },
  },
  'pause-of-ten-minutes': {
    breaks: 'CPEX-67',
    note: 'A key that was refused is served again only after ten windows',
    alsoBreaks: { 'CPEX-68': 'the reported reset is ten windows ahead' },
    shownBy: ['CPEX-67'],
    options,
    settings: { countCalls: windowWithPause(10) },
  },
};
