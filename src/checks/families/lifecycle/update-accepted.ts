import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { updated, type Updated } from '../../scenarios/lifecycle/updated.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { hasStatus, isRedirect, notMade, storyCost, successWords } from '../../kit/story.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { updateNeeds, updatePlaces } from '../../scenarios/lifecycle/updates.ts';

export const updateAccepted = defineProbe<Updated>({
  id: 'lifecycle/update-accepted',
  title: 'An update of an existing thing is answered with its documented status',
  why: 'A thing that cannot be changed has to be removed and made anew for every correction of its name.',
  fix: 'Take at least one documented member in an update, and answer the documented status.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: updatePlaces,
  needs: updateNeeds,
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 60),
  measure: (place, session) => session.measure(updated, { resource: resourceAt(session.contract, place).name }),
  judge(place, { creation, id, updates }, { contract }) {
    const { update } = resourceAt(contract, place);
    if (id === undefined) return notMade(creation);
    if (!update || updates.length === 0) return inconclusive('Nothing was changed: what was created could not be read', [creation]);
    if (updates.some(({ exchange }) => isDeclaredSuccess(update, exchange))) return pass(updates.length);
    const [first] = updates.filter(({ exchange }) => isSuccess(exchange) || isRedirect(exchange) || hasStatus(exchange, [404, 405, 501]));
    if (!first) {
      const outcomes = updates.map(({ exchange }) => outcomeOf(exchange)).join(', ');
      return inconclusive(
        `Every update was refused: ${outcomes}`,
        updates.map(({ exchange }) => exchange),
      );
    }
    const finding = {
      code: isSuccess(first.exchange) ? 'other-success' : 'update-refused',
      where: 'status',
      expected: `${successWords(update)} to an update of ${id}, which is there`,
      actual: `status ${outcomeOf(first.exchange)}`,
    };
    return fail(finding, [first.exchange, creation]);
  },
});
