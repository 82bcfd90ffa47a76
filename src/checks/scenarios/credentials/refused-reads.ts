import type { Exchange } from '../../../model/exchange.ts';
import { operationOf } from '../../../contract/operation.ts';
import { outsiderRequest } from '../../requests/outsider-request.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { callWithoutCredential } from './call-without-credential.ts';

/** The same read without a credential, three times: the first is the one that others ask for too. */
export const refusedReads = defineMeasurement<{ readonly operation: string }, readonly Exchange[]>({
  id: 'refused-reads',
  async run(session, { operation }) {
    const first = await session.measure(callWithoutCredential, { operation });
    const request = outsiderRequest(session, operationOf(session.contract, operation), 'nobody');
    const again = { ...request, credential: { kind: 'none' }, faults: ['credential-missing'] } as const;
    return [first, await session.send(again), await session.send(again)];
  },
});
