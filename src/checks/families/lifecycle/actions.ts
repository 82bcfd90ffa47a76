import { statuses } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  type CheckText,
  defineProbe,
  fail,
  inconclusive,
  type ProbePrerequisite,
  pass,
  type Probe,
  type Surroundings,
  type Unconfirmed,
  unconfirmed,
} from '../../kit/define.ts';
import { type Patience, patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { defineScenario } from '../../kit/session.ts';
import { slowPrerequisites } from '../../kit/slow-prerequisites.ts';
import { atSuccesses, hasStatus, isDeclaredSuccess, isRedirect, successesOf, successWords } from '../../kit/success.ts';
import { between, longestOf } from '../../kit/timing.ts';
import { acted, type Acted, type Attempt, isThrough, type Look, lookAt } from '../../scenarios/lifecycle/acted.ts';
import { actedOnKnown, type ActedOnKnown } from '../../scenarios/lifecycle/acted-on-known.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { actingBy, type ActingOnCreated, actings, actingsOnCreated, isFrom, isOnNamed } from '../../subjects/actions.ts';

/** What it takes to act on a thing that the run creates first, and to wait for what comes of it. */
export const actionPrerequisites = ({ create }: ActingOnCreated, around: Surroundings, waits: readonly Patience[]): ProbePrerequisite[] => [
  ...prerequisitesFor(create, around),
  ...slowPrerequisites(around.target, ['created.listed', 'created.settled', ...waits]),
];

/** The action on a thing that the run creates, as the measurements ask for it. */
export const actedParameters = ({ create, operation }: ActingOnCreated): { readonly create: string; readonly action: string } => ({
  create: create.key,
  action: operation.key,
});

/** An action whose state in between the contract names. */
type Through = ActingOnCreated & { readonly through: string };

const actingsThrough = (contract: Contract): Through[] =>
  actingsOnCreated(contract).flatMap((acting) => {
    const { through } = acting.action;
    return through === undefined ? [] : [{ ...acting, through }];
  });

type Tried = Acted & { readonly attempt: Attempt };

/** Defines a probe of the story of an action on a thing that the run creates; nothing is judged where the action could not be tried. */
const defineActionProbe = <S extends ActingOnCreated>({
  waits,
  requests,
  judge,
  ...text
}: CheckText & {
  over(contract: Contract): readonly S[];
  /** What is waited for beside the creation. */
  readonly waits: readonly Patience[];
  readonly requests: number;
  judge(acting: S, story: Tried, around: Surroundings): Verdict | Unconfirmed;
}): Probe<Acted> =>
  defineProbe<S, Acted>({
    ...text,
    phase: 'mutate',
    stage: 'using',
    exclusive: 'collection',
    prerequisites: (acting, around) => actionPrerequisites(acting, around, waits),
    cost: () => ({ requests, creates: 1 }),
    run: (acting, session) => session.run(acted, actedParameters(acting)),
    judge(acting, { attempt, obstacle, ...story }, around) {
      if (!attempt) return notTried(obstacle);
      return judge(acting, { ...story, obstacle, attempt }, around);
    },
  });

export const notTried = (obstacle: Acted['obstacle']): Verdict =>
  inconclusive(obstacle?.reason ?? 'Nothing was tried', obstacle?.exchanges ?? []);

/** Refusals that blame a request in which nothing is wrong (RFC 9110 section 15.5). */
const refusals = [400, 404, 405, 422];

export const actionAccepted = defineActionProbe({
  id: 'lifecycle/action-accepted',
  title: 'An action on a thing in the right state answers its documented status',
  why: 'A client waits for the documented status; with another it repeats the action, or takes it for done.',
  fix: 'Take the action on in each state it is documented for, without a body, and answer the documented status.',
  over: (contract) => actingsOnCreated(contract).flatMap(atSuccesses),
  waits: [],
  requests: 40,
  judge({ operation, action }, { attempt: { before, exchange, after } }) {
    if (isDeclaredSuccess(operation, exchange)) return pass(1);
    const finding = {
      where: 'status',
      expected: `status ${successesOf(operation).join(' or ')} for a thing that shows ${JSON.stringify(before.state) ?? ''}`,
      actual: `status ${outcomeOf(exchange)}`,
    };
    if (isSuccess(exchange)) return fail({ code: 'other-success', ...finding }, [exchange]);
    if (hasStatus(exchange, refusals)) return fail({ code: 'action-refused', ...finding }, [exchange, before.exchange]);
    const isConflict = hasStatus(exchange, [409, ...statuses(action.repeated)]);
    if (isConflict && isFrom(action, after.state)) {
      return fail({ code: 'action-refused', ...finding }, [exchange, before.exchange, after.exchange]);
    }
    return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange, after.exchange]);
  },
});

/** A state between two looks further apart may have come and gone unseen. */
const mostApartMs = 3000;
/** So may one before a first look that comes later than this, in milliseconds. */
const firstWithinMs = 1000 + 250;

export const actionShowsState = defineActionProbe({
  id: 'lifecycle/action-shows-state',
  title: 'After an accepted action the list shows the state in between',
  why: 'Clients see by that state that the action was really begun, and that the thing is not to be used meanwhile.',
  fix: 'Set the state before the action is answered, and keep it until the action is done.',
  reads: 'action',
  over: actingsThrough,
  waits: ['action.through'],
  requests: 60,
  judge(acting, { attempt: { exchange }, looks }, { target }) {
    const { operation, through, state } = acting;
    if (!isDeclaredSuccess(operation, exchange)) return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange]);
    if (looks.some((look) => isThrough(acting, look.state))) return pass(1);
    const lost = looks.find(({ kind }) => kind !== 'item');
    if (lost) return inconclusive(`The thing was not found in a look at its list: ${outcomeOf(lost.exchange)}`, [exchange, lost.exchange]);
    const gap = gapIn(exchange, looks);
    if (gap !== undefined)
      return inconclusive(`Looks at the list were ${gap / 1000} s apart, "${through}" may have been missed`, [exchange]);
    const shown = [...new Set(looks.map((look) => JSON.stringify(look.state) ?? 'nothing'))].join(', ');
    const last = looks.at(-1)?.exchange;
    const finding = {
      code: 'state-not-shown',
      where: `${state} of the listed item`,
      expected: `"${through}" within ${patienceMs(target, 'action.through') / 1000} s after ${outcomeOf(exchange)}`,
      actual: `only ${shown} in ${looks.length} looks`,
    };
    return fail(finding, last ? [exchange, last] : [exchange]);
  },
});

/**
 * A time without a look that may be too long, in milliseconds: from the request to the first look, because a state that does
 * not last may be over when a slow answer arrives, or from one look to the next. A look shows what was there at an instant between
 * its sending and its answer.
 */
const gapIn = (accepted: Exchange, looks: readonly Look[]): number | undefined => {
  const gaps = looks.map(({ exchange }, n) => Math.round(between(looks[n - 1]?.exchange ?? accepted, exchange).most));
  return gaps.find((gap, n) => gap > (n === 0 ? firstWithinMs : mostApartMs));
};

/** Statuses that are right for another mistake than asking for what is under way already. */
const others = [400, 404, 422];

/** From the look that shows the state in between to the answer of the repeat: no action is taken to end sooner. */
const surelyUnderWayMs = 500;

export const actionRepeatedRefused = defineActionProbe({
  id: 'lifecycle/action-repeated-refused',
  title: 'An action that is under way already is refused with the documented status',
  why: 'A client that lost an answer repeats the action, and must learn that it is under way instead of starting it twice.',
  fix: 'Look at the state before anything is done, and refuse with the documented status.',
  reads: 'action.repeated',
  over: (contract) => actingsThrough(contract).filter(({ action }) => statuses(action.repeated).length > 0),
  waits: ['action.through'],
  requests: 60,
  judge(acting, { attempt: { exchange: first }, repeated }) {
    const { operation, action, through } = acting;
    if (!isDeclaredSuccess(operation, first)) return inconclusive(`${operation.key} was answered ${outcomeOf(first)}`, [first]);
    if (!repeated) return inconclusive(`"${through}" was not seen, so nothing was repeated`, [first]);
    const { before, exchange, after } = repeated;
    if (!isThrough(acting, before.state) || !isThrough(acting, after.state)) {
      const shown = JSON.stringify(after.state) ?? 'nothing';
      const reason = `The thing showed ${shown} right after the action was repeated (${outcomeOf(exchange)})`;
      return inconclusive(reason, [exchange, after.exchange]);
    }
    const expected = statuses(action.repeated);
    const verdict = judgeErrorResponse(exchange, {
      expected,
      wrong: others.filter((status) => !expected.includes(status)),
      code: 'action-repeated',
      where: 'status',
      mistake: `${operation.key} while the list shows "${through}"`,
    });
    if (verdict.kind !== 'fail') return verdict;
    // A repeat that took this long may have met a thing that was ready again, and what shows now is the second action.
    const spanMs = longestOf([before.exchange, exchange]);
    if (isSuccess(exchange) && spanMs > surelyUnderWayMs) {
      const reason = `The repeat was answered ${Math.round(spanMs)} ms after the look, the first action may have ended in between`;
      return inconclusive(reason, [exchange, before.exchange]);
    }
    const exchanges = [exchange, first, before.exchange, after.exchange].map(({ id }) => id);
    const reported = { ...verdict, finding: { ...verdict.finding, exchanges } };
    return isSuccess(exchange) ? unconfirmed(reported) : reported;
  },
});

/** How a thing went on after its list showed the state in between. */
type Settled = {
  /** The look that showed the last state; undefined where none did in time. */
  readonly done: Look | undefined;
  /** Every look that was made. */
  readonly looks: readonly Look[];
  readonly withinMs: number;
};

/** Waits until a thing shows the state that an action ends in. Undefined where the list did not show the state in between. */
const settled = defineScenario<{ readonly create: string; readonly action: string }, Settled | undefined>({
  id: 'settled',
  async run(session, parameters) {
    const acting = actingBy(session.contract, parameters.action);
    const { to } = acting.action;
    const { key, looks: before } = await session.run(acted, parameters);
    if (key === undefined || to === undefined || !before.some(({ state }) => isThrough(acting, state))) return undefined;
    const looks: Look[] = [];
    const withinMs = patienceMs(session.target, 'action.done');
    const done = await until(session, { withinMs, why: `"${to}" is to show` }, async () => {
      const look = await lookAt(session, acting, key);
      looks.push(look);
      return look.state === to ? look : undefined;
    });
    return { done, looks, withinMs };
  },
});

export const actionCompletes = defineProbe({
  id: 'lifecycle/action-completes',
  title: 'After the state in between the list shows the state that an action ends in',
  why: 'A thing that stays in between is of no use, and nobody is told that something went wrong.',
  fix: 'End the action in its last state, and tell a failure by a state of its own.',
  reads: 'action',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) =>
    actingsThrough(contract).flatMap((acting) => {
      const { to } = acting.action;
      return to === undefined ? [] : [{ ...acting, to }];
    }),
  prerequisites: (acting, around) => actionPrerequisites(acting, around, ['action.through', 'action.done']),
  cost: () => ({ requests: 80, creates: 1 }),
  async run(acting, session) {
    const parameters = actedParameters(acting);
    const { attempt } = await session.run(acted, parameters);
    return { exchange: attempt?.exchange, after: await session.run(settled, parameters) };
  },
  judge({ through, to, state }, { exchange, after }) {
    if (!after) return inconclusive(`"${through}" was not seen after the action`, exchange ? [exchange] : []);
    const { done, looks, withinMs } = after;
    if (done) return pass(1);
    const lost = looks.find(({ kind }) => kind !== 'item');
    if (lost) return inconclusive(`The thing was not found in a look at its list: ${outcomeOf(lost.exchange)}`, [lost.exchange]);
    const last = looks.at(-1);
    if (!last) return inconclusive(`Nobody looked after "${through}"`, []);
    const finding = {
      code: 'action-never-ends',
      where: `${state} of the listed item`,
      expected: `"${to}" within ${withinMs / 1000} s after "${through}"`,
      actual: JSON.stringify(last.state) ?? 'nothing',
    };
    return fail(finding, exchange ? [exchange, last.exchange] : [last.exchange]);
  },
});

export const actionOnKnownAccepted = defineProbe({
  id: 'lifecycle/action-on-known-accepted',
  title: 'An action on the thing that the operator names for it is taken on',
  why: 'The action is there for such things; where it is refused, they cannot be helped when it matters.',
  fix: 'Serve the documented path and method, look the thing up by its id, and answer a success.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => actings(contract).filter(isOnNamed).flatMap(atSuccesses),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 50, creates: 0 }),
  run: ({ operation }, session): Promise<ActedOnKnown> => session.run(actedOnKnown, { action: operation.key }),
  judge({ operation }, { id, before, exchange }) {
    if (isDeclaredSuccess(operation, exchange)) return pass(1);
    if (before.kind !== 'item') return inconclusive(`The list does not show ${id}`, [before.exchange, exchange]);
    // Any other refusal may be about what the thing is like just then.
    if (!isRedirect(exchange) && !hasStatus(exchange, [404, 405, 501])) {
      return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange]);
    }
    const finding = {
      code: 'action-refused',
      where: 'status',
      expected: `${successWords(operation)} for ${id}, which is in its list`,
      actual: `status ${outcomeOf(exchange)}`,
    };
    return fail(finding, [exchange, before.exchange]);
  },
});
