import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { outsiderRequest } from '../../requests/outsider-request.ts';
import { defineMeasurement } from '../../kit/session.ts';

/** A call in which the credential's header names the scheme and no credential. */
export const callWithBlankCredential = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'call-with-blank-credential',
  run: async (session, { operation }) => {
    const request = outsiderRequest(session, operationOf(session.contract, operation), 'blank');
    return session.send({ ...request, credential: { kind: 'blank' }, faults: ['credential-missing'] });
  },
});
