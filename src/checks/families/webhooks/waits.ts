import type { DeliveryConvention } from '../../../contract/x-assay/delivery.ts';
import { fail, inconclusive, observed, pass, type Surroundings, unconfirmed, NotTried } from '../../kit/define.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import type { CheckText, Unconfirmed } from '../../kit/define.ts';
import { betweenArrivals, mayLie, type Span } from '../../kit/timing.ts';
import { followedMs, type ScaledWait, scaledWaits } from '../../subjects/deliveries.ts';
import type { Watched } from '../../scenarios/webhooks/watched-event.ts';
import { defineDeliveryProbe, notInTime, undelivered } from './define-delivery-probe.ts';
import { ofFailing, patientMs } from './repeated.ts';

const inSeconds = (ms: number): string => `${Math.round(ms / 10) / 100} s`;

/** The wait before an attempt, counted from the one before it and, where the document leaves that open, from the first one. */
const spansBefore = ({ attempts, lateMs }: Watched, n: number, { retries }: DeliveryConvention): readonly Span[] => {
  const [first, before, one] = [attempts[0], attempts[n], attempts[n + 1]];
  if (!first || !before || !one) return [];
  return [before, ...(retries?.from === 'either' ? [first] : [])].map((from) => betweenArrivals(from, one, lateMs));
};

const ordinals = ['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];

/** Judges the wait before the attempt with index n + 1. */
const judgeWait = (watched: Watched, n: number, convention: DeliveryConvention, around: Surroundings): 'right' | 'missing' | Finding => {
  const wait = scaledWaits(around.contract, around.target, convention)[n];
  const spans = spansBefore(watched, n, convention);
  if (wait === undefined || spans.length === 0) return 'missing';
  if (spans.some((span) => mayLie(span, wait.least, wait.most + patientMs))) return 'right';
  const [before, one] = [watched.attempts[n], watched.attempts[n + 1]];
  const ms = before && one ? one.sentAt - before.sentAt : 0;
  return {
    code: 'wait-differs',
    where: `${ordinals[n] ?? 'later'} attempt`,
    expected: allowed(wait),
    actual: `${inSeconds(ms)} after the one before`,
  };
};

type Finding = { readonly code: string; readonly where: string; readonly expected: string; readonly actual: string };

const allowed = ({ least, most }: ScaledWait): string => `it ${inSeconds(least)} to ${inSeconds(most)} after the one before`;

const evidence = ({ attempts, cause }: Watched, n: number): readonly [Exchange, ...Exchange[]] => {
  const [one, ...rest] = [attempts[n + 1], attempts[n], attempts[0]].filter((each) => each !== undefined);
  return one === undefined ? [cause] : [one, ...new Set([...rest, cause])];
};

/** Defines a rule about one of the first two waits. */
const defineWaitProbe = (n: 0 | 1, text: CheckText) =>
  defineDeliveryProbe<Watched>({
    ...ofFailing,
    ...text,
    reads: 'delivery.retries',
    suits: ({ retries }) => retries?.waits[n] !== undefined,
    judge(watched, convention, around): Verdict | Unconfirmed {
      if (watched.attempts.length === 0) return undelivered(watched.cause);
      if (watched.attempts.length <= n) return inconclusive('The delivery was not repeated before', watched.attempts);
      const found = judgeWait(watched, n, convention, around);
      if (found === 'right') return pass(1);
      const wait = scaledWaits(around.contract, around.target, convention)[n];
      const missing = {
        code: 'attempt-missing',
        where: `${ordinals[n] ?? 'later'} attempt`,
        expected: wait === undefined ? 'it' : allowed(wait),
        actual: `none within ${inSeconds((wait?.within ?? 0) + patientMs)}`,
      };
      return notInTime(watched, fail(found === 'missing' ? missing : found, evidence(watched, n)));
    },
  });

const onTime = {
  why: 'A receiver that is back after a minute waits much longer for what it missed, or is called so soon again that it never recovers.',
  fix: 'Take the waits from the documentation, and count them from the end of the failed attempt.',
} as const;

export const firstWait = defineWaitProbe(0, {
  ...onTime,
  id: 'webhooks/first-wait',
  title: 'The first repetition of a delivery comes after the documented wait',
});

export const secondWait = defineWaitProbe(1, {
  ...onTime,
  id: 'webhooks/second-wait',
  title: 'The second repetition of a delivery comes after the documented wait',
});

export const laterWaits = defineDeliveryProbe<Watched>({
  ...ofFailing,
  ...onTime,
  id: 'webhooks/later-waits',
  title: 'Later repetitions of a delivery come after the documented waits',
  reads: 'delivery.retries',
  suits: ({ retries }) => (retries?.waits.length ?? 0) > 2,
  judge(watched, convention, around) {
    const { attempts, cause } = watched;
    if (attempts.length === 0) return undelivered(cause);
    const waits = scaledWaits(around.contract, around.target, convention);
    const reached = reachable(waits, followedMs(around.target));
    if (reached <= 2)
      throw new NotTried('out-of-budget', `the third repetition comes later than an event is followed: raise durations.webhook.followed`);
    if (attempts.length < 2) return inconclusive('The delivery was not repeated', attempts);
    const failuresLeft = convention.disabledAfter?.failures ?? Infinity;
    for (let n = 2; n < reached; n += 1) {
      const found = judgeWait(watched, n, convention, around);
      if (found === 'right') continue;
      // The endpoint may be disabled by then.
      if (found === 'missing' && attempts.length >= failuresLeft) break;
      const wait = waits[n];
      const missing = {
        code: 'attempt-missing',
        where: `${ordinals[n] ?? 'later'} attempt`,
        expected: wait === undefined ? 'it' : allowed(wait),
        actual: `none after ${attempts.length} attempts`,
      };
      return notInTime(watched, fail(found === 'missing' ? missing : found, evidence(watched, Math.min(n, attempts.length - 2))));
    }
    return pass(Math.max(1, Math.min(reached, attempts.length - 1) - 2));
  },
});

/** How many of the waits can be followed. */
const reachable = (waits: readonly ScaledWait[], ms: number): number => {
  let left = ms;
  const beyond = waits.findIndex(({ most }, n) => {
    if (n > 1 && most + patientMs > left) return true;
    left -= most;
    return false;
  });
  return beyond === -1 ? waits.length : beyond;
};

const grows = 1.2;

export const waitsGrow = defineDeliveryProbe<Watched>({
  ...ofFailing,
  id: 'webhooks/waits-grow',
  title: 'The wait before the second repetition of a delivery is longer than the one before the first',
  why: 'A receiver that is overloaded is called again and again at the same pace.',
  fix: 'Let the waits grow with each failure.',
  reads: 'delivery.retries',
  suits: ({ retries }) => (retries?.waits.length ?? 0) > 1,
  judge(watched) {
    const { attempts, cause, lateMs } = watched;
    const [first, second, third] = attempts;
    if (!first) return undelivered(cause);
    if (!second || !third) return inconclusive('There were fewer than three attempts', attempts);
    const [d1, d2] = [betweenArrivals(first, second, lateMs), betweenArrivals(second, third, lateMs)];
    if (third.sentAt - second.sentAt > grows * (second.sentAt - first.sentAt)) return pass(1);
    if (d2.most > grows * d1.least) return inconclusive('This machine was too busy to compare the waits', attempts);
    const finding = {
      code: 'waits-do-not-grow',
      where: 'third attempt',
      expected: `it later than ${inSeconds(grows * (second.sentAt - first.sentAt))} after the second`,
      actual: `${inSeconds(third.sentAt - second.sentAt)} after the second`,
    };
    return unconfirmed(fail(finding, [third, second, first, cause]));
  },
});

export const laterWaitsRecorded = defineDeliveryProbe<Watched>({
  ...ofFailing,
  id: 'webhooks/later-waits-recorded',
  title: 'Whether repetitions of a delivery come after the documented waits is recorded',
  why: 'Later waits are too long for a run, and those that were seen tell which schedule a server follows.',
  fix: 'Nothing; write what it shows into the documentation.',
  reads: 'delivery.retries',
  judge(watched, convention, around) {
    if (watched.attempts.length === 0) return undelivered(watched.cause);
    const value = watched.attempts.slice(1).map((_, n) => {
      const found = judgeWait(watched, n, convention, around);
      return typeof found === 'string' ? 'as documented' : 'at another time';
    });
    return observed([{ fact: 'webhook.waits', at: 'repetitions', value }]);
  },
});
