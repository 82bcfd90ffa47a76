import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-thing.ts';
import { removed, type RemovedThing } from '../../scenarios/lifecycle/removed.ts';
import { lifeRequests, notRemoved, removalNeeds, withRemoval } from '../../scenarios/lifecycle/removals.ts';
import { resourceAt, resourcePlaces } from '../../subjects/resource-at.ts';
import { hasStatus, storyCost } from '../../kit/story.ts';

export const removeTakesOnlyOne = defineProbe<RemovedThing>({
  id: 'lifecycle/remove-takes-only-one',
  title: 'A removal removes the thing that it names and no other',
  why: 'Nothing a service does wrong is worse than to remove what nobody asked it to.',
  fix: 'Remove by the id of the path alone, and by nothing that other things may share.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) => resourcePlaces(contract, 'remove', ({ read }) => read !== undefined),
  needs: removalNeeds,
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), lifeRequests),
  measure: (place, session) => session.measure(removed, { resource: resourceAt(session.contract, place).name }),
  judge(_, measured) {
    const open = notRemoved(measured);
    if (open) return open;
    const watched = measured.bystanders.filter(({ before, after }) => isSuccess(before) && after.length > 0);
    const lasts = watched.flatMap(({ made, after }) => {
      const last = after.at(-1);
      return last ? [{ id: made.id ?? '', last }] : [];
    });
    const taken = lasts.find(({ last }) => hasStatus(last, goneStatuses));
    if (taken) {
      const finding = {
        code: 'other-thing-removed',
        where: 'status',
        expected: `a success of a read of ${taken.id}, which nobody removed`,
        actual: `status ${outcomeOf(taken.last)} after ${measured.id ?? ''} was removed`,
      };
      return fail(finding, withRemoval(taken.last, measured));
    }
    const unread = lasts.find(({ last }) => !isSuccess(last));
    if (unread) return inconclusive(`A read of another thing was answered ${outcomeOf(unread.last)}`, [unread.last]);
    return lasts.length > 0 ? pass(lasts.length) : inconclusive('There was no other thing to look at', [measured.creation]);
  },
});
