import { statusWords } from '../../../contract/conventions-at.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe } from '../../kit/define.ts';
import { faultyBody } from '../../scenarios/bodies/faulty-body.ts';
import { withRefusal } from '../../subjects/mistaken-bodies.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { isClass, isReading, judgeRefusal, otherMistakes, withoutOtherReasons } from '../../kit/refusal.ts';

export const unparsableRefused = defineProbe<Exchange>({
  id: 'body/unparsable-refused',
  title: 'A body that is no JSON is refused with the documented status',
  why: 'A request that was cut on its way must not be carried out by what is left of it.',
  fix: 'Parse the whole body before anything is done, and refuse what does not parse with the documented status.',
  reads: 'refusals.unparsable',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => withRefusal(contract, 'unparsable').map(({ place }) => place),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around, { body: { kind: 'json', value: {} } }),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(faultyBody, { operation: place.operation ?? '', mistake: 'cut-off' }),
  judge(place, exchange, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const promised = operation.conventions.refusals?.unparsable;
    const expected = withoutOtherReasons(promised);
    const wrong = isClass(promised) || isReading(promised) ? [] : otherMistakes(operation, expected);
    return judgeRefusal(exchange, {
      expected,
      contract,
      words: statusWords(promised),
      wrong,
      redirect: isClass(promised),
      code: 'unparsable-body',
      where: 'request body',
      mistake: 'JSON that is cut off',
    });
  },
});
