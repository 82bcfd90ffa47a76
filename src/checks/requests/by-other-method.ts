import type { PlannedRequest } from '../../model/request.ts';

/**
 * A request for the same resource by a method that the document need not describe for it. It belongs to no operation, so that nothing that the
 * document says of one is held against its answer; and it has no content.
 */
export const byOtherMethod = ({ path, pathValues, credential, parameters = [] }: PlannedRequest, method: string): PlannedRequest => {
  const inPath = parameters.filter((one) => one.in === 'path');
  return {
    operation: null,
    method,
    path,
    pathValues,
    query: [],
    headers: [],
    ...(inPath.length === 0 ? {} : { parameters: inPath }),
    credential,
    faults: [],
  };
};
