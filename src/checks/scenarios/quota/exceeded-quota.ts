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

/** Calls beside a burst, right after one as in the burst. */
export type AsideCalls = { readonly before: Exchange | undefined; readonly calls: readonly Exchange[] };

/** Calls right after a burst was refused, while its credential is still refused. */
export type Aside = {
  /** With the credential `second`; undefined where none were made. */
  readonly second: AsideCalls | undefined;
  /** By another operation, with the credential of the burst; undefined where none were made. */
  readonly other: AsideCalls | undefined;
  /** As in the burst, after all others. */
  readonly last: Exchange | undefined;
};

export type ExceededQuota = Pick<AskedQuota, 'limit' | 'burst' | 'windowMs' | 'enough'> & {
  /** Was the whole quota available when the burst began. */
  readonly rested: boolean;
  /** In the order of sending. */
  readonly exchanges: readonly Exchange[];
  /** The first error response with a documented status; undefined where there was none. */
  readonly errorResponse: Exchange | undefined;
  readonly aside: Aside;
};

/** Calls sent at the same time: enough for hundreds a second over a slow line. */
const width = 20;
const asideWidth = 10;

/** So many answers without success in a row refuse the sender, and are no accident. */
const rowOfRefusals = 20;

/** Where the status of the error response is open, so many more are collected: concurrent answers arrive in any order. */
const rowToMeet = rowOfRefusals + width;

/** The request of a burst, and the calls right after it was refused. All checks that share a burst pass the same. */
export type Exceeding = {
  readonly operation: string;
  /** With the credential `second`, where there is one. */
  readonly second: boolean;
  /** By another operation, where there is one. */
  readonly other: boolean;
};

/**
 * Sends small reads above the quota until one is refused, or until more succeeded than any limit could accept. Where requests can be
 * counted exactly, the quota itself is used up first, so that one burst shows what is accepted and what is refused. Other credentials
 * and operations are tried right after the error response.
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
    const after = isOver
      ? []
      : await session.burst(request, {
          most: Math.min(enough + (open ? rowToMeet : 0), bound - before.length),
          withinMs: windowMs,
          width,
          enough: (exchange, inARow) => (open ? inARow >= rowToMeet : isDocumentedErrorResponse(contract, exchange)),
        });
    const exchanges = [...before, ...after];
    const errorResponse = errorResponseIn(contract, exchanges);
    const aside = errorResponse ? await callAside(session, asked, { second, other }, bound - exchanges.length) : noCalls;
    return { limit, burst, windowMs, enough, rested, exchanges, errorResponse, aside };
  },
});

const isOther = (exchange: Exchange): boolean => answerOf(exchange) !== undefined && !isSuccess(exchange);

/** The answers from the first success of a burst on: an earlier error response has another reason. */
export const sinceServed = (exchanges: readonly Exchange[]): readonly Exchange[] => {
  const served = exchanges.findIndex(isSuccess);
  return served < 0 ? [] : exchanges.slice(served);
};

/** The first answers of a burst after a success, in the order of sending, that fail so many times in a row. */
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

/** The first error response of a burst: 429 at any time; a status with other meanings only after calls succeeded. */
export const firstErrorResponse = (
  exchanges: readonly Exchange[],
  isErrorResponse: (exchange: Exchange) => boolean,
): Exchange | undefined =>
  exchanges.find((exchange) => statusOf(exchange) === tooManyRequests && isErrorResponse(exchange)) ??
  sinceServed(exchanges).find(isErrorResponse);

/** The first quota error response; with a status of other meanings, the first of a row after calls that succeeded. */
const errorResponseIn = (contract: Contract, exchanges: readonly Exchange[]): Exchange | undefined => {
  const { rateLimit } = contract.conventions;
  const certain = firstErrorResponse(exchanges, (exchange) => isDocumentedErrorResponse(contract, exchange));
  if (certain || !isOpenErrorResponse(contract)) return certain;
  const [first] = refusedRow(exchanges) ?? [];
  return first && rateLimit && mayRefuse(rateLimit, statusOf(first) ?? 0) ? first : undefined;
};

/** More calls than become available while they are sent, and few compared with the burst. */
export const asideCalls = (limit: number): number => Math.max(10, Math.min(60, Math.ceil(limit / 10)));

const noCalls: Aside = { second: undefined, other: undefined, last: undefined };

const callAside = async (
  { target, burst }: Session,
  { request, limit, windowMs }: AskedQuota,
  { second: asksSecond, other }: { readonly second: boolean; readonly other: PlannedRequest | undefined },
  room: number,
): Promise<Aside> => {
  const calls = asideCalls(limit);
  const asBefore = async (): Promise<Exchange | undefined> =>
    (await burst(request, { most: 1, withinMs: windowMs, width: 1, enough: () => true }))[0];
  // The answers of a burst are read at its end, which takes a while: a call shows that the credential is still refused.
  const several = async (one: PlannedRequest): Promise<AsideCalls> => ({
    before: await asBefore(),
    calls: await burst(one, { most: calls, withinMs: windowMs, width: asideWidth, enough: () => false }),
  });
  const hasSecond = asksSecond && target.credentials.includes('second');
  if ((!hasSecond && !other) || 2 * calls + 3 > room) return noCalls;
  const second = hasSecond ? await several({ ...request, credential: { kind: 'valid', name: 'second' } }) : undefined;
  const beside = other ? await several({ ...other, credential: request.credential }) : undefined;
  return { second, other: beside, last: await asBefore() };
};
