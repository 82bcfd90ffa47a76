import { statusChanged } from '../../kit/answering.ts';
import { eachAccount, eachAddress, eachPath } from '../../kit/quota-counters.ts';
import type { CountCall } from '../../kit/quota-window.ts';
import { fixedWindow } from '../../kit/quota-window.ts';
import { refuse } from '../../kit/refusing.ts';
import { rollingWindow } from '../../kit/rolling-window.ts';
import type { Quota } from '../../vendor.ts';
import type { Defects, Layer } from '../call.ts';
import { burstQuota } from './burst-quota.ts';

const burst = { quota: burstQuota };

const partOfQuota =
  (part: number) =>
  ({ limit, windowSeconds }: Quota): CountCall =>
    fixedWindow({ limit: Math.max(1, Math.floor(limit * part)), windowSeconds }, 'first-call');

/** Accepts an eighth of the quota at once, in a tenth of its window. */
const smoothed = (): Layer => {
  const counters = new WeakMap<object, Map<string, CountCall>>();
  return (call, next) => {
    const { service, holder, environment } = call.state;
    if (holder === undefined || environment === 'sandbox') return next();
    const { limit, windowSeconds } = service.quota;
    const own = counters.get(service) ?? new Map<string, CountCall>();
    const count = own.get(holder.name) ?? rollingWindow({ limit: Math.ceil(limit / 8), windowSeconds: windowSeconds / 10 });
    counters.set(service, own.set(holder.name, count));
    return count(Date.now()).allowed ? next() : refuse(429, 'quota-used-up', 'Rate limit exceeded');
  };
};

/** How many calls are accepted. */
export const quotaDefects: Defects = {
  'rate-limit-missing': {
    breaks: 'CDEV-129',
    note: 'No call is ever refused',
    alsoBreaks: { 'CDEV-130': 'no call is refused near the quota' },
    options: burst,
    settings: { isQuotaEnforced: false },
  },
  'rate-limit-counted-per-connection': {
    breaks: 'CDEV-129',
    note: 'Each connection has a quota of its own',
    alsoBreaks: { 'CDEV-130': 'several connections together get more calls accepted' },
    options: burst,
    settings: { quotaScope: ({ address, holder }) => `${holder?.name ?? 'unauthenticated'} ${address}` },
    around: (call, next) => {
      call.request.ip = `${call.req.socket.remoteAddress} ${call.req.socket.remotePort}`;
      return next();
    },
  },
  'rate-limit-counted-per-operation': {
    breaks: 'CDEV-129',
    note: 'Each operation has a quota of its own',
    options: { quota: { limit: 30, windowSeconds: 6 } },
    settings: { quotaScope: eachPath },
  },
  'rate-limit-1500': {
    breaks: 'CDEV-130',
    note: 'One and a half times the quota is accepted',
    options: burst,
    settings: { countCalls: (quota) => rollingWindow(quota, { burst: 1.5 }) },
  },
  'rate-limit-burst-100': {
    breaks: 'CDEV-130',
    note: 'More than an eighth of the quota at once is refused',
    alsoBreaks: { 'CDEV-144': 'a 429 comes while calls are left' },
    shownBy: ['CDEV-130'],
    options: { quota: { limit: 240, windowSeconds: 3 } },
    behind: smoothed(),
  },
  'rate-limit-too-low': {
    breaks: 'CDEV-131',
    note: 'Calls are refused after a tenth of the quota',
    alsoBreaks: { 'CDEV-130': 'the first 429 comes far below the quota', 'CDEV-142': 'a rested key has only a tenth left' },
    options: { quota: { limit: 100, windowSeconds: 3 } },
    settings: { countCalls: partOfQuota(0.1) },
  },
  'rate-limit-600': {
    breaks: 'CDEV-131',
    note: 'Calls are refused after six tenths of the quota',
    alsoBreaks: { 'CDEV-130': 'the first 429 comes far below the quota', 'CDEV-142': 'a rested key has only six tenths left' },
    options: { quota: { limit: 60, windowSeconds: 3 } },
    settings: { countCalls: partOfQuota(0.6) },
  },
  'quota-shared-by-account': {
    breaks: 'CDEV-132',
    note: 'All keys of an account share one quota',
    settings: { quotaScope: eachAccount },
  },
  'quota-per-address': {
    breaks: 'CDEV-132',
    note: 'The quota is counted by the network address of the client',
    settings: { quotaScope: eachAddress },
  },
  'rate-window-one-hour': {
    breaks: 'CDEV-133',
    note: 'The quota is available again only after sixty windows',
    alsoBreaks: {
      'CDEV-131': 'calls from before the rest are still counted',
      'CDEV-142': 'calls from before the rest are still counted',
      'CDEV-145': 'the reset is sixty windows ahead',
    },
    options: burst,
    settings: { countCalls: ({ limit, windowSeconds }) => fixedWindow({ limit, windowSeconds: windowSeconds * 60 }, 'first-call') },
  },
  'rate-refusal-403': {
    breaks: 'CDEV-134',
    note: 'Calls beyond the quota are answered 403',
    options: burst,
    around: statusChanged('quota-used-up', 403),
  },
  'rate-refusal-503': {
    breaks: 'CDEV-134',
    note: 'Calls beyond the quota are answered 503',
    options: burst,
    around: statusChanged('quota-used-up', 503),
  },
  'rate-refusal-as-crash': {
    breaks: 'CDEV-134',
    note: 'Calls beyond the quota are answered 500',
    options: burst,
    around: statusChanged('quota-used-up', 500),
  },
};
