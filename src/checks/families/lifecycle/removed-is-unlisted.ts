import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isLiving, removed, type RemovedThing } from '../../scenarios/lifecycle/removed.ts';
import { lifeRequests, notRemoved, removalNeeds, removedPlaces, withRemoval } from '../../scenarios/lifecycle/removals.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { stateIn } from '../../subjects/shown-thing.ts';
import { storyCost } from '../../kit/story.ts';

export const removedIsUnlisted = defineProbe<RemovedThing>({
  id: 'lifecycle/removed-is-unlisted',
  title: 'A removed thing is no longer in its list',
  why: 'Scripts act on what the list shows; a thing that is gone makes each of them fail.',
  fix: 'Take a thing out of the list when it is removed, also out of lists that are kept ready.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) => removedPlaces(contract, 'unlisted').filter((place) => resourceAt(contract, place).collection !== undefined),
  needs: removalNeeds,
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), lifeRequests),
  measure: (place, session) => session.measure(removed, { resource: resourceAt(session.contract, place).name }),
  judge(place, measured, { contract }) {
    const open = notRemoved(measured);
    if (open) return open;
    const resource = resourceAt(contract, place);
    const { id = '', listedBefore, lists, withinMs } = measured;
    if (!listedBefore?.shown.has(id)) return inconclusive('It was not listed before', listedBefore ? [listedBefore.exchange] : []);
    const clear = lists.find(({ exchange, missing, isOpen }) => isSuccess(exchange) && missing.includes(id) && !isOpen);
    if (clear) return pass(1);
    const last = lists.findLast(({ shown: held }) => held.has(id));
    const telling = lists.at(-1);
    if (!last || !telling || !isSuccess(telling.exchange) || !telling.shown.has(id)) {
      return inconclusive(
        `The list could not be read to its end: ${telling ? outcomeOf(telling.exchange) : 'not at all'}`,
        telling ? [telling.exchange] : [],
      );
    }
    const thing = last.shown.get(id);
    const state = stateIn(resource, thing, thing);
    if (resource.convention.removed?.lingers === true && isLiving(resource, state) !== true) {
      return inconclusive(`It is still listed, in the state ${shown(state)}`, [last.exchange]);
    }
    const finding = {
      code: 'removed-still-listed',
      where: 'list',
      expected: `no item ${id} within ${withinMs / 1000} s`,
      actual: thing === undefined ? 'the id is still there' : 'the item is still there',
    };
    return unconfirmed(fail(finding, withRemoval(last.exchange, measured)));
  },
});
