import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Resource } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { defineProbe, fail } from '../../kit/define.ts';
import { judgeKept } from '../../scenarios/lifecycle/kept-update.ts';
import { updated, type Updated, type Update } from '../../scenarios/lifecycle/updated.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { idPlaceOf, idText, mentions, objectsIn } from '../../subjects/shown-thing.ts';
import { storyCost } from '../../kit/story.ts';
import { updateNeeds, updatePlaces } from '../../scenarios/lifecycle/updates.ts';

export const updateKept = defineProbe<Updated>({
  id: 'lifecycle/update-kept',
  title: 'An accepted update is seen in later reads of the thing',
  why: 'A success that changes nothing leaves the caller with a wrong picture of what it has.',
  fix: 'Store what was changed before the update is answered, on the thing that the path names.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: updatePlaces,
  needs: updateNeeds,
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 60),
  measure: (place, session) => session.measure(updated, { resource: resourceAt(session.contract, place).name }),
  judge(place, measured, { contract }) {
    const resource = resourceAt(contract, place);
    const { id, updates } = measured;
    for (const update of id === undefined ? [] : updates) {
      const other = id === undefined ? undefined : otherThingIn(resource, update, id);
      if (other === undefined) continue;
      const finding = {
        code: 'other-thing-updated',
        where: idPlaceOf(resource),
        expected: `"${id ?? ''}"`,
        actual: `"${other}", with the new value`,
      };
      return fail(finding, [update.exchange]);
    }
    return judgeKept(contract, resource, measured, ({ reads }) => reads.length > 0);
  },
});

/** The id of another thing that the answer to an update shows with the value that was sent. */
const otherThingIn = (resource: Resource, { exchange, value }: Update, id: string): string | undefined => {
  const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  if (body === undefined || typeof value !== 'string' || !value.startsWith('ct-') || mentions(body, id)) return undefined;
  return objectsIn(body)
    .filter(({ thing }) => Object.values(thing).includes(value))
    .map(({ thing }) => idText(valueAt(thing, idPlaceOf(resource))))
    .find((one) => one !== undefined);
};
