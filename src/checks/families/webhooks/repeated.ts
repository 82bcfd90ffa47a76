import type { DeliveryConvention } from '../../../contract/x-assay/delivery.ts';
import type { SinkAnswer } from '../../../model/sink.ts';
import { fail, inconclusive, pass, type Surroundings, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { areAlike, deliveredJson, followedMs, isMoment, scaledWaits, timeoutMs } from '../../subjects/deliveries.ts';
import { settle, type Watched, watchedEvent } from '../../scenarios/webhooks/watched-event.ts';
import { sinkOf } from '../../scenarios/webhooks/registered.ts';
import { isObject } from '../../../contract/pointer.ts';
import { defineDeliveryProbe, notInTime, undelivered } from './define-delivery-probe.ts';

/** An attempt that is late by less is on time, where the waits of a target are shortened: milliseconds. */
export const patientMs = 1000;

const hasRetries = ({ retries }: DeliveryConvention): boolean => retries !== undefined;

const answerOf = (status: number, afterMs?: number): SinkAnswer => ({
  kind: 'status',
  status,
  ...(afterMs === undefined ? {} : { afterMs }),
});

/** How long is waited for the attempt behind the n-th one, in milliseconds. */
const waitFor = (convention: DeliveryConvention, { contract, target }: Surroundings, n: number): number =>
  (scaledWaits(contract, target, convention)[n]?.within ?? 0) + patientMs;

/** One event whose every delivery fails, watched as long as a target allows (`webhook.followed`), for all rules about its repetitions. */
export const failingEvent = async (convention: DeliveryConvention, session: Session): Promise<Watched> => {
  const { contract, target } = session;
  await settle(session, convention, 'ok-1');
  let left = followedMs(target);
  const waitsMs = scaledWaits(contract, target, convention).flatMap((wait, n) => {
    const ms = wait.within + patientMs;
    // Of the first two waits the rules are about, whatever they take; a later one is watched where there is time.
    if (n > 1 && wait.most + patientMs > left) {
      left = 0;
      return [];
    }
    left -= wait.most;
    return [n > 1 ? wait.most + patientMs : ms];
  });
  const watched = await session.run(watchedEvent, { label: 'fail', convention, answers: [answerOf(500)], waitsMs });
  await settle(session, convention, 'ok-2');
  return watched;
};

const failingMs = (convention: DeliveryConvention, contract: Surroundings['contract'], target: Surroundings['target']): number =>
  Math.min(
    scaledWaits(contract, target, convention).reduce((sum, { within }) => sum + within, 0),
    followedMs(target),
  );

export const ofFailing = { suits: hasRetries, waitsMs: failingMs, events: 3, run: failingEvent } as const;

/** Ways to fail a delivery, each with an event of its own. */
const failures = [500, 404, 302] as const;

type Tried = { readonly status: number; readonly watched: Watched };

export const failedIsRepeated = defineDeliveryProbe<readonly Tried[]>({
  id: 'webhooks/failed-is-repeated',
  title: 'A delivery that is not answered with a success is sent again',
  why: 'A receiver that was restarted, moved or broken for a minute never learns of the event.',
  fix: 'Count 2xx as delivered and everything else, redirects too, as failed, and queue what failed.',
  reads: 'delivery.retries',
  suits: hasRetries,
  waitsMs: (convention, contract, target) => failures.length * waitFor(convention, { contract, target }, 0),
  events: failures.length,
  async run(convention, session) {
    const tried: Tried[] = [];
    const ms = waitFor(convention, session, 0);
    for (const status of failures) {
      await settle(session, convention, `ok-${status}`);
      // A sender that follows the redirect fails there too.
      const headers = status === 302 ? { headers: { Location: sinkOf(session).url('ct-moved') } } : {};
      const answers = [{ ...answerOf(status), ...headers }, answerOf(200)];
      const isElsewhere = sinkOf(session).answerBy(({ endpoint }) => (endpoint === 'ct-moved' ? answerOf(404) : undefined));
      try {
        tried.push({
          status,
          watched: await session.run(watchedEvent, { label: `fail-${status}`, convention, answers, waitsMs: [ms] }),
        });
      } finally {
        isElsewhere();
      }
    }
    return tried;
  },
  judge(tried, convention, around) {
    const seen = tried.filter(({ watched }) => watched.attempts.length > 0);
    const lost = seen.find(({ watched }) => watched.attempts.length === 1);
    const [first] = tried;
    if (seen.length === 0 && first) return undelivered(first.watched.cause);
    if (lost === undefined) return pass(seen.length);
    const [attempt] = lost.watched.attempts;
    const within = Math.round(waitFor(convention, around, 0) / 100) / 10;
    const finding = {
      code: 'failed-not-repeated',
      where: `answer ${lost.status}`,
      expected: `the delivery again within ${within} s`,
      actual: 'it did not come again',
    };
    return notInTime(
      lost.watched,
      fail(finding, [attempt ?? lost.watched.cause, lost.watched.cause], { judged: seen.length, breaches: 1 }),
    );
  },
});

/** How much later than the documented time a delivery is answered that ought to count as failed, and how much earlier one that ought not. */
const tooLate = 1.5;
const inTime = 0.8;

const hasTimeout = ({ timeout, retries }: DeliveryConvention): boolean => timeout !== undefined && retries !== undefined;

const timeoutOf = (convention: DeliveryConvention, { contract, target }: Surroundings): number =>
  timeoutMs(contract, target, convention) ?? 0;

export const unansweredIsRepeated = defineDeliveryProbe<Watched>({
  id: 'webhooks/unanswered-is-repeated',
  title: 'A delivery that is not answered in time is sent again',
  why: 'A receiver that hangs keeps the sender waiting for ever, and the event is lost with it.',
  fix: 'Close the connection when the time is over, and queue the delivery.',
  reads: 'delivery.retries',
  suits: hasTimeout,
  waitsMs: (convention, contract, target) =>
    timeoutOf(convention, { contract, target }) * tooLate + waitFor(convention, { contract, target }, 0),
  events: 2,
  async run(convention, session) {
    await settle(session, convention, 'ok-late');
    const afterMs = timeoutOf(convention, session) * tooLate;
    const waitsMs = [Math.max(waitFor(convention, session, 0), afterMs + waitFor(convention, session, 0) / 2)];
    return session.run(watchedEvent, { label: 'late', convention, answers: [answerOf(200, afterMs), answerOf(200)], waitsMs });
  },
  judge(watched, convention, around) {
    const { cause, attempts } = watched;
    const [first, second] = attempts;
    if (!first) return undelivered(cause);
    if (second) return pass(1);
    const seconds = timeoutOf(convention, around) / 1000;
    const closed = first.reply.kind === 'no-answer' ? `, and the sender hung up after ${(first.tookMs / 1000).toFixed(1)} s` : '';
    const finding = {
      code: 'unanswered-not-repeated',
      where: `answer after ${(seconds * tooLate).toFixed(1)} s`,
      expected: `the delivery again, because it may take ${seconds} s`,
      actual: `it did not come again${closed}`,
    };
    return notInTime(watched, fail(finding, [first, cause]));
  },
});

type Answered = { readonly what: string; readonly watched: Watched; readonly leastMs: number };

export const answeredIsNotRepeated = defineDeliveryProbe<readonly Answered[]>({
  id: 'webhooks/answered-is-not-repeated',
  title: 'A delivery that was answered with a success in time is not sent again',
  why: 'The receiver books, mails or counts the event a second time.',
  fix: 'Count every 2xx within the documented time as delivered, 204 as well.',
  reads: 'delivery.retries',
  suits: hasRetries,
  waitsMs: (convention, contract, target) => 2 * waitFor(convention, { contract, target }, 0),
  events: 2,
  async run(convention, session) {
    const ms = waitFor(convention, session, 0);
    const lateMs = timeoutOf(convention, session) * inTime;
    const ways = [
      { label: 'ok-204', what: '204 at once', answer: answerOf(204), leastMs: 0 },
      ...(lateMs === 0
        ? []
        : [{ label: 'ok-slow', what: `200 after ${(lateMs / 1000).toFixed(1)} s`, answer: answerOf(200, lateMs), leastMs: lateMs }]),
    ];
    const tried: Answered[] = [];
    for (const { label, what, answer, leastMs } of ways) {
      const watched = await session.run(watchedEvent, { label, convention, answers: [answer, answerOf(200)], waitsMs: [ms + leastMs] });
      tried.push({ what, watched, leastMs });
    }
    return tried;
  },
  judge(tried, convention, around) {
    const seen = tried.filter(({ watched }) => watched.attempts.length > 0);
    const [first] = tried;
    if (seen.length === 0 && first) return undelivered(first.watched.cause);
    const again = seen.find(({ watched }) => watched.attempts.length > 1);
    if (again === undefined) return pass(seen.length);
    const { watched, what, leastMs } = again;
    const [one, other] = watched.attempts;
    // The sender counts from earlier than the sink, so that a late answer may have been too late for it.
    const isInTime =
      leastMs === 0 || (one !== undefined && one.tookMs + watched.lateMs < (timeoutOf(convention, around) * (1 + inTime)) / 2);
    if (one === undefined || other === undefined || watched.sure === 0 || !isInTime)
      return inconclusive('A later delivery may be another event, or the answer was late', watched.attempts);
    const finding = { code: 'answered-repeated', where: `answer ${what}`, expected: 'no further delivery', actual: 'the same event again' };
    return unconfirmed(fail(finding, [other, one, watched.cause], { judged: seen.length, breaches: 1 }));
  },
});

export const repeatedTwice = defineDeliveryProbe<Watched>({
  ...ofFailing,
  id: 'webhooks/repeated-twice',
  title: 'A delivery that fails twice is sent a third time',
  why: 'A receiver that is down for minutes loses every event of that time.',
  fix: 'Go on with the documented waits after the second failure.',
  reads: 'delivery.retries',
  judge(watched, convention, around) {
    const { cause, attempts } = watched;
    const [first, second, third] = attempts;
    if (!first) return undelivered(cause);
    if (!second) return inconclusive('The delivery was not repeated once', [first]);
    if (third) return pass(1);
    const within = Math.round(waitFor(convention, around, 1) / 100) / 10;
    const finding = { code: 'not-repeated-twice', where: 'third attempt', expected: `it within ${within} s of the second`, actual: 'none' };
    return notInTime(watched, fail(finding, [second, first, cause]));
  },
});

export const repeatsTheEvent = defineDeliveryProbe<Watched>({
  ...ofFailing,
  id: 'webhooks/repeats-the-event',
  title: 'A delivery that is sent again carries the same event',
  why: 'A receiver that missed the first attempt learns nothing, or something else.',
  fix: 'Store the body with the delivery, and send what is stored.',
  reads: 'delivery.retries',
  judge({ cause, attempts: [first, second] }) {
    if (!first) return undelivered(cause);
    if (!second) return inconclusive('The delivery was not repeated', [first]);
    if (first.sent.body === second.sent.body) return pass(1);
    const [one, other] = [first, second].map(deliveredJson);
    if (areAlike(first, second)) return pass(1);
    const names = isObject(one) && isObject(other) ? [...new Set([...Object.keys(one), ...Object.keys(other)])] : undefined;
    const changed = names?.filter((name) => isObject(one) && isObject(other) && !isVolatile(one[name], other[name]));
    if (changed?.length === 0) return pass(1);
    const actual = changed === undefined ? `a body of ${second.sent.body?.length ?? 0} characters` : `another ${changed.join(', ')}`;
    const finding = { code: 'other-event', where: 'second attempt', expected: 'the body of the first attempt', actual };
    return unconfirmed(fail(finding, [second, first, cause]));
  },
});

/** May a member differ between attempts: a count of them, or a moment. */
const isVolatile = (a: unknown, b: unknown): boolean => {
  if (JSON.stringify(a) === JSON.stringify(b)) return true;
  return [a, b].every((one) => one === undefined || typeof one === 'number' || (typeof one === 'string' && isMoment(one)));
};
