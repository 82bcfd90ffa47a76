import { isSuccess, statusOf } from '../../../../contract/message.ts';
import { membersOf, partsOf } from '../../../../contract/infer/schema-parts.ts';
import type { Operation, Schema } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../../generators/body-members.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import { resolvedSchema, typesOf } from '../../../../generators/resolved-schema.ts';
import { tellingValue } from '../../../../generators/whole-body.ts';
import { isScalar } from '../../../../model/json.ts';
import { freshFor } from '../../../requests/usable-request.ts';
import { isMerged, isReplacedWhole } from '../../../subjects/merge-patch.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { isServersOwn } from '../../../subjects/shown-as-sent.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { requiredOnly } from './bodies.ts';
import type { ClearedInner, Merged, Replaced, Sent } from './results.ts';
import { change, type Living, readOf } from './steps.ts';
import { askedSchema } from '../../../../contract/asked-content.ts';

/** A member of an object inside a body, with a value for it and its schema. */
type Inner = readonly [name: string, value: string | number, schema: Schema];

/** Values for the members of an object: those that its schema describes, or two of any name where it takes texts under every name. */
const innerValues = ({ session }: Living, { name, schema }: BodyMember): readonly Inner[] => {
  const { document } = session.contract;
  const resolved = resolvedSchema(document, schema);
  const open = isObject(resolved) ? resolved['additionalProperties'] : undefined;
  const described = [...membersOf(document, schema)];
  const asked: readonly (readonly [string, Schema])[] =
    described.length > 0
      ? described
      : isObject(open)
        ? [
            ['ct-one', open],
            ['ct-two', open],
          ]
        : [];
  return asked.flatMap(([inner, member]) => {
    const value = tellingValue(document, member, freshFor(session, `merged-${name}-${inner}`), inner);
    return typeof value === 'string' || typeof value === 'number' ? [[inner, value, member] as const] : [];
  });
};

/** Another value for such a member: a new text, or the next number that its schema takes. */
const anotherInner = ({ session }: Living, name: string, [inner, value, schema]: Inner): unknown => {
  const { document } = session.contract;
  if (typeof value === 'number') return [value + 1, value - 1].find((one) => mayBeSent(document, schema, one));
  const made = tellingValue(document, schema, freshFor(session, `merged-again-${name}`), inner);
  return typeof made === 'string' && made !== value ? made : undefined;
};

/**
 * Sets two members of an object by a merge patch, or all of them where two alone are refused, and then another value for one of them alone: RFC 7396 leaves the other ones as
 * they are. Where this is refused, the object that it has to come to is sent as a whole. Undefined where the change merges no such object.
 */
export const mergedObject = async (way: Living, operation: Operation, current: Resource): Promise<Merged | undefined> => {
  const { session } = way;
  const { contract } = session;
  const members = bodyMembers(contract, operation);
  const required = requiredOnly(members, current);
  const setTo = (member: string, object: Resource): Promise<Sent> => change(way, operation, { ...required, [member]: object });
  for (const member of members.filter(({ name }) => isMerged(contract, operation, name))) {
    const inner = innerValues(way, member);
    const [left, right] = inner;
    if (!left || !right) continue;
    // Of a form that only one value is known of, there is no other: then that member is the one that stays.
    const changed = [left, right].flatMap((first) => {
      const other = anotherInner(way, member.name, first);
      return other === undefined ? [] : [{ first, second: first === left ? right : left, other }];
    })[0];
    if (!changed) continue;
    const { first, second, other } = changed;
    const [name, value] = first;
    const two = await setTo(member.name, { [name]: value, [second[0]]: second[1] });
    // An object without the others may break a rule about what comes of it.
    const isRefused = !isSuccess(two.exchange) && inner.length > 2;
    const both = isRefused ? await setTo(member.name, Object.fromEntries(inner.map(([one, its]) => [one, its]))) : two;
    if (!isSuccess(both.exchange)) continue;
    const one = await setTo(member.name, { [name]: other });
    const held = Object.entries(heldIn(readIn(both) ?? {}, member.name)).filter(([its]) => inner.some(([known]) => known === its));
    const again = isRefusedThough(way, operation, one)
      ? await setTo(member.name, { ...Object.fromEntries(held), [name]: other })
      : undefined;
    return { member: member.name, kept: second[0], value: second[1], both, one, again };
  }
  return undefined;
};

/** Is a body refused for what is in it that its schema allows. */
const isRefusedThough = ({ session: { contract } }: Living, operation: Operation, { body, exchange }: Sent): boolean =>
  [400, 422].includes(statusOf(exchange) ?? 0) && mayBeSent(contract.document, askedSchema(operation.body) ?? true, body);

/** What a resource shows after a change. */
const readIn = (sent: { readonly looks: Merged['both']['looks'] }): Resource | undefined =>
  sent.looks.findLast(({ word }) => word === 'read')?.resource;

const heldIn = (resource: Resource, member: string): Resource => {
  const held = resource[member];
  return isObject(held) ? held : {};
};

/**
 * Sets a member of an object that the document says to be replaced as a whole, and then the object without that member. Undefined where the change replaces no such
 * object.
 */
export const replacedObject = async (way: Living, operation: Operation, current: Resource): Promise<Replaced | undefined> => {
  const { contract } = way.session;
  const { document } = contract;
  const members = bodyMembers(contract, operation);
  const required = requiredOnly(members, current);
  for (const member of members.filter(({ name }) => isReplacedWhole(contract, operation, name))) {
    const needed = partsOf(document, member.schema).flatMap((part) =>
      Array.isArray(part['required']) ? (part['required'] as unknown[]) : [],
    );
    const inner = innerValues(way, member);
    // What is left out may come back with its default.
    const lost = inner.find(
      ([name, , schema]) => !needed.includes(name) && !Object.hasOwn(Object(resolvedSchema(document, schema)), 'default'),
    );
    const kept = Object.fromEntries(inner.filter(([name]) => needed.includes(name)).map(([name, value]) => [name, value]));
    if (!lost || !needed.every((name) => Object.hasOwn(kept, String(name)))) continue;
    const [name, value] = lost;
    const whole = await change(way, operation, { ...required, [member.name]: { ...kept, [name]: value } });
    if (!isSuccess(whole.exchange) || !isSameValue(heldIn(readIn(whole) ?? {}, member.name)[name], value)) continue;
    const bare = await change(way, operation, { ...required, [member.name]: kept });
    return { member: member.name, lost: name, value, whole, bare };
  }
  return undefined;
};

/** Most objects that are changed as a whole. */
const mostObjects = 2;

/** Another object as a whole for each of the first members that show one. */
export const otherObjects = ({ session }: Living, members: readonly BodyMember[], now: Resource): readonly Resource[] => {
  const { document } = session.contract;
  const objects = members.flatMap(({ name, schema }): Resource[] => {
    if (!isObject(now[name]) || !typesOf(schema).includes('object') || isServersOwn(name)) return [];
    const made = tellingValue(document, schema, freshFor(session, `object-${name}`), name);
    const isOther = isObject(made) && Object.keys(made).length > 0 && !isSameValue(made, now[name]);
    return isOther ? [{ [name]: made }] : [];
  });
  return objects.slice(0, mostObjects);
};

const isGiven = (value: unknown): boolean => isScalar(value) && value !== null && value !== '';

/**
 * Sends null for one member of an object that may be null: by a merge patch it alone (RFC 7396, section 2), else beside the other members of the object as they
 * are. What it clears is set first where the resource does not show it. Undefined where no object has such a member.
 */
export const clearedInner = async (way: Living, operation: Operation): Promise<ClearedInner | undefined> => {
  const { session, trip, creation, id } = way;
  const { contract } = session;
  const { document } = contract;
  let now = (await readOf(way, creation, id))?.resource ?? {};
  const members = bodyMembers(contract, operation);
  const required = requiredOnly(members, now);
  const asked = askedSchema(operation.body) ?? true;
  const created = new Map(bodyMembers(contract, trip.create).map(({ name, schema }) => [name, schema]));
  for (const member of members) {
    if (!typesOf(member.schema).includes('object') || isServersOwn(member.name)) continue;
    const inner = innerValues(way, member);
    const schemasOf = (name: string): readonly Schema[] =>
      [member.schema, created.get(member.name) ?? true].map((one) => membersOf(document, one).get(name) ?? true);
    // Null may stand for a default, which may be the value from before.
    const isPlain = (name: string): boolean =>
      schemasOf(name).every((one) => !Object.hasOwn(Object(resolvedSchema(document, one)), 'default'));
    const [cleared] = inner.find(([name, , schema]) => mayBeSent(document, schema, null) && isPlain(name)) ?? [];
    if (cleared === undefined || inner.length < 2) continue;
    const isShown = (): boolean => {
      const held = heldIn(now, member.name);
      return isGiven(held[cleared]) && inner.some(([name]) => name !== cleared && isGiven(held[name]));
    };
    if (!isShown()) {
      const values = Object.fromEntries(inner.map(([name, value]) => [name, value]));
      const set = await change(way, operation, { ...required, [member.name]: values });
      now = readIn(set) ?? now;
    }
    if (!isShown()) continue;
    const held = heldIn(now, member.name);
    const beside = Object.fromEntries(inner.flatMap(([name]) => (name !== cleared && isGiven(held[name]) ? [[name, held[name]]] : [])));
    const isOneAlone = isMerged(contract, operation, member.name);
    const body = { ...required, [member.name]: { ...(isOneAlone ? {} : beside), [cleared]: null } };
    if (!mayBeSent(document, asked, body)) continue;
    return {
      member: member.name,
      inner: cleared,
      value: held[cleared],
      beside,
      isMerged: isOneAlone,
      sent: await change(way, operation, body),
    };
  }
  return undefined;
};
