import type { RateLimit } from '../../../contract/conventions.ts';
import type { Contract } from '../../../contract/model.ts';
import { headerValues, isSuccess, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isPromised } from '../../subjects/promised.ts';
import { isOpenRefusal, isRefusedByQuota, mayRefuse, refusedRow, rowOfRefusals, sinceServed } from '../../subjects/quota-refusal.ts';
import { tooManyRequests } from '../../../contract/quota-refusal.ts';
import { isExact } from '../../subjects/quota-window.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { type AskedQuota, askedQuota } from './asked-quota.ts';
import { otherRead } from './other-read.ts';
import { servedQuota } from './served-quota.ts';

/** Calls right after a flood was refused, while its credential still is. */
export type Aside = {
  /** With the credential `second`. */
  readonly second: readonly Exchange[];
  /** By another operation, with the credential of the flood. */
  readonly other: readonly Exchange[];
  /** As in the flood, after all these. */
  readonly last: Exchange | undefined;
};

export type ExceededQuota = Pick<AskedQuota, 'limit' | 'burst' | 'windowMs' | 'enough'> & {
  /** The whole quota was there when the flood began. */
  readonly rested: boolean;
  /** In the order of sending. */
  readonly exchanges: readonly Exchange[];
  /** The first refusal under a status that the contract names for it; undefined where none came. */
  readonly refusal: Exchange | undefined;
  readonly aside: Aside;
};

/** Calls sent at the same time: enough for hundreds a second over a slow line. */
const width = 20;
const asideWidth = 10;

/** A refusal by quota under another status than the documented one: told by the header that says nothing remains. */
export const refusedOtherwise = (rateLimit: RateLimit, exchange: Exchange): boolean => {
  const { headers } = rateLimit;
  const status = statusOf(exchange);
  if ((status !== 403 && status !== 503) || mayRefuse(rateLimit, status) || headers?.remaining === undefined) return false;
  return headerValues(exchange, headers.remaining)[0] === '0';
};

/** Refusals of that kind one after another that are no accident. */
export const refusalsInARow = 3;

/** Where the status of a refusal is open, so many more are met: answers that were under way together arrive in any order. */
const rowToMeet = rowOfRefusals + width;

/**
 * Sends small reads above the quota until one is refused, or until more were answered than any limit could let through.
 * Where requests can be counted exactly, the quota itself is counted out before, so that one flood tells what is let
 * through and what is not. What is promised of other credentials and operations is tried right after the refusal.
 */
export const exceededQuota = defineMeasurement<{ readonly operation: string }, ExceededQuota>({
  id: 'exceeded-quota',
  async run(session, parameters) {
    const asked = await session.measure(askedQuota, parameters);
    const { request, rateLimit, counted, limit, burst, windowMs, enough } = asked;
    const other = asksOther(session.contract) ? await session.measure(otherRead, parameters) : undefined;
    const rested = counted !== undefined && isExact(session);
    const served = rested ? await session.measure(servedQuota, { ...parameters, at: 'several at a time' }) : undefined;
    const before = served?.exchanges ?? [];
    const open = isOpenRefusal(rateLimit);
    const bound = session.target.flood.maxRequests;
    const isOver = !open && before.some((exchange) => isRefusedByQuota(rateLimit, exchange));
    let inARow = 0;
    const after = isOver
      ? []
      : await session.flood(request, {
          most: Math.min(enough + (open ? rowToMeet : 0), bound - before.length),
          withinMs: windowMs,
          width,
          enough(exchange) {
            inARow = isSuccess(exchange) ? 0 : inARow + 1;
            return open ? inARow >= rowToMeet : isRefusedByQuota(rateLimit, exchange);
          },
        });
    const exchanges = [...before, ...after];
    const refusal = refusalIn(rateLimit, exchanges);
    const aside = refusal ? await callAside(session, asked, other, bound - exchanges.length) : { second: [], other: [], last: undefined };
    return { limit, burst, windowMs, enough, rested, exchanges, refusal, aside };
  },
});

/** The first refusal by quota; under a status that might mean something else, the first of a row after calls that were let through. */
const refusalIn = (rateLimit: RateLimit, exchanges: readonly Exchange[]): Exchange | undefined => {
  const certain =
    exchanges.find((exchange) => statusOf(exchange) === tooManyRequests && isRefusedByQuota(rateLimit, exchange)) ??
    sinceServed(exchanges).find((exchange) => isRefusedByQuota(rateLimit, exchange));
  if (certain || !isOpenRefusal(rateLimit)) return certain;
  const [first] = refusedRow(exchanges) ?? [];
  return first && mayRefuse(rateLimit, statusOf(first) ?? 0) ? first : undefined;
};

const asksSecond = (contract: Contract): boolean =>
  ['rate-limit/credentials-apart', 'rate-limit/credentials-share'].some((id) => isPromised(contract, id, 'rateLimit'));

const asksOther = (contract: Contract): boolean => isPromised(contract, 'rate-limit/operations-share', 'rateLimit');

/** More than trickle back while they are made, and few beside the flood. */
export const asideCalls = (limit: number): number => Math.max(10, Math.min(60, Math.ceil(limit / 10)));

const callAside = async (
  { contract, target, flood }: Session,
  { request, limit, windowMs }: AskedQuota,
  other: PlannedRequest | undefined,
  room: number,
): Promise<Aside> => {
  const calls = asideCalls(limit);
  const several = (one: PlannedRequest): Promise<readonly Exchange[]> =>
    flood(one, { most: calls, withinMs: windowMs, width: asideWidth, enough: () => false });
  const hasSecond = target.credentials.includes('second') && asksSecond(contract);
  if ((!hasSecond && !other) || 2 * calls + 1 > room) return { second: [], other: [], last: undefined };
  const second = hasSecond ? await several({ ...request, credential: { kind: 'valid', name: 'second' } }) : [];
  const beside = other ? await several({ ...other, credential: request.credential }) : [];
  const [last] = await flood(request, { most: 1, withinMs: windowMs, width: 1, enough: () => true });
  return { second, other: beside, last };
};
