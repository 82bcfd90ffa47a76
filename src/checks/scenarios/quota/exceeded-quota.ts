import { answerOf, isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isDocumentedErrorResponse, isOpenErrorResponse, mayRefuse, tooManyRequests } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { isExact } from '../../subjects/quota.ts';
import { type AskedQuota, askedQuota } from './asked-quota.ts';
import { otherRead } from './other-read.ts';
import { servedQuota } from './served-quota.ts';

/** Calls right after a burst was refused, while its credential still is. */
export type Aside = {
  /** With the credential `second`. */
  readonly second: readonly Exchange[];
  /** By another operation, with the credential of the burst. */
  readonly other: readonly Exchange[];
  /** As in the burst, after all these. */
  readonly last: Exchange | undefined;
};

export type ExceededQuota = Pick<AskedQuota, 'limit' | 'burst' | 'windowMs' | 'enough'> & {
  /** The whole quota was there when the burst began. */
  readonly rested: boolean;
  /** In the order of sending. */
  readonly exchanges: readonly Exchange[];
  /** The first error response under a status that the contract names for it; undefined where none came. */
  readonly errorResponse: Exchange | undefined;
  readonly aside: Aside;
};

/** Calls sent at the same time: enough for hundreds a second over a slow line. */
const width = 20;
const asideWidth = 10;

/** So many answers without success one after another are an error response of the sender, no accident. */
const rowOfRefusals = 20;

/** Where the status of an error response is open, so many more are met: answers that were under way together arrive in any order. */
const rowToMeet = rowOfRefusals + width;

/** What a burst is of, and what is called right after it was refused. All who share a burst ask for the same. */
export type Exceeding = {
  readonly operation: string;
  /** With the credential `second`, where there is one. */
  readonly second: boolean;
  /** By another operation, where there is one. */
  readonly other: boolean;
};

/**
 * Sends small reads above the quota until one is refused, or until more were answered than any limit could let through.
 * Where requests can be counted exactly, the quota itself is counted out before, so that one burst tells what is let
 * through and what is not. Other credentials and operations are tried right after the error response.
 */
export const exceededQuota = defineScenario<Exceeding, ExceededQuota>({
  id: 'exceeded-quota',
  async run(session, { operation, second, other: asksOther }) {
    const { contract, target } = session;
    const asked = await session.run(askedQuota, { operation });
    const { request, counted, limit, burst, windowMs, enough } = asked;
    const other = asksOther ? await session.run(otherRead, { operation }) : undefined;
    const rested = counted !== undefined && isExact(session);
    const served = rested ? await session.run(servedQuota, { operation, at: 'several at a time' }) : undefined;
    const before = served?.exchanges ?? [];
    const open = isOpenErrorResponse(contract);
    const bound = target.flood.maxRequests;
    const isOver = !open && before.some((exchange) => isDocumentedErrorResponse(contract, exchange));
    let inARow = 0;
    const after = isOver
      ? []
      : await session.burst(request, {
          most: Math.min(enough + (open ? rowToMeet : 0), bound - before.length),
          withinMs: windowMs,
          width,
          enough(exchange) {
            inARow = isSuccess(exchange) ? 0 : inARow + 1;
            return open ? inARow >= rowToMeet : isDocumentedErrorResponse(contract, exchange);
          },
        });
    const exchanges = [...before, ...after];
    const errorResponse = errorResponseIn(contract, exchanges);
    const aside = errorResponse
      ? await callAside(session, asked, { second, other }, bound - exchanges.length)
      : { second: [], other: [], last: undefined };
    return { limit, burst, windowMs, enough, rested, exchanges, errorResponse, aside };
  },
});

const isOther = (exchange: Exchange): boolean => answerOf(exchange) !== undefined && !isSuccess(exchange);

/** From the first success of a burst on: what is refused before anything was let through is refused for another reason. */
export const sinceServed = (exchanges: readonly Exchange[]): readonly Exchange[] => {
  const served = exchanges.findIndex(isSuccess);
  return served < 0 ? [] : exchanges.slice(served);
};

/** The first answers of a burst after a success, in the order of sending, that are without success so many times in a row. */
export const refusedRow = (exchanges: readonly Exchange[]): readonly [Exchange, ...Exchange[]] | undefined => {
  let row: Exchange[] = [];
  for (const exchange of sinceServed(exchanges)) {
    if (isOther(exchange)) row.push(exchange);
    else if (row.length >= rowOfRefusals) break;
    else row = [];
  }
  const [first, ...rest] = row;
  return first && row.length >= rowOfRefusals ? [first, ...rest] : undefined;
};

/** The first error response in a burst: 429 at any time; under a status that has other meanings too only after calls were let through. */
export const firstErrorResponse = (
  exchanges: readonly Exchange[],
  isErrorResponse: (exchange: Exchange) => boolean,
): Exchange | undefined =>
  exchanges.find((exchange) => statusOf(exchange) === tooManyRequests && isErrorResponse(exchange)) ??
  sinceServed(exchanges).find(isErrorResponse);

/** The first error response by quota; under a status that might mean something else, the first of a row after calls that were let through. */
const errorResponseIn = (contract: Contract, exchanges: readonly Exchange[]): Exchange | undefined => {
  const { rateLimit } = contract.conventions;
  const certain = firstErrorResponse(exchanges, (exchange) => isDocumentedErrorResponse(contract, exchange));
  if (certain || !isOpenErrorResponse(contract)) return certain;
  const [first] = refusedRow(exchanges) ?? [];
  return first && rateLimit && mayRefuse(rateLimit, statusOf(first) ?? 0) ? first : undefined;
};

/** More than trickle back while they are made, and few beside the burst. */
export const asideCalls = (limit: number): number => Math.max(10, Math.min(60, Math.ceil(limit / 10)));

const callAside = async (
  { target, burst }: Session,
  { request, limit, windowMs }: AskedQuota,
  { second: asksSecond, other }: { readonly second: boolean; readonly other: PlannedRequest | undefined },
  room: number,
): Promise<Aside> => {
  const calls = asideCalls(limit);
  const several = (one: PlannedRequest): Promise<readonly Exchange[]> =>
    burst(one, { most: calls, withinMs: windowMs, width: asideWidth, enough: () => false });
  const hasSecond = asksSecond && target.credentials.includes('second');
  if ((!hasSecond && !other) || 2 * calls + 1 > room) return { second: [], other: [], last: undefined };
  const second = hasSecond ? await several({ ...request, credential: { kind: 'valid', name: 'second' } }) : [];
  const beside = other ? await several({ ...other, credential: request.credential }) : [];
  const [last] = await burst(request, { most: 1, withinMs: windowMs, width: 1, enough: () => true });
  return { second, other: beside, last };
};
