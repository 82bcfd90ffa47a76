import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { tokensOf } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { firstLooks, type FirstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { resourceAt, resourcePlaces, storyNeeds } from '../../subjects/resource-at.ts';
import { membersCalled, mentions } from '../../subjects/shown-thing.ts';
import { notMade, storyCost } from '../../kit/story.ts';

export const statePollable = defineProbe<FirstLooks>({
  id: 'lifecycle/state-pollable',
  title: 'A read of what was created shows its state',
  why: 'A client polls for the state; where a read leaves it out, it can only guess when the thing is ready.',
  fix: 'Show the state in the read of one thing, as the answer to its creation does.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) => resourcePlaces(contract, 'read', ({ convention }) => convention.state !== undefined),
  needs: (place, around) => storyNeeds(resourceAt(around.contract, place), around, ['read']),
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 30),
  measure: (place, session) => session.measure(firstLooks, { resource: resourceAt(session.contract, place).name }),
  judge(place, { things, reads }, { contract }) {
    const { state = '/state', states } = resourceAt(contract, place).convention;
    const name = tokensOf(state).at(-1) ?? '';
    const known = [states?.initial?.is, ...Object.keys(states?.reaches ?? {})].filter((one) => one !== undefined);
    const good = reads.filter(({ exchange }) => isSuccess(exchange) && jsonOf(exchange) !== undefined);
    const without = good.find(({ exchange }) => {
      const body = jsonOf(exchange);
      return !membersCalled(body, name).some((value) => typeof value === 'string') && !known.some((one) => mentions(body, one));
    });
    if (without) {
      const finding = {
        code: 'state-missing',
        where: state,
        expected: `a member "${name}" with a text`,
        actual: 'no such member in the body',
      };
      return fail(finding, [without.exchange]);
    }
    if (good.length > 0) return pass(good.length);
    const [first] = reads;
    return first ? inconclusive(`A read was answered ${outcomeOf(first.exchange)}`, [first.exchange]) : notMade(things.own.creation);
  },
});
