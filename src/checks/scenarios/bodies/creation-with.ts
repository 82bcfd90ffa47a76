import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName } from '../../../model/request.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { creationBy } from '../../requests/creation-by.ts';

type Parameters = {
  readonly operation: string;
  readonly credential: CredentialName;
  /** Why it ought to be refused. */
  readonly fault: 'credential-forbidden';
  /** Tells the creations of one credential apart; each has fresh values of its own. */
  readonly turn?: string;
};

/** A complete creation, nothing wrong with it but who asks for it. */
export const creationWith = defineMeasurement<Parameters, Exchange>({
  id: 'creation-with',
  run: async (session, { operation, credential, turn }) =>
    session.send(creationBy(session, operationOf(session.contract, operation), credential, turn)),
});
