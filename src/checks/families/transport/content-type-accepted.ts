import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Resource } from '../../../contract/model.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { creationNeeds, creators } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { changeable, updated } from '../../scenarios/lifecycle/updated.ts';
import { makeable, storyNeeds } from '../../subjects/resource-at.ts';
import { notMade, storyCost } from '../../kit/story.ts';

/** What was sent with a body of the documented type; `sent` is empty where it came to nothing of that kind. */
type Measured = { readonly creation: Exchange; readonly sent: readonly Exchange[] };

export const contentTypeAccepted = defineProbe<Measured>({
  id: 'transport/content-type-accepted',
  title: 'A body of the documented media type is taken as such',
  why: 'Every client announces the documented type; where it is refused none of them can create or change anything.',
  fix: 'Accept the documented media type without parameters wherever a body is read.',
  phase: 'mutate',
  stage: 'opening',
  alone: 'collection',
  places: (contract) => [
    ...creators(contract).flatMap(({ body }) => (body ? [body.place] : [])),
    ...updates(contract).map(({ place }) => place),
  ],
  needs(place, around) {
    const update = updateAt(around.contract, place);
    return update ? storyNeeds(update.resource, around, ['read', 'update']) : creationNeeds(place, around);
  },
  cost(place, { contract }) {
    const update = updateAt(contract, place);
    return update ? storyCost(update.resource, 60) : { requests: 3, creates: 1 };
  },
  async measure(place, session) {
    const update = updateAt(session.contract, place);
    if (!update) {
      const { exchange } = await session.measure(created, { operation: place.operation ?? '' });
      return { creation: exchange, sent: [exchange] };
    }
    const { creation, updates: made } = await session.measure(updated, { resource: update.resource.name });
    return { creation, sent: made.map(({ exchange }) => exchange) };
  },
  judge(_place, { creation, sent }) {
    const [first] = sent;
    if (!first) return notMade(creation);
    const refused = sent.find((one) => statusOf(one) === 406 || statusOf(one) === 415);
    if (refused) {
      const actual = `status ${outcomeOf(refused)}`;
      const finding = { where: 'Content-Type', expected: 'a success with the documented media type', actual };
      return fail({ code: 'content-type-refused', ...finding }, [refused]);
    }
    const taken = sent.filter(isSuccess);
    if (taken.length > 0) return pass(taken.length);
    return inconclusive(`${first.request.operation ?? 'It'} was answered ${sent.map(outcomeOf).join(', ')}`, sent);
  },
});

type BodyOfUpdate = { readonly resource: Resource; readonly update: Operation; readonly place: Place };

/** JSON bodies by which things that a run can make are changed. */
const updates = (contract: Contract): BodyOfUpdate[] => {
  const all = makeable(contract).flatMap(({ update, ...resource }): (readonly [string, BodyOfUpdate])[] =>
    update?.body && jsonContent(update.body.content) && changeable(contract, { update, ...resource }, update).length > 0
      ? [[update.key, { resource: { update, ...resource }, update, place: update.body.place }]]
      : [],
  );
  return [...new Map(all).values()];
};

const updateAt = (contract: Contract, { operation }: Place): BodyOfUpdate | undefined =>
  updates(contract).find(({ update }) => update.key === operation);
