import { isSuccess, statusOf } from '../../../contract/message.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { type Ahead, clockSeconds } from '../../kit/timing.ts';
import { resetMoment, retryWait } from '../../subjects/quota-headers.ts';
import { mayWait, restSeconds, silenceSeconds } from '../../subjects/quota.ts';
import { type AskedQuota, askedQuota } from './asked-quota.ts';
import { exceededQuota, type Exceeding, refusedRow } from './exceeded-quota.ts';

/** A wait that an answer asked for, in seconds, and the call after it; no call where the wait is not allowed. */
export type Wait = {
  readonly errorResponse: Exchange;
  readonly seconds: number;
  /** Is the end of the wait known: a count, or a moment by a reported clock. */
  readonly isSure: boolean;
  readonly after: Exchange | undefined;
};

export type RecoveredQuota = {
  /** The last error response before any wait; undefined where the burst was not refused. */
  readonly errorResponse: Exchange | undefined;
  /** By Retry-After: a second one where the first was not enough. Empty where no answer asks for a wait. */
  readonly asked: readonly Wait[];
  /** Until the announced reset of the count; no call where that is farther than a window. */
  readonly announced: (Wait & { /** Seconds that it lies ahead at the least. */ readonly least: number }) | undefined;
  /** Calls after a silence of one window, of a second one where all of them were refused. Empty where the wait is not allowed. */
  readonly silences: readonly (readonly Exchange[])[];
};

/** Longest wait that is accepted for a window of a minute; for a longer window it is twice that window. */
const longestWaitSeconds = (windowSeconds: number): number => Math.max(120, 2 * windowSeconds);

/** How many calls show that a quota is back. */
const calls = 3;

/** The waits beside that of the error response. After an error response with an undocumented status, all are made. */
export type Recovering = Exceeding & {
  /** A silence of one window. */
  readonly window: boolean;
  /** The announced reset. */
  readonly reset: boolean;
};

/**
 * Exceeds the quota, then sends nothing for as long as the error response asks, or until the announced reset, or for a window, and calls
 * again. An error response is what the burst met in a row, also with an undocumented status.
 */
export const recoveredQuota = defineScenario<Recovering, RecoveredQuota>({
  id: 'recovered-quota',
  async run(session, { window, reset, ...exceeding }) {
    const asked = await session.run(askedQuota, { operation: exceeding.operation });
    const { exchanges, errorResponse: first, aside } = await session.run(exceededQuota, exceeding);
    const barred = first ?? refusedRow(exchanges)?.[0];
    if (!barred) return { errorResponse: undefined, asked: [], announced: undefined, silences: [] };
    const isRefused = isSameAs(barred);
    const last = (aside.last && isRefused(aside.last) ? aside.last : undefined) ?? exchanges.findLast(isRefused) ?? barred;
    return recover(session, asked, { last, isRefused, lastServed: exchanges.findLast(isSuccess), window, reset });
  },
});

type Barred = Pick<Recovering, 'window' | 'reset'> & {
  readonly last: Exchange;
  readonly lastServed: Exchange | undefined;
  readonly isRefused: (exchange: Exchange) => boolean;
};

/** Has an answer the status of the error response. */
export const isSameAs =
  (errorResponse: Exchange) =>
  (exchange: Exchange): boolean =>
    statusOf(exchange) !== undefined && statusOf(exchange) === statusOf(errorResponse);

const recover = async (
  session: Session,
  asking: AskedQuota,
  { last, lastServed, isRefused, window: restores, reset }: Barred,
): Promise<RecoveredQuota> => {
  const { contract, target } = session;
  const { request, rateLimit, windowMs } = asking;
  const windowSeconds = windowMs / 1000;

  // Not paced: the pacer would wait longer than asked for, and hide the behaviour that is judged.
  const call = async (times = 1): Promise<readonly Exchange[]> =>
    session.burst(request, { most: times, withinMs: windowMs, width: 1, enough: (one) => times > 1 && !isRefused(one) });

  const waitFor = async (errorResponse: Exchange, { ms, isSure }: Ahead, from: Exchange, why: string): Promise<Wait> => {
    const seconds = ms / 1000;
    const silence = silenceSeconds(Math.max(0, seconds), target);
    if (!mayWait(silence, target)) return { errorResponse, seconds, isSure, after: undefined };
    const end = from.sentAt + from.tookMs + silence * 1000;
    await session.pause(Math.max(0, end - session.now()), why);
    const [after] = await call();
    return { errorResponse, seconds, isSure, after };
  };

  const obey = async (errorResponse: Exchange): Promise<Wait[]> => {
    const wait = retryWait(rateLimit, errorResponse);
    if (wait === undefined || wait.ms / 1000 > longestWaitSeconds(windowSeconds)) return [];
    return [await waitFor(errorResponse, wait, errorResponse, 'the wait that the error response asked for')];
  };

  /** Twice, because somebody else may have used the quota in between. */
  const obeyTwice = async (errorResponse: Exchange): Promise<Wait[]> => {
    const [wait] = await obey(errorResponse);
    if (!wait) return [];
    return wait.after && isRefused(wait.after) ? [wait, ...(await obey(wait.after))] : [wait];
  };

  const servedAfter = async (wait: Wait | undefined): Promise<readonly (readonly Exchange[])[]> =>
    restores && wait?.after && isSuccess(wait.after) ? [[wait.after, ...(await call(calls - 1))]] : [];

  const wait = retryWait(rateLimit, last);
  const stated = wait && wait.ms / 1000;
  const isEndless = stated === undefined || stated > longestWaitSeconds(windowSeconds);
  const isSoon = stated !== undefined && silenceSeconds(stated, target) <= restSeconds(windowSeconds, target);
  let asked = isSoon ? await obeyTwice(last) : [];
  let silences = await servedAfter(asked.length === 1 ? asked[0] : undefined);

  let announced: RecoveredQuota['announced'];
  if (reset) {
    const source = resetMoment(rateLimit, last, true) === undefined ? lastServed : last;
    const ahead = source && resetMoment(rateLimit, source, source === last);
    if (source && ahead) {
      const seconds = ahead.ms / 1000;
      const least = ahead.least / 1000;
      const isNear = seconds <= windowSeconds + clockSeconds;
      const made = isNear
        ? await waitFor(last, ahead, source, 'the announced reset of the count')
        : { errorResponse: last, seconds, isSure: ahead.isSure, after: undefined };
      announced = { ...made, least };
      if (silences.length === 0) silences = await servedAfter(announced);
    }
  }

  // A wait of a whole window is such a silence itself.
  const refusedWaits = asked.flatMap(({ seconds, after }) => (after && isRefused(after) && seconds >= windowSeconds ? [[after]] : []));
  const isJudged = restores || !isDocumentedErrorResponse(contract, last);
  if (silences.length === 0 && isJudged && mayWait(restSeconds(windowSeconds, target), target)) {
    const silent = async (): Promise<readonly Exchange[]> => {
      await session.pause(restSeconds(windowSeconds, target) * 1000, 'the quota is to be available again');
      return call(calls);
    };
    silences = refusedWaits;
    while (silences.length < 2 && silences.flat().every(isRefused)) silences = [...silences, await silent()];
  }

  // A wait longer than a window follows the silence, else it would hide that the window is longer.
  if (!isSoon && !isEndless) {
    const tried = silences.flat();
    const served = tried.find(isSuccess);
    asked = served
      ? [{ errorResponse: last, seconds: stated, isSure: wait?.isSure === true, after: served }]
      : await obeyTwice(tried.findLast(isRefused) ?? last);
  }
  return { errorResponse: last, asked, announced, silences };
};
