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
import { statusFinding } from '../../kit/status-finding.ts';
import { atSuccesses, hasStatus, isDeclaredSuccess, isRedirect, successesOf, successWords } from '../../kit/success.ts';
import { between, longestOf } from '../../kit/timing.ts';
import { acted, type Acted, type Attempt, isThrough, type Look, lookAt } from '../../scenarios/lifecycle/acted.ts';
import { actedOnKnown, type ActedOnKnown } from '../../scenarios/lifecycle/acted-on-known.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { actingBy, type ActingOnCreated, actings, actingsOnCreated, isFrom, isOnNamed } from '../../subjects/actions.ts';

/** The prerequisites of an action on a resource that the run creates first, and of waiting for its effects. */
export const actionPrerequisites = ({ create }: ActingOnCreated, around: Surroundings, waits: readonly Patience[]): ProbePrerequisite[] => [
  ...prerequisitesFor(create, around),
  ...slowPrerequisites(around.target, ['created.listed', 'created.settled', ...waits]),
];

/** An action on a resource that the run creates, as parameters of the scenarios. */
export const actedParameters = ({ create, operation }: ActingOnCreated): { readonly create: string; readonly action: string } => ({
  create: create.key,
  action: operation.key,
});

/** An action with a documented intermediate state. */
type Through = ActingOnCreated & { readonly through: string };

const actingsThrough = (contract: Contract): Through[] =>
  actingsOnCreated(contract).flatMap((acting) => {
    const { through } = acting.action;
    return through === undefined ? [] : [{ ...acting, through }];
  });

type Tried = Acted & { readonly attempt: Attempt };

/** Defines a probe of an action on a resource that the run creates; it is inconclusive where the action could not be tried. */
const defineActionProbe = <S extends ActingOnCreated>({
  waits,
  requests,
  judge,
  ...text
}: CheckText & {
  over(contract: Contract): readonly S[];
  /** What the scenario waits for, beside the creation. */
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

/** Statuses that blame the request, although it is correct (RFC 9110 section 15.5). */
const blamingStatuses = [400, 404, 405, 422];

export const actionAccepted = defineActionProbe({
  id: 'lifecycle/action-accepted',
  title: 'An action on a resource in the right state is answered with its documented status',
  why: 'Clients expect the documented status. After another one they repeat the action, or take it for done.',
  fix: 'Accept the action in each state that it is documented for, without a body, and answer with the documented status.',
  over: (contract) => actingsOnCreated(contract).flatMap(atSuccesses),
  waits: [],
  requests: 40,
  judge({ operation, action }, { attempt: { before, exchange, after } }) {
    if (isDeclaredSuccess(operation, exchange)) return pass(1);
    const finding = statusFinding(
      exchange,
      `status ${successesOf(operation).join(' or ')} for a resource in the state ${JSON.stringify(before.state) ?? ''}`,
    );
    if (isSuccess(exchange)) return fail({ code: 'other-success', ...finding }, [exchange]);
    if (hasStatus(exchange, blamingStatuses)) return fail({ code: 'action-refused', ...finding }, [exchange, before.exchange]);
    const isConflict = hasStatus(exchange, [409, ...statuses(action.repeated)]);
    if (isConflict && isFrom(action, after.state)) {
      return fail({ code: 'action-refused', ...finding }, [exchange, before.exchange, after.exchange]);
    }
    return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange, after.exchange]);
  },
});

/** Between two looks that are further apart, in milliseconds, a state may have come and gone unseen. */
const mostApartMs = 3000;
/** So it may before a first look that is later than this, in milliseconds. */
const firstWithinMs = 1000 + 250;

export const actionShowsState = defineActionProbe({
  id: 'lifecycle/action-shows-state',
  title: 'After an accepted action the list shows the intermediate state',
  why: 'By that state clients see that the action has begun, and that the resource must not be used meanwhile.',
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
    if (lost) return inconclusive(`The list did not show the resource: ${outcomeOf(lost.exchange)}`, [exchange, lost.exchange]);
    const gap = gapIn(exchange, looks);
    if (gap !== undefined)
      return inconclusive(`Two reads of the list were ${gap / 1000} s apart, so that "${through}" may have been missed`, [exchange]);
    const shown = [...new Set(looks.map((look) => JSON.stringify(look.state) ?? 'nothing'))].join(', ');
    const last = looks.at(-1)?.exchange;
    const finding = {
      code: 'state-not-shown',
      where: `${state} of the listed item`,
      expected: `"${through}" within ${patienceMs(target, 'action.through') / 1000} s after ${outcomeOf(exchange)}`,
      actual: `only ${shown} in ${looks.length} reads of the list`,
    };
    return fail(finding, last ? [exchange, last] : [exchange]);
  },
});

/**
 * A time without a look that may be too long, in milliseconds; undefined where there is none. It is counted from one look to the
 * next, and from the request to the first look, because a short state may be over when a slow answer arrives. A look shows the
 * state at an unknown instant between its sending and its answer.
 */
const gapIn = (accepted: Exchange, looks: readonly Look[]): number | undefined => {
  const gaps = looks.map(({ exchange }, n) => Math.round(between(looks[n - 1]?.exchange ?? accepted, exchange).most));
  return gaps.find((gap, n) => gap > (n === 0 ? firstWithinMs : mostApartMs));
};

/** Statuses that stand for another mistake than repeating an action that is under way. */
const others = [400, 404, 422];

/** The shortest time that an action is taken to last, in milliseconds: from the look that shows it under way to the answer to the repeat. */
const surelyUnderWayMs = 500;

export const actionRepeatedRefused = defineActionProbe({
  id: 'lifecycle/action-repeated-refused',
  title: 'An action that is already under way is refused with the documented status',
  why: 'A client that lost an answer repeats the action. It must learn that the action is under way, and not start it twice.',
  fix: 'Check the state before the action starts, and refuse with the documented status.',
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
      const reason = `The resource showed ${shown} right after the action was repeated (${outcomeOf(exchange)})`;
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
    // After so long the first action may have ended, and the state that shows is that of the second one.
    const spanMs = longestOf([before.exchange, exchange]);
    if (isSuccess(exchange) && spanMs > surelyUnderWayMs) {
      const reason = `The repeat was answered ${Math.round(spanMs)} ms after the look, so that the first action may have ended before`;
      return inconclusive(reason, [exchange, before.exchange]);
    }
    const exchanges = [exchange, first, before.exchange, after.exchange].map(({ id }) => id);
    const failed = { ...verdict, finding: { ...verdict.finding, exchanges } };
    return isSuccess(exchange) ? unconfirmed(failed) : failed;
  },
});

/** What became of a resource after its list showed the intermediate state. */
type Settled = {
  /** The look that showed the final state; undefined where none did in time. */
  readonly done: Look | undefined;
  /** Every look that was made. */
  readonly looks: readonly Look[];
  readonly withinMs: number;
};

/** Waits until a resource shows the state that an action ends in. Undefined where the list did not show the intermediate state. */
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
  title: 'After the intermediate state the list shows the state that an action ends in',
  why: 'A resource that stays in the intermediate state is of no use, and nothing shows that the action failed.',
  fix: 'End the action in its documented state, and show a failure by a state of its own.',
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
    if (lost) return inconclusive(`The list did not show the resource: ${outcomeOf(lost.exchange)}`, [lost.exchange]);
    const last = looks.at(-1);
    if (!last) return inconclusive(`The list was not read after "${through}"`, []);
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
  title: 'An action on the resource that the operator supplies for it is accepted',
  why: 'The action is documented for such resources. Where it is refused, nobody can use it when it matters.',
  fix: 'Serve the documented path and method, look up the resource by its id, and answer with a success.',
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
    // Any other error response may be about the current state of the resource.
    if (!isRedirect(exchange) && !hasStatus(exchange, [404, 405, 501])) {
      return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange]);
    }
    const finding = statusFinding(exchange, `${successWords(operation)} for ${id}, which is in its list`);
    return fail({ code: 'action-refused', ...finding }, [exchange, before.exchange]);
  },
});
