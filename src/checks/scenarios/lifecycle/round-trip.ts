import { parametersIn } from '../../../contract/infer/path-template.ts';
import { membersOf, partsOf } from '../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { answerOf, headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation, Schema } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers, type BodyMember } from '../../../generators/body-members.ts';
import { uuidFor } from '../../../generators/fresh-name.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import { jsonBody } from '../../../generators/request-body.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { isSettable, tellingValue, wholeBody } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { withoutConflict } from '../../requests/send-creation.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { idOfMade, itemIn, parentOf, placeIn, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { departuresIn, isServersOwn } from '../../subjects/shown-as-sent.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { created } from './created.ts';
import { firstLooks } from './first-looks.ts';
import { isCached } from './look-at-resource.ts';
import { withReferred } from './references.ts';

/** An answer that shows a resource. */
export type Look = { readonly word: 'answer' | 'read' | 'list'; readonly exchange: Exchange; readonly resource: Resource };

/** A body that was sent, and what was shown of it. */
export type Sent = {
  readonly operation: Operation;
  readonly body: Resource;
  readonly exchange: Exchange;
  readonly id: string | undefined;
  /** What a read showed before a change. */
  readonly before: Resource | undefined;
  readonly looks: readonly Look[];
};

/** What came of unusual texts: of a server error also the same body with usual ones, and the unusual ones once more. */
export type OddText = Sent & {
  readonly members: readonly string[];
  readonly repeated: { readonly usual: Exchange; readonly again: Exchange } | undefined;
};

/** A change of members that the request does not describe. */
export type Uninvited = Sent & { readonly extra: Resource };

export type RoundTrip = {
  readonly whole: Sent | undefined;
  /** A read, and then the list, both of one new resource. */
  readonly listed: { readonly read: Look; readonly item: Look } | undefined;
  readonly least: Sent | undefined;
  readonly odd: OddText | undefined;
  readonly uninvited: readonly Uninvited[];
  readonly patches: readonly Sent[];
  readonly puts: readonly Sent[];
  /** A replacement with the required members alone. */
  readonly bare: Sent | undefined;
  /** What the list below another parent, and a read there, showed of the resource. */
  readonly elsewhere: readonly Look[];
  readonly removal: { readonly removed: Exchange; readonly before: Resource; readonly looks: readonly Look[] } | undefined;
};

/** Milliseconds after which a moment that is written to the second differs. */
const apartMs = 1100;

/** Milliseconds until a read that shows something else is repeated. */
const laterMs = 700;

/** Last words of members that hold a text for people. */
const plainTexts: ReadonlySet<string> = new Set(
  'title name label description summary note notes comment caption subject text message reason street city remark remarks'.split(' '),
);

const careful: ReadonlySet<string> = new Set('user login account nick domain host file path key code'.split(' '));

const isObjectBody = (value: unknown): value is Resource => isObject(value);

type Way = {
  readonly session: Session;
  readonly trip: Trip;
  /** Values in the path of the creation, of a parent that was made for it. */
  readonly pathValues: Readonly<Record<string, string>>;
};

const bodyOf = (exchange: Pick<Exchange, 'request'>): Resource =>
  exchange.request.body?.kind === 'json' && isObjectBody(exchange.request.body.value) ? exchange.request.body.value : {};

/** The values in the path of a creation, in their order: the resources that the new one is below. */
const aboveIn = ({ request }: Exchange): readonly (string | undefined)[] =>
  parametersIn(request.path).map((name) => request.pathValues[name]);

const onItem = async ({ session }: Way, operation: Operation, creation: Exchange, id: string, body?: Resource): Promise<Exchange> => {
  const names = parametersIn(operation.path);
  const above = aboveIn(creation);
  const pathValues = Object.fromEntries(
    names.flatMap((name, n) => (n === names.length - 1 ? [[name, id]] : above[n] === undefined ? [] : [[name, above[n]]])),
  );
  return session.send(
    usableRequest(session, operation, 'trip', { pathValues, ...(body === undefined ? {} : { body: jsonBody(operation, body) }) }),
  );
};

/** Reads a resource; once more a little later where it does not show what was sent. */
const readOf = async (
  way: Way,
  creation: Exchange,
  id: string,
  sent?: { readonly asked: Schema; readonly body: Resource },
): Promise<Look | undefined> => {
  const { session, trip } = way;
  const { read } = trip;
  if (!read) return undefined;
  const look = async (): Promise<Look | undefined> => {
    const exchange = await onItem(way, read, creation, id);
    const resource = resourceIn(session.contract, read, exchange, trip.id);
    return resource === undefined || isCached(exchange) ? undefined : { word: 'read', exchange, resource };
  };
  const first = await look();
  const place = placeIn(session.contract, read, trip.id);
  const isRight = (one: Look): boolean =>
    !sent || !place || departuresIn(session.contract, { asked: sent.asked, answered: place.schema }, sent.body, one.resource).length === 0;
  if (first && isRight(first)) return first;
  await session.pause(laterMs, 'a read is to show what was sent');
  return (await look()) ?? first;
};

const listOf = async ({ session, trip }: Way, creation: Exchange, id: string): Promise<Look | undefined> => {
  const { list } = trip;
  if (!list) return undefined;
  const names = parametersIn(list.operation.path);
  const pathValues = Object.fromEntries(
    names.flatMap((name) => (creation.request.pathValues[name] === undefined ? [] : [[name, creation.request.pathValues[name]]])),
  );
  const exchange = await session.send(usableRequest(session, list.operation, 'trip', { pathValues }));
  const resource = itemIn(trip, exchange, id);
  return resource === undefined || isCached(exchange) ? undefined : { word: 'list', exchange, resource };
};

/** A read and the list of one new resource: those of the checks that follow its type, else of this one. */
const listedPair = async (way: Way, creation: Exchange, read: Look): Promise<RoundTrip['listed']> => {
  const { session, trip } = way;
  const { resourceTypes, presumedResourceTypes } = session.contract;
  const followed = [...resourceTypes, ...presumedResourceTypes].find((one) => one.create?.key === trip.create.key);
  const looks = followed && (await ifTried(session.run(firstLooks, { resourceType: followed.name })));
  for (const { made, exchange, resource } of looks?.reads ?? []) {
    const item = looks?.list?.shown.get(made.id);
    if (looks?.list && item && resource && !isCached(exchange) && !isCached(looks.list.exchange))
      return { read: { word: 'read', exchange, resource }, item: { word: 'list', exchange: looks.list.exchange, resource: item } };
  }
  const item = await listOf(way, creation, String(read.resource[trip.id]));
  return item && { read, item };
};

/** Creates one and looks at it. */
const make = async (way: Way, purpose: string, change: (base: Resource) => Resource): Promise<Sent> => {
  const { session, trip } = way;
  const { create, asked } = trip;
  const planned = usableRequest(session, create, purpose, { pathValues: way.pathValues });
  const { body, exchange } = await withoutConflict(planned, async (request) => {
    const usual = await withReferred(session, request);
    const sent = change(bodyOf({ request: usual }));
    const madeUp = [...(usual.madeUp ?? []), 'body'];
    return { body: sent, exchange: await session.send({ ...usual, body: jsonBody(create, sent), madeUp }) };
  });
  const id = statusOf(exchange) === 202 || !isNew(exchange) ? undefined : idOfMade(session.contract, trip, exchange);
  const resource = resourceIn(session.contract, create, exchange, trip.id);
  const answer: Look[] = resource === undefined || id === undefined ? [] : [{ word: 'answer', exchange, resource }];
  const read = id === undefined ? undefined : await readOf(way, exchange, id, { asked, body });
  return { operation: create, body, exchange, id, before: undefined, looks: [...answer, ...(read ? [read] : [])] };
};

/** Does an answer show that something was created, and not found: by its status, an address, or a text of ours. */
const isNew = (exchange: Exchange): boolean =>
  statusOf(exchange) === 201 || headerValues(exchange, 'Location').length > 0 || (answerOf(exchange)?.text ?? '').includes('ct-');

const requiredOnly = (members: readonly BodyMember[], base: Resource): Resource => {
  const required = new Set(members.filter((one) => one.required).map(({ name }) => name));
  return Object.fromEntries(Object.entries(base).filter(([name]) => required.has(name)));
};

/** Members whose texts may be anything. */
const freeTexts = ({ session, trip: { create } }: Way): readonly { readonly name: string; readonly most: number }[] =>
  bodyMembers(session.contract, create).flatMap(({ name, schema }) => {
    const words = wordsOf(name);
    const parts = partsOf(session.contract.document, schema);
    const isFree = parts.every((part) =>
      ['format', 'pattern', 'enum', 'const', 'contentEncoding', 'oneOf', 'anyOf', 'writeOnly', 'readOnly'].every(
        (key) => part[key] === undefined,
      ),
    );
    const isText = typesOf(schema).includes('string') && plainTexts.has(words.at(-1) ?? '') && !words.some((word) => careful.has(word));
    const most = parts.map(({ maxLength }) => (typeof maxLength === 'number' ? maxLength : Infinity));
    return isText && isFree ? [{ name, most: Math.min(...most) }] : [];
  });

/** Unusual texts, the oddest first: signs that queries, pages and paths read, and letters outside ASCII. */
const oddTexts = [
  (own: string) => `${own} It's "5 % off" & <b>bold</b> \\ \u00DCn\u00EF \u65E5\u672C \u{1F680} ../x;--`,
  (own: string) => `${own} O'Brien & \u00DCnal \u65E5\u672C \u{1F680}`,
] as const;

const shortest = "It's \u00DC\u{1F680}";

const oddBody = ({ session }: Way, texts: readonly { readonly name: string; readonly most: number }[], level: number): Resource =>
  Object.fromEntries(
    texts.flatMap(({ name, most }) => {
      const text = oddTexts
        .slice(level)
        .map((one) => one(session.fresh(`odd-${level}-${name}`)))
        .find((one) => Array.from(one).length <= most);
      const short = Array.from(shortest).length <= most ? shortest : undefined;
      return text === undefined && short === undefined ? [] : [[name, text ?? short]];
    }),
  );

const isFailure = (exchange: Exchange): boolean => (statusOf(exchange) ?? 0) >= 500;

const oddly = async (way: Way): Promise<OddText | undefined> => {
  const { session, trip } = way;
  const members = bodyMembers(session.contract, trip.create);
  const texts = freeTexts(way);
  if (texts.length === 0) return undefined;
  for (const level of oddTexts.keys()) {
    const odd = oddBody(way, texts, level);
    const sent = await make(way, `odd-${level}`, (base) => ({ ...requiredOnly(members, base), ...odd }));
    const names = Object.keys(odd);
    if (isSuccess(sent.exchange)) return { ...sent, members: names, repeated: undefined };
    if (!isFailure(sent.exchange)) continue;
    const usual = Object.fromEntries(names.map((name) => [name, session.fresh(`plain-${name}`)]));
    const plain = await make(way, `plain-${level}`, (base) => ({ ...requiredOnly(members, base), ...usual }));
    return { ...sent, members: names, repeated: { usual: plain.exchange, again: await session.send(sent.exchange.request) } };
  }
  return undefined;
};

const momentOfLongAgo = '2001-02-03T04:05:06Z';

const isClosed = ({ session }: Pick<Way, 'session'>, operation: Operation): boolean => {
  const schema = jsonContent(operation.body?.content ?? [])?.schema;
  return partsOf(session.contract.document, schema).some(
    (part) => part['additionalProperties'] === false || part['unevaluatedProperties'] === false,
  );
};

/** Values for members that a resource shows and a request does not describe: its id, moments, a state, an address. */
const uninvitedFor = ({ session, trip }: Way, operation: Operation, current: Resource): Resource => {
  const { contract } = session;
  const { document } = contract;
  const place = placeIn(contract, trip.read ?? trip.create, trip.id);
  if (!place || isClosed({ session }, operation)) return {};
  const asked = new Set(bodyMembers(contract, operation).map(({ name }) => name));
  const isCreation = operation === trip.create;
  const found = [...membersOf(document, place.schema)].flatMap(([name, member]): (readonly [string, unknown])[] => {
    const schema = resolvedSchema(document, member);
    if (asked.has(name) || !isObject(schema) || current[name] === undefined) return [];
    const words = wordsOf(name);
    const [type] = typesOf(schema).filter((one) => one !== 'null');
    if (name === trip.id)
      return isCreation && type === 'string' && schema['format'] === 'uuid'
        ? [[name, uuidFor(session.fresh(`own-id-${operation.key}`))]]
        : [];
    if (type !== 'string') return [];
    if (schema['format'] === 'date-time') return words.includes('created') || words.includes('creation') ? [[name, momentOfLongAgo]] : [];
    if (schema['format'] === 'email') return isCreation ? [] : [[name, `${session.fresh('uninvited')}@example.org`]];
    const listed = Array.isArray(schema['enum']) ? schema['enum'] : [];
    const other = listed.findLast((one) => typeof one === 'string' && one !== current[name]);
    return other === undefined ? [] : [[name, other]];
  });
  return Object.fromEntries(found);
};

/** Another value for a member than the one that is shown. */
const otherValue = ({ session }: Way, { name, schema }: BodyMember, now: unknown, purpose: string): unknown => {
  if (isServersOwn(name)) return undefined;
  const { document } = session.contract;
  const value = tellingValue(document, schema, freshFor(session, purpose), name);
  if (value !== undefined && value !== null && typeof value !== 'object' && value !== now) return value;
  const listed = isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
  if (listed.length > 0) return listed.find((one) => one !== now && one !== null);
  if (typeof now === 'boolean') return !now;
  return undefined;
};

const isNullable = ({ session }: Way, { schema }: BodyMember): boolean =>
  typesOf(schema).includes('null') || partsOf(session.contract.document, schema).some(({ nullable }) => nullable === true);

type Living = Way & { readonly creation: Exchange; readonly id: string };

/** Sends a change of the resource and looks at it. */
const change = async (way: Living, operation: Operation, body: Resource): Promise<Sent> => {
  const { session, trip, creation, id } = way;
  const before = await readOf(way, creation, id);
  const exchange = await onItem(way, operation, creation, id, body);
  const resource = resourceIn(session.contract, operation, exchange, trip.id);
  const asked = jsonContent(operation.body?.content ?? [])?.schema ?? true;
  const isDone = isSuccess(exchange) && statusOf(exchange) !== 202;
  const read = isDone ? await readOf(way, creation, id, { asked, body }) : undefined;
  return {
    operation,
    body,
    exchange,
    id,
    before: before?.resource,
    looks: [...(resource && isDone ? [{ word: 'answer' as const, exchange, resource }] : []), ...(read ? [read] : [])],
  };
};

/** Changes members one after another, then clears those that may be null, then sends members that the change does not describe. */
const patched = async (
  way: Living,
  operation: Operation,
  current: Resource,
): Promise<{ readonly patches: Sent[]; readonly uninvited: Uninvited[] }> => {
  const { session } = way;
  const members = bodyMembers(session.contract, operation).filter((one) => isSettable(one) && current[one.name] !== undefined);
  const required = requiredOnly(bodyMembers(session.contract, operation), current);
  const patches: Sent[] = [];
  let tried = 0;
  for (const member of members) {
    if (tried >= mostTried || patches.filter(({ exchange }) => isSuccess(exchange)).length >= mostPatches) break;
    const value = otherValue(way, member, current[member.name], `patch-${member.name}`);
    if (value === undefined) continue;
    tried += 1;
    patches.push(await change(way, operation, { ...required, [member.name]: value }));
  }
  const now = patches.at(-1)?.looks.findLast(({ word }) => word === 'read')?.resource ?? current;
  const cleared = members.filter(
    (one) => isNullable(way, one) && now[one.name] !== null && now[one.name] !== undefined && !isServersOwn(one.name),
  );
  if (cleared.length > 0)
    patches.push(await change(way, operation, { ...required, ...Object.fromEntries(cleared.slice(0, 3).map(({ name }) => [name, null])) }));
  const accepted = patches.find(({ exchange, body }) => isSuccess(exchange) && !Object.values(body).includes(null));
  const extra = uninvitedFor(way, operation, now);
  if (!accepted || Object.keys(extra).length === 0) return { patches, uninvited: [] };
  return { patches, uninvited: [{ ...(await change(way, operation, { ...accepted.body, ...extra })), extra }] };
};

const mostPatches = 2;
const mostTried = 4;

/** Replaces the resource, with every member and with the required ones alone. */
const replaced = async (
  way: Living,
  operation: Operation,
  current: Resource,
): Promise<{ readonly puts: Sent[]; readonly bare: Sent | undefined }> => {
  const { session } = way;
  const members = bodyMembers(session.contract, operation);
  const asked = usableRequest(session, operation, 'replace', {
    pathValues: Object.fromEntries(parametersIn(operation.path).map((name) => [name, 'ct'])),
  });
  const usual = bodyOf({ request: await withReferred(session, asked) });
  const held = Object.fromEntries(
    members.flatMap(({ name }) => (current[name] === undefined || current[name] === null ? [] : [[name, current[name]] as const])),
  );
  const target = members.find(
    (one) => isSettable(one) && typeof usual[one.name] === 'string' && usual[one.name] !== current[one.name] && !isListed(one),
  );
  const base = { ...usual, ...held, ...(target ? { [target.name]: usual[target.name] } : {}) };
  const full = await change(way, operation, wholeBody(session.contract, members, base, freshFor(session, 'replace')));
  if (!isSuccess(full.exchange)) {
    const plain = await change(way, operation, base);
    return { puts: [plain], bare: undefined };
  }
  const rest = requiredOnly(members, full.body);
  const bare =
    Object.keys(rest).length > 0 && Object.keys(rest).length < Object.keys(full.body).length
      ? await change(way, operation, rest)
      : undefined;
  return { puts: [full], bare };
};

const isListed = ({ schema }: BodyMember): boolean => isObject(schema) && (schema['enum'] !== undefined || schema['const'] !== undefined);

/** The path to a parent of ours, where the engine does not know how to make one. */
const parentValues = async (session: Session, trip: Trip): Promise<Way['pathValues']> => {
  const parent = parentOf(session.contract, trip);
  if (!parent?.isFlat) return {};
  const { exchange } = await session.run(created, { operation: parent.create.key });
  const id = idOfMade(session.contract, parent, exchange);
  const [last] = parametersIn(trip.create.path).slice(-1);
  if (id === undefined || last === undefined)
    throw new NotTried(
      'missing-prerequisite',
      `${parent.create.key} was answered ${outcomeOf(exchange)}, so that nothing can be created below it`,
    );
  return { [last]: id };
};

/** Looks for the resource below another parent, which the run makes for that. */
const lookedElsewhere = async (way: Living): Promise<readonly Look[]> => {
  const { session, trip, creation, id } = way;
  const parent = parentOf(session.contract, trip);
  const [last] = parametersIn(trip.create.path).slice(-1);
  const own = last === undefined ? undefined : creation.request.pathValues[last];
  if (!parent || last === undefined || own === undefined) return [];
  const other = await session.send(usableRequest(session, parent.create, 'other-parent'));
  const otherId = idOfMade(session.contract, parent, other);
  if (otherId === undefined || otherId === own || statusOf(other) === 202) return [];
  const moved: Exchange = {
    ...creation,
    request: { ...creation.request, pathValues: { ...creation.request.pathValues, [last]: otherId } },
  };
  const looks: Look[] = [];
  const isBelow = parametersIn(trip.itemPath).length > 1;
  if (isBelow && trip.read) {
    const exchange = await onItem(way, trip.read, moved, id);
    const resource = resourceIn(session.contract, trip.read, exchange, trip.id);
    if (resource && String(resource[trip.id]) === id) looks.push({ word: 'read', exchange, resource });
  }
  if (trip.list && parametersIn(trip.list.operation.path).includes(last)) {
    const look = await listOf(way, moved, id);
    if (look) looks.push(look);
  }
  return looks;
};

/** Removes the resource, where no other check does, and looks for it afterwards. */
const removedAfter = async (way: Living, before: Resource): Promise<RoundTrip['removal']> => {
  const { session, trip, creation, id } = way;
  if (!trip.remove || trip.isFollowed) return undefined;
  const removed = await onItem(way, trip.remove, creation, id);
  if (!isSuccess(removed) || statusOf(removed) === 202) return undefined;
  await session.pause(laterMs, 'what was removed is to be gone');
  const looks: (Look | undefined)[] = [await readOf(way, creation, id), await listOf(way, creation, id)];
  return { removed, before, looks: looks.filter((one) => one !== undefined) };
};

/** The result of a part that need not be possible. */
const ifTried = async <T>(running: Promise<T>): Promise<T | undefined> => {
  const result = await orSkipped(running);
  return isSkipped(result) ? undefined : result;
};

/**
 * What becomes of bodies that create and change resources of ours: one with every member, one with the required ones, one with unusual texts, one with
 * members that no request describes; then changes of the first one, its replacement, a look below another parent, and its removal.
 */
export const roundTrip = defineScenario<{ readonly operation: string }, RoundTrip>({
  id: 'round-trip',
  async run(session, { operation }) {
    const { contract } = session;
    const trip = roundTrips(contract).find(({ create }) => create.key === operation);
    if (!trip) throw new NotTried('not-applicable', `Nothing shows what ${operation} creates`);
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const members = bodyMembers(contract, trip.create);
    const fresh = freshFor(session, 'whole');
    let whole = await ifTried(make(way, 'whole', (base) => wholeBody(contract, members, base, fresh)));
    if (!whole || !isSuccess(whole.exchange)) whole = await make(way, 'usual', (base) => base);
    const { id, exchange: creation } = whole;
    // Where an ordinary creation is not done at once, nothing more is sent.
    if (id === undefined) return { ...nothing, whole };
    const shown = whole.looks.findLast(({ word }) => word === 'read');
    const listed = shown && (await ifTried(listedPair(way, creation, shown)));
    const odd = await ifTried(oddly(way));
    // Creations are few: one with unusual texts has the required members alone as well.
    const isOdd = odd !== undefined && isSuccess(odd.exchange);
    const least = isOdd ? undefined : await ifTried(make(way, 'least', (base) => requiredOnly(members, base)));
    const uninvited: Uninvited[] = [];
    const extra = uninvitedFor(way, trip.create, shown?.resource ?? {});
    if (Object.keys(extra).length > 0) {
      const made = await ifTried(make(way, 'uninvited', (base) => ({ ...requiredOnly(members, base), ...extra })));
      if (made) uninvited.push({ ...made, extra });
    }
    const living: Living = { ...way, creation, id };
    if (!shown) return { ...nothing, whole, listed, least, odd, uninvited };
    if (trip.patch || trip.put) {
      const left = creation.sentAt + creation.tookMs + apartMs - session.now();
      if (left > 0) await session.pause(left, 'the time of an update is to differ from that of the creation');
    }
    const patches = trip.patch && (await ifTried(patched(living, trip.patch, shown.resource)));
    const puts = trip.put && (await ifTried(replaced(living, trip.put, shown.resource)));
    const elsewhere = (await ifTried(lookedElsewhere(living))) ?? [];
    const last = await ifTried(readOf(living, creation, id));
    const removal = last && (await ifTried(removedAfter(living, last.resource)));
    return {
      whole,
      listed,
      least,
      odd,
      uninvited: [...uninvited, ...(patches?.uninvited ?? [])],
      patches: patches?.patches ?? [],
      puts: puts?.puts ?? [],
      bare: puts?.bare,
      elsewhere,
      removal,
    };
  },
});

const nothing: RoundTrip = {
  whole: undefined,
  listed: undefined,
  least: undefined,
  odd: undefined,
  uninvited: [],
  patches: [],
  puts: [],
  bare: undefined,
  elsewhere: [],
  removal: undefined,
};
