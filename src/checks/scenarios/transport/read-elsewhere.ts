import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { BaseChoice, CredentialName } from '../../../model/request.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

type Parameters = { readonly operation: string; readonly base: BaseChoice; readonly credential: CredentialName };

/** A small read sent to another address than the base URL. Nothing is wrong with the request itself, so it names no fault. */
export const readElsewhere = defineMeasurement<Parameters, Exchange>({
  id: 'read-elsewhere',
  run: (session, { operation, base, credential: name }) =>
    session.send({ ...smallRead(session, operationOf(session.contract, operation)), base, credential: { kind: 'valid', name } }),
});
