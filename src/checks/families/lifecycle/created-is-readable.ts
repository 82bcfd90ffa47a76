import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { firstLooks, type FirstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-thing.ts';
import { resourceAt, resourcePlaces, storyNeeds } from '../../subjects/resource-at.ts';
import { hasStatus, notMade, storyCost } from '../../kit/story.ts';

export const createdIsReadable = defineProbe<FirstLooks>({
  id: 'lifecycle/created-is-readable',
  title: 'What was created can be read by its id',
  why: 'The id is all that the caller has; without a read it cannot know what it got.',
  fix: 'Store a thing before its creation is answered, and read it from where it was stored.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) => resourcePlaces(contract, 'read'),
  needs: (place, around) => storyNeeds(resourceAt(around.contract, place), around, ['read']),
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 30),
  measure: (place, session) => session.measure(firstLooks, { resource: resourceAt(session.contract, place).name }),
  judge(_, { things, reads, withinMs }) {
    const [lost] = reads.filter(({ exchange }) => hasStatus(exchange, goneStatuses));
    if (lost) {
      const finding = {
        code: 'created-not-readable',
        where: 'status',
        expected: `a success of a read of ${lost.made.id} within ${withinMs / 1000} s`,
        actual: `status ${outcomeOf(lost.exchange)}`,
      };
      return fail(finding, [lost.exchange, lost.made.creation]);
    }
    if (reads.length === 0) return notMade(things.own.creation);
    const open = reads.find(({ exchange }) => !isSuccess(exchange));
    return open ? inconclusive(`A read of what was created was answered ${outcomeOf(open.exchange)}`, [open.exchange]) : pass(reads.length);
  },
});
