import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** A plain read that brings the key where there is one, also where it may be left out: without one, a service may answer every path alike. */
export const readWithKey = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'read-with-key',
  run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const request = usableRequest(session, operation, 'path');
    const mayUse = operation.takesKey && session.target.credentials.includes('key');
    return session.send(mayUse ? { ...request, credential: { kind: 'valid', name: 'key' } } : request);
  },
});
