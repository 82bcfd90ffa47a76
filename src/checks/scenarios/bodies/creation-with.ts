import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName, Fault } from '../../../model/request.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

type Parameters = {
  readonly operation: string;
  readonly credential: CredentialName;
  /** Why it ought to be refused. */
  readonly fault: Fault;
  /** Tells the creations of one credential apart; each has fresh values of its own. */
  readonly turn?: string;
};

/** A complete creation, nothing wrong with it but who asks for it. */
export const creationWith = defineMeasurement<Parameters, Exchange>({
  id: 'creation-with',
  run: (session, { operation, credential: name, fault, turn = 'first' }) => {
    const request = usableRequest(session, operationOf(session.contract, operation), `${name}-${turn}`);
    return session.send({ ...request, credential: { kind: 'valid', name }, faults: [fault] });
  },
});
