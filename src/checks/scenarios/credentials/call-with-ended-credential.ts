import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { outsiderRequest } from '../../requests/outsider-request.ts';
import { defineMeasurement } from '../../kit/session.ts';

type Parameters = { readonly operation: string; readonly credential: 'revoked' | 'expired' };

/** A call with a credential that was valid once, everything else as it ought to be as far as that can be made. */
export const callWithEndedCredential = defineMeasurement<Parameters, Exchange>({
  id: 'call-with-ended-credential',
  run: async (session, { operation, credential: name }) => {
    const request = outsiderRequest(session, operationOf(session.contract, operation), name);
    return session.send({ ...request, credential: { kind: 'valid', name }, faults: ['credential-invalid'] });
  },
});
