import { isObject } from '../../../contract/pointer.ts';
import { observed } from '../../kit/define.ts';
import { deliveredHeader, deliveredJson } from '../../subjects/deliveries.ts';
import { type Watched, watchedEvent } from '../../scenarios/webhooks/watched-event.ts';
import { defineDeliveryProbe, undelivered } from './define-delivery-probe.ts';

/** Header fields that the connection has, whoever sends. */
const ofConnection = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'keep-alive']);

export const deliveriesRecorded = defineDeliveryProbe<Watched>({
  id: 'webhooks/deliveries-recorded',
  title: 'Method, header fields and form of a delivery are recorded',
  why: 'What the documentation leaves open is what receivers come to rely on.',
  fix: 'Nothing; write what it shows into the documentation.',
  reads: 'delivery',
  suits: () => true,
  waitsMs: () => 0,
  events: 1,
  run: (convention, session) =>
    session.run(watchedEvent, { label: 'seen', convention, answers: [{ kind: 'status', status: 200 }], waitsMs: [] }),
  judge({ cause, attempts: [first] }) {
    if (!first) return undelivered(cause);
    const json = deliveredJson(first);
    const names = first.sent.headers.map(([name]) => name.toLowerCase()).filter((name) => !ofConnection.has(name));
    const value = {
      method: first.sent.method,
      type: deliveredHeader(first, 'content-type') ?? null,
      headers: [...new Set(names)].toSorted(),
      members: isObject(json) ? Object.keys(json).toSorted() : [],
    };
    return observed([{ fact: 'webhook.delivery', at: 'delivery', value }]);
  },
});
