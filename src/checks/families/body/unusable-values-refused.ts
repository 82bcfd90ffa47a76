import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe } from '../../kit/define.ts';
import { unusableValues } from '../../scenarios/bodies/unusable-values.ts';
import { refusalOf, withRefusal } from '../../subjects/mistaken-bodies.ts';
import { judgeRefusal, otherMistakes } from '../../kit/refusal.ts';
import { canBeSpoilt, unusableNeeds } from '../../subjects/unusable-needs.ts';

export const unusableValuesRefused = defineProbe<Exchange>({
  id: 'body/unusable-values-refused',
  title: 'A complete body whose values cannot be used is refused with the documented status',
  why: 'Accepting it means a success that fails later, where nobody waits for the answer.',
  fix: 'Look every value up before the request is accepted, and refuse with the documented status.',
  reads: 'refusals.value',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    withRefusal(contract, 'value')
      .filter((operation) => canBeSpoilt(contract, operation))
      .map(({ place }) => place),
  needs: (place, around) => unusableNeeds(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(unusableValues, { operation: place.operation ?? '' }),
  judge(place, exchange, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const expected = refusalOf(operation, 'value');
    return judgeRefusal(exchange, {
      expected,
      wrong: otherMistakes(operation, expected),
      code: 'unusable-values',
      where: 'request body',
      mistake: 'a complete body with values that cannot be used',
    });
  },
});
