import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Session } from '../../kit/session.ts';
import { whereRoom } from './rooms.ts';
import { belowOwn, withoutConflict } from './send-creation.ts';
import { created } from './created.ts';

/** Statuses of a creation whose parent allows no further one: it is in another state, or nothing of it is left. */
const aboutParent: ReadonlySet<number> = new Set([409, 422]);

/**
 * Sends a creation that ought to be accepted. Where its parent allows no further one, although one was accepted before (a payment that is paid back already), it is
 * sent below a parent of its own.
 * @param send How it is sent, with what it comes to.
 */
export const anew = async <T extends { readonly exchange: Exchange }>(
  session: Session,
  request: PlannedRequest,
  send: (request: PlannedRequest) => Promise<T>,
): Promise<T> => {
  const first = await withoutConflict(session.contract, request, send);
  const own = aboutParent.has(statusOf(first.exchange) ?? 0) ? belowOwn(request) : undefined;
  if (own === undefined || request.operation === null) return first;
  const { exchange: usual } = await session.run(created, { operation: request.operation });
  return isSuccess(usual) ? whereRoom(session, () => withoutConflict(session.contract, own, send)) : first;
};

/** Sends a creation as {@link anew}. */
export const sendAnew = async (session: Session, request: PlannedRequest): Promise<Exchange> =>
  (await anew(session, request, async (one) => ({ exchange: await session.send(one) }))).exchange;
