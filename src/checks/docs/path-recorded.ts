import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../contract/message.ts';
import { operationOf } from '../../contract/operation.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../define.ts';
import { factOf } from '../facts.ts';
import { usableRequest } from '../usable-request.ts';

export const pathRecorded = defineProbe<Exchange>({
  id: 'docs/path-recorded',
  title: 'Whether a path that the documentation mentions by the way is served is recorded',
  why: 'An example shows a path that the reference does not know, and a reader tries it first.',
  fix: 'Nothing is broken; the documentation could show paths that it describes.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.operations
      .filter(
        ({ effect, parameters, conventions }) =>
          effect === 'safe' && conventions.stream === undefined && !parameters.some((one) => one.required),
      )
      .map(({ place }) => place),
  needs: () => [],
  cost: () => ({ requests: 1, creates: 0 }),
  // With the key also where it may be left out: without one, a service may answer every path alike.
  measure: (place, session) => {
    const operation = operationOf(session.contract, place.operation ?? '');
    const request = usableRequest(session, operation, 'path');
    return session.send(operation.takesKey ? { ...request, credential: { kind: 'valid', name: 'key' } } : request);
  },
  judge(place, exchange) {
    const status = statusOf(exchange);
    if (status === undefined || status === 429) return inconclusive(`The path was answered ${outcomeOf(exchange)}`, [exchange]);
    const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
    const members = isObject(body) ? { members: Object.keys(body).sort() } : {};
    return observed([factOf('docs.path', place.operation, { status, ...members })]);
  },
});
