import { defineProbe } from '../../kit/define.ts';
import { judgeKept } from '../../scenarios/lifecycle/kept-update.ts';
import { showsValue, updated, type Updated } from '../../scenarios/lifecycle/updated.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { storyCost } from '../../kit/story.ts';
import { updateNeeds, updatePlaces } from '../../scenarios/lifecycle/updates.ts';

export const updateIsConfirmedLater = defineProbe<Updated>({
  id: 'lifecycle/update-is-confirmed-later',
  title: 'An update that its own answer confirms is seen in later reads of the thing',
  why: 'The answer said that it was done; nobody looks again, and the old value stays in force.',
  fix: 'Answer an update with what was stored, not with what was sent.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: updatePlaces,
  needs: updateNeeds,
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 60),
  measure: (place, session) => session.measure(updated, { resource: resourceAt(session.contract, place).name }),
  judge(place, measured, { contract }) {
    const resource = resourceAt(contract, place);
    return judgeKept(
      contract,
      resource,
      measured,
      ({ reads, exchange, declared, value }, id) => reads.length > 0 && showsValue(resource, 'update', exchange, id, declared, value),
    );
  },
});
