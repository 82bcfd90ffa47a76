import type { PlannedRequest } from '../../model/request.ts';
import { acceptedBy } from './accepting.ts';

/**
 * A request for the same resource by a method that the document need not describe for it. It belongs to no operation, so that nothing that the
 * document says of one is held against its answer; and it has no content. It accepts the same media types, which a service may insist on.
 */
export const byOtherMethod = (
  { path, pathValues, headers, credential, parameters = [] }: PlannedRequest,
  method: string,
): PlannedRequest => {
  const inPath = parameters.filter((one) => one.in === 'path');
  return {
    operation: null,
    method,
    path,
    pathValues,
    query: [],
    headers: acceptedBy(headers),
    ...(inPath.length === 0 ? {} : { parameters: inPath }),
    credential,
    faults: [],
  };
};
