import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { tokensOf } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import {
  type CheckText,
  defineObservation,
  fail,
  inconclusive,
  type Observed,
  pass,
  type Probe,
  unconfirmed,
  type Surroundings,
  type Unconfirmed,
} from '../../kit/define.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { notMade } from '../../kit/story.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import { firstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { grown, type Grown, latestMs, sinceCreation } from '../../scenarios/lifecycle/grown.ts';
import {
  grownPrerequisites,
  livingStates,
  type Makeable,
  makeableResourceTypes,
  type MakeableSubject,
  reachedStates,
  resourceTypesDeclaring,
  resourceTypesWith,
} from '../../subjects/resources.ts';
import { createdId, membersCalled, mentions, shownResource, stateIn } from '../../subjects/shown-resource.ts';
import { defineStoryProbe } from './story-probe.ts';
import { rememberedByObject } from '../../../model/remembered.ts';

/** A check that follows a new resource from its creation on. */
type GrownCheck<S extends MakeableSubject> = CheckText & {
  over(contract: Contract): readonly S[];
  judge(subject: S, life: Grown, around: Surroundings): Verdict | Unconfirmed;
};

export const defineGrownProbe = <S extends MakeableSubject>(check: GrownCheck<S>): Probe<Grown> =>
  defineStoryProbe<S, Grown>({
    ...check,
    story: grown,
    stage: 'watching',
    prerequisites: ({ resourceType }, around) => grownPrerequisites(resourceType, around),
    requests: 80,
  });

/** The resource types that declare a first state, found once for all answers. */
const withInitialState = rememberedByObject((contract: Contract): readonly MakeableSubject[] =>
  resourceTypesDeclaring(contract, 'states', 'initial'),
);

export const initialState = defineObservation({
  id: 'lifecycle/initial-state',
  title: 'The answer to a creation shows the documented first state',
  why: 'Clients wait for the first state to change. After another one they do not wait at all, or for ever.',
  fix: 'Answer a creation with the documented first state, also where the resource is ready at once.',
  locations: (contract) => withInitialState(contract).map(({ location }) => location),
  observe: (exchange, contract) =>
    withInitialState(contract).flatMap(({ location, resourceType }): Observed[] => {
      if (resourceType.create.key !== exchange.request.operation || exchange.request.faults.length > 0 || !isSuccess(exchange)) return [];
      const expected = resourceType.convention.states?.initial?.is;
      const state = stateOfCreated(contract, resourceType, exchange);
      if (typeof state !== 'string' || expected === undefined) return [];
      if (state === expected) return [{ location, holds: true }];
      const where = resourceType.convention.state ?? 'state';
      return [{ location, holds: false, code: 'other-first-state', where, expected: `"${expected}"`, actual: shown(state) }];
    }),
});

const stateOfCreated = (contract: Contract, resourceType: Makeable, exchange: Exchange): unknown => {
  const id = createdId(resourceType, exchange, freshValues(contract, resourceType.create, exchange.request));
  return stateIn(resourceType, jsonOf(exchange), id === undefined ? undefined : shownResource(resourceType, 'create', exchange, id));
};

export const statePollable = defineStoryProbe({
  id: 'lifecycle/state-pollable',
  title: 'A read of a created resource shows its state',
  why: 'A client polls for the state. Where a read leaves it out, it can only guess when the resource is ready.',
  fix: 'Show the state in the read of one resource, as the answer to its creation does.',
  over: (contract) => resourceTypesWith(contract, 'read', ({ convention }) => convention.state !== undefined),
  story: firstLooks,
  words: ['read'],
  requests: 30,
  judge({ resourceType }, { resources, reads }) {
    const { state = '/state' } = resourceType.convention;
    const name = tokensOf(state).at(-1) ?? '';
    const known = livingStates(resourceType);
    const good = reads.filter(({ exchange }) => isSuccess(exchange) && jsonOf(exchange) !== undefined);
    const without = good.find(({ exchange }) => {
      const body = jsonOf(exchange);
      return !membersCalled(body, name).some((value) => typeof value === 'string') && !known.some((one) => mentions(body, one));
    });
    if (without) {
      const expected = `a member "${name}" with a text`;
      return fail({ code: 'state-missing', where: state, expected, actual: 'no such member in the body' }, [without.exchange]);
    }
    if (good.length > 0) return pass(good.length);
    const [first] = reads;
    return first ? inconclusive(`A read was answered ${outcomeOf(first.exchange)}`, [first.exchange]) : notMade(resources.own.creation);
  },
});

/** A state that resources of a type reach by themselves. */
type Reached = MakeableSubject & { readonly state: string };

export const reached = (contract: Contract): Reached[] => {
  const states = new Set(makeableResourceTypes(contract).flatMap(({ convention }) => Object.keys(convention.states?.reaches ?? {})));
  return [...states].flatMap((state) => resourceTypesDeclaring(contract, 'states', 'reaches', state).map((one) => ({ ...one, state })));
};

/** A timer may end so many milliseconds early. */
const shortMs = 50;

export const stateReached = defineGrownProbe({
  id: 'lifecycle/state-reached',
  title: 'A created resource reaches its documented state within the documented time',
  why: 'A deployment waits for the documented time and then gives up. What is ready later is of no use to it.',
  fix: 'Show the state as soon as the resource is in it, and end a creation that fails in a state of its own.',
  over: reached,
  judge({ resourceType, state: wanted }, { first, id, seen }, { contract, target }) {
    const inOrder = reachedStates(resourceType, contract, target);
    const documented = inOrder.find(({ state }) => state === wanted);
    if (id === undefined) return notMade(first.exchange);
    if (!documented) return inconclusive(`No time is known within which "${wanted}" has to show`, [first.exchange]);
    const creation = first.exchange;
    const latest = latestMs(documented.withinMs);
    // A later state shows that this one was passed between two reads.
    const enough = new Set<unknown>(inOrder.slice(inOrder.indexOf(documented)).map(({ state }) => state));
    const found = [first, ...seen].find(({ state }) => enough.has(state));
    if (found && sinceCreation(creation, found.exchange) <= latest) return pass(1);
    // A read that the run itself sent too late shows nothing about the time before it.
    const due = seen.filter(({ exchange }) => sinceCreation(creation, exchange) >= latest - shortMs);
    const late = due.find(({ exchange, state }) => isSuccess(exchange) && state !== undefined && !enough.has(state));
    const [some] = due;
    if (!late) {
      if (!some || found) return inconclusive(`No read was made when "${wanted}" had to show`, [creation]);
      const shows = isSuccess(some.exchange) ? 'shows no state' : `was answered ${outcomeOf(some.exchange)}`;
      return inconclusive(`The read that had to show "${wanted}" ${shows}`, [some.exchange]);
    }
    const finding = {
      code: 'state-not-reached',
      where: resourceType.convention.state ?? 'state',
      expected: `"${wanted}" within ${documented.withinMs / 1000} s`,
      actual: `${shown(late.state)} after ${Math.round(sinceCreation(creation, late.exchange) / 100) / 10} s`,
    };
    return unconfirmed(fail(finding, [late.exchange, creation]));
  },
});

export const statesSteady = defineGrownProbe({
  id: 'lifecycle/states-steady',
  title: 'Until it reaches its last state, a new resource shows only documented states, and never an earlier one again',
  why: 'A client that knows the documented states cannot handle another one, and takes an earlier state for a failure.',
  fix: 'Show internal steps as the documented state that they belong to, and read the state from one source.',
  over: (contract) => resourceTypesDeclaring(contract, 'states', 'steady'),
  judge({ resourceType }, { first, id, seen }, { contract, target }) {
    if (id === undefined) return notMade(first.exchange);
    const { states: convention, state: where = 'state' } = resourceType.convention;
    const later = reachedStates(resourceType, contract, target).map(({ state }) => state);
    const order: readonly unknown[] = [...(convention?.initial ? [convention.initial.is] : []), ...later];
    const last = order.at(-1);
    const states = seen.filter(({ exchange, state }) => isSuccess(exchange) && state !== undefined);
    const isOver = states.findIndex(({ state }) => state === last);
    let rank = 0;
    for (const [index, { state, exchange }] of states.entries()) {
      const now = order.indexOf(state);
      const isUndocumented = now < 0 && (isOver < 0 || index < isOver);
      const isBack = now >= 0 && now < rank;
      if (isOver >= 0 && (isUndocumented || isBack)) {
        const finding = {
          code: isBack ? 'state-fell-back' : 'state-between',
          where,
          expected: order.map((one) => shown(one)).join(', then '),
          actual: isBack ? `${shown(state)} after ${shown(order[rank])}` : shown(state),
        };
        return fail(finding, [exchange, first.exchange]);
      }
      if (now > rank) rank = now;
    }
    if (isOver < 0) return inconclusive(`${shown(last)} was never seen`, [first.exchange]);
    return states.length > 1 ? pass(states.length) : inconclusive('Only one state was read', [first.exchange]);
  },
});

export const stateAgrees = defineGrownProbe({
  id: 'lifecycle/state-agrees',
  title: 'The list shows a resource in the same state as its read',
  why: 'A script that selects resources from the list by their state acts on the wrong ones.',
  fix: 'Take the state in the list from the same source as in the read.',
  over: (contract) => resourceTypesWith(contract, 'list', ({ read, convention }) => read !== undefined && convention.state !== undefined),
  judge({ resourceType }, { first, id, seen, listed }, { contract, target }) {
    if (id === undefined) return notMade(first.exchange);
    const last = reachedStates(resourceType, contract, target).at(-1)?.state;
    const read = seen.at(-1);
    if (!read || read.state === undefined) return inconclusive('The read shows no state', [first.exchange]);
    if (last !== undefined && !seen.some(({ state }) => state === last)) return inconclusive(`"${last}" was never seen`, [read.exchange]);
    const there = listed.filter(({ isThere }) => isThere);
    if (there.some(({ state }) => state === undefined || state === read.state)) return pass(1);
    const look = there.at(-1);
    if (!look) return inconclusive('The list did not show the resource', [read.exchange]);
    const finding = {
      code: 'list-shows-other-state',
      where: resourceType.convention.state ?? 'state',
      expected: `${shown(read.state)}, as in its read`,
      actual: shown(look.state),
    };
    return unconfirmed(fail(finding, [look.exchange, read.exchange]));
  },
});
