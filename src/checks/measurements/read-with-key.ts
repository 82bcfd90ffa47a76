import { operationOf } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import { defineMeasurement } from '../session.ts';
import { usableRequest } from '../usable-request.ts';

/** A plain read that brings the key, also where it may be left out: without one, a service may answer every path alike. */
export const readWithKey = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'read-with-key',
  run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const request = usableRequest(session, operation, 'path');
    return session.send(operation.takesKey ? { ...request, credential: { kind: 'valid', name: 'key' } } : request);
  },
});
