import { inferredNamed } from '../../../contract/infer/covering.ts';
import { createdThing, type PathValues } from '../../../contract/infer/created-thing.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { marksIn, type ThingMark, thingMark, withoutMarks } from '../../../generators/thing-mark.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest, RequestBody } from '../../../model/request.ts';
import { pageItems } from '../../subjects/collection.ts';
import { NotTried } from '../../kit/define.ts';
import { created, freshValues } from './created.ts';
import { creationAsSet } from './creation-as-set.ts';
import { awaitListed } from './listed.ts';
import { plainRead } from '../calls/reads.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isMakeable, resourceNamed } from '../../subjects/resources.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { createdId, heldWith, idPlaceOf, idText } from '../../subjects/shown-thing.ts';

/** An id as the service writes it: a number or a text. */
type Id = string | number;

/**
 * A request with the ids of things in place of the marks for them. Things are made, or looked up, when a request that
 * needs them is sent.
 * @throws {NotTried} when there is no such thing and none may be made.
 */
export const withThings = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const marks = marksOf(request);
  if (marks.length === 0) return request;
  const ids = new Map<string, Id>();
  for (const mark of marks) {
    const { parameter, resource, use } = mark;
    const id =
      parameter === undefined
        ? await idFor(session, mark, request.operation)
        : await session
            .measure(inferredThing, { resource, use, for: use === 'spare' ? request.operation : null })
            .then((values) => asDeclared(session.contract, mark, values[parameter]));
    if (id === undefined) throw new NotTried('missing-prerequisite', `Nothing tells the "${parameter}" of a thing of ${resource}`);
    ids.set(thingMark(mark), id);
  }
  const filled = (text: string): string => withoutMarks(text, (mark) => String(ids.get(thingMark(mark)) ?? ''));
  const pairs = (list: PlannedRequest['query']): PlannedRequest['query'] => list.map(([name, value]) => [name, filled(value)] as const);
  return {
    ...request,
    pathValues: Object.fromEntries(Object.entries(request.pathValues).map(([name, value]) => [name, filled(value)])),
    query: pairs(request.query),
    headers: pairs(request.headers),
    ...(request.parameters && { parameters: request.parameters.map((one) => ({ ...one, value: filledValue(one.value, filled, ids) })) }),
    ...(request.body ? { body: filledBody(request.body, filled, ids) } : {}),
  };
};

type InferredParameters = {
  /** Name of a kind of thing that the structure of the document shows. */
  readonly resource: string;
  readonly use: 'known' | 'spare';
  /** The operation that may change or remove it; null where it serves everybody who only reads. */
  readonly for: string | null;
};

/** A word of letters and digits for an operation, so that it can stand in a name over there. */
const labelOf = (operation: string): string =>
  operation
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');

/**
 * A thing of an inferred kind that the run makes: one for all who read it, and one for each operation that changes or removes it. Gives the values of the
 * parameters in its path.
 * @throws {NotTried} where it could not be made, or nothing tells which one it is.
 */
const inferredThing = defineMeasurement<InferredParameters, PathValues>({
  id: 'inferred-thing',
  async run(session, { resource: name, use, for: operation }) {
    const resource = inferredNamed(session.contract, name);
    if (!resource) throw new NotTried('unsupported', `The document shows no kind of thing at ${name}`);
    const purpose = operation === null ? 'thing' : `for-${labelOf(operation)}`;
    const creation = await session.send(usableRequest(session, resource.create, purpose));
    if (!isSuccess(creation))
      throw new NotTried(
        'missing-prerequisite',
        `A thing of ${name} ${use === 'spare' ? 'to change ' : ''}could not be made: ${resource.create.key} was answered ${outcomeOf(creation)}`,
      );
    const thing = createdThing(resource, creation, session.target.baseUrl);
    if (thing.kind === 'unknown') throw new NotTried('missing-prerequisite', `Which thing was made is not told: ${thing.why}`);
    return thing.pathValues;
  },
});

/** The id of a thing as its path declares it: a number or a text. */
const asDeclared = (contract: Contract, { resource, parameter }: ThingMark, id: string | undefined): Id | undefined => {
  const declared = inferredNamed(contract, resource)?.remove.parameters.find((one) => one.in === 'path' && one.name === parameter);
  const types = declared === undefined ? [] : typesOf(resolvedSchema(contract.document, declared.schema));
  const isNumber = types.some((type) => type === 'integer' || type === 'number') && Number.isSafeInteger(Number(id));
  return id !== undefined && isNumber ? Number(id) : id;
};

const filledValue = (value: unknown, filled: (text: string) => string, ids: ReadonlyMap<string, Id>): unknown => {
  const visit = (one: unknown): unknown => {
    if (typeof one === 'string') return ids.get(one) ?? filled(one);
    if (Array.isArray(one)) return one.map(visit);
    return isObject(one) ? Object.fromEntries(Object.entries(one).map(([name, member]) => [name, visit(member)])) : one;
  };
  return visit(value);
};

const filledBody = (body: RequestBody, filled: (text: string) => string, ids: ReadonlyMap<string, Id>): RequestBody => {
  switch (body.kind) {
    case 'text':
      return { ...body, text: filled(body.text) };
    case 'empty':
      return body;
    case 'json':
      return { ...body, value: filledValue(body.value, filled, ids) };
    case 'form':
      return {
        ...body,
        value: Object.fromEntries(Object.entries(body.value).map(([name, one]) => [name, filledValue(one, filled, ids)])),
      };
    default:
      return body satisfies never;
  }
};

/** Each mark of a request once. */
const marksOf = ({ pathValues, query, headers, parameters = [], body }: PlannedRequest): ThingMark[] => {
  const texts: string[] = [...Object.values(pathValues), ...query.map(([, value]) => value), ...headers.map(([, value]) => value)];
  if (body?.kind === 'text') texts.push(body.text);
  const values = [...parameters.map(({ value }) => value), ...(body?.kind === 'json' || body?.kind === 'form' ? [body.value] : [])];
  texts.push(...values.map((value) => JSON.stringify(value) ?? ''));
  return [...new Map(texts.flatMap(marksIn).map((mark) => [thingMark(mark), mark])).values()];
};

const idFor = async (session: Session, { use, resource: name }: ThingMark, asking: string | null): Promise<Id> => {
  const resource = resourceNamed(session.contract, name);
  // A creation that refers to a thing of its own kind would wait for itself.
  const isItself = resource.create?.key === asking;
  const own = isItself ? undefined : await orSkipped(use === 'spare' ? spareId(session, resource) : ownId(session, resource));
  if (own !== undefined && !isSkipped(own)) return own;
  const listed = use === 'spare' ? undefined : await listedId(session, resource);
  if (listed !== undefined) return listed;
  if (isSkipped(own)) throw new NotTried(own.because, own.reason);
  throw new NotTried('missing-prerequisite', `No thing of the kind "${name}" is there, and none could be made`);
};

/** The thing that the run made for everybody. */
const ownId = async (session: Session, resource: Resource): Promise<Id | undefined> => {
  const creation = await creationOf(session, resource);
  if (creation === undefined) return undefined;
  return asWritten(resource, creation, await idOfCreation(session, resource, creation));
};

/** An id as the answer to the creation writes it, where that shows it. */
const asWritten = (resource: Resource, creation: Exchange, id: string | undefined): Id | undefined => {
  if (id === undefined) return undefined;
  const written = valueAt(heldWith(resource, jsonOf(creation), id)?.thing, idPlaceOf(resource));
  return typeof written === 'number' ? written : id;
};

const creationOf = async (session: Session, resource: Resource): Promise<Exchange | undefined> => {
  if (!isMakeable(resource) || !isAllowed(resource.create, session.target)) return undefined;
  return (await session.measure(created, { operation: resource.create.key })).exchange;
};

/** A thing that one request may change or remove. */
const spareId = async (session: Session, resource: Resource): Promise<Id | undefined> => {
  if (!isMakeable(resource)) return undefined;
  const { create, name } = resource;
  const creation = await session.measure(creationAsSet, { operation: create.key, settings: [], purpose: 'spare' });
  if (!isSuccess(creation)) throw new NotTried('missing-prerequisite', `A "${name}" to change could not be made: ${outcomeOf(creation)}`);
  return asWritten(resource, creation, await idOfCreation(session, resource, creation));
};

/** The id of what a creation made: from its answer, else from its list. */
export const idOfCreation = async (session: Session, resource: Resource, creation: Exchange): Promise<string | undefined> => {
  const { create } = resource;
  if (!create || !isSuccess(creation)) return undefined;
  const told = createdId(resource, creation, freshValues(session.contract, create, creation.request));
  if (told !== undefined) return told;
  const found = await awaitListed(session, create, creation);
  return found.kind === 'listed' ? idText(valueAt(found.item, idPlaceOf(resource))) : undefined;
};

/** The id of the first thing that a list shows, as the list writes it. */
const listedId = async (session: Session, { collection, ...resource }: Resource): Promise<Id | undefined> => {
  if (!collection) return undefined;
  const page = await session.measure(plainRead, { operation: collection.operation.key });
  for (const item of pageItems(collection, page) ?? []) {
    const id = valueAt(item, idPlaceOf(resource));
    if ((typeof id === 'string' && id !== '') || typeof id === 'number') return id;
  }
  return undefined;
};
