import { answered, statusChanged } from '../../kit/answering.ts';
import type { QuotaScope } from '../../kit/quota-counters.ts';
import { eachAddress, eachKey } from '../../kit/quota-counters.ts';
import type { CountCall } from '../../kit/quota-window.ts';
import { fixedWindow } from '../../kit/quota-window.ts';
import { rollingWindow } from '../../kit/rolling-window.ts';
import type { Quota, StartOptions } from '../../vendor.ts';
import type { Layer } from '../call.ts';
import type { SyncDefect, SyncDefects } from '../overrides.ts';
import type { Settings } from '../settings.ts';
import { burstQuota } from './burst-quota.ts';

const burst = 1.2;
const small: StartOptions = { quota: burstQuota, plan: 'standard' };
/** Long enough for other calls between a burst and the next look. */
const lasting: StartOptions = { quota: { limit: 30, windowSeconds: 6 }, plan: 'standard' };

/** A quota that is counted or applied wrongly. */
const counting = (
  breaks: string,
  note: string,
  settings: Partial<Settings>,
  rest: Pick<SyncDefect, 'alsoBreaks' | 'options'> = {},
): SyncDefect => ({ breaks, note, shownBy: [breaks], options: small, settings, ...rest });

const collection = /\/instances\/[^/]+$/;
const eachOperation: QuotaScope = (call) => `${eachKey(call)} ${call.method} ${call.path.replace(collection, '/instances/:id')}`;
const eachPath: QuotaScope = (call) => `${eachKey(call)} ${call.path}`;

const shownCounts = new WeakMap<object, Map<string, CountCall>>();

/** Reports what would be left if only the calls of the same operation counted. */
const countedForEachOperation: Layer = answered((call) => {
  const { quota, holder, service } = call.state;
  if (quota === undefined || holder === undefined || call.status === 429) return;
  const counts = shownCounts.get(service) ?? new Map<string, CountCall>();
  shownCounts.set(service, counts);
  const name = `${holder.name} ${call.method} ${call.path.replace(collection, '/instances/:id')}`;
  const count = counts.get(name) ?? rollingWindow(service.quota, { burst });
  counts.set(name, count);
  call.set('X-RateLimit-Remaining', String(count(Date.now()).remaining));
});

/** Blocks a key for so many windows after a refused call. */
const blockedFor =
  (windows: number) =>
  (quota: Quota): CountCall => {
    const count = rollingWindow(quota, { burst });
    let blockedUntilMs = 0;
    return (nowMs) => {
      const reading = count(nowMs);
      if (!reading.allowed && nowMs >= blockedUntilMs) blockedUntilMs = nowMs + quota.windowSeconds * windows * 1000;
      if (nowMs >= blockedUntilMs) return reading;
      if (windows === Infinity) return { ...reading, allowed: false, remaining: 0 };
      const resetEpochSeconds = Math.ceil(blockedUntilMs / 1000);
      return { ...reading, allowed: false, remaining: 0, resetEpochSeconds, retryAfterSeconds: Math.ceil((blockedUntilMs - nowMs) / 1000) };
    };
  };

/** The burst allowance in a window that is aligned to the clock. */
const burstInFixedWindow = ({ limit, windowSeconds }: Quota): CountCall => {
  const count = fixedWindow({ limit: Math.ceil(limit * burst), windowSeconds }, 'epoch');
  return (nowMs) => {
    const reading = count(nowMs);
    return { ...reading, limit, remaining: Math.max(0, limit - reading.used) };
  };
};

/** The same in a window that begins with a call; what is reported is as if it rolled. */
const burstInWindowOfFirstCall = ({ limit, windowSeconds }: Quota): CountCall => {
  const count = fixedWindow({ limit: Math.ceil(limit * burst), windowSeconds }, 'first-call');
  return (nowMs) => {
    const reading = count(nowMs);
    const resetEpochSeconds = Math.ceil(nowMs / 1000 + windowSeconds);
    return { ...reading, limit, resetEpochSeconds, remaining: Math.max(0, limit - reading.used) };
  };
};

const holdingBack = (quota: Quota): CountCall => {
  const count = rollingWindow(quota, { burst });
  let heldUntilMs = 0;
  return (nowMs) => {
    const reading = count(nowMs);
    const isHeld = nowMs < heldUntilMs;
    const allowed = reading.allowed && !isHeld;
    if (!allowed) heldUntilMs = nowMs + (quota.windowSeconds * 2000) / 3;
    return { ...reading, allowed, remaining: isHeld ? 0 : reading.remaining, retryAfterSeconds: 1 };
  };
};

const neverRefused = {
  'SYNC-48': 'requests of different operations are never refused either',
  'SYNC-50': 'any span of time allows more than the burst allowance',
};
const enterprise: StartOptions = { quota: { limit: 150, windowSeconds: 3 }, plan: 'enterprise' };

const otherStatus = (status: number, note: string): SyncDefect => ({
  breaks: 'SYNC-64',
  note,
  shownBy: ['SYNC-64'],
  options: small,
  around: statusChanged('quota-used-up', status),
});

/** How many calls are accepted, whose they are, and when calls are accepted again. */
export const servedQuotaDefects: SyncDefects = {
  'limit-shared-by-address': counting(
    'SYNC-46',
    'All keys from one address share one counter',
    { quotaScope: eachAddress },
    { options: lasting },
  ),
  'counter-per-operation': counting(
    'SYNC-47',
    'Each operation has a counter of its own',
    { quotaScope: eachOperation },
    { alsoBreaks: { 'SYNC-48': 'each operation has a limit of its own too' }, options: lasting },
  ),
  'limit-per-path': counting(
    'SYNC-48',
    'Every path has a limit of its own',
    { quotaScope: eachPath },
    { alsoBreaks: { 'SYNC-47': 'reads of one path do not lower the number that another path reports' }, options: lasting },
  ),
  'window-of-five-minutes': counting(
    'SYNC-49',
    'A key that was refused is served again only after five windows',
    { countCalls: blockedFor(5) },
    {
      alsoBreaks: {
        'SYNC-63': 'the reset is five windows ahead',
        'SYNC-66': 'Retry-After is longer than the window',
      },
    },
  ),
  'blocked-for-good': counting(
    'SYNC-49',
    'A key that was refused once stays refused',
    { countCalls: blockedFor(Infinity) },
    { alsoBreaks: { 'SYNC-67': 'a client that waits is not served either' } },
  ),
  'fixed-window': counting(
    'SYNC-50',
    'The counter is reset at the end of each window for all requests at once',
    { countCalls: burstInFixedWindow },
    { options: lasting },
  ),
  'fixed-window-from-first-call': counting(
    'SYNC-50',
    'The counter is reset a window after its first call, while the reset is reported as if the window rolled',
    { countCalls: burstInWindowOfFirstCall },
    { options: lasting },
  ),
  'remaining-per-operation': {
    breaks: 'SYNC-47',
    note: 'X-RateLimit-Remaining counts the calls of one operation, while the limit itself is shared',
    shownBy: ['SYNC-47', 'SYNC-48', 'SYNC-61'],
    options: lasting,
    around: countedForEachOperation,
  },
  'standard-refuses-early': counting(
    'SYNC-51',
    'A 429 comes after six tenths of the limit',
    { countCalls: (quota) => rollingWindow(quota, { burst: 0.6 }) },
    { alsoBreaks: { 'SYNC-61': 'a request is refused before the limit is used up, and the header shows that' } },
  ),
  'standard-never-refuses': counting(
    'SYNC-51',
    'The limit is reported and never applied',
    { isQuotaEnforced: false },
    { alsoBreaks: neverRefused },
  ),
  'enterprise-has-standard-limit': counting(
    'SYNC-52',
    'An Enterprise key has the limit of a Standard one',
    { countCalls: ({ limit, windowSeconds }) => rollingWindow({ limit: limit / 5, windowSeconds }, { burst }) },
    { options: enterprise, alsoBreaks: { 'SYNC-60': 'the reported limit is that of a Standard key' } },
  ),
  'enterprise-never-refuses': counting(
    'SYNC-52',
    'The limit of an Enterprise key is reported and never applied',
    { isQuotaEnforced: false },
    { options: enterprise, alsoBreaks: neverRefused },
  ),
  'over-limit-answered-503': otherStatus(503, 'Requests over the limit are answered 503'),
  'over-limit-answered-403': otherStatus(403, 'Requests over the limit are answered 403'),
  'retry-after-too-short': counting(
    'SYNC-67',
    'Retry-After is 1, and each refused request blocks its key for two thirds of the window',
    { countCalls: holdingBack },
    { options: { quota: { limit: 30, windowSeconds: 9 }, plan: 'standard' } },
  ),
};
