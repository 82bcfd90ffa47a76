import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { removed, type RemovedThing } from '../../scenarios/lifecycle/removed.ts';
import { unknownId } from '../../scenarios/calls/unknown-id.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { recordedStatus } from '../../kit/recorded-status.ts';
import { lifeRequests, notRemoved, removalNeeds, removalPlaces } from '../../scenarios/lifecycle/removals.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { storyCost } from '../../kit/story.ts';

type Measured = { readonly life: RemovedThing; readonly unknown: Exchange | undefined };

export const removedAgainRecorded = defineProbe<Measured>({
  id: 'lifecycle/removed-again-recorded',
  title: 'The answers to the removal of what is gone, and of what never was, are recorded',
  why: 'Some services answer a success because nothing is left to do, others a refusal; scripts break on the other kind.',
  fix: 'Nothing is broken; the documentation could print both answers.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: removalPlaces,
  needs: removalNeeds,
  cost: (place, { contract }) => storyCost(resourceAt(contract, place), lifeRequests),
  async measure(place, session) {
    const life = await session.measure(removed, { resource: resourceAt(session.contract, place).name });
    const unknown = await orSkipped(session.measure(unknownId, { operation: place.operation ?? '' }));
    return { life, unknown: isSkipped(unknown) ? undefined : unknown.exchange };
  },
  judge(place, { life, unknown }) {
    const facts = [
      ...recordedStatus('removed.again', place.operation, life.again),
      ...recordedStatus('removed.unknown', place.operation, unknown),
    ];
    if (facts.length > 0) return observed(facts);
    return notRemoved(life) ?? inconclusive('What was removed was never seen to be gone', [life.creation]);
  },
});
