import { type DescribedDelivery, describedDeliveries } from '../../contract/deliveries.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import type { DeliveryConvention, DeliveryWait } from '../../contract/x-assay/delivery.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Arrival } from '../../model/sink.ts';
import type { Target } from '../../model/target.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { patienceMs } from '../kit/patience.ts';
import { permissionsFor, prerequisitesFor } from '../kit/prerequisites.ts';
import { shortMs } from '../kit/slow-prerequisites.ts';
import { registrationOf } from './registration.ts';
import { durationMs } from './resources.ts';
import { askedContent } from '../../contract/asked-content.ts';

/** A described webhook at its location. */
export type WebhookSubject = Subject & { readonly webhook: DescribedDelivery };

/** A webhook with what is documented about its deliveries. */
export type ConventionSubject = WebhookSubject & { readonly convention: DeliveryConvention };

/** Webhooks about whose deliveries `x-assay` says something, and which suit. */
export const deliveriesWith = (contract: Contract, suits: (convention: DeliveryConvention) => boolean): ConventionSubject[] =>
  describedDeliveries(contract).flatMap((webhook) =>
    webhook.callback === undefined && webhook.convention !== undefined && suits(webhook.convention)
      ? [at(webhook.location, { webhook, convention: webhook.convention })]
      : [],
  );

const isNamed =
  (name: string) =>
  ({ key, operationId }: Operation): boolean =>
    key === name || operationId === name;

/** Does an operation create from JSON what another one removes. */
const isPassing = ({ effect, body, unsupported }: Operation): boolean =>
  effect === 'creates' && unsupported === undefined && askedContent(body) !== undefined;

/** Words of a name that events of any kind have. */
const eventWords = new Set(['event', 'created', 'new', 'on', 'webhook', 'hook', 'notification', 'updated', 'deleted', 'changed', 'status']);

/** Is an operation about what an event is named after: `parcelCreated` about `/parcels`. */
const isNamedAfter = (event: string, { path }: Operation): boolean => {
  const wanted = new Set(
    wordsOf(event)
      .filter((word) => !eventWords.has(word))
      .map(singular),
  );
  const segment = path.split('/').findLast((one) => one !== '' && !one.startsWith('{')) ?? '';
  return wordsOf(segment).some((word) => wanted.has(singular(word)));
};

/**
 * The operation that makes the target deliver an event: that of the config, else the first that the document names, else a creation whose
 * resources can be removed, and that the event is named after if there is one. Undefined where there is none.
 */
export const causeOf = (
  { contract, target }: Surroundings,
  { causes = [] }: DeliveryConvention = {},
  event = '',
): Operation | undefined => {
  const wanted = target.webhooks?.trigger?.operation ?? [causes].flat()[0];
  if (wanted !== undefined) return contract.operations.find(isNamed(wanted));
  const registration = registrationOf(contract)?.operation.key;
  const declared = contract.resourceTypes.flatMap(({ create }) => create ?? []);
  const creations = [...declared, ...contract.operations].filter((one) => isPassing(one) && one.key !== registration);
  const lasting = contract.operations.find(({ effect, key }) => effect === 'creates' && key !== registration);
  return creations.find((one) => isNamedAfter(event, one)) ?? creations[0] ?? lasting;
};

/** What it takes that events are received. */
export const sinkPrerequisites = ({ target }: Surroundings): ProbePrerequisite[] =>
  target.webhooks === undefined
    ? [{ kind: 'config', path: 'webhooks.listen', sentence: 'the host and port on which assay receives events, such as 127.0.0.1:9000' }]
    : [];

/** What it takes to cause events and to wait so long for what follows. */
export const causePrerequisites = (
  around: Surroundings,
  convention: DeliveryConvention | undefined,
  waitsMs: number,
  event = '',
): ProbePrerequisite[] => {
  const cause = causeOf(around, convention, event);
  const sentence = 'an operation that makes the target send an event, because the document has no creation that can be undone';
  const slow: ProbePrerequisite[] = waitsMs < shortMs ? [] : [{ kind: 'permission', permission: 'slow' }];
  const needs =
    cause === undefined
      ? [{ kind: 'config' as const, path: 'webhooks.trigger.operation', sentence }]
      : around.target.webhooks?.trigger?.body === undefined
        ? prerequisitesFor(cause, around)
        : permissionsFor(cause);
  return [...sinkPrerequisites(around), ...needs, ...slow];
};

/** The ways of one event's deliveries in time, in milliseconds, scaled by the target's own first wait. */
export type ScaledWait = Required<DeliveryWait> & { readonly printed: number };

/** By how much a target shortens or stretches the documented waits. */
export const scaleOf = (contract: Contract, target: Pick<Target, 'durations'>, { retries }: DeliveryConvention): number => {
  if (retries === undefined) return 1;
  const printed = durationMs(contract, { durations: {} }, retries.scale);
  const own = durationMs(contract, target, retries.scale);
  return printed === undefined || own === undefined ? 1 : own / printed;
};

const tenth = 0.1;
const roundingSeconds = 30;

/** The waits between the attempts of one event, in milliseconds. */
export const scaledWaits = (contract: Contract, target: Pick<Target, 'durations'>, convention: DeliveryConvention): ScaledWait[] => {
  const toMs = scaleOf(contract, target, convention) * 1000;
  return (convention.retries?.waits ?? []).map(({ seconds, ...given }) => {
    const least = given.least ?? seconds * (1 - tenth);
    const most = given.most ?? seconds + Math.max(seconds * tenth, roundingSeconds);
    const within = given.within ?? most * 2;
    return { printed: seconds, seconds: seconds * toMs, least: least * toMs, most: most * toMs, within: within * toMs };
  });
};

/** How long a delivery may take to be answered, in milliseconds; undefined where that is not documented. */
export const timeoutMs = (contract: Contract, target: Pick<Target, 'durations'>, { timeout }: DeliveryConvention): number | undefined =>
  timeout === undefined ? undefined : durationMs(contract, target, timeout);

/** How long all attempts of one event are followed at the most. */
export const followedMs = (target: Target): number => patienceMs(target, 'webhook.followed');

/** The body of a delivery as JSON; undefined where it is none. */
export const deliveredJson = ({ sent }: Pick<Exchange, 'sent'>): unknown => {
  try {
    return sent.body === null ? undefined : JSON.parse(sent.body);
  } catch {
    return undefined;
  }
};

/** A header field of a delivery, whatever the letter case of its name. */
export const deliveredHeader = ({ sent }: Pick<Exchange, 'sent'>, name: string): string | undefined =>
  sent.headers.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];

const idHeaders = ['webhook-id', 'ce-id'];

/** The id of the event of a delivery: where the document says, else in a header field with a standard name, else the member `id`. */
export const eventIdOf = (delivery: Pick<Exchange, 'sent'>, { id }: DeliveryConvention = {}): string | undefined => {
  const json = deliveredJson(delivery);
  const [, header, pointer] = /^\$request\.(?:header\.(.+)|body#(.+))$/u.exec(id ?? '') ?? [];
  const value =
    header === undefined
      ? pointer === undefined
        ? (idHeaders.map((name) => deliveredHeader(delivery, name)).find((one) => one !== undefined) ??
          (isObject(json) ? json['id'] : undefined))
        : valueAt(json, pointer)
      : deliveredHeader(delivery, header);
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
};

/** Is a text a date with a time, or seconds or milliseconds since the epoch. */
export const isMoment = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(text) || /^\d{10}(?:\d{3})?$/u.test(text);

/** A value in which numbers and moments look alike, as they differ between attempts. */
const steadyPart = (value: unknown): unknown => {
  if (typeof value === 'number') return 0;
  if (typeof value === 'string') return isMoment(value) ? '' : value;
  if (Array.isArray(value)) return value.map(steadyPart);
  if (!isObject(value)) return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, steadyPart(value[name])]));
};

/** Are two bodies the same but for numbers and moments. */
export const areAlike = (a: Pick<Arrival, 'sent'>, b: Pick<Arrival, 'sent'>): boolean => {
  if (a.sent.body === b.sent.body) return true;
  const values = [a, b].map(deliveredJson);
  return values.every(isObject) && JSON.stringify(steadyPart(values[0])) === JSON.stringify(steadyPart(values[1]));
};

/** Are two deliveries about the same event; undefined where nothing shows it, because one has no body that can be compared. */
export const isSameEvent = (a: Pick<Arrival, 'sent'>, b: Pick<Arrival, 'sent'>, convention?: DeliveryConvention): boolean | undefined => {
  const ids = [a, b].map((one) => eventIdOf(one, convention));
  if (ids[0] !== undefined && ids[1] !== undefined) return ids[0] === ids[1];
  if (areAlike(a, b)) return true;
  return [a, b].every((one) => isObject(deliveredJson(one))) ? false : undefined;
};
