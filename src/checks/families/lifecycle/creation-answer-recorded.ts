import { answerOf, headerValues, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { below, isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { creations, prerequisitesToCreate } from '../../subjects/creators.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { atSuccesses } from '../../kit/success.ts';
import { created, listOf } from '../../scenarios/lifecycle/created.ts';

export const creationAnswerRecorded = defineProbe({
  id: 'lifecycle/creation-answer-recorded',
  title: 'Status, headers and body of a successful creation are recorded where they are not documented',
  why: 'A client that reads the id from the answer works with one server and breaks with another that follows the same documentation.',
  fix: 'Nothing is broken; the documentation could describe the answer to a creation.',
  phase: 'mutate',
  stage: 'watching',
  exclusive: 'collection',
  over: (contract) => creations(contract).flatMap(atSuccesses),
  prerequisites: (creation, around) => prerequisitesToCreate(creation, around),
  cost: () => ({ requests: 5, creates: 1 }),
  run: async ({ operation }, session) => (await session.run(created, { operation: operation.key })).exchange,
  judge({ operation }, exchange, { contract }) {
    if (!isSuccess(exchange)) return inconclusive(`Nothing was created: ${outcomeOf(exchange)}`, [exchange]);
    const body = answerOf(exchange)?.json.kind;
    return observed([
      factOf('creation.status', operation.key, statusOf(exchange)),
      factOf('creation.location', operation.key, headerValues(exchange, 'Location').length > 0),
      factOf('creation.body', operation.key, body === 'value' ? 'JSON' : body === 'none' ? 'none' : 'no JSON'),
      factOf('creation.item', operation.key, itemIn(contract, operation, jsonOf(exchange))),
    ]);
  },
});

/** Where a body holds the created resource, with the JSON pointers of a listed item that it has; null where it does not hold it. */
const itemIn = (contract: Contract, operation: Operation, body: unknown): unknown => {
  const list = listOf(contract, operation);
  const shown = bodyMembers(contract, operation).flatMap(({ conventions }) => conventions.shownAt ?? []);
  const locations = [...new Set([list?.id, list?.name, ...shown, list?.state])].filter((one) => one !== undefined);
  const around = ['', ...(isObject(body) ? Object.keys(body).map((name) => below('', name)) : [])];
  const held = around.map((at) => ({ at, holds: locations.filter((location) => valueAt(valueAt(body, at), location) !== undefined) }));
  const [best] = held.sort((a, b) => b.holds.length - a.holds.length);
  return best && best.holds.length > 0 ? best : null;
};
