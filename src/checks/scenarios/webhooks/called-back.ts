import { operationOf } from '../../../contract/operation.ts';
import { minimalBody } from '../../../generators/minimal-body.ts';
import { isObject, tokensOf } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario } from '../../kit/session.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import { addressPlaceOf, neededBeside, withAddress } from '../../requests/with-address.ts';
import { makingFor, sentenceFor, usableRequest } from '../../requests/usable-request.ts';
import { deliveriesTo, sinkOf } from './registered.ts';
import { holdsValue } from '../../../model/request.ts';

/** A request with the address of a callback, and what came there. */
export type CalledBack = { readonly cause: Exchange; readonly deliveries: readonly Exchange[] };

export type Callback = { readonly operation: string; readonly expression: string };

/** What comes behind the first delivery has so long to come, in milliseconds. */
const graceMs = 1000;

/** Sends a request with the address of an endpoint of its own, and waits for what comes there. */
export const calledBack = defineScenario<Callback, CalledBack>({
  id: 'called-back',
  async run(session, { operation: key, expression }) {
    const sink = sinkOf(session);
    const place = addressPlaceOf(expression);
    if (place === undefined) throw new NotTried('unsupported', `the address ${expression} is no value of the request`);
    const endpoint = session.fresh(`call-${session.hex(`${key} ${expression}`, 6)}`);
    const cause = await session.send(withAddress(session, operationOf(session.contract, key), place, sink.url(endpoint), 'call'));
    if (!isSuccess(cause)) return { cause, deliveries: [] };
    const came = (): boolean => deliveriesTo(session, endpoint).length > 0;
    const patience = patienceMs(session.target, 'webhook.delivered', { presumed: {} });
    if (await sink.until(came, patience, 'a callback is to be called'))
      await sink.until(() => false, Math.min(graceMs, patience), 'further calls of the callback');
    return { cause, deliveries: deliveriesTo(session, endpoint) };
  },
});

/** The same with a request that lacks a required member, and has to be refused. */
export const refusedCall = defineScenario<Callback, CalledBack>({
  id: 'refused-call',
  async run(session, { operation: key, expression }) {
    const sink = sinkOf(session);
    const { contract, target } = session;
    const operation = operationOf(contract, key);
    const place = addressPlaceOf(expression);
    const member = place && neededBeside(contract, operation, place);
    if (place === undefined || member === undefined) throw new NotTried('not-applicable', `${key} has no other required member`);
    const endpoint = session.fresh(`refused-${session.hex(`${key} ${expression}`, 6)}`);
    const request = withAddress(session, operation, place, sink.url(endpoint), 'refused-call');
    const made = minimalBody(operation, { ...makingFor(session, 'refused-call'), omit: [member] });
    if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.prerequisites));
    const [address = ''] = place.in === 'body' ? tokensOf(place.pointer) : [];
    const sent = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
    const { [member]: _without, ...value } = {
      ...(isObject(made.value) ? made.value : {}),
      ...(address === '' ? {} : { [address]: sent[address] }),
    };
    const base = place.in === 'body' ? usableRequest(session, operation, 'refused-call', { body: { kind: 'json', value } }) : request;
    const cause = await session.send({ ...base, body: { kind: 'json', value }, faults: ['member-missing'] });
    const status = statusOf(cause) ?? 0;
    if (status >= 400 && status < 500) {
      const patience = Math.min(patienceMs(target, 'webhook.delivered'), settledMs);
      await sink.until(() => deliveriesTo(session, endpoint).length > 0, patience, 'a refused request calls nobody');
    }
    return { cause, deliveries: deliveriesTo(session, endpoint) };
  },
});

/** How long a callback of a refused request is waited for, in milliseconds: services that call without a cause do it at once. */
const settledMs = 5000;
