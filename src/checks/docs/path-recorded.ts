import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../contract/message.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../define.ts';
import { factOf } from '../facts.ts';
import { plainRead } from '../measurements/plain-read.ts';

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
  measure: (place, session) => session.measure(plainRead, { operation: place.operation ?? '' }),
  judge(place, exchange) {
    const status = statusOf(exchange);
    if (status === undefined || status === 429) return inconclusive(`The path was answered ${outcomeOf(exchange)}`, [exchange]);
    const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
    const members = isObject(body) ? { members: Object.keys(body).sort() } : {};
    return observed([factOf('docs.path', place.operation, { status, ...members })]);
  },
});
