import type { Contract } from '../../contract/model.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { isInPath } from '../subjects/version-segment.ts';

/**
 * A request under another version, or (null) under none: where the base URL ends in the version, at another base; where the paths of
 * operations begin with it, at a path that no operation has.
 */
export const underVersion = (contract: Contract, request: PlannedRequest, segment: string | null): PlannedRequest => {
  if (!isInPath(contract)) return { ...request, base: { kind: 'version', segment } };
  const rest = request.path.replace(/^\/[^/]*/, '');
  return { ...request, operation: null, path: segment === null ? rest : `/${segment}${rest}` };
};
