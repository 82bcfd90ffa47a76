import type { DescribedDelivery } from '../../../contract/deliveries.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { membersAt } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { SignatureResult } from '../../../model/sink.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, type Subject } from '../../kit/define.ts';
import { permissionsFor } from '../../kit/prerequisites.ts';
import { patienceMs } from '../../kit/patience.ts';
import type { Delivered } from '../../scenarios/webhooks/delivered-events.ts';
import { deliveriesTo, registered, sinkOf } from '../../scenarios/webhooks/registered.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { areAlike, causeOf, causePrerequisites, deliveredHeader, deliveredJson, eventIdOf } from '../../subjects/deliveries.ts';
import { isForEverybody } from '../../subjects/for-everybody.ts';
import { ownTextsOf, showsOurs } from '../../subjects/own-texts.ts';
import { registrationOf } from '../../subjects/registration.ts';
import { describedOver, deliveriesOf, deliveryPrerequisites } from './described.ts';
import { askedContent } from '../../../contract/asked-content.ts';

type Described = Subject & { readonly described: DescribedDelivery };

const delivering = { phase: 'mutate', stage: 'delivering', exclusive: 'collection' } as const;

const envelopeTypes = new Set(['type', 'event', 'eventType', 'event_type', 'topic']);
const envelopeContents = new Set(['data', 'payload', 'object', 'resource', 'subject']);

/** Does a described body wrap what it tells of, so that its own `id` is that of the event and not of a resource. */
const hasEventId = ({ convention, parameters, body }: DescribedDelivery, contract: Contract): boolean => {
  if (convention?.id !== undefined || parameters.some(({ name }) => /^(?:webhook|ce)-id$/iu.test(name))) return true;
  const location = askedContent(body)?.schemaLocation;
  const names = location === undefined ? [] : membersAt(contract, location).map(({ name }) => name);
  return names.includes('id') && names.some((name) => envelopeTypes.has(name)) && names.some((name) => envelopeContents.has(name));
};

/** The body without the id, so that two events that differ in nothing else are alike. */
const contentOf = (delivery: Exchange): Exchange => {
  const json = deliveredJson(delivery);
  if (!isObject(json)) return delivery;
  const { id: _id, ...rest } = json;
  return { ...delivery, sent: { ...delivery.sent, body: JSON.stringify(rest) } };
};

export const eventIdsDiffer = defineProbe<Described, Delivered>({
  ...delivering,
  id: 'webhooks/event-ids-differ',
  title: 'Two events have two ids',
  why: 'A receiver that remembers the ids of what it has seen takes the second event for a repetition and drops it.',
  fix: 'Give each event an id of its own, and keep it in every attempt to deliver it.',
  over: describedOver((described, contract) => described.callback === undefined && hasEventId(described, contract)),
  prerequisites: deliveryPrerequisites,
  cost: () => ({ requests: 3, creates: 3 }),
  run: deliveriesOf,
  judge({ described }, { causes, deliveries }) {
    const named = deliveries.flatMap((delivery) => {
      const id = eventIdOf(delivery, described.convention);
      return id === undefined ? [] : [{ delivery, id }];
    });
    const same = named.flatMap(({ delivery, id }, n) => {
      const other = named.slice(0, n).find((one) => one.id === id && !areAlike(contentOf(one.delivery), contentOf(delivery)));
      return other === undefined ? [] : [{ delivery, other: other.delivery, id }];
    });
    const [first] = same;
    if (first === undefined)
      return new Set(named.map(({ id }) => id)).size > 1
        ? pass(named.length)
        : { ...inconclusive('No two events with ids were delivered', causes), optional: true };
    const finding = { code: 'event-id-repeated', where: 'id', expected: 'another id for another event', actual: JSON.stringify(first.id) };
    return fail(finding, [first.delivery, first.other], { judged: named.length, breaches: same.length });
  },
});

type Overheard = {
  readonly cause: Exchange;
  readonly mine: readonly Exchange[];
  readonly theirs: readonly Exchange[];
  readonly leaked: Exchange | undefined;
};

/** What comes to the other endpoint has so long to come, in milliseconds. */
const settledMs = 2000;

export const keptFromOthers = defineProbe<Subject, Overheard | { readonly registrations: readonly Exchange[] }>({
  ...delivering,
  id: 'webhooks/kept-from-others',
  title: 'An event of one account is not delivered to an endpoint of another',
  why: 'What an account does is told to strangers.',
  fix: 'Look for endpoints in the account of the event alone.',
  over: (contract) => {
    const registration = contract.standard.size === 0 ? undefined : registrationOf(contract);
    return registration?.operation.secured === true && !isForEverybody(contract, registration.operation)
      ? [{ location: registration.operation.location }]
      : [];
  },
  prerequisites: (_subject, around) => {
    const registration = registrationOf(around.contract);
    return [
      ...causePrerequisites(around, undefined, 0),
      ...(registration === undefined ? [] : permissionsFor(registration.operation)),
      { kind: 'credential', name: 'other' },
    ];
  },
  cost: () => ({ requests: 3, creates: 3 }),
  async run(_subject, session) {
    const sink = sinkOf(session);
    const [mine, theirs] = [await session.run(registered, { credential: 'key' }), await session.run(registered, { credential: 'other' })];
    const cause = causeOf(session);
    if (cause !== undefined && isForEverybody(session.contract, cause))
      throw new NotTried('not-applicable', `what ${cause.key} creates is for everybody`);
    if (!mine || !theirs || !cause || !isSuccess(mine.exchange) || !isSuccess(theirs.exchange))
      return { registrations: [mine, theirs].flatMap((one) => one?.exchange ?? []) };
    const before = deliveriesTo(session, mine.endpoint).length;
    const exchange = await sendCreation(session, usableRequest(session, cause, 'secret'));
    const came = (): boolean => deliveriesTo(session, mine.endpoint).length > before;
    if (await sink.until(came, patienceMs(session.target, 'webhook.delivered'), 'an event is to be delivered'))
      await sink.until(() => false, settledMs, 'the other account is to be told nothing');
    const made = jsonOf(exchange);
    const id = isObject(made) && typeof made['id'] === 'string' ? [made['id']] : [];
    const own = ownTextsOf(session, id);
    const heard = deliveriesTo(session, theirs.endpoint);
    const isOurs = (delivery: Exchange): boolean => {
      const json = deliveredJson(delivery);
      const { [registrationOf(session.contract)?.member ?? '']: _address, ...rest } = isObject(json) ? json : {};
      return showsOurs(rest, own) && !(delivery.sent.body ?? '').includes('hook-other');
    };
    return { cause: exchange, mine: deliveriesTo(session, mine.endpoint).slice(before), theirs: heard, leaked: heard.find(isOurs) };
  },
  judge(_subject, result) {
    if ('registrations' in result) return inconclusive('Not both accounts could register an endpoint', result.registrations);
    const { cause, mine, leaked } = result;
    if (leaked !== undefined) {
      const finding = {
        code: 'foreign-event-delivered',
        where: 'endpoint of the other account',
        expected: 'no delivery about what this account created',
        actual: 'one',
      };
      return fail(finding, [leaked, cause]);
    }
    if (mine.length > 0) return pass(1);
    return { ...inconclusive(`The account itself was told nothing after ${outcomeOf(cause)}`, [cause]), optional: true };
  },
});

type Signed = Delivered & { readonly results: readonly SignatureResult[] };

export const signatureFits = defineProbe<Described, Signed>({
  ...delivering,
  id: 'webhooks/signature-fits',
  title: 'The signature of a delivery fits its octets and the secret',
  why: 'A receiver that checks the signature rejects every delivery; one that does not believes anybody.',
  fix: 'Sign the octets that are sent, with the secret of the endpoint, in the documented form.',
  reads: 'delivery.signature',
  over: describedOver(({ convention }) => convention?.signature !== undefined),
  prerequisites: (subject, around) => [
    ...deliveryPrerequisites(subject, around),
    ...(around.target.webhooks === undefined || around.target.webhooks.hasSecret === true
      ? []
      : [{ kind: 'config' as const, path: 'webhooks.secret', sentence: 'the secret with which the target signs deliveries' }]),
  ],
  cost: () => ({ requests: 3, creates: 3 }),
  async run(subject, session) {
    const delivered = await deliveriesOf(subject, session);
    const { signature } = subject.described.convention ?? {};
    const results = signature === undefined ? [] : delivered.deliveries.map(({ id }) => sinkOf(session).signature(id, signature));
    return { ...delivered, results };
  },
  judge({ described }, { causes, deliveries, results }) {
    const header = described.convention?.signature?.header ?? '';
    const broken = deliveries.filter((_, n) => results[n] === 'differs' || results[n] === 'missing');
    const count = results.filter((one) => one !== 'unknown').length;
    const [first] = broken;
    if (first === undefined) return count > 0 ? pass(count) : inconclusive('Nothing was delivered', causes);
    const isThere = deliveredHeader(first, header) !== undefined;
    const finding = {
      code: isThere ? 'signature-differs' : 'signature-missing',
      where: header,
      expected: 'a signature of the octets of the body with the secret of the endpoint',
      actual: isThere ? 'another one' : 'none',
    };
    return fail(finding, [first, ...broken.slice(1)], { judged: count, breaches: broken.length });
  },
});
