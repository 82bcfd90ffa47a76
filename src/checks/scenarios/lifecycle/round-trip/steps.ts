import { describedLists } from '../../../../contract/infer/conventions/collection.ts';
import { heldVersion } from '../../../../contract/infer/held-version.ts';
import { parametersIn } from '../../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../../contract/message.ts';
import type { Operation, Schema } from '../../../../contract/model.ts';
import { escapeToken } from '../../../../contract/pointer.ts';
import { bodyMembers } from '../../../../generators/body-members.ts';
import { keepingAlternatives } from '../../../../generators/alternatives.ts';
import { conditionsIn, lackedBy } from '../../../../generators/conditions.ts';
import { askedBody } from '../../../../generators/request-body.ts';
import { withToldTimes } from '../../../../generators/times-as-told.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import type { Fault, PlannedRequest } from '../../../../model/request.ts';
import { patienceMs } from '../../../kit/patience.ts';
import type { Session } from '../../../kit/session.ts';
import { freshFor, usableRequest } from '../../../requests/usable-request.ts';
import { describedBy, idOfMade, itemIn, placeIn, resourceIn } from '../../../subjects/round-trips.ts';
import { departuresIn } from '../../../subjects/shown-as-sent.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { anew } from '../creation-anew.ts';
import { firstLooks } from '../first-looks.ts';
import { isCached } from '../look-at-resource.ts';
import { withReferred } from '../references.ts';
import { sendAsDemanded } from '../send-creation.ts';
import { until } from '../until.ts';
import { pageWith } from './pages.ts';
import type { Look, RoundTrip, Sent } from './results.ts';
import { bodyOf, ifTried, type Way } from './way.ts';
import { askedSchema } from '../../../../contract/asked-content.ts';

/** Milliseconds until a read that shows something else is repeated. */
export const laterMs = 700;

/** The values in the path of a creation, in their order: the resources that the new one is below. */
const aboveIn = ({ request }: Exchange): readonly (string | undefined)[] =>
  parametersIn(request.path).map((name) => request.pathValues[name]);

/** Sends an operation on the resource that a creation made. */
export const onItem = async (
  { session }: Way,
  operation: Operation,
  creation: Exchange,
  id: string,
  body?: Resource | readonly Resource[],
  faults: readonly Fault[] = [],
  query: PlannedRequest['query'] = [],
): Promise<Exchange> => {
  const names = parametersIn(operation.path);
  const above = aboveIn(creation);
  const pathValues = Object.fromEntries(
    names.flatMap((name, n) => (n === names.length - 1 ? [[name, id]] : above[n] === undefined ? [] : [[name, above[n]]])),
  );
  const asked = usableRequest(session, operation, 'trip', {
    pathValues,
    ...(body === undefined ? {} : { body: askedBody(operation, body) }),
  });
  const others = asked.query.filter(([name]) => !query.some(([own]) => own === name));
  return session.send({ ...asked, query: [...others, ...query], ...(faults.length === 0 ? {} : { faults }) });
};

/** A body, the schema that it keeps to, and what the answer to it shows. */
type Body = { readonly asked: Schema; readonly body: Resource; readonly answer: Resource | undefined };

/** The longest wait in milliseconds for what the answer to the request itself showed as it was sent: reads may be slower to show it. */
const longestMs = 5000;

/** The same for a list that stands for a read. */
const longestListMs = 15_000;

/** Reads a resource, or looks for it in its list where that stands for a read; again a little later where it does not show what was sent. */
export const readOf = async (way: Way, creation: Exchange, id: string, sent?: Body): Promise<Look | undefined> => {
  const { session, trip } = way;
  const { read } = trip;
  if (!read && way.isReadInList !== true) return undefined;
  const look = async (): Promise<Look | undefined> => {
    if (!read) return listOf(way, creation, id);
    const exchange = await onItem(way, read, creation, id);
    const resource = resourceIn(session.contract, read, exchange, trip.id);
    return resource === undefined || isCached(exchange) ? undefined : { word: 'read', exchange, resource };
  };
  const answered = read
    ? placeIn(session.contract, read, trip.id)?.schema
    : describedLists(session.contract).find((one) => one.operation.key === trip.list?.operation.key)?.item;
  // A list may leave out what is long.
  const isRight = (resource: Resource): boolean =>
    !sent ||
    answered === undefined ||
    departuresIn(session.contract, { asked: sent.asked, answered }, sent.body, resource).every((one) => !read && one.shown === undefined);
  const why = 'a read is to show what was sent';
  let last = await look();
  if (last && isRight(last.resource)) return last;
  await session.pause(laterMs, why);
  const isConfirmed = last !== undefined && sent?.answer !== undefined && isRight(sent.answer);
  // A list often follows later than a read does, whatever the answer showed.
  const mostMs = read ? (isConfirmed ? longestMs : 0) : longestListMs;
  const withinMs = Math.min(patienceMs(session.target, 'updated.shown', { presumed: trip }), mostMs);
  await until(session, { withinMs, why }, async () => {
    last = (await look()) ?? last;
    return last && isRight(last.resource) ? true : undefined;
  });
  return last;
};

/** The resource in its list. */
export const listOf = async (way: Way, creation: Exchange, id: string): Promise<Look | undefined> => {
  const { list } = way.trip;
  if (!list) return undefined;
  const exchange = await pageWith(way, list, creation, id);
  const resource = itemIn(way.trip, list, exchange, id);
  return resource === undefined || isCached(exchange) ? undefined : { word: 'list', exchange, resource };
};

/** A read and the list of one new resource: those of the checks that follow its type, else of this one. */
export const listedPair = async (way: Way, creation: Exchange, read: Look): Promise<RoundTrip['listed']> => {
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

/** A body with what the schema or the text demands beside its values, as the usual one has it: "- `receipt`: `toBinId` only". */
const asConditioned = ({ contract }: Session, operation: Operation, base: Resource, changed: Resource): Resource => {
  const body = keepingAlternatives(contract, operation, base, changed);
  const conditions = conditionsIn(contract, operation);
  if (conditions.length === 0) return body;
  const schemas = new Map(bodyMembers(contract, operation).map(({ name, schema }) => [name, schema]));
  const lacked = lackedBy(contract.document, schemas, conditions, body).filter(
    (name) => !Object.hasOwn(body, name) && base[name] !== undefined,
  );
  return { ...body, ...Object.fromEntries(lacked.map((name) => [name, base[name]])) };
};

/** A body whose times that the usual one does not have lie where the document says that they have to. */
const inToldTime = (session: Session, operation: Operation, base: Resource, body: Resource, purpose: string): Resource => {
  const { contract } = session;
  const added = Object.keys(body).filter((name) => body[name] !== base[name]);
  if (contract.standard.size === 0 || added.length === 0) return body;
  const members = bodyMembers(contract, operation).filter(({ name }) => added.includes(name));
  const nowMs = session.now();
  const around = { fresh: freshFor(session, purpose), now: () => nowMs };
  return withToldTimes({ contract, operation, members }, body, added, around).value;
};

/**
 * Creates one and looks at it.
 * @param adapt Changes the request before what its body names is looked for.
 */
export const make = async (
  way: Way,
  purpose: string,
  change: (base: Resource) => Resource,
  adapt: (request: PlannedRequest) => Promise<PlannedRequest> = async (request) => request,
): Promise<Sent> => {
  const { session, trip } = way;
  const { create, asked } = trip;
  const planned = await adapt(usableRequest(session, create, purpose, { pathValues: way.pathValues }));
  const { body, exchange } = await anew(session, planned, async (request) => {
    const usual = await withReferred(session, request);
    const base = bodyOf({ request: usual });
    const sent = inToldTime(session, create, base, asConditioned(session, create, base, change(base)), purpose);
    const madeUp = [...(usual.madeUp ?? []), 'body'];
    const answered = await sendAsDemanded(session, { ...usual, body: askedBody(create, sent), madeUp });
    // A refusal may have told of members that are lacking, or that do not go with the others.
    return { body: isSuccess(answered) ? bodyOf(answered) : sent, exchange: answered };
  });
  const id = idOfMade(session.contract, trip, exchange);
  const resource = resourceIn(session.contract, create, exchange, trip.id);
  const answer: Look[] = resource === undefined || id === undefined ? [] : [{ word: 'answer', exchange, resource }];
  const read = id === undefined ? undefined : await readOf(way, exchange, id, { asked, body, answer: resource });
  return { operation: create, body, exchange, id, before: undefined, looks: [...answer, ...(read ? [read] : [])] };
};

/** The way to a resource that exists. */
export type Living = Way & { readonly creation: Exchange; readonly id: string };

/** Members as a JSON Patch that gives them to a resource: `replace` needs the member to be there (RFC 6902, section 4.3). */
export const patchOf = (members: Resource, before: Resource | undefined): readonly Resource[] =>
  Object.entries(members).map(([name, value]) => ({
    op: before && Object.hasOwn(before, name) ? 'replace' : 'add',
    path: `/${escapeToken(name)}`,
    value,
  }));

/** A change that names the version of the resource names the one that a read showed last. */
export const withVersion = ({ session }: Way, operation: Operation, changed: Resource, now: Resource | undefined): Resource => {
  const member = heldVersion(session.contract, operation)?.member;
  return member !== undefined && now?.[member] !== undefined ? { ...changed, [member]: now[member] } : changed;
};

/** Sends a change of the resource and looks at it. */
export const change = async (way: Living, operation: Operation, changed: Resource): Promise<Sent> => {
  const { session, trip, creation, id } = way;
  const before = await readOf(way, creation, id);
  const body = withVersion(way, operation, changed, before?.resource);
  const exchange = await onItem(way, operation, creation, id, operation === trip.jsonPatch ? patchOf(body, before?.resource) : body);
  const resource = resourceIn(session.contract, operation, exchange, trip.id);
  const asked = askedSchema(describedBy(trip, operation).body) ?? true;
  const isDone = isSuccess(exchange) && statusOf(exchange) !== 202;
  const read = isDone ? await readOf(way, creation, id, { asked, body, answer: resource }) : undefined;
  return {
    operation,
    body,
    exchange,
    id,
    before: before?.resource,
    looks: [...(resource && isDone ? [{ word: 'answer' as const, exchange, resource }] : []), ...(read ? [read] : [])],
  };
};
