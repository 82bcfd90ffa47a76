import { thingsNamed } from '../../../contract/infer/covering.ts';
import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { mayBlameValues, sentenceAboutValues } from './blames-values.ts';

export const documentedCall = defineProbe<Exchange>({
  id: 'status/documented-call',
  title: 'The answer to a call of each operation with documented values is recorded',
  why: 'What a document describes can be judged only on answers, so each operation is called once as it says.',
  fix: 'Nothing: it is recorded, and other checks look at the answer.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) => contract.operations.map(({ place }) => place),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost(place, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const made = thingsNamed(contract, operation);
    return { requests: 1 + made, creates: made + (operation.effect.startsWith('creates') ? 1 : 0) };
  },
  measure: (place, session) => session.measure(plainRead, { operation: place.operation ?? '' }),
  judge(place, exchange) {
    const status = statusOf(exchange);
    if (status === undefined) return inconclusive(`There was no answer: ${outcomeOf(exchange)}`, [exchange]);
    if (mayBlameValues(exchange)) return inconclusive(sentenceAboutValues(exchange, outcomeOf(exchange)), [exchange]);
    return observed([{ fact: 'status.documented-call', at: place.operation ?? 'outside', value: status }]);
  },
});
