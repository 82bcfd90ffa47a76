import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Operation, ResourceType } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { listedValues } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { changeable, locationOf } from '../../subjects/changeable.ts';
import { reachedStates, resourceTypeNamed } from '../../subjects/resources.ts';
import { isSame } from '../../subjects/same-value.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { mentions, shownResource, type Resource } from '../../subjects/shown-resource.ts';
import { firstLooks, isOwnAlone, readOf } from './first-looks.ts';
import { onResource } from './look-at-resource.ts';
import { patienceMs } from '../../kit/patience.ts';
import { until } from './until.ts';

/** One member that an update was to change. */
export type Update = {
  readonly member: string;
  /** The value that was sent, and the one that the resource showed before. */
  readonly value: unknown;
  readonly before: Resource | undefined;
  /** The last answer to it; a list of values is sent twice. */
  readonly exchange: Exchange;
  /** Reads after it was accepted, until one showed the value. */
  readonly reads: readonly Exchange[];
};

/** A resource, and the changes of its members one after another. */
export type Updated = {
  readonly id: string | undefined;
  readonly creation: Exchange;
  readonly updates: readonly Update[];
};

/** Statuses that report that a resource is busy (RFC 9110 section 15.5.10, RFC 4918 section 11.3, RFC 8470 section 5.2). */
export const busyStatuses: readonly number[] = [409, 423, 425];

/**
 * Changes the members of a resource, one after another, and reads it after each change until the new value shows. While the resource is
 * busy, the change is tried again.
 */
export const updated = defineScenario<{ readonly resourceType: string }, Updated>({
  id: 'updated',
  async run(session, parameters) {
    const resourceType = resourceTypeNamed(session.contract, parameters.resourceType);
    const { update, read } = resourceType;
    const looks = await session.run(firstLooks, parameters);
    const { id, creation, parents } = looks.resources.own;
    const first = readOf(looks, looks.resources.own);
    const isOurs = isOwnAlone(resourceType, looks.resources);
    if (id === undefined || !update || !isOurs || (first && !isSuccess(first.exchange))) return { id, creation, updates: [] };
    const updates: Update[] = [];
    const apartMs = patienceMs(session.target, 'updated.later');
    const left = creation.sentAt + creation.tookMs + apartMs - session.now();
    // A state that a resource reaches in less time must still be watched.
    const isHasty = reachedStates(resourceType, session.contract, session.target).some(({ withinMs }) => withinMs <= apartMs);
    if (left > 0 && !isHasty && !resourceType.presumed)
      await session.pause(left, 'the time of an update is to differ from that of the creation');
    let isOfUse = true;
    for (const member of changeable(session.contract, resourceType, update)) {
      const now = read ? await onResource(session, read, id, { parents }) : undefined;
      const before = now && shownResource(resourceType, 'read', now, id);
      const held = before === undefined ? undefined : valueAt(before, locationOf(member));
      const value = otherValue(session, update, member, held, resourceType.presumed ? roundedApart : 1);
      if (value === undefined) continue;
      const rest = resourceType.presumed ? shownRest(session, update, before) : requiredOf(session, update, member);
      const send = (): Promise<Exchange> =>
        onResource(session, update, id, { purpose: 'change', parents, body: { ...rest, [member.name]: value } });
      // What prevented one change for the whole time prevents the next one as well.
      const settledMs = isOfUse ? patienceMs(session.target, 'created.settled', resourceType) : 0;
      const exchange = await changed(session, update, send, { isList: Array.isArray(value), withinMs: settledMs });
      if (isBusy(exchange)) isOfUse = false;
      const reads: Exchange[] = [];
      if (read && isSuccess(exchange)) {
        const withinMs = patienceMs(session.target, 'updated.shown', resourceType);
        await until(session, { withinMs, why: 'a read is to show the change', pauseMs: 3000 }, async () => {
          const answer = await onResource(session, read, id, { parents });
          reads.push(answer);
          return showsValue(resourceType, 'read', answer, id, member, value) ? true : undefined;
        });
      }
      updates.push({ member: member.name, value, before, exchange, reads });
    }
    return { id, creation, updates };
  },
});

const changed = async (
  session: Session,
  update: Operation,
  send: () => Promise<Exchange>,
  { isList, withinMs }: { readonly isList: boolean; readonly withinMs: number },
): Promise<Exchange> => {
  let exchange = await send();
  if (isBusy(exchange) && withinMs > 0) {
    await until(session, { withinMs, why: `${update.key} is to be possible` }, async () => {
      exchange = await send();
      return isBusy(exchange) ? undefined : true;
    });
  }
  // A list that is appended to instead of replaced shows when the value is sent twice.
  return isList && isSuccess(exchange) ? send() : exchange;
};

const isBusy = (exchange: Exchange): boolean => busyStatuses.includes(statusOf(exchange) ?? 0);

/** The members that an update requires, as a read shows them; what it does not show is made up. */
export const shownRest = (session: Session, update: Operation, before: Resource | undefined): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    bodyMembers(session.contract, update)
      .filter(({ required }) => required)
      .flatMap((one) => {
        const value = (before && valueAt(before, locationOf(one))) ?? otherValue(session, update, one, undefined);
        return value === undefined ? [] : [[one.name, value] as const];
      }),
  );

/** Values of the required members of an update beside the changed one. */
const requiredOf = (session: Session, update: Operation, member: BodyMember): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    bodyMembers(session.contract, update)
      .filter(({ required, name }) => required && name !== member.name)
      .flatMap((one) => {
        const value = otherValue(session, update, one, undefined);
        return value === undefined ? [] : [[one.name, value] as const];
      }),
  );

/** How far a new number is from the old one where a server may round it. */
export const roundedApart = 10;

/** A value that differs from the present one, a number by `apart`: the operator's, a fresh text, one that the contract prints, else one of its type. */
export const otherValue = (session: Session, update: Operation, member: BodyMember, now: unknown, apart = 1): unknown => {
  const { name, conventions } = member;
  const given = session.target.values[update.key]?.[name];
  if (given !== undefined) return given;
  if (conventions.fresh === true) return session.fresh(`changed-${name}`);
  const schema = resolvedSchema(session.contract.document, member.schema);
  const words = isObject(schema) ? schema : {};
  const examples = Array.isArray(words['examples']) ? (words['examples'] as readonly unknown[]) : [];
  const printed = [...examples, words['example'], ...(listedValues(member) ?? [])].find(
    (value) => value !== undefined && JSON.stringify(value) !== JSON.stringify(now),
  );
  if (printed !== undefined) return printed;
  if (listedValues(member)) return undefined;
  const [type] = typesOf(schema).filter((one) => one !== 'null');
  switch (type) {
    case 'boolean':
      return now !== true;
    case 'integer':
    case 'number':
      return typeof now === 'number' ? now + apart : 1;
    case 'array':
      return JSON.stringify(now) === '["assay"]' ? ['assay-2'] : ['assay'];
    case 'object':
      return undefined;
    default:
      return session.fresh(`changed-${name}`);
  }
};

/** Does an answer show a sent value: at its pointer in the resource, else a fresh text anywhere. */
export const showsValue = (
  resourceType: ResourceType,
  word: 'read' | 'update',
  exchange: Exchange,
  id: string,
  member: BodyMember,
  value: unknown,
): boolean => {
  if (!isSuccess(exchange)) return false;
  const resource = shownResource(resourceType, word, exchange, id);
  const held = resource && valueAt(resource, locationOf(member));
  if (held !== undefined && isSame(held, value)) return true;
  return typeof value === 'string' && value.startsWith('ct-') && mentions(jsonOf(exchange), value);
};
