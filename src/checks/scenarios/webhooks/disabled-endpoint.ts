import type { DeliveryConvention } from '../../../contract/x-assay/delivery.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Arrival } from '../../../model/sink.ts';
import { NotTried } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { followedMs, isSameEvent, scaledWaits } from '../../subjects/deliveries.ts';
import { causeEvent } from './cause.ts';
import { deliveriesTo, ownEndpoint, sinkOf } from './registered.ts';

/** What came of events whose every attempt failed, and of one more event, which would have succeeded. */
export type Exhausted = {
  /** The failed attempts. */
  readonly failed: readonly Exchange[];
  /** The requests that caused the events; the last one caused the event behind them. */
  readonly causes: readonly Exchange[];
  /** The delivery of that event, or of anything else that is new; undefined where none came. */
  readonly later: Exchange | undefined;
};

/** Fails every attempt while `work` is done; returns those that failed. */
const failing = async (session: Session, work: (came: readonly Arrival[]) => Promise<void>): Promise<readonly Arrival[]> => {
  const endpoint = await ownEndpoint(session);
  const came: Arrival[] = [];
  const release = sinkOf(session).answerBy((arrival) => {
    if (arrival.endpoint !== endpoint) return undefined;
    came.push(arrival);
    return { kind: 'status', status: 500 };
  });
  try {
    await work(came);
  } finally {
    release();
  }
  return came;
};

/** Causes one more event, and waits for a delivery that is about none of the earlier ones. */
const oneMore = async (
  session: Session,
  convention: DeliveryConvention,
  label: string,
): Promise<{ readonly cause: Exchange; readonly later: Exchange | undefined }> => {
  const sink = sinkOf(session);
  const endpoint = await ownEndpoint(session);
  const before = deliveriesTo(session, endpoint);
  const isNew = (one: Exchange): boolean => !before.some((known) => known.id === one.id || isSameEvent(known, one, convention) !== false);
  const cause = await causeEvent(session, convention, label);
  const later = (): Exchange | undefined => deliveriesTo(session, endpoint).find(isNew);
  await sink.until(() => later() !== undefined, patienceMs(session.target, 'webhook.delivered'), 'a disabled endpoint gets nothing');
  return { cause, later: later() };
};

const keptOf = (session: Session, came: readonly Arrival[]): readonly Exchange[] =>
  sinkOf(session)
    .deliveries()
    .filter(({ id }) => came.some((one) => one.id === id));

/** Twice as many events as there may be failures in a row, each failed at once. */
export const failedAtOnce = defineScenario<{ readonly convention: DeliveryConvention; readonly failures: number }, Exhausted>({
  id: 'failed-at-once',
  async run(session, { convention, failures }) {
    const causes: Exchange[] = [];
    const most = failures * 2;
    const came = await failing(session, async (seen) => {
      for (let n = 1; n <= most; n += 1) causes.push(await causeEvent(session, convention, `down-${n}`));
      const patience = patienceMs(session.target, 'webhook.delivered');
      for (let count = -1; count < seen.length && seen.length < most;) {
        count = seen.length;
        await sinkOf(session).until(() => seen.length > count, patience, 'failed deliveries are counted');
      }
    });
    const { cause, later } = await oneMore(session, convention, 'behind');
    return { failed: keptOf(session, came), causes: [...causes, cause], later };
  },
});

/**
 * As many events as there may be failures in a row, each failed until its repetitions end.
 * @throws {NotTried} where they end later than an event is followed.
 */
export const failedToTheEnd = defineScenario<{ readonly convention: DeliveryConvention; readonly failures: number }, Exhausted>({
  id: 'failed-to-the-end',
  async run(session, { convention, failures }) {
    const waits = scaledWaits(session.contract, session.target, convention);
    const wholeMs = waits.reduce((sum, { most }) => sum + most, 0);
    if (wholeMs > followedMs(session.target))
      throw new NotTried('out-of-budget', 'the repetitions end later than an event is followed: raise durations.webhook.followed');
    const causes: Exchange[] = [];
    const longestMs = Math.max(...waits.map(({ most }) => most)) + patienceMs(session.target, 'webhook.delivered');
    const came = await failing(session, async (seen) => {
      for (let n = 1; n <= failures; n += 1) causes.push(await causeEvent(session, convention, `gone-${n}`));
      const all = failures * (waits.length + 1);
      for (let count = -1; count < seen.length && seen.length < all;) {
        count = seen.length;
        await sinkOf(session).until(() => seen.length > count, longestMs, 'failed deliveries are repeated to the end');
      }
    });
    const { cause, later } = await oneMore(session, convention, 'behind-all');
    return { failed: keptOf(session, came), causes: [...causes, cause], later };
  },
});
