import { shown } from '../../../contract/schema/evaluate.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { grownNeeds } from '../../subjects/grown-needs.ts';
import { grown, type Grown } from '../../scenarios/lifecycle/grown.ts';
import { reachedStates, resourceAt, resourcePlaces } from '../../subjects/resource-at.ts';
import { notMade, storyCost } from '../../kit/story.ts';

export const stateAgrees = defineProbe<Grown>({
  id: 'lifecycle/state-agrees',
  title: 'The list shows a thing in the same state as its read',
  why: 'A script that picks things from the list by their state acts on the wrong ones.',
  fix: 'Read the state for the list from where the single read has it.',
  phase: 'mutate',
  stage: 'watching',
  alone: 'collection',
  places: (contract) => resourcePlaces(contract, 'list', ({ read, convention }) => read !== undefined && convention.state !== undefined),
  needs: (place, around) => grownNeeds(resourceAt(around.contract, place), around),
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 80),
  measure: (place, session) => session.measure(grown, { resource: resourceAt(session.contract, place).name }),
  judge(place, { first, id, seen, listed }, { contract, target }) {
    if (id === undefined) return notMade(first.exchange);
    const resource = resourceAt(contract, place);
    const last = reachedStates(resource, contract, target).at(-1)?.state;
    const read = seen.at(-1);
    if (!read || read.state === undefined) return inconclusive('The read shows no state', [first.exchange]);
    if (last !== undefined && !seen.some(({ state }) => state === last)) return inconclusive(`"${last}" was never seen`, [read.exchange]);
    const there = listed.filter(({ isThere }) => isThere);
    if (there.some(({ state }) => state === undefined || state === read.state)) return pass(1);
    const look = there.at(-1);
    if (!look) return inconclusive('The list did not show the thing', [read.exchange]);
    const finding = {
      code: 'list-shows-other-state',
      where: resource.convention.state ?? 'state',
      expected: `${shown(read.state)}, as in its read`,
      actual: shown(look.state),
    };
    return unconfirmed(fail(finding, [look.exchange, read.exchange]));
  },
});
