import { statuses } from '../../../contract/conventions-at.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import { removed, type RemovedThing } from '../../scenarios/lifecycle/removed.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { lifeRequests, notRemoved, removalNeeds, removedPlaces } from '../../scenarios/lifecycle/removals.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { storyCost } from '../../kit/story.ts';

export const removedAgainRefused = defineProbe<RemovedThing>({
  id: 'lifecycle/removed-again-refused',
  title: 'The removal of what is gone is answered with the documented status',
  why: 'A client that removes twice must learn that nothing was there; it may have the wrong id.',
  fix: 'Look the thing up before it is removed, and answer the documented status where there is none.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) => removedPlaces(contract, 'again'),
  needs: removalNeeds,
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), lifeRequests),
  measure: (place, session) => session.measure(removed, { resource: resourceAt(session.contract, place).name }),
  judge(place, measured, { contract }) {
    const open = notRemoved(measured);
    if (open) return open;
    const { again, creation, id } = measured;
    if (!again) return inconclusive('What was removed was never seen to be gone', [creation]);
    const expected = statuses(resourceAt(contract, place).convention.removed?.again);
    const wrong = [405, 409, 410].filter((status) => !expected.includes(status));
    const mistake = `a second removal of ${id ?? ''}`;
    return judgeRefusal(again, { expected, wrong, redirect: true, code: 'removed-again', where: 'path', mistake });
  },
});
