import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialMisplacement } from '../../../model/request.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

/** A small read whose valid credential stands under another scheme, in another letter case of it, or at another place. */
export const readWithMisplacedCredential = defineMeasurement<
  { readonly operation: string; readonly form: CredentialMisplacement },
  Exchange
>({
  id: 'read-with-misplaced-credential',
  run: (session, { operation, form }) =>
    session.send({
      ...smallRead(session, operationOf(session.contract, operation)),
      credential: { kind: 'misplaced', name: 'key', form },
      faults: ['credential-misplaced'],
    }),
});
