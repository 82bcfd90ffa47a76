import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** One authorised read with nothing but what the operation requires. */
export const plainRead = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'plain-read',
  run: async (session, { operation }) => session.send(usableRequest(session, operationOf(session.contract, operation), 'plain')),
});
