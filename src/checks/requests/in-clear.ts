import type { Operation } from '../../contract/model.ts';
import type { CredentialUse, PlannedRequest } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { unauthenticatedRequest } from './unauthenticated-request.ts';

/** A request sent to the address without encryption. */
export const inClear = (request: PlannedRequest): PlannedRequest => ({ ...request, base: { kind: 'named', name: 'plain' } });

/** A request of an unauthenticated caller without encryption; an id in its path names nothing. */
export const unauthenticatedInClear = (session: Session, operation: Operation, brings: 'none' | 'made-up'): PlannedRequest => {
  const madeUp: CredentialUse = { kind: 'made-up', value: `ct_invalid_${session.hex('unknown-credential', 32)}` };
  return {
    ...inClear(unauthenticatedRequest(session, operation, 'clear')),
    credential: brings === 'none' ? { kind: 'none' } : madeUp,
    faults: [brings === 'none' ? 'credential-missing' : 'credential-invalid'],
  };
};
