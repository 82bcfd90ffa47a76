import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { statuses } from '../../../contract/conventions-at.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { inUse, type InUse } from '../../scenarios/lifecycle/in-use.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-thing.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { hasStatus } from '../../kit/story.ts';
import { inUseNeeds, inUsePlaces } from '../../subjects/things-in-use.ts';

export const inUseIsKept = defineProbe<InUse>({
  id: 'concurrency/in-use-is-kept',
  title: 'A thing whose removal was refused because it is in use is still there',
  why: 'A refusal that removes all the same hides the loss from the one who could still mend it.',
  fix: 'Decide whether the thing is in use in the same step that removes it.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => inUsePlaces(contract, 'inUse', 'kept').filter((place) => resourceAt(contract, place).read !== undefined),
  needs: inUseNeeds,
  cost: () => ({ requests: 4, creates: 0 }),
  measure: (place, session) => session.measure(inUse, { resource: resourceAt(session.contract, place).name }),
  judge(place, { id, removal, after }, { contract }) {
    const expected = statuses(resourceAt(contract, place).convention.removed?.inUse);
    if (!removal || !expected.includes(statusOf(removal) ?? 0)) {
      return inconclusive(`The removal of ${id} was ${removal ? `answered ${outcomeOf(removal)}` : 'not sent'}`, removal ? [removal] : []);
    }
    const lost = after.find((read) => hasStatus(read, goneStatuses));
    if (lost) {
      const finding = {
        code: 'in-use-removed',
        where: 'status',
        expected: `a success of a read of ${id}`,
        actual: `status ${outcomeOf(lost)}`,
      };
      return fail(finding, [lost, removal]);
    }
    return after.length > 0 && after.every(isSuccess) ? pass(after.length) : inconclusive(`${id} could not be read afterwards`, after);
  },
});
