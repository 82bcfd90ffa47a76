import { describedDeliveries, type DescribedDelivery } from '../../../contract/deliveries.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { summarizeSchema } from '../../../contract/schema/evaluate.ts';
import { closestContents, isJsonType } from '../../../contract/wire/media-type.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import { membersAt } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsMask } from '../../../model/mask.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, type Subject, type Surroundings } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { calledBack } from '../../scenarios/webhooks/called-back.ts';
import { type Delivered, deliveredEvents } from '../../scenarios/webhooks/delivered-events.ts';
import { causeOf, causePrerequisites, deliveredHeader, deliveredJson, sinkPrerequisites } from '../../subjects/deliveries.ts';
import { NotTried } from '../../kit/define.ts';
import { askedContent } from '../../../contract/asked-content.ts';

type Described = Subject & { readonly described: DescribedDelivery };

/** Every webhook and callback of a document without requirements of its own, that suits. */
export const describedOver =
  (suits: (described: DescribedDelivery, contract: Contract) => boolean) =>
  (contract: Contract): Described[] =>
    contract.standard.size === 0
      ? []
      : describedDeliveries(contract).flatMap((described) =>
          suits(described, contract) ? [{ location: described.location, described }] : [],
        );

/** What it takes that one is delivered. */
export const deliveryPrerequisites = ({ described }: Described, around: Surroundings) =>
  described.callback === undefined
    ? causePrerequisites(around, described.convention, 0, described.name)
    : [...sinkPrerequisites(around), ...prerequisitesFor(described.callback.operation, around)];

/** Makes the target deliver it, and gives what came. */
export const deliveriesOf = async ({ described }: Described, session: Session): Promise<Delivered> => {
  const { callback } = described;
  if (callback !== undefined) {
    const { cause, deliveries } = await session.run(calledBack, { operation: callback.operation.key, expression: callback.expression });
    return { causes: [cause], deliveries };
  }
  const cause = causeOf(session, described.convention, described.name);
  if (cause === undefined) throw new NotTried('missing-prerequisite', 'needs webhooks.trigger.operation');
  return session.run(deliveredEvents, { operation: cause.key });
};

/** Letters and digits alone, because names of events are written in many ways. */
const bare = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

const typeNames = ['type', 'event', 'eventType', 'event_type', 'eventName', 'event_name', 'topic', 'action', 'name', 'kind'];
const typeHeaders = /^(?:ce-type|(?:x-)?(?:[a-z]+-)?(?:webhook-)?(?:event|topic)(?:-type|-name)?)$/iu;

/** Values of members that say which event it is: those with one listed value. */
const constantsOf = (contract: Contract, { body }: DescribedDelivery): ReadonlyMap<string, readonly unknown[]> => {
  const location = askedContent(body)?.schemaLocation;
  if (location === undefined) return new Map();
  return new Map(
    membersAt(contract, location).flatMap(({ name, schema }) => {
      const read = resolvedSchema(contract.document, schema);
      if (!isObject(read) || !typeNames.includes(name)) return [];
      const values = 'const' in read ? [read['const']] : Array.isArray(read['enum']) ? read['enum'] : [];
      return values.length === 0 ? [] : [[name, values as readonly unknown[]]];
    }),
  );
};

/** Members that name an event wherever they are; others of `typeNames` may name what it is about. */
const eventMembers = ['event', 'eventType', 'event_type', 'eventName', 'event_name', 'topic'];

const namesInHeaders = ({ sent }: Exchange): string[] => sent.headers.filter(([name]) => typeHeaders.test(name)).map(([, value]) => value);

/** Names of the members that a body describes. */
const membersOf = (contract: Contract, { body }: DescribedDelivery): readonly string[] => {
  const location = askedContent(body)?.schemaLocation;
  return location === undefined ? [] : membersAt(contract, location).map(({ name }) => name);
};

/** Texts of a delivery that name its event. */
const eventNames = (delivery: Exchange): string[] => {
  const json = deliveredJson(delivery);
  const members = isObject(json) ? typeNames.map((name) => json[name]).filter((one) => typeof one === 'string') : [];
  return [...members, ...namesInHeaders(delivery)];
};

/** Deliveries that are certainly of one described webhook: by a listed value, or by its name; of the only one all that name no other event. */
export const deliveriesAs = (contract: Contract, described: DescribedDelivery, deliveries: readonly Exchange[]): readonly Exchange[] => {
  const rivals = describedDeliveries(contract).filter((one) =>
    described.callback === undefined
      ? one.callback === undefined
      : one.callback?.operation.key === described.callback.operation.key && one.callback.expression === described.callback.expression,
  );
  const isListed = (one: DescribedDelivery, delivery: Exchange): boolean => {
    const json = deliveredJson(delivery);
    const constants = [...constantsOf(contract, one)];
    return isObject(json) && constants.length > 0 && constants.every(([name, values]) => values.includes(json[name]));
  };
  const fits = (one: DescribedDelivery, delivery: Exchange): boolean =>
    isListed(one, delivery) || eventNames(delivery).some((name) => bare(name) === bare(one.name));
  if (rivals.length === 1) {
    const own = new Set(membersOf(contract, described));
    const isOther = (delivery: Exchange): boolean => {
      const json = deliveredJson(delivery);
      const undescribed = isObject(json) ? eventMembers.filter((name) => typeof json[name] === 'string' && !own.has(name)) : [];
      const isUnlisted =
        isObject(json) &&
        [...constantsOf(contract, described)].some(([name, values]) => typeof json[name] === 'string' && !values.includes(json[name]));
      return isUnlisted || undescribed.length > 0 || namesInHeaders(delivery).length > 0;
    };
    return deliveries.filter((delivery) => fits(described, delivery) || !isOther(delivery));
  }
  return deliveries.filter((delivery) => rivals.filter((one) => fits(one, delivery)).length === 1 && fits(described, delivery));
};

type Breach = { readonly code: string; readonly where: string; readonly expected: string; readonly actual: string };

/** Defines a rule that each delivery keeps or breaks by itself; `judge` gives undefined where it shows nothing. */
const defineDescribedProbe = ({
  suits,
  judge,
  ...text
}: CheckText & {
  suits(described: DescribedDelivery, contract: Contract): boolean;
  judge(delivery: Exchange, described: DescribedDelivery, contract: Contract): Breach | 'right' | undefined;
}): Probe<Delivered> =>
  defineProbe<Described, Delivered>({
    ...text,
    phase: 'mutate',
    stage: 'delivering',
    exclusive: 'collection',
    over: describedOver(suits),
    prerequisites: deliveryPrerequisites,
    cost: () => ({ requests: 3, creates: 3 }),
    run: deliveriesOf,
    judge({ described }, { causes, deliveries }, { contract }) {
      const own = deliveriesAs(contract, described, deliveries);
      const judged = own.map((delivery) => ({ delivery, ruling: judge(delivery, described, contract) }));
      const broken = judged.flatMap(({ delivery, ruling }) => (typeof ruling === 'object' ? [{ delivery, ruling }] : []));
      const count = judged.filter(({ ruling }) => ruling !== undefined).length;
      const [first, ...others] = broken;
      if (first !== undefined)
        return fail(first.ruling, [first.delivery, ...others.map(({ delivery }) => delivery)], { judged: count, breaches: broken.length });
      if (count > 0) return pass(count);
      const [cause] = causes.slice(-1);
      const outcome = cause === undefined ? '' : `, after a request that was answered ${outcomeOf(cause)}`;
      return { ...inconclusive(`Nothing that can be judged was delivered for ${described.name}${outcome}`, causes), optional: true };
    },
  });

const described = {
  why: 'A receiver that was written by the document rejects the delivery, or misses what it is about.',
  fix: 'Deliver what the document describes, or describe what is delivered.',
} as const;

export const deliveryMethod = defineDescribedProbe({
  ...described,
  id: 'webhooks/method',
  title: 'A delivery has the method that the document describes',
  suits: ({ method }) => method !== undefined,
  judge({ sent }, { method = '', name, callback }, contract) {
    const methods = describedDeliveries(contract)
      .filter((one) => one.name === name && one.callback?.operation.key === callback?.operation.key)
      .flatMap((one) => one.method ?? []);
    if (methods.includes(sent.method)) return 'right';
    return { code: 'other-method', where: 'method', expected: method, actual: sent.method };
  },
});

export const deliveryMediaType = defineDescribedProbe({
  ...described,
  id: 'webhooks/media-type',
  title: 'A delivery with a body has a media type that the document describes',
  suits: ({ body }) => (body?.content.length ?? 0) > 0,
  judge(delivery, { body }) {
    if (delivery.sent.body === null) return undefined;
    const type = deliveredHeader(delivery, 'content-type');
    const contents = body?.content ?? [];
    const expected = contents.map(({ mediaType }) => mediaType).join(' or ');
    if (type === undefined) return { code: 'no-media-type', where: 'Content-Type', expected, actual: 'none' };
    const isBase = isJsonType(type) && contents.some(({ mediaType }) => isJsonType(mediaType));
    if (isBase || closestContents(contents, type).length > 0) return 'right';
    return { code: 'other-media-type', where: 'Content-Type', expected, actual: type };
  },
});

export const deliveryBody = defineDescribedProbe({
  ...described,
  id: 'webhooks/body-schema',
  title: 'The body of a delivery has the members and types that its schema describes',
  suits: ({ body }) => body?.content.some(({ mediaType, schema }) => isJsonType(mediaType) && schema !== undefined) === true,
  judge(delivery, { body }, contract) {
    const type = deliveredHeader(delivery, 'content-type') ?? 'application/json';
    const contents = body?.content.filter(({ mediaType, schema }) => isJsonType(mediaType) && schema !== undefined) ?? [];
    const [content] = [...closestContents(contents, type), ...contents];
    if (content?.schemaLocation === undefined || delivery.sent.body === '') return undefined;
    if (delivery.sent.body === null)
      return body?.required === true ? { code: 'body-absent', where: '#', expected: 'a JSON body', actual: 'none' } : undefined;
    const value = deliveredJson(delivery);
    if (value === undefined)
      return holdsMask(delivery.sent.body)
        ? undefined
        : { code: 'body-not-json', where: '#', expected: 'a JSON body', actual: 'a body that is no JSON' };
    const { held, breaches } = summarizeSchema(contract, content.schemaLocation, value);
    const [breach] = breaches;
    if (breach === undefined) return held.length > 0 ? 'right' : undefined;
    const { instancePath, keyword, expected, actual } = breach;
    return { code: `schema-${keyword}`.replaceAll(' ', '-'), where: `#${instancePath}`, expected, actual };
  },
});

/** Fields that OpenAPI describes elsewhere (3.1, Parameter Object), and those of a credential that nobody configured. */
const elsewhere = new Set(['accept', 'content-type', 'authorization']);

const requiredFields = ({ parameters }: DescribedDelivery): readonly string[] =>
  parameters.filter((one) => one.in === 'header' && one.required && !elsewhere.has(one.name.toLowerCase())).map(({ name }) => name);

export const deliveryFields = defineDescribedProbe({
  ...described,
  id: 'webhooks/required-fields',
  title: 'A delivery has the header fields that the document describes as required',
  suits: (one) => requiredFields(one).length > 0,
  judge(delivery, one) {
    const missing = requiredFields(one).find((name) => deliveredHeader(delivery, name) === undefined);
    return missing === undefined ? 'right' : { code: 'field-missing', where: missing, expected: 'the header field', actual: 'none' };
  },
});
