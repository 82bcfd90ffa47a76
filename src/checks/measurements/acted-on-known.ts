import { statusOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import { actingBy } from '../actions.ts';
import { defineMeasurement } from '../session.ts';
import { usableRequest } from '../usable-request.ts';
import { type Look, lookAt } from './look.ts';

export type ActedOnKnown = {
  readonly id: string;
  /** What the list showed of the thing before. */
  readonly before: Look;
  /** The last answer to the action. */
  readonly exchange: Exchange;
};

/** Refusals of a request without a body that may be about the body (RFC 9110 sections 15.5.1, 15.5.12, 15.5.16). */
const aboutBody: readonly number[] = [400, 411, 415];

/** Acts on the thing that the operator names, without a body and, where that is refused, with an empty object. */
export const actedOnKnown = defineMeasurement<{ readonly action: string }, ActedOnKnown>({
  id: 'acted-on-known',
  async run(session, { action }) {
    const acting = actingBy(session.contract, action);
    const request = usableRequest(session, acting.operation, 'act');
    const id = request.pathValues[acting.parameter] ?? '';
    const before = await lookAt(session, acting, id);
    const first = await session.send(request);
    if (!aboutBody.includes(statusOf(first) ?? 0)) return { id, before, exchange: first };
    return { id, before, exchange: await session.send({ ...request, body: { kind: 'json', value: {} } }) };
  },
});
