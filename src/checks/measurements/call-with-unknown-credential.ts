import { operationOf } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { CredentialAlteration, CredentialUse } from '../../model/request.ts';
import { outsiderRequest } from '../outsider-request.ts';
import { defineMeasurement } from '../session.ts';

type Parameters = { readonly operation: string; readonly form: 'made-up' | CredentialAlteration };

/** A call with a credential that nobody has: made up, or a real one altered in one way. Bodies are `{}`. */
export const callWithUnknownCredential = defineMeasurement<Parameters, Exchange>({
  id: 'call-with-unknown-credential',
  run: async (session, { operation, form }) => {
    const credential: CredentialUse =
      form === 'made-up'
        ? { kind: 'made-up', value: `ct_invalid_${session.hex('unknown-credential', 32)}` }
        : { kind: 'altered', name: 'key', form };
    const request = outsiderRequest(session, operationOf(session.contract, operation), 'stranger', 'empty-object');
    return session.send({ ...request, credential, faults: ['credential-invalid'] });
  },
});
