import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineMeasurement, once } from '../../kit/session.ts';
import { callWithoutCredential } from '../../requests/outsider-request.ts';

/** The same read without a credential, three times: the first is the one that others ask for too. */
export const refusedReads = defineMeasurement<{ readonly operation: string }, readonly Exchange[]>({
  id: 'refused-reads',
  async run(session, { operation }) {
    const request = callWithoutCredential(session, operationOf(session.contract, operation));
    return [await once(session, request), await session.send(request), await session.send(request)];
  },
});
