import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { outsiderRequest } from '../../requests/outsider-request.ts';
import { defineMeasurement } from '../../kit/session.ts';

/** A call that names no credential at all, everything else as it ought to be as far as that can be made. */
export const callWithoutCredential = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'call-without-credential',
  run: async (session, { operation }) => {
    const request = outsiderRequest(session, operationOf(session.contract, operation), 'nobody');
    return session.send({ ...request, credential: { kind: 'none' }, faults: ['credential-missing'] });
  },
});
