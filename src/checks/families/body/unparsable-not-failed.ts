import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe } from '../../kit/define.ts';
import { faultyBody } from '../../scenarios/bodies/faulty-body.ts';
import { withRefusal } from '../../subjects/mistaken-bodies.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { judgeNotFailed } from './not-failed.ts';

export const unparsableNotFailed = defineProbe<Exchange>({
  id: 'body/unparsable-not-failed',
  title: 'A body that is no JSON is not answered as a failure of the service',
  why: 'Clients repeat what failed, and a broken body stays broken.',
  fix: 'Catch the error of the parser, and answer the refusal that is documented for a mistake of the client.',
  reads: 'refusals.unparsable',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => withRefusal(contract, 'unparsable').map(({ place }) => place),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around, { body: { kind: 'json', value: {} } }),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(faultyBody, { operation: place.operation ?? '', mistake: 'cut-off' }),
  judge: (_place, exchange) => judgeNotFailed(exchange, 'request body', 'JSON that is cut off'),
});
