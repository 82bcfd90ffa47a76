import { answerOf, isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf, roughly, valueKind } from '../../kit/facts.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor, permissionsFor } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { atSuccesses } from '../../kit/success.ts';
import { settingRows } from '../../scenarios/bodies/setting-rows.ts';
import { creationOfRow } from '../../scenarios/bodies/tried-setting.ts';
import { acted, attempt, type Attempt, lookAt } from '../../scenarios/lifecycle/acted.ts';
import { actedOnKnown } from '../../scenarios/lifecycle/acted-on-known.ts';
import { awaitListed } from '../../scenarios/lifecycle/listed.ts';
import { type Acting, actingBy, actings, actingsOnCreated, isFrom, isOnNamed } from '../../subjects/actions.ts';
import { itemKey } from '../../subjects/collection.ts';
import { actedParameters, actionPrerequisites, notTried } from './actions.ts';

export const actionAnswerRecorded = defineProbe({
  id: 'lifecycle/action-answer-recorded',
  title: 'How long the answer to an action takes, and whether the action is done by then, is recorded',
  why: 'Where the answer comes only after a slow action, clients need a longer timeout than where it comes at once.',
  fix: 'Nothing is broken; the documentation could state how long the answer takes at most.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => actingsOnCreated(contract).flatMap(atSuccesses),
  prerequisites: (acting, around) => actionPrerequisites(acting, around, []),
  cost: () => ({ requests: 40, creates: 1 }),
  async run(acting, session) {
    const [read] = parameterlessReads(session.contract);
    return {
      story: await session.run(acted, actedParameters(acting)),
      read: read && (await session.run(plainRead, { operation: read.key })),
    };
  },
  judge({ operation, action }, { story: { accepted, attempt: tried, obstacle, looks }, read }) {
    if (!tried) return notTried(obstacle);
    if (!accepted) return inconclusive(`${operation.key} was answered ${outcomeOf(tried.exchange)}`, [tried.exchange]);
    const [first] = looks;
    return observed([
      factOf('action.answered', operation.key, roughly(accepted.tookMs)),
      ...(read ? [factOf('action.read-answered', operation.key, roughly(read.tookMs))] : []),
      ...(first && action.to !== undefined ? [factOf('action.done-when-answered', operation.key, first.state === action.to)] : []),
    ]);
  },
});

/** An action on resources in states that it is not documented for, each with its state before and after. */
const actedElsewhere = defineScenario<{ readonly action: string }, readonly Attempt[]>({
  id: 'acted-elsewhere',
  async run(session, { action }) {
    const acting = actingBy(session.contract, action);
    const attempts: Attempt[] = [];
    for (const id of [await newResource(session, acting), fixtureOf(session, acting)]) {
      if (id === undefined) continue;
      const before = await lookAt(session, acting, id);
      if (before.kind !== 'item' || isFrom(acting.action, before.state)) continue;
      attempts.push(await attempt(session, acting, id, before));
    }
    return attempts;
  },
});

/** The resource that the operator supplies for it. */
const fixtureOf = ({ target }: Session, { action }: Acting): string | undefined => {
  const supplied = action.unfit === undefined ? undefined : target.fixtures[action.unfit];
  return [supplied ?? []].flat()[0];
};

/**
 * A resource that was just created. Other checks may use it too, except those that follow a resource through the
 * action, because its state after this is unknown.
 */
const newResource = async (session: Session, { create, collection }: Acting): Promise<string | undefined> => {
  const { contract, target } = session;
  if (!create || !isAllowed(create, target)) return undefined;
  if (prerequisitesFor(create, { contract, target }).some(({ kind }) => kind !== 'permission')) return undefined;
  const { rows, plainRow } = await session.run(settingRows, { operation: create.key });
  const row = rows.findIndex((_, index) => index !== plainRow);
  if (row < 0) return undefined;
  const creation = await orSkipped(creationOfRow(session, create.key, row));
  if (isSkipped(creation) || !isSuccess(creation)) return undefined;
  const found = await awaitListed(session, create, creation);
  return found.kind === 'listed' ? itemKey(collection, found.item) : undefined;
};

export const actionElsewhereRecorded = defineProbe({
  id: 'lifecycle/action-elsewhere-recorded',
  title: 'The answer to an action on a resource in a state that it is not documented for is recorded',
  why: 'Servers differ in whether they refuse, wait or start. A client that relies on one of these breaks on another server.',
  fix: 'Nothing is broken; the documentation could state how the action is answered in each state.',
  reads: 'action',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => actings(contract).filter(({ create, action }) => create !== undefined || action.unfit !== undefined),
  prerequisites({ create, action, operation }, around) {
    const isNamed = action.unfit !== undefined && around.target.fixtures[action.unfit] !== undefined;
    return isNamed || !create ? permissionsFor(operation) : prerequisitesFor(create, around);
  },
  cost: () => ({ requests: 20, creates: 1 }),
  run: ({ operation }, session) => session.run(actedElsewhere, { action: operation.key }),
  judge({ operation }, attempts) {
    const steady = attempts.filter(({ before, exchange, after }) => before.state === after.state || isAccepted(exchange));
    if (steady.length === 0) {
      const exchanges = attempts.map(({ exchange }) => exchange);
      return inconclusive(
        'No resource was in a state that the action is not documented for, both right before and right after it',
        exchanges,
      );
    }
    const answers = steady.map(({ before, exchange }) => [String(before.state), answerTo(exchange)] as const);
    return observed([factOf('action.elsewhere', operation.key, Object.fromEntries(answers.sort(([a], [b]) => a.localeCompare(b))))]);
  },
});

const isAccepted = ({ reply }: Exchange): boolean => reply.kind === 'answer' && reply.status < 300;

/** Status and members of the body, without texts: these may name the resource and differ from run to run. */
const answerTo = (exchange: Exchange): unknown => ({ answer: outcomeOf(exchange), members: membersOf(jsonOf(exchange)) });

const membersOf = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => a.localeCompare(b))
          .map(([name, member]) => [name, membersOf(member)]),
      )
    : typeof value;

export const actionEffectRecorded = defineProbe({
  id: 'lifecycle/action-effect-recorded',
  title: 'The answer to an action, and what the list shows only after it, is recorded',
  why: 'A client that looks for the outcome of an action where one server shows it finds nothing on another.',
  fix: 'Nothing is broken; the documentation could state what the action changes, and where that shows.',
  reads: 'action',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) => actings(contract).filter(isOnNamed),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 50, creates: 0 }),
  run: ({ operation }, session) => session.run(actedOnKnown, { action: operation.key }),
  judge({ operation, action }, { id, exchange, effect }) {
    if (!isSuccess(exchange)) return inconclusive(`${operation.key} was answered ${outcomeOf(exchange)}`, [exchange]);
    const answer = factOf('action.answer', operation.key, shapeOf(exchange));
    if (!effect) return observed([answer]);
    const [before, after] = [new Map(effect.before), new Map(effect.after)];
    const stateOf = (states: ReadonlyMap<string, unknown>, one: string): string => {
      const state = states.get(one);
      if (typeof state === 'string') return state;
      return states.has(one) ? valueKind(state) : 'absent';
    };
    // A resource that was already changing its state shows nothing about the action.
    const others = [...before.keys()].filter((one) => one !== id && isFrom(action, before.get(one)));
    const changed = others.flatMap((one) =>
      before.get(one) === after.get(one) ? [] : `${stateOf(before, one)} to ${stateOf(after, one)}`,
    );
    return observed([
      answer,
      factOf('action.effect', operation.key, {
        // Its state before is left out, because it differs from run to run: the next run finds it as this one leaves it.
        thing: stateOf(after, id),
        others: [...new Set(changed)].sort(),
        new: [...after.keys()].some((one) => !before.has(one)),
      }),
    ]);
  },
});

const shapeOf = (exchange: Exchange): unknown => {
  const json = answerOf(exchange)?.json;
  if (json?.kind !== 'value') return json?.kind === 'none' ? 'no body' : 'no JSON';
  return isObject(json.value) ? { members: Object.keys(json.value).sort() } : valueKind(json.value);
};
