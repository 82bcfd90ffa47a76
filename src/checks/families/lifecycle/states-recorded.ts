import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { settingsOf } from '../../../generators/settings.ts';
import { listedValues } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf, roughly } from '../../kit/facts.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { storyCost } from '../../kit/story.ts';
import { triedSetting } from '../../scenarios/bodies/tried-setting.ts';
import { acted } from '../../scenarios/lifecycle/acted.ts';
import { listOf, recogniser } from '../../scenarios/lifecycle/created.ts';
import { firstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { sinceCreation } from '../../scenarios/lifecycle/grown.ts';
import { listed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import { onResource } from '../../scenarios/lifecycle/look-at-resource.ts';
import { findItem } from '../../scenarios/paging/find-item.ts';
import { actingsOnCreated } from '../../subjects/actions.ts';
import { pageItems } from '../../subjects/collection.ts';
import { listedCreations, prerequisitesToCreate, sentMember } from '../../subjects/creators.ts';
import { resourceTypeNamed, resourceTypesDeclaring, storyPrerequisites } from '../../subjects/resources.ts';
import { shownResource, stateIn } from '../../subjects/shown-resource.ts';
import { defineGrownProbe, reached } from './states.ts';

/** Reads are seconds apart, so that shorter times, in milliseconds, are a matter of chance. */
const unsteadyMs = 10_000;

export const timeToStateRecorded = defineGrownProbe({
  id: 'lifecycle/time-to-state-recorded',
  title: 'How soon a created resource reaches a state is recorded',
  why: 'The documented time is the longest one. Who compares servers wants to know the usual one.',
  fix: 'Nothing is broken; the documentation could state the usual time too.',
  over: reached,
  judge({ resourceType, state }, { first, seen }) {
    const found = [first, ...seen].find((one) => one.state === state);
    if (!found) return inconclusive(`No answer showed "${state}"`, [first.exchange]);
    const ms = found === first ? 0 : sinceCreation(first.exchange, found.exchange);
    return observed([factOf('state.reached', resourceType.create.key, { [state]: roughly(ms, unsteadyMs) })]);
  },
});

/** States of a new resource in the order in which reads showed them. */
type FollowedStates = { readonly creation: Exchange; readonly states: readonly unknown[] };

const pauseMs = 2000;
/** Longest time for which a new resource is followed, in milliseconds. */
const mostMs = 60_000;

/** Reads a new resource until it has shown another state than its first one twice in a row, or the time is up. */
const followedStates = defineScenario<{ readonly resourceType: string }, FollowedStates>({
  id: 'followed-states',
  async run(session, parameters) {
    const resourceType = resourceTypeNamed(session.contract, parameters.resourceType);
    const { resources } = await session.run(firstLooks, parameters);
    const { id, creation } = resources.own;
    const { read } = resourceType;
    if (id === undefined || !read || !isSuccess(creation)) return { creation, states: [] };
    const states: unknown[] = [stateIn(resourceType, jsonOf(creation), shownResource(resourceType, 'create', creation, id))];
    const end = session.now() + Math.min(mostMs, patienceMs(session.target, 'created.settled'));
    for (;;) {
      const exchange = await onResource(session, read, id);
      if (isSuccess(exchange)) states.push(stateIn(resourceType, jsonOf(exchange), shownResource(resourceType, 'read', exchange, id)));
      const [first] = states;
      const isAtRest = states.length > 2 && states.slice(-2).every((state) => state !== first);
      if (isAtRest || session.now() >= end) break;
      await session.pause(Math.min(pauseMs, Math.max(0, end - session.now())), 'a new resource may change its state');
    }
    return { creation, states: states.filter((state) => state !== undefined) };
  },
});

export const statesRecorded = defineProbe({
  id: 'lifecycle/states-recorded',
  title: 'The states that resources show, and those of a new resource in their order, are recorded',
  why: 'Where the list of states is open, a client learns of another state only when it meets one.',
  fix: 'Nothing is broken; the documentation could list every state and how they follow each other.',
  phase: 'mutate',
  stage: 'watching',
  exclusive: 'collection',
  over: (contract) => resourceTypesDeclaring(contract, 'states').filter(({ resourceType }) => resourceType.convention.state !== undefined),
  prerequisites: ({ resourceType }, around) => storyPrerequisites(resourceType, around, ['read']),
  cost: ({ resourceType }) => storyCost(resourceType, 60),
  async run({ resourceType: { collection, name } }, session) {
    return {
      list: collection && (await session.run(plainRead, { operation: collection.operation.key })),
      followed: await session.run(followedStates, { resourceType: name }),
    };
  },
  judge({ resourceType }, { list, followed: { states, creation } }) {
    const items = list && isSuccess(list) && resourceType.collection ? (pageItems(resourceType.collection, list) ?? []) : [];
    const shown = items.filter(isObject).map((item) => stateIn(resourceType, item, item));
    const all = [...new Set([...shown, ...states].filter((state) => typeof state === 'string'))].sort();
    if (all.length === 0) return inconclusive('No answer showed a state', list ? [list, creation] : [creation]);
    const order = states.filter((state, index) => state !== states[index - 1]);
    const { key } = resourceType.create;
    return observed([factOf('state.values', key, all), factOf('state.order', key, order)]);
  },
});

/** What the list shows of a resource that was created with one of the documented values of a member. */
type ItemByValue = { readonly member: string; readonly value: unknown; readonly item: unknown };

type FirstState = {
  readonly first: Listed;
  /** Milliseconds until an action was possible; undefined where the run waited for none. */
  readonly settledMs: number | undefined;
  readonly items: readonly ItemByValue[];
};

export const firstStateRecorded = defineProbe({
  id: 'lifecycle/first-state-recorded',
  title: 'The first state of a created resource, and the numbers that it shows for each documented value of its creation, are recorded',
  why: 'Who compares servers wants to know what each size really is, and how soon a new resource can be used.',
  fix: 'Nothing is broken; the documentation could describe the states of a new resource and what each size means.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: listedCreations,
  prerequisites: (creation, around) => prerequisitesToCreate(creation, around),
  cost: () => ({ requests: 30, creates: 3 }),
  async run({ operation }, session): Promise<FirstState> {
    const first = await session.run(listed, { operation: operation.key });
    if (first.kind !== 'listed') return { first, settledMs: undefined, items: [] };
    const acting = actingsOnCreated(session.contract).find(({ create }) => create.key === operation.key);
    const story = acting && (await orSkipped(session.run(acted, { create: operation.key, action: acting.operation.key })));
    return {
      first,
      settledMs: story && !isSkipped(story) ? story.settledMs : undefined,
      items: await itemsByValue(session, operation, first),
    };
  },
  judge({ operation }, { first, settledMs, items }, { contract }) {
    const { creation } = first;
    if (first.kind !== 'listed')
      return inconclusive(`The created resource (${outcomeOf(creation)}) did not appear in its list`, [creation]);
    const state = listOf(contract, operation)?.state;
    const numbers: Record<string, Record<string, unknown>> = {};
    for (const { member, value, item } of items) numbers[member] = { ...numbers[member], [String(value)]: numbersIn(item) };
    return observed([
      ...(state === undefined ? [] : [factOf('creation.first-state', operation.key, valueAt(first.item, state) ?? null)]),
      ...(settledMs === undefined ? [] : [factOf('creation.settled', operation.key, roughly(settledMs, unsteadyMs))]),
      ...(items.length === 0 ? [] : [factOf('creation.numbers', operation.key, numbers)]),
    ]);
  },
});

/** Members of an item that are numbers. */
const numbersIn = (item: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(isObject(item) ? item : {})
      .filter(([, value]) => typeof value === 'number')
      .sort(([a], [b]) => a.localeCompare(b)),
  );

/** What the list shows of resources created with each documented value, where the creation was accepted and they still exist. */
const itemsByValue = async (
  session: Session,
  operation: Operation,
  first: Listed & { readonly kind: 'listed' },
): Promise<ItemByValue[]> => {
  const { contract, target } = session;
  const items: ItemByValue[] = [];
  for (const member of bodyMembers(contract, operation).filter((one) => listedValues(one) !== undefined)) {
    const usual = sentMember(first.creation, member.name);
    if (usual !== undefined) items.push({ member: member.name, value: usual, item: first.item });
    for (const setting of settingsOf(operation, { contract, target, fresh: (name) => `ct-${name}` }, member).settings) {
      const tried = await orSkipped(triedSetting(session, operation.key, setting));
      const item = isSkipped(tried) || !isSuccess(tried.exchange) ? undefined : await itemOf(session, operation, tried.exchange);
      if (item !== undefined) items.push({ member: member.name, value: setting.value, item });
    }
  }
  return items;
};

const itemOf = async (session: Session, operation: Operation, creation: Exchange): Promise<unknown> => {
  const collection = listOf(session.contract, operation);
  const isTheItem = collection && recogniser(session.contract, operation, collection, creation.request);
  const found = collection && isTheItem && (await findItem(session, collection, isTheItem));
  return found?.kind === 'item' ? found.item : undefined;
};
