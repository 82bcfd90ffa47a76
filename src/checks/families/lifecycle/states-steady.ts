import { isSuccess } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { grownNeeds } from '../../subjects/grown-needs.ts';
import { grown, type Grown } from '../../scenarios/lifecycle/grown.ts';
import { reachedStates, resourceAt, resourceWordPlaces } from '../../subjects/resource-at.ts';
import { notMade, storyCost } from '../../kit/story.ts';

export const statesSteady = defineProbe<Grown>({
  id: 'lifecycle/states-steady',
  title: 'Until it comes to its last state a new thing shows only the documented ones, and it does not fall back',
  why: 'A client that knows the documented states has no branch for another one, and takes a fall back for a failure.',
  fix: 'Show inner steps as the documented state that they belong to, and read the state from one place.',
  phase: 'mutate',
  stage: 'watching',
  alone: 'collection',
  places: (contract) => resourceWordPlaces(contract, 'states', 'steady'),
  needs: (place, around) => grownNeeds(resourceAt(around.contract, place), around),
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 80),
  measure: (place, session) => session.measure(grown, { resource: resourceAt(session.contract, place).name }),
  judge(place, { first, id, seen }, { contract, target }) {
    if (id === undefined) return notMade(first.exchange);
    const resource = resourceAt(contract, place);
    const reached = reachedStates(resource, contract, target).map(({ state }) => state);
    const order: readonly unknown[] = [...(resource.convention.states?.initial ? [resource.convention.states.initial.is] : []), ...reached];
    const last = order.at(-1);
    const states = seen.filter(({ exchange, state }) => isSuccess(exchange) && state !== undefined);
    const isOver = states.findIndex(({ state }) => state === last);
    let rank = 0;
    for (const [index, { state, exchange }] of states.entries()) {
      const now = order.indexOf(state);
      const isStrange = now < 0 && (isOver < 0 || index < isOver);
      const isBack = now >= 0 && now < rank;
      if (isOver >= 0 && (isStrange || isBack)) {
        const finding = {
          code: isBack ? 'state-fell-back' : 'state-between',
          where: resource.convention.state ?? 'state',
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
