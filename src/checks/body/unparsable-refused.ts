import { operationOf } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import { defineProbe } from '../define.ts';
import { faultyBody } from '../measurements/faulty-body.ts';
import { refusalOf, withRefusal } from '../mistaken-bodies.ts';
import { needsFor } from '../needs.ts';
import { judgeRefusal, otherMistakes } from '../refusal.ts';

export const unparsableRefused = defineProbe<Exchange>({
  id: 'body/unparsable-refused',
  title: 'A body that is no JSON is refused with the documented status',
  why: 'A request that was cut on its way must not be carried out by what is left of it.',
  fix: 'Parse the whole body before anything is done, and refuse what does not parse with the documented status.',
  reads: 'refusals.unparsable',
  phase: 'mutate',
  alone: 'collection',
  places: (contract) => withRefusal(contract, 'unparsable').map(({ place }) => place),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around, { body: { kind: 'json', value: {} } }),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(faultyBody, { operation: place.operation ?? '', mistake: 'cut-off' }),
  judge(place, exchange, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const expected = refusalOf(operation, 'unparsable');
    return judgeRefusal(exchange, {
      expected,
      wrong: otherMistakes(operation, expected),
      code: 'unparsable-body',
      where: 'request body',
      mistake: 'JSON that is cut off',
    });
  },
});
