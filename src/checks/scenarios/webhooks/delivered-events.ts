import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario } from '../../kit/session.ts';
import { sendCreation } from '../lifecycle/send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { deliveriesTo, ownEndpoint, sinkOf } from './registered.ts';

/** What was delivered to the endpoint of the run's own account, with the requests that caused some of it. */
export type Delivered = { readonly causes: readonly Exchange[]; readonly deliveries: readonly Exchange[] };

/** What comes behind the first delivery has so long to come, in milliseconds. */
const graceMs = 1000;

/**
 * Causes two events by an operation, one after the other, and gives what was delivered since: what came before may be a greeting to a new endpoint, or an
 * event that the document does not describe.
 */
export const deliveredEvents = defineScenario<{ readonly operation: string }, Delivered>({
  id: 'delivered-events',
  async run(session, { operation: key }) {
    const sink = sinkOf(session);
    const endpoint = await ownEndpoint(session);
    const operation = operationOf(session.contract, key);
    const { trigger } = session.target.webhooks ?? {};
    const given = trigger?.body === undefined ? {} : { body: { kind: 'json' as const, value: trigger.body } };
    const earlier = new Set(deliveriesTo(session, endpoint).map(({ id }) => id));
    const causes: Exchange[] = [];
    const patience = patienceMs(session.target, 'webhook.delivered', { presumed: {} });
    for (const purpose of ['told-1', 'told-2']) {
      const before = deliveriesTo(session, endpoint).length;
      const cause = await sendCreation(session, usableRequest(session, operation, purpose, given));
      causes.push(cause);
      if (!isSuccess(cause)) break;
      const came = (): boolean => deliveriesTo(session, endpoint).length > before;
      if (!(await sink.until(came, patience, 'an event is to be delivered'))) break;
      await sink.until(() => false, Math.min(graceMs, patience), 'further deliveries of the event');
    }
    return { causes, deliveries: deliveriesTo(session, endpoint).filter(({ id }) => !earlier.has(id)) };
  },
});
