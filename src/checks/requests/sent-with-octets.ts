import { isClientError } from '../../contract/message.ts';
import { withOctetsInFile } from '../../generators/octets-in-file.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';

/**
 * Sends an upload with octets in its file that are no UTF-8, as far as its type allows them; as it is where that is refused, because a service may take texts only.
 * @param member The member of a form that is the file.
 * @param send How it is sent; by default as it is.
 */
export const sentWithOctets = async (
  session: Session,
  request: PlannedRequest,
  member: string,
  send: (request: PlannedRequest) => Promise<Exchange> = (one) => session.send(one),
): Promise<Exchange> => {
  const body = request.body && withOctetsInFile(request.body, member);
  if (body === undefined || body === request.body) return send(request);
  const first = await send({ ...request, body, madeUp: [...(request.madeUp ?? []), member] });
  return isClientError(first) ? send(request) : first;
};
