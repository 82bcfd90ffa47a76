import type { RateLimit } from '../../contract/conventions.ts';
import { statuses } from '../../contract/conventions-at.ts';
import { headerValues, statusOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isExact } from '../quota-window.ts';
import { defineMeasurement } from '../session.ts';
import { askedQuota } from './asked-quota.ts';
import { servedQuota } from './served-quota.ts';

export type ExceededQuota = {
  /** Calls the service lets through in a window, by its own word or the operator's. */
  readonly limit: number;
  readonly windowMs: number;
  /** Calls that no scheme of that limit lets through within one window. */
  readonly enough: number;
  /** In the order of sending. */
  readonly exchanges: readonly Exchange[];
};

/** Calls sent at the same time: enough for hundreds a second over a slow line. */
const width = 20;

/** A refusal by quota under the documented status. */
export const isRefusedByQuota = ({ exceeded }: RateLimit, exchange: Exchange): boolean =>
  statuses(exceeded).includes(statusOf(exchange) ?? 0);

/** A refusal by quota under another status than the documented one: told by the header that says nothing remains. */
export const refusedOtherwise = ({ exceeded, headers }: RateLimit, exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  if ((status !== 403 && status !== 503) || statuses(exceeded).includes(status) || headers?.remaining === undefined) return false;
  return headerValues(exchange, headers.remaining)[0] === '0';
};

/** Refusals of that kind one after another that end a flood. */
export const refusalsInARow = 3;

/**
 * Sends small reads above the quota until one is refused, or until more were answered than any limit could let through.
 * Where requests can be counted exactly, the quota itself is counted out before, so that one flood tells what is let
 * through and what is not.
 */
export const exceededQuota = defineMeasurement<{ readonly operation: string }, ExceededQuota>({
  id: 'exceeded-quota',
  async run(session, parameters) {
    const { request, rateLimit, announced, limit, windowMs, enough } = await session.measure(askedQuota, parameters);
    const counted = announced !== undefined && isExact(session);
    const served = counted ? await session.measure(servedQuota, { ...parameters, at: 'several at a time' }) : undefined;
    const before = served?.exchanges ?? [];
    if (before.some((exchange) => isRefusedByQuota(rateLimit, exchange))) return { limit, windowMs, enough, exchanges: before };
    let inARow = 0;
    const after = await session.flood(request, {
      most: Math.min(enough, session.target.flood.maxRequests - before.length),
      withinMs: windowMs,
      width,
      enough(exchange) {
        inARow = refusedOtherwise(rateLimit, exchange) ? inARow + 1 : 0;
        return inARow >= refusalsInARow || isRefusedByQuota(rateLimit, exchange);
      },
    });
    return { limit, windowMs, enough, exchanges: [...before, ...after] };
  },
});
