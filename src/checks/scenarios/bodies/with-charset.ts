import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** A creation whose media type has a parameter, nothing else being different from any other. */
export const withCharset = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'with-charset',
  run: async (session, { operation: key }) => {
    const request = usableRequest(session, operationOf(session.contract, key), 'charset');
    return session.send({ ...request, headers: [...request.headers, ['Content-Type', 'application/json; charset=utf-8']] });
  },
});
