import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName, Fault } from '../../../model/request.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';

/** Credentials that were valid once and ought to be refused now. */
const ended: ReadonlySet<CredentialName> = new Set(['revoked', 'expired']);

/** A small read with one of the operator's credentials. */
export const readWith = defineMeasurement<{ readonly operation: string; readonly credential: CredentialName }, Exchange>({
  id: 'read-with',
  run: (session, { operation, credential: name }) => {
    const faults: Fault[] = ended.has(name) ? ['credential-invalid'] : [];
    return session.send({ ...smallRead(session, operationOf(session.contract, operation)), credential: { kind: 'valid', name }, faults });
  },
});
