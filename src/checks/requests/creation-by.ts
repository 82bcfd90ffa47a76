import type { Operation } from '../../contract/model.ts';
import type { CredentialName, PlannedRequest } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { usableRequest } from './usable-request.ts';

/**
 * A complete creation that ought to be refused only for its credential.
 * @param turn Distinguishes the creations with one credential; each has fresh values of its own.
 * @throws {NotTried} when a value in it can only come from the operator.
 */
export const creationBy = (session: Session, operation: Operation, name: CredentialName, turn = 'first'): PlannedRequest => ({
  ...usableRequest(session, operation, `${name}-${turn}`),
  credential: { kind: 'valid', name },
  faults: ['credential-forbidden'],
});
