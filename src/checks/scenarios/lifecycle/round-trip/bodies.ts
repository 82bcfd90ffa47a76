import { nounWordsOf } from '../../../../contract/infer/id-names.ts';
import { referenceAt } from '../../../../contract/infer/references.ts';
import { sentencesOf } from '../../../../contract/infer/sentences.ts';
import { descriptionsIn, membersOf, partsOf } from '../../../../contract/infer/schema-parts.ts';
import { spanNames } from '../../../../contract/infer/span-names.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { statusOf } from '../../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { saidIn } from '../../../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../../../generators/body-members.ts';
import { uuidFor } from '../../../../generators/fresh-name.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import { typesOf } from '../../../../generators/resolved-schema.ts';
import { tellingValue } from '../../../../generators/whole-body.ts';
import { timeParts } from '../../../../generators/spans.ts';
import { dayMs, dayOf, wholeSeconds } from '../../../kit/days.ts';
import { freshFor } from '../../../requests/usable-request.ts';
import { namesMember } from '../../../subjects/named-in-error.ts';
import { saysUnknownWithoutEffect } from '../../../subjects/unknown-members.ts';
import { placeIn } from '../../../subjects/round-trips.ts';
import { isServersOwn } from '../../../subjects/shown-as-sent.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import type { Sent } from './results.ts';
import type { Way } from './way.ts';
import { askedSchema } from '../../../../contract/asked-content.ts';

/** The required members of a body. */
export const requiredOnly = (members: readonly BodyMember[], base: Resource): Resource => {
  const required = new Set(members.filter((one) => one.required).map(({ name }) => name));
  return Object.fromEntries(Object.entries(base).filter(([name]) => required.has(name)));
};

/** The body of a change that leaves a resource as it is shown: all that has a value for a PUT, the required members for any other. */
export const restingBody = ({ method }: Operation, members: readonly BodyMember[], shown: Resource): Resource => {
  const held = Object.fromEntries(
    members.flatMap(({ name }) => (shown[name] === undefined || shown[name] === null ? [] : [[name, shown[name]] as const])),
  );
  return method === 'PUT' ? held : requiredOnly(members, held);
};

/** Optional members that the refusal of a body names; none where it was not refused for what is in it. */
export const optionalAtFault = (
  members: readonly BodyMember[],
  { exchange, body }: Pick<Sent, 'exchange' | 'body'>,
): ReadonlySet<string> => {
  if (![400, 422].includes(statusOf(exchange) ?? 0)) return new Set();
  const named = members.filter(({ name, required }) => !required && body[name] !== undefined && namesMember(exchange, name));
  return new Set(named.map(({ name }) => name));
};

/** A body without some of its members. */
export const without = (body: Resource, names: ReadonlySet<string>): Resource =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.has(name)));

/** Members in the order in which another value of them is likely to be taken: what names another resource last, because a made-up id is refused. */
export const namingLast = (contract: Contract, operation: Operation, members: readonly BodyMember[]): readonly BodyMember[] => {
  const isNaming = ({ name }: BodyMember): boolean =>
    ['id', 'ids'].includes(wordsOf(name).at(-1) ?? '') || referenceAt(contract, operation, [name]) !== undefined;
  return [...members.filter((one) => !isNaming(one)), ...members.filter(isNaming)];
};

/** A number that no new resource has by itself. */
const countOfOurs = 40_961;

/** An amount in the form of one that is written as a text (`"12.50"`); undefined for any other text. */
const otherAmount = (now: unknown): string | undefined => {
  const [, decimals] = typeof now === 'string' ? (/^\d+\.(\d+)$/u.exec(now) ?? []) : [];
  return decimals === undefined ? undefined : `${countOfOurs}.${'0'.repeat(decimals.length)}`;
};

/** "Set by the server", "Read-only." */
const byServer =
  /\b(?:set|assigned|generated|computed|filled(?: in)?|chosen|maintained|managed) by (?:the |our )?(?:server|service|system|api|backend)\b|^read-?only\b/iu;

/** Is a member one that only answers have, by its own words. */
const isDerived = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(
    ({ readOnly, description }) => readOnly === true || (typeof description === 'string' && byServer.test(description)),
  );

/** "Members that only the service sets may be sent along; they are ignored", "Read-only members in a body are ignored". */
const ignoresOwn = (document: Contract['document']): boolean =>
  saidIn(document['info'])
    .flatMap(sentencesOf)
    .some(
      (one) =>
        own.test(one) &&
        ignored.test(one) &&
        !/\b(?:not|never|(?:may|might|can) be) (?:\w+ )?ignored\b|\b(?:some|most|except|unless|but)\b/iu.test(one),
    );
const own =
  /\b(?:members?|fields?|properties|attributes)\b[^.]*\b(?:only (?:the |our )?(?:service|server|system|api|backend)|only we|(?:the )?(?:service|server|system) (?:itself )?(?:sets|assigns|computes|maintains)|read-?only|ours)\b|\b(?:read-?only|server-set|computed) (?:members?|fields?|properties|attributes)\b/iu;
const ignored = /\b(?:is|are|will be|get|gets) (?:always |simply |silently |just )?ignored\b|\bwe ignore\b/iu;

const momentOfLongAgo = '2001-02-03T04:05:06Z';

/** The name of a member that no document describes. */
export const unknownMember = 'ct_unknown';

const isClosed = ({ session }: Pick<Way, 'session'>, operation: Operation): boolean => {
  const schema = askedSchema(operation.body);
  return partsOf(session.contract.document, schema).some(
    (part) => part['additionalProperties'] === false || part['unevaluatedProperties'] === false,
  );
};

/** An id that no server gives: where it is a UUID, or is only read and may be any text. */
const idOfOurs = (session: Way['session'], operation: Operation, member: Schema, schema: Resource): readonly string[] => {
  if (schema['format'] === 'uuid') return [uuidFor(session.fresh(`own-id-${operation.key}`))];
  const label = session.fresh(`id-${session.hex(operation.key, 6)}`);
  const { document } = session.contract;
  const isAnyText = ['format', 'pattern', 'enum', 'const'].every((word) => schema[word] === undefined);
  return isDerived(document, member) && isAnyText && mayBeSent(document, { ...schema, readOnly: false }, label) ? [label] : [];
};

/** A text for a member that only answers have, in the form that is described for it. */
const textOfOurs = (session: Way['session'], member: Schema, schema: Resource, name: string): string | undefined => {
  const { document } = session.contract;
  if (!isDerived(document, member)) return undefined;
  const asked = { ...schema, readOnly: false };
  const value = tellingValue(document, asked, freshFor(session, 'uninvited'), name);
  return typeof value === 'string' && mayBeSent(document, asked, value) ? value : undefined;
};

/** Last words in the names of numbers that name something: whose it is, or where it belongs. */
const naming: ReadonlySet<string> = new Set(
  'id ids key no nr number by owner user account tenant customer client merchant organisation organization company workspace team group author creator parent'.split(
    ' ',
  ),
);

/** May a number be the one of something that is somebody's: a service that takes it would hand the resource over. */
export const mayName = ({ operations }: Contract, name: string): boolean => {
  const last = wordsOf(name).at(-1) ?? '';
  return naming.has(last) || operations.some(({ path }) => nounWordsOf(path).at(-1) === last);
};

/** A made-up member that neither a request nor an answer describes, where the document says that such members have no effect. */
export const unknownFor = ({ session, trip }: Way, operation: Operation): Resource => {
  const { contract } = session;
  const place = placeIn(contract, trip.read ?? trip.create, trip.id);
  const isNamed = place !== undefined && membersOf(contract.document, place.schema).has(unknownMember);
  return isClosed({ session }, operation) || isNamed || !saysUnknownWithoutEffect(contract, operation)
    ? {}
    : { [unknownMember]: session.fresh('unknown') };
};

/** Values for members that a resource shows and a request does not describe: its id, moments, a count, a state, an address, and texts that are only read. */
export const uninvitedFor = ({ session, trip }: Way, operation: Operation, current: Resource): Resource => {
  const { contract } = session;
  const { document } = contract;
  const place = placeIn(contract, trip.read ?? trip.create, trip.id);
  if (!place || isClosed({ session }, operation)) return {};
  const asked = new Set(bodyMembers(contract, operation).map(({ name }) => name));
  const isCreation = operation === trip.create;
  const areOwn = ignoresOwn(document);
  const found = [...membersOf(document, place.schema)].flatMap(([name, member]): (readonly [string, unknown])[] => {
    // What is only read is often an `allOf` of what it shows and of that word.
    const schema: Resource = Object.assign({}, ...partsOf(document, member));
    if (asked.has(name) || current[name] === undefined) return [];
    const words = wordsOf(name);
    const [type] = typesOf(schema).filter((one) => one !== 'null');
    const isOwn = areOwn || isDerived(document, member);
    if (name === trip.id)
      return isCreation && type === 'string' ? idOfOurs(session, operation, member, schema).map((value) => [name, value] as const) : [];
    if (type === 'integer' || type === 'number')
      return isOwn && !mayName(contract, name) && mayBeSent(document, { ...schema, readOnly: false }, countOfOurs)
        ? [[name, countOfOurs]]
        : [];
    if (type === 'boolean') return isOwn && current[name] === false ? [[name, true]] : [];
    if (type !== 'string') return [];
    if (schema['format'] === 'date-time') return words.includes('created') || words.includes('creation') ? [[name, momentOfLongAgo]] : [];
    if (schema['format'] === 'email') return isCreation ? [] : [[name, `${session.fresh('uninvited')}@example.org`]];
    const amount = isCreation && isOwn ? otherAmount(current[name]) : undefined;
    if (amount !== undefined && mayBeSent(document, { ...schema, readOnly: false }, amount)) return [[name, amount]];
    const listed = Array.isArray(schema['enum']) ? schema['enum'] : [];
    const other = listed.findLast((one) => typeof one === 'string' && one !== current[name]) ?? textOfOurs(session, member, schema, name);
    return other === undefined || other === current[name] ? [] : [[name, other]];
  });
  return Object.fromEntries(found);
};

/** Milliseconds by which one end of a time is moved: a quarter of an hour, which mostly leaves it where it has to lie. */
const quarterMs = 900_000;

/** The other end of the time of which a member of a resource is one end; undefined for any other member. */
export const otherEnd = (name: string, resource: Resource): string | undefined =>
  spanNames(Object.keys(resource).filter((one) => timeParts(resource[one]) !== undefined))
    .find((pair) => pair.includes(name))
    ?.find((one) => one !== name);

/** A begin or an end somewhat later, before or behind the other end as it was; undefined where it would not be. */
const nextInTime = (name: string, resource: Resource): unknown => {
  const other = resource[otherEnd(name, resource) ?? ''];
  const now = resource[name];
  const ms = typeof now === 'string' && typeof other === 'string' ? Date.parse(now) : Number.NaN;
  if (Number.isNaN(ms) || typeof now !== 'string') return undefined;
  const end = Date.parse(String(other));
  const isDay = timeParts(now)?.rest === '';
  const later = ms + (isDay ? dayMs : quarterMs);
  if (Number.isNaN(end) || (ms < end && later >= end)) return undefined;
  return isDay ? dayOf(later) : wholeSeconds(later);
};

/** Is a value a mail address of a domain that reaches nobody (RFC 2606, section 3). */
export const reachesNobody = (value: unknown): boolean => typeof value === 'string' && /@example\.(?:com|net|org)$/u.test(value);

/**
 * Another value for a member than the one that is shown.
 * @param beside The whole resource as it is shown: what is one end of a time stays on its side of the other end.
 */
export const otherValue = (
  { session }: Way,
  { name, schema }: BodyMember,
  now: unknown,
  purpose: string,
  beside: Resource = {},
): unknown => {
  if (isServersOwn(name)) return undefined;
  const { document } = session.contract;
  if (otherEnd(name, beside) !== undefined) {
    const next = nextInTime(name, beside);
    return next !== undefined && mayBeSent(document, schema, next) ? next : undefined;
  }
  const value = tellingValue(document, schema, freshFor(session, purpose), name);
  if (reachesNobody(now)) return reachesNobody(value) && value !== now ? value : undefined;
  if (value !== undefined && value !== null && typeof value !== 'object' && value !== now) return value;
  const listed = isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
  if (listed.length > 0) return listed.find((one) => one !== now && one !== null);
  if (typeof now === 'boolean') return !now;
  return undefined;
};

/** Words by which null is refused where the schema allows it, as those do that a program makes from a type with an optional value. */
const refusesNull =
  /\bnull\b[`'"]? (?:values? )?(?:is|are|gets?|will be) (?:rejected|refused|invalid|forbidden|(?:not|never) (?:allowed|accepted|permitted|valid))\b|\b(?:can ?not|can't|may not|must not|must never|(?:is|are) never) (?:be )?(?:set to )?[`'"]?null\b|\b(?:never null|not nullable|non-nullable)\b/iu;

/** May a member be null: by its schema, and by what is said of it. */
export const isNullable = ({ session }: Way, { schema, inForm }: BodyMember): boolean => {
  const { document } = session.contract;
  const isAllowed = typesOf(schema).includes('null') || partsOf(document, schema).some(({ nullable }) => nullable === true);
  return isAllowed && !inForm && !descriptionsIn(document, schema).some((text) => refusesNull.test(text));
};
