import { isSuccess } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { pageItems } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { followedStates, type FollowedStates } from '../../scenarios/lifecycle/followed-states.ts';
import { resourceAt, resourceWordPlaces, storyNeeds } from '../../subjects/resource-at.ts';
import { stateIn } from '../../subjects/shown-thing.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { isObject } from '../../../contract/pointer.ts';
import { storyCost } from '../../kit/story.ts';

type Measured = { readonly list: Exchange | undefined; readonly followed: FollowedStates };

export const statesRecorded = defineProbe<Measured>({
  id: 'lifecycle/states-recorded',
  title: 'The states that things show, and those of a new thing in their order, are recorded',
  why: 'Where the list of states is open, a client learns of the others only when one comes by.',
  fix: 'Nothing is broken; the documentation could print every state and how they follow each other.',
  phase: 'mutate',
  stage: 'watching',
  alone: 'collection',
  places: (contract) =>
    resourceWordPlaces(contract, 'states').filter((place) => resourceAt(contract, place).convention.state !== undefined),
  needs: (place, around) => storyNeeds(resourceAt(around.contract, place), around, ['read']),
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), 60),
  async measure(place, session) {
    const { collection, name } = resourceAt(session.contract, place);
    return {
      list: collection && (await session.measure(plainRead, { operation: collection.operation.key })),
      followed: await session.measure(followedStates, { resource: name }),
    };
  },
  judge(place, { list, followed: { states, creation } }, { contract }) {
    const resource = resourceAt(contract, place);
    const items = list && isSuccess(list) && resource.collection ? (pageItems(resource.collection, list) ?? []) : [];
    const listed = items.filter(isObject).map((item) => stateIn(resource, item, item));
    const all = [...new Set([...listed, ...states].filter((state) => typeof state === 'string'))].sort();
    if (all.length === 0) return inconclusive('No state came by', list ? [list, creation] : [creation]);
    const order = states.filter((state, index) => state !== states[index - 1]);
    return observed([factOf('state.values', place.operation, all), factOf('state.order', place.operation, order)]);
  },
});
