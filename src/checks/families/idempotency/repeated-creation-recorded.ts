import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { creationNeeds } from '../../subjects/creators.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { created, freshValues } from '../../scenarios/lifecycle/created.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { resourceAt, resourcePlaces } from '../../subjects/resource-at.ts';
import { createdId } from '../../subjects/shown-thing.ts';
import { duplicate } from '../../scenarios/bodies/duplicate.ts';
import type { Exchange } from '../../../model/exchange.ts';

type Measured = { readonly first: Exchange; readonly second: Exchange | undefined };

/** The creation that serves everybody, and the very same request once more. */
const repeated = defineMeasurement<{ readonly operation: string; readonly isListed: boolean }, Measured>({
  id: 'repeated-creation',
  async run(session, { operation, isListed }) {
    const again = async (first: Exchange): Promise<Exchange | undefined> =>
      isSuccess(first) ? session.send({ ...first.request, faults: ['duplicate'] }) : undefined;
    if (isListed) {
      const { first, second } = await session.measure(duplicate, { operation });
      return { first: first.creation, second: second ?? (await again(first.creation)) };
    }
    const { exchange: first } = await session.measure(created, { operation });
    return { first, second: await again(first) };
  },
});

export const repeatedCreationRecorded = defineProbe<Measured>({
  id: 'idempotency/repeated-creation-recorded',
  title: 'What the same creation sent once more does is recorded',
  why: 'A client that got no answer sends again; whether it then has one thing or two depends on the service.',
  fix: 'Nothing is broken; the documentation could say what a repeated creation does.',
  phase: 'mutate',
  stage: 'remaining',
  alone: 'collection',
  places: (contract) => resourcePlaces(contract, 'create'),
  needs: creationNeeds,
  cost: () => ({ requests: 20, creates: 2 }),
  measure(place, session) {
    const { collection } = resourceAt(session.contract, place);
    return session.measure(repeated, { operation: place.operation ?? '', isListed: collection?.name !== undefined });
  },
  judge(place, { first, second }, { contract }) {
    const resource = resourceAt(contract, place);
    const status = second && statusOf(second);
    if (!second || status === undefined || status === 429)
      return inconclusive(`The creation was not sent again: ${outcomeOf(first)}`, [first]);
    const [one, other] = [first, second].map((exchange) =>
      createdId(resource, exchange, resource.create ? freshValues(contract, resource.create, exchange.request) : []),
    );
    const id = one === undefined || other === undefined ? null : one === other ? 'same' : 'another';
    return observed([factOf('creation.repeated', place.operation, { status, id })]);
  },
});
