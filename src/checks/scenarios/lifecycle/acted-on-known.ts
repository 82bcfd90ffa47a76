import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { actingBy } from '../../subjects/actions.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { listedBeside, type ListedStates } from './listed-beside.ts';
import { type Look, lookAt } from './look.ts';
import { patienceMs } from '../../kit/patience.ts';

export type ActedOnKnown = {
  readonly id: string;
  /** What the list showed of the thing before. */
  readonly before: Look;
  /** The last answer to the action. */
  readonly exchange: Exchange;
  /**
   * What the list showed of the thing and of those beside it before an accepted action, and when time enough had gone by
   * after it; undefined where the list could not be read to its end, or nothing was accepted.
   */
  readonly effect: { readonly before: ListedStates; readonly after: ListedStates } | undefined;
};

/** Refusals of a request without a body that may be about the body (RFC 9110 sections 15.5.1, 15.5.12, 15.5.16). */
const aboutBody: readonly number[] = [400, 411, 415];

/**
 * Acts on the thing that the operator names, without a body and, where that is refused, with an empty object. What comes of it is
 * waited for here, so that nothing else of the run changes the list meanwhile.
 */
export const actedOnKnown = defineMeasurement<{ readonly action: string }, ActedOnKnown>({
  id: 'acted-on-known',
  async run(session, { action }) {
    const acting = actingBy(session.contract, action);
    const request = usableRequest(session, acting.operation, 'act');
    const id = request.pathValues[acting.parameter] ?? '';
    const before = await lookAt(session, acting, id);
    const beside = before.kind === 'item' ? await listedBeside(session, acting, before.item, `before ${action}`) : undefined;
    const first = await session.send(request);
    const isAboutBody = aboutBody.includes(statusOf(first) ?? 0);
    const exchange = isAboutBody ? await session.send({ ...request, body: { kind: 'json', value: {} } }) : first;
    if (!beside || !isSuccess(exchange)) return { id, before, exchange, effect: undefined };
    await session.pause(patienceMs(session.target, 'updated.shown'), `what ${action} changes is to show`);
    const after = await listedBeside(session, acting, before.item, `after ${action}`);
    return { id, before, exchange, effect: after && { before: beside, after } };
  },
});
