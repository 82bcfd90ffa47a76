import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isLiving, removed, type RemovedThing } from '../../scenarios/lifecycle/removed.ts';
import { lifeRequests, notRemoved, removalNeeds, removedPlaces, withRemoval } from '../../scenarios/lifecycle/removals.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { shownThing, stateIn } from '../../subjects/shown-thing.ts';
import { hasStatus, storyCost } from '../../kit/story.ts';

/** Refusals that blame the request, or say of the thing what is not promised; the id was a good one. */
const mistakes: readonly number[] = [400, 410, 422];

export const removedIsGone = defineProbe<RemovedThing>({
  id: 'lifecycle/removed-is-gone',
  title: 'A removed thing can no longer be read',
  why: 'What can still be read may still run, and be billed; and what must be forgotten is not.',
  fix: 'Answer reads of a removed thing as documented from then on, from every copy.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) => removedPlaces(contract, 'read').filter((place) => resourceAt(contract, place).read !== undefined),
  needs: removalNeeds,
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), lifeRequests),
  measure: (place, session) => session.measure(removed, { resource: resourceAt(session.contract, place).name }),
  judge(place, measured, { contract }) {
    const open = notRemoved(measured);
    if (open) return open;
    const resource = resourceAt(contract, place);
    const { reads, withinMs, id = '' } = measured;
    const convention = resource.convention.removed?.read;
    const expected = statuses(convention);
    const finding = { where: 'status', expected: `status ${statusWords(convention)} to a read of what was removed` };
    const gone = reads.findIndex((read) => expected.includes(statusOf(read) ?? 0));
    const other = reads.find((read) => !expected.includes(statusOf(read) ?? 0) && hasStatus(read, mistakes));
    if (other) {
      return fail({ code: 'removed-answered-otherwise', ...finding, actual: `status ${outcomeOf(other)}` }, withRemoval(other, measured));
    }
    if (gone >= 0) {
      const back = reads.slice(gone).find(isSuccess);
      if (back) {
        const actual = `status ${outcomeOf(back)} after it was gone`;
        return fail({ code: 'removed-comes-back', ...finding, actual }, withRemoval(back, measured));
      }
      return pass(reads.length - gone);
    }
    const last = reads.at(-1);
    if (!last || !isSuccess(last))
      return inconclusive(`Reads of what was removed were answered ${last ? outcomeOf(last) : 'nothing'}`, last ? [last] : []);
    const state = stateIn(resource, jsonOf(last), shownThing(resource, 'read', last, id));
    if (resource.convention.removed?.lingers === true && isLiving(resource, state) !== true) {
      return inconclusive(`It is still shown, in the state ${shown(state)}`, [last]);
    }
    const actual = `status ${outcomeOf(last)} after ${withinMs / 1000} s`;
    return unconfirmed(fail({ code: 'removed-still-readable', ...finding, actual }, withRemoval(last, measured)));
  },
});
