import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { uniqueOf } from '../../scenarios/bodies/taken.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { bodyOf, ifTried, type Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { patienceMs } from '../../kit/patience.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type FreedTime, freedTimes } from '../../subjects/freed-times.ts';

type Result = {
  readonly first: Exchange;
  /** One at the same time while the first has it, the action, one at that time after it, and one at another time. */
  readonly beside?: Exchange | undefined;
  readonly freeing?: Exchange | undefined;
  readonly again?: Exchange | undefined;
  readonly elsewhere?: Exchange | undefined;
};

const dayMs = 86_400_000;

/** So far from the first one is the other time: another day of the week and of the month. */
const apartMs = 38 * dayMs;

const later = (value: unknown, byMs = apartMs): string => {
  const like = String(value);
  const iso = new Date(Date.parse(like) + byMs).toISOString();
  return /^\d{4}-\d\d-\d\d$/u.test(like) ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
};

/** The longest wait in milliseconds until the time is free. */
const longestMs = 5000;

const isMade = (exchange: Exchange | undefined): boolean => exchange !== undefined && isSuccess(exchange) && statusOf(exchange) !== 202;

const refusals = [409, 422, 400];

const isRefused = (exchange: Exchange | undefined): exchange is Exchange =>
  exchange !== undefined && refusals.includes(statusOf(exchange) ?? 0);

const tried = async ({ trip, operation, begin, end }: FreedTime, session: Session): Promise<Result> => {
  const { contract } = session;
  const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
  const { exchange: first, id } = await make(way, 'freed', (base) =>
    // A time of no length may be none that anything else can overlap.
    base[begin] === base[end] && !Number.isNaN(Date.parse(String(base[begin]))) ? { ...base, [end]: later(base[begin], 2 * dayMs) } : base,
  );
  const body = bodyOf(first);
  if (id === undefined || !isMade(first) || Number.isNaN(Date.parse(String(body[begin])))) return { first };
  const unique = new Set(uniqueOf(contract, trip));
  const asked = async (purpose: string, isFresh: boolean, times: Readonly<Record<string, unknown>> = {}): Promise<Exchange | undefined> => {
    const planned = usableRequest(session, trip.create, `freed-${purpose}`, { pathValues: first.request.pathValues });
    const own = Object.entries(bodyOf({ request: planned })).filter(([name]) => isFresh && unique.has(name));
    const value = { ...body, ...Object.fromEntries(own), ...times };
    return ifTried(session.send({ ...planned, body: askedBody(trip.create, value), madeUp: [...(planned.madeUp ?? []), 'body'] }));
  };
  // What is said to be taken by one alone may be that whose time it is: then it has to be the same.
  let isFresh = unique.size > 0;
  let beside = await asked('beside', isFresh);
  if (isFresh && isMade(beside)) {
    isFresh = false;
    beside = await asked('beside', isFresh);
  }
  if (!isRefused(beside)) return { first, beside };
  const freeing = await ifTried(onItem(way, operation, first, id));
  if (!isMade(freeing)) return { first, beside, freeing };
  // What gives the time free may do its work in the background.
  const withinMs = Math.min(patienceMs(session.target, 'updated.shown', { presumed: trip }), longestMs);
  let again: Exchange | undefined;
  await until(session, { withinMs, why: 'the time is to be free again' }, async () => {
    again = await asked('again', isFresh);
    return isRefused(again) ? undefined : true;
  });
  const elsewhere = isMade(again) ? undefined : await asked('elsewhere', isFresh, { [begin]: later(body[begin]), [end]: later(body[end]) });
  return { first, beside, freeing, again, elsewhere };
};

export const timeComesBack = defineProbe<FreedTime, Result>({
  id: 'lifecycle/time-comes-back',
  title: 'A time that an action gives free can be taken again',
  why: 'A day that was called off stays empty, because nobody can book it any more.',
  fix: 'Leave what was called off out of the search for what has a time already.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract) => [...freedTimes(contract)],
  prerequisites: ({ trip, operation }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(operation)],
  cost: () => ({ requests: 12, creates: 4 }),
  run: tried,
  judge({ operation, sentence, begin, end }, { first, beside, freeing, again, elsewhere }) {
    if (!beside) return inconclusive(`The creation was answered ${outcomeOf(first)}`, [first]);
    if (!isRefused(beside)) return inconclusive(`One at the same time was answered ${outcomeOf(beside)}`, [beside, first]);
    if (!freeing || !isMade(freeing))
      return inconclusive(`${operation.key} was answered ${freeing ? outcomeOf(freeing) : 'not at all'}`, [freeing ?? first]);
    if (isMade(again)) return pass(1);
    if (!again || !elsewhere || statusOf(again) !== statusOf(beside) || !isMade(elsewhere))
      return inconclusive('What came after it was refused for something else', [again ?? freeing, ...(elsewhere ? [elsewhere] : [])]);
    const body = bodyOf(first);
    const time = `${JSON.stringify(body[begin])} to ${JSON.stringify(body[end])}`;
    const finding = {
      code: 'time-not-free-again',
      where: 'status',
      expected: `a success for ${time} after ${operation.key}: "${sentence}"`,
      actual: `status ${outcomeOf(again)}, as before it; another time was accepted`,
    };
    return unconfirmed(fail(finding, [again, freeing, first, beside, elsewhere]));
  },
});
