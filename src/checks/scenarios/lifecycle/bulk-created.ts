import { parametersIn } from '../../../contract/infer/path-template.ts';
import { membersOf } from '../../../contract/infer/schema-parts.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject, tokensOf } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { wholeBody } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { distinctBy } from '../../../model/json.ts';
import { type Fault, type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { namesOwnAlone } from '../../requests/own-alone.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { type BulkCreation, bulkCreations } from '../../subjects/bulk-creations.ts';
import { placeIn, resourceIn } from '../../subjects/round-trips.ts';
import { departuresIn } from '../../subjects/shown-as-sent.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';
import { brokenBodies } from '../bodies/broken-bodies.ts';
import { uniqueOf } from '../bodies/taken.ts';
import { findItem } from '../paging/find-item.ts';
import { onResource, parentsOf } from './look-at-resource.ts';
import { withReferred } from './references.ts';
import { optionalAtFault, without } from './round-trip/bodies.ts';
import { parentValues } from './round-trip/parents.ts';
import { make } from './round-trip/steps.ts';
import { belowOwn } from './send-creation.ts';
import type { Way } from './round-trip/way.ts';

/** An entry that was sent; of one with a mistake, what is wrong with it. */
export type Entry = { readonly text: string; readonly isGood: boolean; readonly words?: string };

/** What came of a bulk creation. */
export type BulkCreated = {
  readonly entries: readonly Entry[];
  readonly exchange: Exchange;
  /** The last look into the list; undefined where that shows nothing. */
  readonly look: Exchange | undefined;
  /** The texts of the entries that the list showed. */
  readonly stored: readonly string[];
  /** The ids of these, by their texts. */
  readonly ids: ReadonlyMap<string, string>;
};

/** What the list showed of entries, by their texts. */
const shownIn = ({ trip }: BulkCreation, items: ReadonlyMap<string, Resource>): Pick<BulkCreated, 'stored' | 'ids'> => ({
  stored: [...items.keys()],
  ids: new Map(
    [...items].flatMap(([text, item]) => {
      const id = idText(item[trip.id]);
      return id === undefined ? [] : [[text, id] as const];
    }),
  ),
});

const minuteMs = 60_000;

/** Values that may be drawn until one is another than those before it. */
const mostDraws = 8;

/**
 * Makes the values by which the list tells the resources of the entries of one request: a text that nothing else has, a moment some minutes before the usual one, so
 * that it is in no future and later than those of the entries before, or a text of the pattern that no other entry has.
 */
const marksOf = (session: Session, { trip, text, isByMoment, isByPattern }: BulkCreation) => {
  const drawn = new Set<string>();
  const draw = (usual: Resource, purpose: string): string => {
    let value = usual[text];
    for (let turn = 1; turn < mostDraws && (typeof value !== 'string' || drawn.has(value)); turn += 1) {
      const { body } = usableRequest(session, trip.create, `${purpose}-again-${turn}`);
      value = holdsValue(body) && isObject(body.value) ? body.value[text] : undefined;
    }
    if (typeof value !== 'string' || drawn.has(value)) throw new NotTried('not-applicable', `No two values of "${text}" can be told apart`);
    drawn.add(value);
    return value;
  };
  /** @param n The place of the entry in the request, from 1. */
  return (usual: Resource, purpose: string, n: number): string => {
    if (isByPattern) return draw(usual, purpose);
    if (!isByMoment) return session.fresh(purpose);
    const moment = typeof usual[text] === 'string' ? Date.parse(usual[text]) : Number.NaN;
    return new Date((Number.isNaN(moment) ? session.now() : moment) - (mostMarks - n) * minuteMs).toISOString().replace(/\.\d+Z$/u, 'Z');
  };
};

/** More than any request has entries. */
const mostMarks = 200;

/** Does a list show the value that an entry had. */
const isMark = ({ isByMoment }: BulkCreation, shown: unknown, sent: string): boolean =>
  typeof shown === 'string' &&
  (shown.trim() === sent || (isByMoment && Math.floor(Date.parse(shown) / 1000) === Math.floor(Date.parse(sent) / 1000)));

/** The members of an entry whose values together no other one may have: the key that a client chose, or what the document says. */
export const uniqueIn = (contract: Contract, { trip }: Pick<BulkCreation, 'trip'>): readonly string[] =>
  trip.create.method === 'PUT' ? [trip.id] : uniqueOf(contract, trip);

/** The usual body of one resource as an entry: with the key that a PUT of it has in its path. */
const entryOf = (session: Session, { trip }: BulkCreation, purpose: string): Resource => {
  const { body, pathValues } = usableRequest(session, trip.create, purpose);
  const usual: Resource = holdsValue(body) && isObject(body.value) ? body.value : {};
  return trip.create.method === 'PUT' ? withKey(trip, pathValues, usual) : usual;
};

const withKey = ({ create, id }: BulkCreation['trip'], pathValues: Readonly<Record<string, string>>, body: Resource): Resource => ({
  [id]: pathValues[parametersIn(create.path).at(-1) ?? ''],
  ...body,
});

/**
 * Sends a bulk creation, below a parent that nothing else uses where there is one.
 * @throws {NotTried} where it needs such a parent and the run makes none.
 */
const sendBulk = async (session: Session, { operation, isBelow }: BulkCreation, request: PlannedRequest): Promise<Exchange> => {
  const below = belowOwn(request) ?? request;
  const isOwn = namesOwnAlone(below) && placeholdersIn(Object.values(below.pathValues).join(' ')).length > 0;
  if (isBelow && !isOwn) throw new NotTried('missing-prerequisite', `The run makes nothing of its own for the path of ${operation.key}`);
  return session.send(isBelow ? below : request);
};

/** The longest wait in milliseconds until the list shows all that was sent. */
const withinMs = 3000;

/** The most looks into the list. */
const mostLooks = 4;

/** Looks for entries in the list, until the good ones are there or the time is up; after a refusal only once more, because nothing is expected. */
const lookFor = async (
  session: Session,
  bulk: BulkCreation,
  entries: readonly Entry[],
  exchange: Exchange,
): Promise<{ readonly look: Exchange | undefined; readonly items: ReadonlyMap<string, Resource> }> => {
  const { list, text, isBelow } = bulk;
  const items = new Map<string, Resource>();
  const looks = !isSuccess(exchange) ? 2 : mostLooks;
  let look: Exchange | undefined;
  for (let turn = 0; turn < looks; turn += 1) {
    const isLast = (item: unknown): boolean => {
      const own = isObject(item) ? entries.find((one) => isMark(bulk, item[text], one.text)) : undefined;
      if (own && isObject(item)) items.set(own.text, item);
      return items.size === entries.length;
    };
    const found = await findItem(session, list, isLast, isBelow ? { pathValues: exchange.request.pathValues } : {});
    look = found.kind === 'item' || found.kind === 'absent' ? found.exchange : undefined;
    if (look === undefined || entries.every((one) => items.has(one.text) || !one.isGood)) break;
    if (turn < looks - 1) await session.pause(withinMs / (mostLooks - 1), 'the list is to show what was created at once');
  }
  return { look, items };
};

/** The body of a bulk creation: as it would be sent otherwise, with entries of our own. */
const bodyOf = (session: Session, { operation, entries }: BulkCreation, all: readonly Resource[]): Resource | readonly Resource[] => {
  if (entries === undefined) return all;
  const usual = usableRequest(session, operation, 'bulk').body;
  const rest = holdsValue(usual) && isObject(usual.value) ? usual.value : {};
  return { ...rest, [entries]: all };
};

/** Removes what a list showed of entries. */
const removeAll = async (
  session: Session,
  { trip, isBelow }: BulkCreation,
  items: Iterable<Resource>,
  exchange: Exchange,
): Promise<void> => {
  const parents = isBelow ? parentsOf(exchange) : [];
  for (const item of items) {
    const id = idText(item[trip.id]);
    if (id !== undefined) await orSkipped(onResource(session, trip.remove, id, { purpose: 'bulk', parents }));
  }
};

/** So many entries with a mistake are sent in one bulk creation at most. */
const mostBroken = 6;

/** The entries of {@link bulkWithBreaches}: bodies that the creation of one resource refused, one for each member that is broken, behind a valid one. */
const brokenEntries = async (
  session: Session,
  bulk: BulkCreation,
  markOf: ReturnType<typeof marksOf>,
): Promise<readonly { readonly entry: Entry; readonly body: Resource }[]> => {
  const { trip, text, entry: schema } = bulk;
  const { tried, control } = await session.run(brokenBodies, { operation: trip.create.key });
  if (!control) return [];
  const refused = tried.filter(({ exchange, meansNone, keyword }) => {
    const status = statusOf(exchange) ?? 0;
    return (status === 400 || status === 422) && !meansNone && keyword !== 'required';
  });
  const byMember = distinctBy(refused, ({ instancePath }) => tokensOf(instancePath)[0] ?? '');
  return byMember
    .filter(({ instancePath }) => ![undefined, text].includes(tokensOf(instancePath)[0]))
    .slice(0, mostBroken)
    .flatMap(({ exchange: { request }, words, instancePath }, n) => {
      const sent = holdsValue(request.body) ? request.body.value : undefined;
      if (!isObject(sent)) return [];
      const { [trip.id]: key } = trip.create.method === 'PUT' ? entryOf(session, bulk, `bulk-broken-${n + 1}`) : {};
      const value = key === undefined ? sent : { [trip.id]: key, ...sent };
      const own = markOf(value, `bulk-broken-${n + 1}`, n + 2);
      // Another schema of entries may allow more.
      if (mayBeSent(session.contract.document, schema, { ...value, [text]: own })) return [];
      return [{ entry: { text: own, isGood: false, words: `${instancePath}: ${words}` }, body: { ...value, [text]: own } }];
    });
};

/**
 * Creates resources by one bulk creation: a valid entry, and behind it such as the creation of one resource refused in this run for what is in them. What the list
 * shows of them is removed at once.
 * @throws {NotTried} where the creation of one refused no member.
 */
export const bulkWithBreaches = defineScenario<{ readonly operation: string }, BulkCreated>({
  id: 'bulk-with-breaches',
  async run(session, { operation: key }) {
    const bulk = bulkCreations(session.contract).find(({ operation }) => operation.key === key);
    if (!bulk) throw new NotTried('not-applicable', `${key} creates nothing that the run knows`);
    const { operation, trip, text, most } = bulk;
    const markOf = marksOf(session, bulk);
    const broken = (await brokenEntries(session, bulk, markOf)).slice(0, Math.max(0, (most ?? mostBroken + 1) - 1));
    if (broken.length === 0) throw new NotTried('missing-prerequisite', `${trip.create.key} refused no body for one of its members`);
    const base = entryOf(session, bulk, 'bulk-beside-broken');
    const own = markOf(base, 'bulk-beside-broken', 1);
    const good = { entry: { text: own, isGood: true }, body: { ...base, [text]: own } };
    const made = [good, ...broken];
    const bodies = made.map(({ body }) => body);
    const asked = usableRequest(session, operation, 'bulk-broken', { body: askedBody(operation, bodyOf(session, bulk, bodies)) });
    const exchange = await sendBulk(session, bulk, { ...asked, faults: ['value-unusable'] });
    const entries = made.map(({ entry }) => entry);
    const { look, items } = await lookFor(session, bulk, entries, exchange);
    await removeAll(session, bulk, items.values(), exchange);
    return { entries, exchange, look, ...shownIn(bulk, items) };
  },
});

/**
 * Creates resources by one bulk creation: `good` valid entries, and in their middle one that leaves out a required member where `isMixed`. What the list shows of
 * them is removed at once.
 */
export const bulkCreated = defineScenario<{ readonly operation: string; readonly good: number; readonly isMixed: boolean }, BulkCreated>({
  id: 'bulk-created',
  async run(session, { operation: key, good, isMixed }) {
    const bulk = bulkCreations(session.contract).find(({ operation }) => operation.key === key);
    if (!bulk) throw new NotTried('not-applicable', `${key} creates nothing that the run knows`);
    const { operation, text, required } = bulk;
    const kind = isMixed ? 'mixed' : String(good);
    const markOf = marksOf(session, bulk);
    const made = Array.from({ length: good + (isMixed ? 1 : 0) }, (_, n) => {
      const isGood = !isMixed || n !== 1;
      const base = entryOf(session, bulk, `bulk-${kind}-${n + 1}`);
      const own = markOf(base, `bulk-${kind}-${n + 1}`, n + 1);
      const whole: Resource = { ...base, [text]: own };
      const { [required]: _left, ...less } = whole;
      return { entry: { text: own, isGood }, body: isGood ? whole : less };
    });
    const asked = usableRequest(session, operation, `bulk-${kind}`, {
      body: askedBody(
        operation,
        bodyOf(
          session,
          bulk,
          made.map(({ body }) => body),
        ),
      ),
    });
    const isTooLong = bulk.most !== undefined && made.length > bulk.most;
    const faults: readonly Fault[] = isMixed ? ['member-missing'] : isTooLong ? ['value-unusable'] : [];
    const exchange = await sendBulk(session, bulk, { ...asked, faults });
    const entries = made.map(({ entry }) => entry);
    const { look, items } = await lookFor(session, bulk, entries, exchange);
    await removeAll(session, bulk, items.values(), exchange);
    return { entries, exchange, look, ...shownIn(bulk, items) };
  },
});

/**
 * Creates resources by one bulk creation: a valid entry, another one with its values of the members that no two resources may share, and a third one. What the list
 * shows of them is removed at once.
 * @throws {NotTried} where nothing else tells two such entries apart.
 */
export const bulkOfEqual = defineScenario<{ readonly operation: string }, BulkCreated>({
  id: 'bulk-of-equal',
  async run(session, { operation: key }) {
    const found = bulkCreations(session.contract).find(({ operation }) => operation.key === key);
    const unique = found ? uniqueIn(session.contract, found) : [];
    const text = found?.texts.find((name) => !unique.includes(name));
    if (!found || unique.length === 0 || text === undefined)
      throw new NotTried('not-applicable', `Nothing tells two equal entries of ${key} apart`);
    const bulk = { ...found, text };
    const { operation, most } = bulk;
    if ((most ?? 3) < 3) throw new NotTried('not-applicable', `${key} takes no three entries`);
    const markOf = marksOf(session, bulk);
    const made = [1, 2, 3].map((n): Resource => {
      const base = entryOf(session, bulk, `bulk-equal-${n}`);
      return { ...base, [text]: markOf(base, `bulk-equal-${n}`, n) };
    });
    const [first] = made;
    const shared: Resource = Object.fromEntries(unique.map((name) => [name, first?.[name]]));
    if (Object.values(shared).some((value) => value === undefined || value === null))
      throw new NotTried('not-applicable', `An entry of ${key} has no value for ${unique.join(', ')}`);
    const bodies = made.map((body, n) => (n === 1 ? { ...body, ...shared } : body));
    const asked = usableRequest(session, operation, 'bulk-equal', { body: askedBody(operation, bodyOf(session, bulk, bodies)) });
    const exchange = await sendBulk(session, bulk, { ...asked, faults: ['duplicate'] });
    const words = `it has the same ${unique.join(' and ')} as the first one`;
    const entries = bodies.map((body, n): Entry => ({ text: String(body[text]), isGood: n !== 1, ...(n === 1 ? { words } : {}) }));
    const { look, items } = await lookFor(session, bulk, entries, exchange);
    await removeAll(session, bulk, items.values(), exchange);
    return { entries, exchange, look, ...shownIn(bulk, items) };
  },
});

/** What a creation of one resource kept of a body, and what bulk creations kept of bodies with the same members. */
export type BulkBeside = {
  /** Members that the single creation kept as they were sent. */
  readonly kept: readonly string[];
  readonly single: Exchange;
  readonly exchange: Exchange | undefined;
  /** Each entry that a read, or else the list, showed. */
  readonly shown: readonly { readonly body: Resource; readonly resource: Resource; readonly look: Exchange }[];
};

/** Entries that are compared with a single creation. */
const besides = 2;

/**
 * Creates one resource with every member that can be made up, and others with the same members by one bulk creation. What the list shows of these is removed at
 * once.
 */
export const bulkBeside = defineScenario<{ readonly operation: string }, BulkBeside>({
  id: 'bulk-beside',
  async run(session, { operation: key }) {
    const { contract } = session;
    const bulk = bulkCreations(contract).find(({ operation }) => operation.key === key);
    if (!bulk) throw new NotTried('not-applicable', `${key} creates nothing that the run knows`);
    const { operation, trip, text, entry, most } = bulk;
    const members = bodyMembers(contract, trip.create).filter(({ name }) => membersOf(contract.document, entry).has(name));
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const made = (purpose: string) => (base: Resource) => wholeBody(contract, members, base, freshFor(session, purpose));
    const first = await make(way, 'bulk-one', made('bulk-one'));
    const atFault = optionalAtFault(members, first);
    const single = first.id === undefined ? await make(way, 'bulk-less', (base) => without(made('bulk-less')(base), atFault)) : first;
    const answered = placeIn(contract, trip.read ?? trip.create, trip.id)?.schema ?? true;
    const lost = ({ body, resource }: { readonly body: Resource; readonly resource: Resource }): ReadonlySet<string> =>
      new Set(departuresIn(contract, { asked: trip.asked, answered }, body, resource).map(({ member }) => member));
    const look = single.looks.findLast(({ word }) => word === (trip.read ? 'read' : 'answer'));
    if (single.id === undefined || !look || (most ?? besides) < besides)
      return { kept: [], single: single.exchange, exchange: undefined, shown: [] };
    const gone = lost({ body: single.body, resource: look.resource });
    const kept = Object.keys(single.body).filter((name) => !gone.has(name) && look.resource[name] !== undefined && name !== text);
    const markOf = marksOf(session, bulk);
    const bodies: Resource[] = [];
    for (let n = 1; n <= besides; n += 1) {
      const purpose = `bulk-beside-${n}`;
      const request = await withReferred(session, usableRequest(session, trip.create, purpose));
      const whole = made(purpose)(holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {});
      const alike = Object.fromEntries(Object.entries(whole).filter(([name]) => Object.hasOwn(single.body, name)));
      const own = { ...alike, [text]: markOf(whole, purpose, n) };
      bodies.push(trip.create.method === 'PUT' ? withKey(trip, request.pathValues, own) : own);
    }
    const asked = usableRequest(session, operation, 'bulk-beside', { body: askedBody(operation, bodyOf(session, bulk, bodies)) });
    const exchange = await sendBulk(session, bulk, asked);
    const entries = bodies.map((body): Entry => ({ text: String(body[text]), isGood: true }));
    const { look: page, items } = await lookFor(session, bulk, entries, exchange);
    const shown: BulkBeside['shown'][number][] = [];
    for (const body of bodies) {
      const item = items.get(String(body[text]));
      const id = idText(item?.[trip.id]);
      const read = id !== undefined && trip.read ? await orSkipped(onResource(session, trip.read, id, { purpose: 'bulk' })) : undefined;
      const resource = read && trip.read && !isSkipped(read) ? resourceIn(contract, trip.read, read, trip.id) : undefined;
      if (read && !isSkipped(read) && resource) shown.push({ body, resource, look: read });
      else if (item && page && !trip.read) shown.push({ body, resource: item, look: page });
    }
    await removeAll(session, bulk, items.values(), exchange);
    return { kept, single: look.exchange, exchange, shown };
  },
});
