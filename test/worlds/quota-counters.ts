import type { HeaderPair } from '../../src/model/exchange.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import type { Reply } from '../checks/support/exchange.ts';
import { page } from './parcels/service.ts';

/** How a service counts: from the first call on, by the wall clock, or over the last seconds. */
export type Counting = 'first-call' | 'epoch' | 'rolling';

/** The quota of an honest answer, which a test may change. */
export type Meter = {
  readonly call: number;
  readonly now: number;
  readonly limit: number;
  /** Calls counted in the window, this one included. */
  readonly used: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly waitSeconds: number;
  readonly isAllowed: boolean;
};

export type Metered = {
  readonly limit?: number;
  readonly windowMs?: number;
  readonly counting?: Counting;
  /** The key of a count. Default: the credential. */
  readonly countedBy?: (request: PlannedRequest) => string;
  /** Changes the quota of an answer, and whether the call is accepted. */
  readonly twist?: (meter: Meter) => Partial<Meter> & { readonly reply?: Reply };
  readonly headers?: (meter: Meter) => readonly HeaderPair[];
};

export const quotaHeaders = ({ limit, remaining, resetSeconds }: Meter): HeaderPair[] => [
  ['Quota-Limit', String(limit)],
  ['Quota-Left', String(remaining)],
  ['Quota-Reset', String(resetSeconds)],
];

const byCredential = ({ credential }: PlannedRequest): string => (credential.kind === 'valid' ? credential.name : credential.kind);

/** A service that counts calls by the session's clock. Refused calls of a rolling window are not counted. */
export const meteredService = ({
  limit = 30,
  windowMs = 10_000,
  counting = 'first-call',
  countedBy = byCredential,
  twist = () => ({}),
  headers = quotaHeaders,
}: Metered = {}) => {
  const counts = new Map<string, number[]>();
  const ends = new Map<string, number>();
  let call = 0;

  const count = (key: string, now: number): { readonly used: number; readonly endMs: number; readonly freeMs: number } => {
    if (counting === 'rolling') {
      const recent = (counts.get(key) ?? []).filter((at) => at > now - windowMs);
      const used = recent.length + 1;
      counts.set(key, used > limit ? recent : [...recent, now]);
      return { used, endMs: now + windowMs, freeMs: (recent[0] ?? now) + windowMs };
    }
    const isOver = now >= (ends.get(key) ?? 0);
    const endMs = isOver ? (counting === 'epoch' ? (Math.floor(now / windowMs) + 1) * windowMs : now + windowMs) : (ends.get(key) ?? 0);
    ends.set(key, endMs);
    const used = isOver ? [now] : [...(counts.get(key) ?? []), now];
    counts.set(key, used);
    return { used: used.length, endMs, freeMs: endMs };
  };

  return (request: PlannedRequest, now: number): Reply => {
    call += 1;
    const { used, endMs, freeMs } = count(countedBy(request), now);
    const honest: Meter = {
      call,
      now,
      limit,
      used,
      remaining: Math.max(0, limit - used),
      resetSeconds: Math.ceil(endMs / 1000),
      waitSeconds: Math.max(1, Math.ceil((freeMs - now) / 1000)),
      isAllowed: used <= limit,
    };
    const { reply, ...changed } = twist(honest);
    if (reply !== undefined) return reply;
    const meter = { ...honest, ...changed };
    const reported = headers(meter);
    if (meter.isAllowed) return { ...(page([], null) as Exclude<Reply, string>), headers: reported };
    const wait: HeaderPair = ['Wait-Seconds', String(meter.waitSeconds)];
    return { status: 429, headers: [...reported, wait], json: { fault: { code: 429, text: 'Wait' } } };
  };
};
