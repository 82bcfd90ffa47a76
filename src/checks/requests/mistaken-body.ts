import type { Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import type { MissingValue } from '../../generators/member-value.ts';
import { minimalBody } from '../../generators/minimal-body.ts';
import { valueOfOtherType } from '../../generators/other-type.ts';
import { undecodableText } from '../../generators/undecodable.ts';
import { listedValues, unlistedValue, unusableBody } from '../../generators/unusable-body.ts';
import type { Fault, PlannedRequest, RequestBody } from '../../model/request.ts';
import { NotTried } from '../kit/define.ts';
import type { Session } from '../kit/session.ts';
import { namesSomething, type OddText, typedMembers } from '../subjects/mistaken-bodies.ts';
import { requestAsSet } from './request-as-set.ts';
import { freshFor, makingFor, sentenceFor, usableRequest } from './usable-request.ts';
import { askedContent } from '../../contract/asked-content.ts';

// Every request here has one mistake, in its body; the rest is correct. Each throws `NotTried` when a value in it can
// only come from the operator.

/** The mistakes that every operation with a required member is sent. */
export const bodyMistakes = ['cut-off', 'empty-object', 'empty', 'array'] as const;

/** Those that no service takes for the body of an object, whatever its members: what is in its place has no member. */
export const shapelessBodies = ['cut-off', 'array', 'text', 'null', 'not-utf-8'] as const;

/** Those of a form in parts (RFC 7578): its type does not say what stands between the parts (RFC 2046, section 5.1.1), or it ends within one. */
export const brokenParts = ['no-boundary', 'parts-cut-off'] as const;

/**
 * The mistakes in a whole body: JSON that breaks off, `{}`, nothing, or a list, a text or null in place of an object; and octets that are no text, although JSON
 * is UTF-8 (RFC 8259, section 8.1).
 */
export type BodyMistake = (typeof bodyMistakes)[number] | (typeof shapelessBodies)[number] | (typeof brokenParts)[number];

const partsType = 'multipart/form-data';

type Mistaken = { readonly body: RequestBody; readonly fault: Fault };

/** A request whose body is wrong as a whole. */
export const withMistakenBody = (session: Session, operation: Operation, mistake: BodyMistake): PlannedRequest => {
  const mediaType = askedContent(operation.body)?.mediaType ?? 'application/json';
  const [first] = bodyMembers(session.contract, operation);
  const part = `--ct-parts\r\nContent-Disposition: form-data; name=${JSON.stringify(first?.name ?? 'file')}\r\n\r\n`;
  const made: Readonly<Record<BodyMistake, Mistaken>> = {
    'cut-off': { body: { kind: 'text', text: `{${JSON.stringify(first?.name ?? 'name')}: "ct-x",`, mediaType }, fault: 'body-unparsable' },
    'empty-object': { body: { kind: 'json', value: {} }, fault: 'member-missing' },
    empty: { body: { kind: 'empty', mediaType }, fault: 'body-empty' },
    array: { body: { kind: 'json', value: [] }, fault: 'body-wrong-type' },
    text: { body: { kind: 'json', value: 'text' }, fault: 'body-wrong-type' },
    null: { body: { kind: 'json', value: null }, fault: 'body-wrong-type' },
    'not-utf-8': {
      body: { kind: 'octets', base64: Buffer.from([0x22, 0xff, 0x22]).toString('base64'), mediaType },
      fault: 'body-unparsable',
    },
    'no-boundary': { body: { kind: 'text', text: `${part}ct-x\r\n--ct-parts--\r\n`, mediaType: partsType }, fault: 'body-unparsable' },
    'parts-cut-off': { body: { kind: 'text', text: `${part}ct`, mediaType: `${partsType}; boundary=ct-parts` }, fault: 'body-unparsable' },
  };
  const { body, fault } = made[mistake];
  return { ...usableRequest(session, operation, mistake, { body }), faults: [fault] };
};

/** The generated body. @throws {NotTried} where only the operator can supply a value in it. */
const madeOf = <T extends { readonly kind: 'body' }>(
  made: T | { readonly kind: 'missing'; readonly prerequisites: readonly MissingValue[] },
): T => {
  if (made.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(made.prerequisites));
  return made;
};

/** The smallest body without one of its members. */
const bodyWithout = (session: Session, operation: Operation, member: string, purpose: string): unknown => {
  return madeOf(minimalBody(operation, { ...makingFor(session, purpose), omit: [member] })).value;
};

/** A request whose body is complete but for one required member. */
export const withoutMember = (session: Session, operation: Operation, member: string): PlannedRequest => {
  const purpose = `no-${member}`;
  const value = bodyWithout(session, operation, member, purpose);
  return { ...usableRequest(session, operation, purpose, { body: { kind: 'json', value } }), faults: ['member-missing'] };
};

/** A request with an existing value that is blocked for the account, as the operator names it. */
export const withBlockedValue = (session: Session, operation: Operation, { name, conventions }: BodyMember): PlannedRequest => {
  const { blocked: fixture } = conventions;
  const [blocked] = fixture === undefined ? [] : [session.target.fixtures[fixture] ?? []].flat();
  if (blocked === undefined) throw new NotTried('missing-prerequisite', `The fixture "${fixture ?? name}" is needed`);
  const purpose = `blocked-${name}`;
  const rest = bodyWithout(session, operation, name, purpose);
  const value = { ...(isObject(rest) ? rest : {}), [name]: blocked };
  return { ...usableRequest(session, operation, purpose, { body: { kind: 'json', value } }), faults: ['value-unusable'] };
};

/** A complete, well-formed request with unusable values in its body. */
export const withUnusableValues = (session: Session, operation: Operation): PlannedRequest => {
  const { value } = madeOf(unusableBody(operation, makingFor(session, 'unusable')));
  return { ...usableRequest(session, operation, 'unusable', { body: { kind: 'json', value } }), faults: ['value-unusable'] };
};

/** A request in which one member has another JSON type than documented. */
export const withOtherType = (session: Session, operation: Operation, member: BodyMember): PlannedRequest => {
  const { name } = member;
  const turn = typedMembers(session.contract, operation).findIndex((one) => one.name === name);
  const purpose = `type-${name}`;
  const other = valueOfOtherType(member, turn, freshFor(session, purpose));
  if (!other) throw new NotTried('not-applicable', `"${name}" of ${operation.key} may have every type`);
  const settings = [{ member: name, value: other.value }];
  return { ...requestAsSet(session, { operation: operation.key, settings, purpose }), faults: ['body-wrong-type'] };
};

/** Values that no service can read as a text. */
export const unreadable = [null, { a: 1 }, []] as const;

/** A request in which one member has the value of {@link unreadable} at an index. */
export const withUnreadable = (session: Session, operation: Operation, member: string, turn: number): PlannedRequest => {
  const settings = [{ member, value: unreadable[turn] }];
  const request = requestAsSet(session, { operation: operation.key, settings, purpose: `unreadable-${member}-${turn}` });
  return { ...request, faults: ['body-wrong-type'] };
};

/** The length of a text that is longer than the name of anything, in letters. */
const beyondNames = 5000;

/** A request in which a member that takes a text has a value that is none, or one that names nothing because of its length. */
export const withOddText = (session: Session, operation: Operation, { member, way }: OddText): PlannedRequest => {
  const { name } = member;
  const values: Readonly<Record<OddText['way'], unknown>> = {
    null: null,
    nested: { a: 1 },
    'very-long': 'ct-'.padEnd(beyondNames, 'abcdefghij'),
  };
  const settings = [{ member: name, value: values[way] }];
  const request = requestAsSet(session, { operation: operation.key, settings, purpose: `${way}-${name}` });
  return { ...request, faults: [way === 'very-long' ? 'value-unusable' : 'body-wrong-type'] };
};

/**
 * A request in which the value of one member is none of the listed ones, or names nothing that exists, or is not in the
 * declared encoding.
 */
export const withUnusableValue = (session: Session, operation: Operation, member: BodyMember): PlannedRequest => {
  const settings = [{ member: member.name, value: unusableFor(session, operation, member) }];
  const request = requestAsSet(session, { operation: operation.key, settings, purpose: `odd-${member.name}` });
  return { ...request, faults: ['value-unusable'] };
};

/** Digits that make a name unique. */
const digits = 8;

/** An unusable value of a member; for a member that names an existing resource, a name that none has. */
const unusableFor = (session: Session, { key }: Operation, member: BodyMember): unknown => {
  const value = unlistedValue(member);
  if (listedValues(member)) return value;
  const undecodable = member.conventions.unusable === undefined ? undecodableText(member) : undefined;
  if (undecodable !== undefined) return undecodable;
  if (!namesSomething(member) || typeof value !== 'string') return value;
  return `${value}-${session.hex(`${key}-${member.name}`, digits)}`;
};
