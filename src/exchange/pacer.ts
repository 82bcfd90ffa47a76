import { isSuccess } from '../contract/message.ts';
import type { Exchange } from '../model/exchange.ts';
import type { QuotaLeft } from '../model/event.ts';
import type { Quota } from '../model/target.ts';
import { createQuotaPause } from './quota-pause.ts';
import { quotaWords, type QuotaNames } from './quota-words.ts';
import { createQuotasApart } from './quotas-apart.ts';
import { createRollingWindow } from './rolling-window.ts';

export type { QuotaNames } from './quota-words.ts';

export type PacerOptions = {
  /** The quota of the credential; without it only answers delay requests. */
  readonly quota?: Quota;
  /** Longest wait that an answer may request, in milliseconds. Default: the window and 2 s, or 65 s where no window is known. */
  readonly longestWaitMs?: number;
  /** Most requests per second, evenly spread. */
  readonly rate?: number;
  /** When requests that were sent before were answered, oldest first: they count in the quota. */
  readonly answeredAt?: readonly number[];
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early when the signal fires, without an error. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Called for each wait of more than half a second. */
  onWait?(why: string, seconds: number): void;
};

/** Keeps a run inside its quota. One pacer serves every request that shares a credential. */
export type Pacer = {
  /** Waits until one more request may be sent; first come, first served. Ends early when the signal fires: check the signal then. */
  turn(signal: AbortSignal): Promise<void>;
  /** Takes the result of a request into account, also of one that had no turn (a burst). */
  saw(exchange: Exchange, names: QuotaNames): void;
  /**
   * Waits until the whole quota is certainly available again: the window and 2 s after the last request; where no window is known, until
   * the Reset reported last, or 65 s after the last request where a 429 came without one. Ends early when the signal fires.
   */
  whole(signal: AbortSignal): Promise<void>;
  /** What is left of the quota; undefined where neither a quota is given nor the target reports one that is still current. */
  left(): QuotaLeft | undefined;
};

const noWait = { ms: 0, why: '' };
const come = Promise.resolve();

/** Requests of every window that are not used, because the server may count differently. */
const keptBack = 2;
/** Instants and durations are sent as whole seconds. */
const toleranceMs = 2_000;
const capWithoutWindowMs = 65_000;
const worthReportingMs = 500;

/**
 * Makes a pacer: no rolling window contains more requests than the quota less 2 (at least 1), and Remaining, Reset and refused requests
 * with Retry-After pause every request, each time for at most the longest wait. Where no window is known, a longer wait is not begun. An operation that has a quota of its own
 * ({@link createQuotasApart}) pauses no other.
 */
export const createPacer = ({ quota, longestWaitMs, rate, answeredAt = [], now, sleep, onWait }: PacerOptions): Pacer => {
  const windowMs = quota === undefined ? undefined : quota.windowSeconds * 1_000;
  const share = quota === undefined ? Number.POSITIVE_INFINITY : Math.max(1, quota.limit - keptBack);
  const capMs = Math.max(
    longestWaitMs ?? 0,
    windowMs === undefined ? (longestWaitMs === undefined ? capWithoutWindowMs : 0) : windowMs + toleranceMs,
  );
  const rolling = createRollingWindow(windowMs ?? capWithoutWindowMs);
  for (const at of answeredAt) {
    rolling.start(at);
    rolling.finish(at);
  }
  const pause = createQuotaPause({ capMs, windowMs, reserve: quota === undefined ? keptBack : Math.max(0, quota.limit - share) });
  const apart = createQuotasApart();
  let nextAt = 0;
  let lastAt: number | undefined = answeredAt.at(-1);
  let queue: Promise<unknown> = Promise.resolve();
  /** Requests in the queue. */
  let waiting = 0;

  const waitFor = async (next: () => { readonly ms: number; readonly why: string }, signal: AbortSignal): Promise<void> => {
    for (let wait = next(); wait.ms > 0 && !signal.aborted; wait = next()) {
      if (wait.ms > worthReportingMs) onWait?.(wait.why, Math.ceil(wait.ms / 100) / 10);
      await sleep(wait.ms, signal);
    }
  };

  const untilTurn = (): { readonly ms: number; readonly why: string } => {
    const at = now();
    const pausedMs = pause.until() - at;
    const apartMs = nextAt - at;
    const roomMs = share === Number.POSITIVE_INFINITY ? 0 : rolling.roomInMs(share, at);
    const ms = Math.max(pausedMs, apartMs, roomMs);
    if (ms <= 0) return noWait;
    if (ms === pausedMs) return { ms, why: pause.why() };
    if (ms === apartMs) return { ms, why: `at most ${rate} requests per second` };
    return { ms, why: `the quota of ${quota?.limit} requests in ${quota?.windowSeconds} s` };
  };

  const untilWhole = (): { readonly ms: number; readonly why: string } => {
    if (lastAt === undefined) return { ms: 0, why: '' };
    const blind = pause.everRefused() ? lastAt + capMs : lastAt;
    const whole = windowMs === undefined ? Math.min(pause.resetAt() ?? blind, lastAt + capMs) : lastAt + capMs;
    return { ms: Math.max(whole, pause.until()) - now(), why: 'until the quota is whole again' };
  };

  const limitOf = quota === undefined ? {} : { limit: quota.limit };

  const left = (): QuotaLeft | undefined => {
    const at = now();
    const reported = pause.reported();
    const resetAt = pause.resetAt();
    const reportEnds = resetAt ?? (reported === undefined ? 0 : reported.at + (windowMs ?? capWithoutWindowMs));
    if (reported !== undefined && reportEnds > at)
      return { left: reported.remaining, ...limitOf, ...(resetAt === undefined ? {} : { backInSeconds: (resetAt - at) / 1_000 }) };
    if (quota === undefined || windowMs === undefined) return undefined;
    const used = rolling.count(at);
    const backInMs = lastAt === undefined || used === 0 ? 0 : Math.max(0, lastAt + windowMs - at);
    return { left: Math.max(0, quota.limit - used), limit: quota.limit, ...(used === 0 ? {} : { backInSeconds: backInMs / 1_000 }) };
  };

  const begin = (signal: AbortSignal): void => {
    if (signal.aborted) return;
    const at = now();
    rolling.start(at);
    lastAt = Math.max(lastAt ?? 0, at);
    if (rate !== undefined) nextAt = Math.max(nextAt, at) + 1_000 / rate;
  };

  const takeTurn = async (signal: AbortSignal): Promise<void> => {
    try {
      await waitFor(untilTurn, signal);
      begin(signal);
    } finally {
      waiting -= 1;
    }
  };

  return {
    turn: (signal) => {
      // Most requests find the queue empty and need not wait.
      if (waiting === 0 && untilTurn().ms <= 0) {
        begin(signal);
        return come;
      }
      waiting += 1;
      // After an abort every request in the queue passes at once.
      const turn = queue.then(() => takeTurn(signal));
      queue = turn.catch(() => undefined);
      return turn;
    },
    saw: (exchange, names) => {
      const at = now();
      const end = exchange.sentAt + exchange.tookMs;
      rolling.finish(end);
      lastAt = Math.max(lastAt ?? 0, end);
      const words = quotaWords(exchange, names, at);
      if (words.refused || isSuccess(exchange)) apart.heard(exchange.request.operation, words.refused, exchange.sentAt);
      if (words.refused && apart.has(exchange.request.operation)) return;
      pause.heard(words, { sentAt: exchange.sentAt, underWay: rolling.underWay(at), now: at });
    },
    whole: (signal) => waitFor(untilWhole, signal),
    left,
  };
};
