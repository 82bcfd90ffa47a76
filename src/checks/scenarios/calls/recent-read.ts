import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { dayMs } from '../../kit/days.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { momentFor, timeBounds } from '../../subjects/time-bounds.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/**
 * A read with nothing but what it requires; a span of time that it takes is the last day, unless the operator gives
 * another under `values`, because an example in a documentation is long past when the read is sent.
 */
export const recentRequest = (session: Session, key: string): PlannedRequest => {
  const { contract, target } = session;
  const operation = operationOf(contract, key);
  const request = usableRequest(session, operation, 'recent');
  const bounds = timeBounds(contract, operation);
  if (!bounds) return request;
  const toMs = session.now();
  const moments = [
    { parameter: bounds.from, ms: toMs - dayMs },
    { parameter: bounds.to, ms: toMs },
  ].filter(({ parameter: { name } }) => target.values[key]?.[name] === undefined);
  const others = request.query.filter(([name]) => !moments.some(({ parameter }) => parameter.name === name));
  return {
    ...request,
    query: [...others, ...moments.map(({ parameter, ms }) => [parameter.name, momentFor(contract, parameter, ms)] as const)],
  };
};

/** One such read. */
export const recentRead = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'recent-read',
  run: (session, { operation }) => session.send(recentRequest(session, operation)),
});
