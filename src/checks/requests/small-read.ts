import type { Operation } from '../../contract/model.ts';
import type { CredentialName, PlannedRequest } from '../../model/request.ts';
import { isEnded } from '../subjects/known-caller.ts';
import { smallQuery } from '../subjects/collection.ts';
import type { Session } from '../kit/session.ts';
import { usableRequest } from './usable-request.ts';

/** An authorised read with a small answer: one item of a paged list. */
export const smallRead = (session: Session, operation: Operation): PlannedRequest => {
  const request = usableRequest(session, operation, 'small');
  return { ...request, query: [...request.query, ...smallQuery(session.contract, operation)] };
};

/** The same with one of the operator's credentials. It ought to be refused where the credential is revoked or expired. */
export const readWith = (session: Session, operation: Operation, name: CredentialName): PlannedRequest => ({
  ...smallRead(session, operation),
  credential: { kind: 'valid', name },
  faults: isEnded(name) ? ['credential-invalid'] : [],
});
