import type { Operation } from '../../contract/model.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { smallQuery } from '../subjects/collection.ts';
import type { Session } from '../kit/session.ts';
import { usableRequest } from './usable-request.ts';

/** An authorised read that asks for as little as it can: one item of a paged list. */
export const smallRead = (session: Session, operation: Operation): PlannedRequest => {
  const request = usableRequest(session, operation, 'small');
  return { ...request, query: [...request.query, ...smallQuery(session.contract, operation)] };
};
