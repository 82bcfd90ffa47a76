import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { removed, type RemovedThing } from '../../scenarios/lifecycle/removed.ts';
import { busyStatuses } from '../../scenarios/lifecycle/updated.ts';
import { lifeRequests, notRemoved, removalNeeds, removalPlaces } from '../../scenarios/lifecycle/removals.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { hasStatus, isExact, isRedirect, storyCost, successWords } from '../../kit/story.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';

export const removeAccepted = defineProbe<RemovedThing>({
  id: 'lifecycle/remove-accepted',
  title: 'The removal of an existing thing is answered with its documented status',
  why: 'What cannot be removed is paid for; a client that gets another status tries again, or reports a failure.',
  fix: 'Remove the thing that the path names without asking for a body, and answer the documented status.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: removalPlaces,
  needs: removalNeeds,
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), lifeRequests),
  measure: (place, session) => session.measure(removed, { resource: resourceAt(session.contract, place).name }),
  judge(place, measured, { contract }) {
    const { remove } = resourceAt(contract, place);
    const { removal, isSettled, id, before, creation } = measured;
    if (!remove || !removal) return notRemoved(measured) ?? inconclusive('Nothing was removed', [creation]);
    if (isDeclaredSuccess(remove, removal)) return pass(1);
    const finding = {
      where: 'status',
      expected: `${successWords(remove)} to the removal of ${id ?? ''}, which is there`,
      actual: `status ${outcomeOf(removal)}`,
    };
    const shown = before ? ([removal, before] as const) : ([removal] as const);
    if (isSuccess(removal)) return fail({ code: 'other-success', ...finding }, shown);
    // Where the documentation prints the one status, nothing that blames the request can be right.
    const wrong = [404, 405, 501, ...(isExact(remove) ? [400, 422] : []), ...(isSettled ? [409, 423] : [])];
    if (isRedirect(removal) || hasStatus(removal, wrong)) return fail({ code: 'removal-refused', ...finding }, shown);
    const busy = hasStatus(removal, busyStatuses) ? ', it may have been busy' : '';
    return inconclusive(`The removal was answered ${outcomeOf(removal)}${busy}`, [removal]);
  },
});
