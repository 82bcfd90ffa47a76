import type { PlannedRequest } from '../../model/request.ts';

/**
 * A request that belongs to no operation of the contract: a GET of a literal path, without query, header fields and faults.
 * @param more What differs from that.
 */
export const outsideRequest = (
  path: string,
  credential: PlannedRequest['credential'],
  more: Partial<Pick<PlannedRequest, 'method' | 'pathValues' | 'headers' | 'faults'>> = {},
): PlannedRequest => ({ operation: null, method: 'GET', path, pathValues: {}, query: [], headers: [], credential, faults: [], ...more });
