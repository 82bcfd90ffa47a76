import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe } from '../../kit/define.ts';
import { faultyBody } from '../../scenarios/bodies/faulty-body.ts';
import { withRefusal } from '../../subjects/mistaken-bodies.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { isClass, isReading, judgeRefusal, otherMistakes, withoutOtherReasons } from '../../kit/refusal.ts';

export const emptyObjectRefused = defineProbe<Exchange>({
  id: 'body/empty-object-refused',
  title: 'A body without any member is refused with the documented status',
  why: 'Something made of defaults alone is something nobody asked for.',
  fix: 'Ask for what a thing cannot be without before anything is done, and refuse with the documented status.',
  reads: 'refusals.missing',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => withRefusal(contract, 'missing').map(({ place }) => place),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around, { body: { kind: 'json', value: {} } }),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(faultyBody, { operation: place.operation ?? '', mistake: 'empty-object' }),
  judge(place, exchange, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const promised = operation.conventions.refusals?.missing;
    const expected = withoutOtherReasons(promised);
    const wrong = isClass(promised) || isReading(promised) ? [] : otherMistakes(operation, expected);
    return judgeRefusal(exchange, {
      expected,
      wrong,
      contract,
      code: 'empty-object',
      where: 'request body',
      mistake: 'an object without members',
    });
  },
});
