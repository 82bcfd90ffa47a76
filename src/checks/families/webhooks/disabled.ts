import type { DeliveryConvention } from '../../../contract/x-assay/delivery.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { SinkAnswer } from '../../../model/sink.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { followedMs, scaledWaits } from '../../subjects/deliveries.ts';
import { type Exhausted, failedAtOnce, failedToTheEnd } from '../../scenarios/webhooks/disabled-endpoint.ts';
import { type Watched, watchedEvent } from '../../scenarios/webhooks/watched-event.ts';
import { defineDeliveryProbe, undelivered } from './define-delivery-probe.ts';
import { patientMs } from './repeated.ts';

const isDisabling = ({ disabledAfter }: DeliveryConvention): boolean => disabledAfter !== undefined;

const failuresOf = ({ disabledAfter }: DeliveryConvention): number => disabledAfter?.failures ?? 0;

const judgeDisabled = ({ failed, causes, later }: Exhausted, failures: number, what: string): Verdict => {
  const [cause] = causes;
  if (failed.length === 0 && cause) return undelivered(cause);
  if (failed.length < failures) return inconclusive(`Only ${failed.length} attempts failed`, [...failed, ...causes]);
  if (later === undefined) return pass(1);
  const finding = {
    code: 'delivered-after-failures',
    where: 'endpoint',
    expected: `no further delivery after ${failures} ${what} in a row`,
    actual: `a delivery after ${failed.length} failed attempts`,
  };
  return fail(finding, [later, ...failed.slice(-failures), ...causes.slice(-1)]);
};

const disabling = {
  why: 'An endpoint that is gone for good is called for ever, and its owner is never told.',
  reads: 'delivery.disabledAfter',
  suits: isDisabling,
} as const;

const whole = (convention: DeliveryConvention, session: Pick<Session, 'contract' | 'target'>): number =>
  Math.min(
    scaledWaits(session.contract, session.target, convention).reduce((sum, { most }) => sum + most, 0),
    followedMs(session.target),
  );

export const attemptsDisable = defineDeliveryProbe<Exhausted>({
  ...disabling,
  id: 'webhooks/attempts-disable',
  title: 'Failed attempts in a row disable an endpoint, whichever events they are about',
  fix: 'Count the failed attempts of an endpoint, and stop at the documented number.',
  waitsMs: () => 0,
  events: 11,
  run: (convention, session) => session.run(failedAtOnce, { convention, failures: failuresOf(convention) }),
  judge: (result, convention) => judgeDisabled(result, failuresOf(convention), 'failed attempts'),
});

export const disabledAfterFailures = defineDeliveryProbe<{ readonly quick: Exhausted; readonly slow: Exhausted | undefined }>({
  ...disabling,
  id: 'webhooks/disabled-after-failures',
  title: 'Nothing more is delivered after the documented number of failures in a row, repetitions included',
  fix: 'Disable the endpoint once so many deliveries have failed.',
  waitsMs: (convention, contract, target) => whole(convention, { contract, target }),
  events: 17,
  async run(convention, session) {
    const failures = failuresOf(convention);
    const quick = await session.run(failedAtOnce, { convention, failures });
    // Whoever counts attempts has disabled the endpoint by then.
    if (quick.failed.length < failures || quick.later === undefined) return { quick, slow: undefined };
    return { quick, slow: await session.run(failedToTheEnd, { convention, failures }) };
  },
  judge: ({ quick, slow }, convention) => judgeDisabled(slow ?? quick, failuresOf(convention), 'failed deliveries'),
});

const failsOnce: readonly SinkAnswer[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 200 },
];

/** Events that failed once and then succeeded, and those behind them; none of those where fewer failed than disable an endpoint. */
type Reset = { readonly events: readonly Watched[]; readonly later: readonly Watched[] };

/** So many further events have to be missing: on a busy machine one may come too late. */
const furtherEvents = 2;

export const successResetsCount = defineDeliveryProbe<Reset>({
  ...disabling,
  id: 'webhooks/success-resets-count',
  title: 'A success between failures starts the count of failures in a row anew',
  why: 'An endpoint that fails now and then is disabled one day, although every event arrived.',
  fix: 'Set the count of failures to 0 with every success.',
  suits: ({ disabledAfter, retries }) => disabledAfter !== undefined && retries !== undefined,
  waitsMs: (convention, contract, target) => (failuresOf(convention) + 1) * (scaledWaits(contract, target, convention)[0]?.within ?? 0),
  events: 8,
  async run(convention, session) {
    const ms = (scaledWaits(session.contract, session.target, convention)[0]?.within ?? 0) + patientMs;
    const events: Watched[] = [];
    for (let n = 1; n <= failuresOf(convention) + 1; n += 1) {
      const watching = { label: `once-${n}`, convention, answers: failsOnce, waitsMs: [ms] };
      const watched = await session.run(watchedEvent, watching);
      events.push(watched);
      if (watched.attempts.length < 2) break;
    }
    const later: Watched[] = [];
    for (let n = 1; n <= furtherEvents && events.length >= failuresOf(convention); n += 1) {
      const watched = await session.run(watchedEvent, { label: `once-more-${n}`, convention, answers: failsOnce.slice(1), waitsMs: [] });
      later.push(watched);
      if (watched.attempts.length > 0) break;
    }
    return { events, later };
  },
  judge({ events, later }, convention) {
    const [first] = events;
    const stuck = events.at(-1);
    if (!first || !stuck || first.attempts.length === 0) return first ? undelivered(first.cause) : inconclusive('No event was caused', []);
    if (first.attempts.length < 2) return inconclusive('The first event was not repeated', first.attempts);
    const isWhole = events.length > failuresOf(convention) && stuck.attempts.length > 1;
    const last = later.at(-1);
    if (last === undefined)
      return inconclusive(`Event ${events.length} was not repeated, after fewer failures than disable an endpoint`, stuck.attempts);
    if (last.attempts.length > 0)
      return isWhole
        ? pass(events.length)
        : inconclusive(`Event ${events.length} was not repeated, and the next one was delivered`, last.attempts);
    const shown: readonly Exchange[] = events.flatMap(({ attempts }) => attempts);
    const finding = {
      code: 'count-not-reset',
      where: 'endpoint',
      expected: 'every event, because each failure was followed by a success',
      actual: `no delivery of ${later.length} further events after ${events.length} events that failed once`,
    };
    return fail(finding, [last.cause, ...later.slice(0, -1).map(({ cause }) => cause), ...shown]);
  },
});
