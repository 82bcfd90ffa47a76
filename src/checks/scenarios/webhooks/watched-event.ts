import type { DeliveryConvention } from '../../../contract/x-assay/delivery.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Arrival, SinkAnswer } from '../../../model/sink.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { isSameEvent } from '../../subjects/deliveries.ts';
import { causeEvent } from './cause.ts';
import { deliveriesTo, ownEndpoint, sinkOf } from './registered.ts';

/** How one event is answered, and how long its attempts are watched. */
export type Watching = {
  /** Name of the event in the run. */
  readonly label: string;
  readonly convention: DeliveryConvention;
  /** The answers to its attempts in their order; the last one counts for all further attempts. */
  readonly answers: readonly SinkAnswer[];
  /** How long is waited after the first attempt for the second, after that for the third, and so on, in milliseconds. */
  readonly waitsMs: readonly number[];
};

/** What came of one event. */
export type Watched = {
  /** The request that caused it. */
  readonly cause: Exchange;
  /** Its deliveries, the first one first; empty where none came. Also those that cannot be told from a repetition. */
  readonly attempts: readonly Exchange[];
  /** How many of them show that they are repetitions. */
  readonly sure: number;
  /** By how many milliseconds this process may have seen an attempt later than it came. */
  readonly lateMs: number;
};

/** Deliveries that are being answered when the watch ends have so long to end. */
const endingMs = 2000;

const longest = (answers: readonly SinkAnswer[]): number =>
  Math.max(0, ...answers.map((one) => (one.kind === 'status' ? (one.afterMs ?? 0) : 0)));

/**
 * Causes one event and answers its attempts as given; everything else gets the ordinary answer. The first delivery behind the cause that repeats
 * nothing of before is the watched one.
 */
export const watchedEvent = defineScenario<Watching, Watched>({
  id: 'watched-event',
  async run(session, { label, convention, answers, waitsMs }) {
    const sink = sinkOf(session);
    const endpoint = await ownEndpoint(session);
    const before = deliveriesTo(session, endpoint);
    const came: Arrival[] = [];
    let sure = 0;
    let isCaused = false;
    const release = sink.answerBy((arrival) => {
      if (arrival.endpoint !== endpoint) return undefined;
      const [first] = came;
      if (first === undefined) {
        if (!isCaused || before.some((one) => isSameEvent(one, arrival, convention) === true)) return undefined;
      } else {
        const isSame = isSameEvent(first, arrival, convention);
        if (isSame === false) return undefined;
        sure += isSame === true ? 1 : 0;
      }
      came.push(arrival);
      return answers[Math.min(came.length, answers.length) - 1];
    });
    const since = session.now();
    try {
      isCaused = true;
      const cause = await causeEvent(session, convention, label);
      await sink.until(() => came.length > 0, patienceMs(session.target, 'webhook.delivered'), 'an event is to be delivered');
      for (const [n, ms] of waitsMs.entries()) {
        if (came.length <= n) break;
        await untilUnhindered(
          session,
          () => came.length > n + 1,
          ms,
          `a delivery is to be ${n === 0 ? 'repeated' : 'repeated again'}, or not`,
        );
      }
      const attempts = (): Exchange[] => sink.deliveries().filter(({ id }) => came.some((one) => one.id === id));
      await sink.until(() => attempts().length === came.length, longest(answers) + endingMs, 'the last attempt is to end');
      return { cause, attempts: attempts(), sure, lateMs: sink.lateMs(since) };
    } finally {
      release();
    }
  },
});

/** A wait becomes at most so many times as long on a busy machine. */
const mostTimes = 3;

/** Waits at the sink until a condition holds, and longer by the time for which a busy machine held up this process: it may hold up the target as well. */
const untilUnhindered = async (session: Session, holds: () => boolean, ms: number, why: string): Promise<void> => {
  const sink = sinkOf(session);
  const end = session.now() + mostTimes * ms;
  for (let left = ms; left >= 1 && !holds();) {
    const since = session.now();
    await sink.until(holds, left, why);
    left = Math.min(sink.heldUpMs(since), end - session.now());
  }
};

/** Lets one event succeed, so that failures before it are not in a row with those behind it. */
export const settle = async (session: Session, convention: DeliveryConvention, label: string): Promise<void> => {
  if (convention.disabledAfter === undefined) return;
  await session.run(watchedEvent, { label, convention, answers: [{ kind: 'status', status: 200 }], waitsMs: [] });
};
