import { isDeepStrictEqual } from 'node:util';
import { statusOf } from '../../contract/message.ts';
import { withOwnParents, withOwnReferences } from '../../generators/placeholder.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';

/** The same request with resources that nothing else uses in the place of shared ones that its body names; undefined where it names none. */
export const namingOwn = (request: PlannedRequest): PlannedRequest | undefined => {
  const { body } = request;
  if (body?.kind !== 'json' || body.value === undefined || request.faults.length > 0) return undefined;
  const value = JSON.parse(withOwnReferences(JSON.stringify(body.value))) as unknown;
  return isDeepStrictEqual(value, body.value) ? undefined : { ...request, body: { ...body, value } };
};

/** The same request below parents that nothing else uses; undefined where its path has no shared one. */
export const belowOwn = (request: PlannedRequest): PlannedRequest | undefined => {
  const parents = Object.fromEntries(Object.entries(request.pathValues).map(([name, text]) => [name, withOwnParents(text)]));
  return isDeepStrictEqual(parents, request.pathValues) ? undefined : { ...request, pathValues: parents };
};

/**
 * Sends a creation that ought to be accepted. Where it is in conflict with the state of what its body names (RFC 9110, section 15.5.10), such as a book that
 * is lent already, it is sent once more with new resources in their place.
 * @param send How it is sent, with what it comes to.
 */
export const withoutConflict = async <T extends { readonly exchange: Exchange }>(
  request: PlannedRequest,
  send: (request: PlannedRequest) => Promise<T>,
): Promise<T> => {
  const first = await send(request);
  const own = statusOf(first.exchange) === 409 ? namingOwn(request) : undefined;
  return own === undefined ? first : send(own);
};

/** Sends a creation as {@link withoutConflict}. */
export const sendCreation = async (session: Session, request: PlannedRequest): Promise<Exchange> =>
  (await withoutConflict(request, async (one) => ({ exchange: await session.send(one) }))).exchange;
