import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { creationNeeds } from '../../subjects/creators.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { freshValues } from '../../scenarios/lifecycle/created.ts';
import { requestAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { resourceAt, resourcePlaces } from '../../subjects/resource-at.ts';
import { createdId } from '../../subjects/shown-thing.ts';
import type { Exchange } from '../../../model/exchange.ts';

type Measured = { readonly first: Exchange; readonly second: Exchange | undefined };

/** A creation with an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header), and the very same once more. */
const keyed = defineMeasurement<{ readonly operation: string }, Measured>({
  id: 'keyed-creation',
  async run(session, { operation }) {
    const plain = requestAsSet(session, { operation, settings: [], purpose: 'keyed' });
    const request = { ...plain, headers: [...plain.headers, ['Idempotency-Key', session.fresh('idempotency-key')] as const] };
    const first = await session.send(request);
    return { first, second: isSuccess(first) ? await session.send(request) : undefined };
  },
});

export const keyedCreationRecorded = defineProbe<Measured>({
  id: 'idempotency/keyed-creation-recorded',
  title: 'What a creation does that is sent twice with one Idempotency-Key is recorded',
  why: 'Where the key counts, a client may send again without fear; where it is ignored, it must look first.',
  fix: 'Nothing is broken; the documentation could say whether the header counts.',
  phase: 'mutate',
  stage: 'remaining',
  alone: 'collection',
  places: (contract) => resourcePlaces(contract, 'create'),
  needs: creationNeeds,
  cost: () => ({ requests: 2, creates: 2 }),
  measure: (place, session) => session.measure(keyed, { operation: place.operation ?? '' }),
  judge(place, { first, second }, { contract }) {
    const resource = resourceAt(contract, place);
    const statuses = [first, ...(second ? [second] : [])].map((exchange) => statusOf(exchange) ?? null);
    if (!second || statuses.includes(429)) return inconclusive(`The creation was not sent again: ${outcomeOf(first)}`, [first]);
    const names = resource.create ? freshValues(contract, resource.create, first.request) : [];
    const [one, other] = [first, second].map((exchange) => createdId(resource, exchange, names));
    const id = one === undefined || other === undefined ? null : one === other ? 'same' : 'another';
    return observed([factOf('creation.keyed', place.operation, { statuses, id })]);
  },
});
