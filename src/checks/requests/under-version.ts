import type { Contract, Operation } from '../../contract/model.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { isInPath } from '../subjects/version-segment.ts';
import { smallRead } from './small-read.ts';
import { usableRequest } from './usable-request.ts';

/**
 * A request under another version, or (null) under none: at another base where the base URL ends in the version, at a path that no
 * operation has where the paths of operations begin with it.
 */
export const underVersion = (contract: Contract, request: PlannedRequest, segment: string | null): PlannedRequest => {
  if (!isInPath(contract)) return { ...request, base: { kind: 'version', segment } };
  const rest = request.path.replace(/^\/[^/]*/, '');
  return { ...request, operation: null, path: segment === null ? rest : `/${segment}${rest}` };
};

/** A read with the key under another version than its own, or (null) under none. The request itself is correct, so it names no fault. */
export const readUnderVersion = (session: Session, operation: Operation, segment: string | null): PlannedRequest => {
  const { contract } = session;
  const read = isInPath(contract) ? usableRequest(session, operation, 'version') : smallRead(session, operation);
  return underVersion(contract, { ...read, credential: { kind: 'valid', name: 'key' } }, segment);
};
