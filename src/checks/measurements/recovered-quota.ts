import { isSuccess, statusOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isPromised } from '../promised.ts';
import { isRefusedByQuota, refusedRow } from '../quota-refusal.ts';
import { mayWait, restSeconds, silenceSeconds } from '../quota-window.ts';
import { resetMoment } from '../reset-moment.ts';
import { retryWait } from '../retry-wait.ts';
import { defineMeasurement, type Session } from '../session.ts';
import { type AskedQuota, askedQuota } from './asked-quota.ts';
import { exceededQuota } from './exceeded-quota.ts';

/** A wait that an answer asked for, in seconds, and the call after it; no call where nobody may wait so long. */
export type Wait = { readonly refusal: Exchange; readonly seconds: number; readonly after: Exchange | undefined };

export type RecoveredQuota = {
  /** The last refusal before anything was waited for; undefined where the flood was not refused at all. */
  readonly refusal: Exchange | undefined;
  /** By Retry-After: the second one after the first was not enough. None where nothing is said that can be waited for. */
  readonly asked: readonly Wait[];
  /** Until the moment at which the count is said to start anew; no call where that is farther than a window. */
  readonly announced: Wait | undefined;
  /** Calls after a silence of one window, of a second one where all of them were refused. None where nobody may wait so long. */
  readonly silences: readonly (readonly Exchange[])[];
};

/** No service that counts by the minute makes one wait longer; with a longer window, twice that window. */
const longestWaitSeconds = (windowSeconds: number): number => Math.max(120, 2 * windowSeconds);

/** Seconds that an announced moment may lie behind the window, for clocks and rounding. */
export const momentTolerance = 5;

/** Calls that tell that a quota is back. */
const calls = 3;

/**
 * Exceeds the quota, then sends nothing for as long as the refusal says, or until the announced reset, or for a window, and
 * calls again. A refusal is whatever the flood met in a row, also under a status that the contract does not name.
 */
export const recoveredQuota = defineMeasurement<{ readonly operation: string }, RecoveredQuota>({
  id: 'recovered-quota',
  async run(session, parameters) {
    const asked = await session.measure(askedQuota, parameters);
    const { exchanges, refusal: first, aside } = await session.measure(exceededQuota, parameters);
    const barred = first ?? refusedRow(exchanges)?.[0];
    if (!barred) return { refusal: undefined, asked: [], announced: undefined, silences: [] };
    const isRefused = isSameAs(barred);
    const last = (aside.last && isRefused(aside.last) ? aside.last : undefined) ?? exchanges.findLast(isRefused) ?? barred;
    return recover(session, asked, { last, isRefused, lastServed: exchanges.findLast(isSuccess) });
  },
});

type Barred = {
  readonly last: Exchange;
  readonly lastServed: Exchange | undefined;
  readonly isRefused: (exchange: Exchange) => boolean;
};

/** Has an answer the status of a refusal. */
export const isSameAs =
  (refusal: Exchange) =>
  (exchange: Exchange): boolean =>
    statusOf(exchange) !== undefined && statusOf(exchange) === statusOf(refusal);

const recover = async (session: Session, asking: AskedQuota, { last, lastServed, isRefused }: Barred): Promise<RecoveredQuota> => {
  const { contract, target } = session;
  const { request, rateLimit, windowMs } = asking;
  const windowSeconds = windowMs / 1000;

  // Not paced: the pacer would wait longer than was asked for, and hide what is judged.
  const call = async (times = 1): Promise<readonly Exchange[]> =>
    session.flood(request, { most: times, withinMs: windowMs, width: 1, enough: (one) => times > 1 && !isSuccess(one) && !isRefused(one) });

  const waitFor = async (refusal: Exchange, seconds: number, from: Exchange, why: string): Promise<Wait> => {
    const silence = silenceSeconds(Math.max(0, seconds));
    if (!mayWait(silence, target)) return { refusal, seconds, after: undefined };
    const end = from.sentAt + from.tookMs + silence * 1000;
    await session.pause(Math.max(0, end - session.now()), why);
    const [after] = await call();
    return { refusal, seconds, after };
  };

  const obey = async (refusal: Exchange): Promise<Wait[]> => {
    const seconds = retryWait(rateLimit, refusal);
    if (seconds === undefined || seconds > longestWaitSeconds(windowSeconds)) return [];
    return [await waitFor(refusal, seconds, refusal, 'the wait that the refusal asked for')];
  };

  /** Twice, because somebody else may have used the quota in between. */
  const obeyTwice = async (refusal: Exchange): Promise<Wait[]> => {
    const [wait] = await obey(refusal);
    if (!wait) return [];
    return wait.after && isRefused(wait.after) ? [wait, ...(await obey(wait.after))] : [wait];
  };

  const restores = isPromised(contract, 'rate-limit/restored-after-window', 'rateLimit');
  const servedAfter = async (wait: Wait | undefined): Promise<readonly (readonly Exchange[])[]> =>
    restores && wait?.after && isSuccess(wait.after) ? [[wait.after, ...(await call(calls - 1))]] : [];

  const said = retryWait(rateLimit, last);
  const isEndless = said === undefined || said > longestWaitSeconds(windowSeconds);
  const isSoon = said !== undefined && silenceSeconds(said) <= restSeconds(windowSeconds);
  let asked = isSoon ? await obeyTwice(last) : [];
  let silences = await servedAfter(asked.length === 1 ? asked[0] : undefined);

  let announced: Wait | undefined;
  if (isPromised(contract, 'rate-limit/restored-after-reset', 'rateLimit')) {
    const source = resetMoment(rateLimit, last, true) === undefined ? lastServed : last;
    const seconds = source && resetMoment(rateLimit, source, source === last);
    if (source && seconds !== undefined) {
      const isNear = seconds <= windowSeconds + momentTolerance;
      announced = isNear
        ? await waitFor(last, seconds, source, 'the moment at which the count is said to start anew')
        : { refusal: last, seconds, after: undefined };
      if (silences.length === 0) silences = await servedAfter(announced);
    }
  }

  // A wait of a whole window is such a silence itself.
  const refusedWaits = asked.flatMap(({ seconds, after }) => (after && isRefused(after) && seconds >= windowSeconds ? [[after]] : []));
  const isJudged = restores || !isRefusedByQuota(rateLimit, last);
  if (silences.length === 0 && isJudged && mayWait(restSeconds(windowSeconds), target)) {
    const silent = async (): Promise<readonly Exchange[]> => {
      await session.pause(restSeconds(windowSeconds) * 1000, 'the quota is to be there again');
      return call(calls);
    };
    silences = refusedWaits;
    while (silences.length < 2 && silences.flat().every(isRefused)) silences = [...silences, await silent()];
  }

  // A wait longer than a window comes after the silence, or it would hide that the window is longer.
  if (!isSoon && !isEndless) {
    const tried = silences.flat();
    const served = tried.find(isSuccess);
    asked = served ? [{ refusal: last, seconds: said, after: served }] : await obeyTwice(tried.findLast(isRefused) ?? last);
  }
  return { refusal: last, asked, announced, silences };
};
