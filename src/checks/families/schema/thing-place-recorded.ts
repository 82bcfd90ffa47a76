import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Resource } from '../../../contract/model.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { firstLooks, type FirstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { updated, type Updated } from '../../scenarios/lifecycle/updated.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { resourceAt, storyNeeds, thingPlaces } from '../../subjects/resource-at.ts';
import { heldWith } from '../../subjects/shown-thing.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import type { Exchange } from '../../../model/exchange.ts';

type Measured = { readonly looks: FirstLooks; readonly changes: Updated | undefined };

export const thingPlaceRecorded = defineProbe<Measured>({
  id: 'schema/thing-place-recorded',
  title: 'Where answers hold a thing is recorded where it is not printed',
  why: 'A client that finds a thing in one envelope breaks on a service that follows the same documentation with another.',
  fix: 'Nothing is broken; the documentation could print the answers.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: thingPlaces,
  needs: (place, around) => storyNeeds(resourceAt(around.contract, place), around, ['read']),
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 60),
  async measure(place, session) {
    const parameters = { resource: resourceAt(session.contract, place).name };
    const looks = await session.measure(firstLooks, parameters);
    const changes = await orSkipped(session.measure(updated, parameters));
    return { looks, changes: isSkipped(changes) ? undefined : changes };
  },
  judge(place, { looks, changes }, { contract }) {
    const resource = resourceAt(contract, place);
    const { id, creation } = looks.things.own;
    if (id === undefined) return notMade(creation);
    const read = looks.reads.find(({ made }) => made.id === id)?.exchange;
    const update = changes?.updates.map(({ exchange }) => exchange).find(isSuccess);
    const facts = [creation, read, looks.list?.exchange, update].flatMap((exchange) => {
      const at = exchange && placeIn(resource, exchange, id);
      return at === undefined ? [] : [factOf('thing.place', exchange?.request.operation ?? null, at)];
    });
    return facts.length > 0 ? observed(facts) : inconclusive('No answer shows the thing', [creation]);
  },
});

const placeIn = (resource: Resource, exchange: Exchange, id: string): string | undefined => {
  const held = isSuccess(exchange) ? heldWith(resource, jsonOf(exchange), id) : undefined;
  return held?.at.replaceAll(/\/\d+(?=\/|$)/g, '/*').replaceAll(`/${id}`, '/*');
};
