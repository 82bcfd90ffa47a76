import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { tokensOf } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import type { Contract } from '../../../contract/model.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { grownNeeds } from '../../subjects/grown-needs.ts';
import { grown, type Grown, latestMs, sinceCreation } from '../../scenarios/lifecycle/grown.ts';
import { makeable, reachedStates, resourceAt, resourceWordPlaces } from '../../subjects/resource-at.ts';
import { notMade, storyCost } from '../../kit/story.ts';

/** A timer may end so much early. */
const shortMs = 50;

/** Places of the states that a kind of thing comes to by itself. */
export const reachedPlaces = (contract: Contract): Place[] => [
  ...new Map(
    makeable(contract)
      .flatMap(({ convention }) => Object.keys(convention.states?.reaches ?? {}))
      .flatMap((state) => resourceWordPlaces(contract, 'states', 'reaches', state))
      .map((place) => [nodeOf(place), place] as const),
  ).values(),
];

export const stateReached = defineProbe<Grown>({
  id: 'lifecycle/state-reached',
  title: 'What was created comes to its documented state within the documented time',
  why: 'A deployment waits as long as the documentation says and then gives up; what comes later comes for nobody.',
  fix: 'Show the state as soon as the thing is in it, and end a creation that fails in a state of its own.',
  phase: 'mutate',
  stage: 'watching',
  alone: 'collection',
  places: reachedPlaces,
  needs: (place, around) => grownNeeds(resourceAt(around.contract, place), around),
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 80),
  measure: (place, session) => session.measure(grown, { resource: resourceAt(session.contract, place).name }),
  judge(place, { first, id, seen }, { contract, target }) {
    const resource = resourceAt(contract, place);
    const wanted = tokensOf(nodeOf(place)).at(-1);
    const reached = reachedStates(resource, contract, target).find(({ state }) => state === wanted);
    if (id === undefined) return notMade(first.exchange);
    if (!reached) return inconclusive(`No time is known in which "${wanted ?? ''}" is to show`, [first.exchange]);
    const creation = first.exchange;
    const latest = latestMs(reached.withinMs);
    const states = reachedStates(resource, contract, target).map(({ state }) => state);
    // A later state shows that this one was passed between two reads.
    const enough = new Set<unknown>(states.slice(states.indexOf(reached.state)));
    const found = [first, ...seen].find(({ state }) => enough.has(state));
    if (found && sinceCreation(creation, found.exchange) <= latest) return pass(1);
    // A read that we sent too late ourselves shows nothing of the time before it.
    const due = seen.filter(({ exchange }) => sinceCreation(creation, exchange) >= latest - shortMs);
    const late = due.find(({ exchange, state }) => isSuccess(exchange) && state !== undefined && !enough.has(state));
    const [some] = due;
    if (!late) {
      if (!some || found) return inconclusive(`No read was made when "${reached.state}" had to show`, [creation]);
      const shows = isSuccess(some.exchange) ? 'shows no state' : `was answered ${outcomeOf(some.exchange)}`;
      return inconclusive(`The read that had to show "${reached.state}" ${shows}`, [some.exchange]);
    }
    const finding = {
      code: 'state-not-reached',
      where: resource.convention.state ?? 'state',
      expected: `"${reached.state}" within ${reached.withinMs / 1000} s`,
      actual: `${shown(late.state)} after ${Math.round(sinceCreation(creation, late.exchange) / 100) / 10} s`,
    };
    return unconfirmed(fail(finding, [late.exchange, creation]));
  },
});
