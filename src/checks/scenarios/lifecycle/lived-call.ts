import { isObject } from '../../../contract/pointer.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { parametersIn, pathAbove } from '../../../contract/infer/path-template.ts';
import { isType, itemsOf } from '../../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { keepingSet } from '../../../generators/body-with.ts';
import { fillPlaceholders, placeholderText } from '../../../generators/placeholder.ts';
import { askedBody, settingBody } from '../../../generators/request-body.ts';
import { takesTime } from '../../../generators/spans.ts';
import { wholeBody } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { freshFor, makingFor, usableRequest } from '../../requests/usable-request.ts';
import type { Life, Mover } from '../../subjects/lives.ts';
import { idOfMade, roundTrips } from '../../subjects/round-trips.ts';
import { nextValue, valuesInPath } from '../../subjects/sequences.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import type { State } from '../../subjects/state-mentions.ts';
import { namingOwn, withoutConflict } from './send-creation.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';

/** A read that shows a resource. */
export type Look = {
  readonly exchange: Exchange;
  readonly resource: Resource;
  readonly states: readonly State[];
  /** The keys of the lists below the resource that were read and hold nothing; undefined where none was read. */
  readonly empty?: readonly string[];
};

/** A resource that calls are made on. */
export type Acted = {
  readonly id: string;
  /** The values in the path of an operation on it. */
  readonly valuesOf: (operation: Operation) => PathValues;
  /** The ids of what was created below it, the last ones, by the keys of the creations. */
  readonly made: Map<string, string>;
};

/** A resource under way. */
export type Being = Acted & { readonly creation: Exchange; readonly done: Mover[]; look: Look };

/** The values in the path of an operation on a resource that a creation of the run made. */
export const onIt = ({ path }: Operation, { creation, id }: Pick<Being, 'creation' | 'id'>): PathValues => {
  const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name]);
  return valuesInPath(path, above, id);
};

/** A body that changes one member that is no state; undefined where there is none. */
const harmlessChange = (session: Session, { type, states }: Life, look: Look | undefined, purpose: string): Resource | undefined => {
  const { contract } = session;
  const { patch } = type;
  if (!patch || !look) return undefined;
  const member = type.members.find(({ name }) => !states.some((one) => one.member === name));
  const value = member && nextValue(contract, member, look.resource[member.name], freshFor(session, purpose));
  if (!member || value === undefined) return undefined;
  const required = bodyMembers(contract, patch).filter((one) => one.required && look.resource[one.name] !== undefined);
  return { ...Object.fromEntries(required.map(({ name }) => [name, look.resource[name]])), [member.name]: value };
};

/** What a change sends that sets some members: of a PUT with the others as a read shows them. */
const wholeOf = ({ contract }: Session, operation: Operation, look: Look | undefined, set: Resource): Resource => {
  if (operation.method !== 'PUT' || !look) return set;
  const shown = bodyMembers(contract, operation).filter(({ name }) => look.resource[name] !== undefined);
  return { ...Object.fromEntries(shown.map(({ name }) => [name, look.resource[name]])), ...set };
};

/** A body that names a resource, with what was created below that resource in the place of what is below another one: the rooms of this house. */
const withOwnBelow = ({ inferredResourceTypes }: Contract, { made }: Acted, value: Resource): Resource => {
  const ids = new Map(inferredResourceTypes.map(({ name, create }) => [name, made.get(create.key)]));
  const named = fillPlaceholders(JSON.stringify(value), (placeholder) => {
    const id = placeholder.use === 'known' && typeof placeholder.otherwise === 'string' ? ids.get(placeholder.resourceType) : undefined;
    return id === undefined ? placeholderText(placeholder) : JSON.stringify(id).slice(1, -1);
  });
  const own: unknown = JSON.parse(named);
  return isObject(own) ? own : value;
};

/** Sends a call on a resource of the run; what it needs that nothing gives is a reason not to try it. */
export const sendOn = async (
  session: Session,
  life: Life | undefined,
  acted: Acted & { readonly look?: Look },
  mover: Mover,
  purpose: string,
): Promise<Exchange> => {
  const { contract } = session;
  const { operation, set } = mover;
  if (mover.to !== undefined) {
    const moved = await sendMove(session, acted, mover, purpose);
    // What is below the resource is decided once: in other states of it that is judged of what is below.
    if (isSuccess(moved) && mover.through) acted.made.delete(mover.through.key);
    return moved;
  }
  const namedBy = life?.refusing.find((one) => one.operation === operation)?.namedBy;
  if (namedBy !== undefined) {
    const request = usableRequest(session, operation, purpose);
    const usual = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
    const member = bodyMembers(contract, operation).find(({ name }) => name === namedBy);
    const isList = member !== undefined && isType(contract.document, member.schema, 'array');
    const named = isList ? itemsOf(contract.document, member.schema) : member?.schema;
    const isNumber = ['integer', 'number'].some((type) => isType(contract.document, named, type));
    const id = isNumber ? Number(acted.id) : acted.id;
    const naming = { ...usual, [namedBy]: isList ? [id] : id };
    const { value } = keepingSet(operation, makingFor(session, purpose), naming, [namedBy]);
    const planned = { ...request, body: askedBody(operation, withOwnBelow(contract, acted, value)) };
    // A conflict with something else that the body names would hide that the state is not looked at.
    return (await withoutConflict(contract, planned, async (one) => ({ exchange: await session.send(one) }))).exchange;
  }
  if (mover.through !== undefined) {
    const within = await session.send(usableRequest(session, operation, purpose, { pathValues: valuesFor(acted, mover) }));
    if (isSuccess(within) && operation.method === 'DELETE') acted.made.delete(mover.through.key);
    return within;
  }
  const body =
    (set && wholeOf(session, operation, acted.look, set)) ??
    (life && operation === life.type.patch ? harmlessChange(session, life, acted.look, purpose) : undefined);
  if (operation === life?.type.patch && body === undefined)
    throw new NotTried('not-applicable', 'Nothing of it can be changed but its state');
  const requestFor = (what: string): PlannedRequest =>
    usableRequest(session, operation, what, {
      pathValues: known(acted.valuesOf(operation)),
      ...(body === undefined ? {} : { body: settingBody(operation, body) }),
    });
  const request = requestFor(purpose);
  const first = await sentInTime(session, operation, acted, purpose, requestFor);
  // What else the body names may be in the way: the place that goods are put into is full.
  const isRemovable = (name: string): boolean => contract.inferredResourceTypes.some((one) => one.name === name);
  const own = statusOf(first) === 409 && set === undefined ? namingOwn(request, isRemovable) : undefined;
  const answer = own ? await session.send(own) : first;
  const id = isSuccess(answer) ? idOfChild(session, operation, answer) : undefined;
  if (id !== undefined) acted.made.set(operation.key, id);
  return answer;
};

/**
 * Sends a call; one that takes a time of a person or a room at another time for each resource, and once more where its own may be taken, since of two times that are drawn
 * one may be a part of the other.
 */
const sentInTime = async (
  session: Session,
  operation: Operation,
  { id }: Acted,
  purpose: string,
  requestFor: (purpose: string) => PlannedRequest,
): Promise<Exchange> => {
  if (!takesTime(session.contract, operation)) return session.send(requestFor(purpose));
  const first = await session.send(requestFor(`${purpose}-${id}`));
  return statusOf(first) === 409 ? session.send(requestFor(`${purpose}-${id}-later`)) : first;
};

/** The id of what was created below a resource; also of an upload, which is no round trip of JSON. */
const idOfChild = ({ contract, target }: Session, operation: Operation, answer: Exchange): string | undefined => {
  const trip = roundTrips(contract).find(({ create }) => create.key === operation.key);
  if (trip) return idOfMade(contract, trip, answer);
  const type = contract.inferredResourceTypes.find(({ create }) => create.key === operation.key);
  const resource = type && createdResource(type, answer, target.baseUrl);
  return type && resource?.kind === 'known' ? resource.pathValues[type.idParameter] : undefined;
};

/** The values in a path that are there: which part of a resource a call is about is found when it is sent. */
const known = (values: PathValues): PathValues => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

/** The values in the path of a move: those of the resource itself, or of what was created below it. */
const valuesFor = (acted: Acted, { operation, through, isOneOfAll }: Mover): PathValues => {
  // Which one of several the call is about is found when it is sent.
  if (isOneOfAll) return known(acted.valuesOf(operation));
  if (!through) return acted.valuesOf(operation);
  const id = acted.made.get(through.key);
  const names = parametersIn(operation.path);
  const [last] = names.slice(-1);
  if (id === undefined || last === undefined) throw new NotTried('missing-prerequisite', `Nothing was created by ${through.key}`);
  const above = Object.entries(acted.valuesOf(through)).filter(([name]) => names.includes(name));
  return { ...Object.fromEntries(above), [last]: id };
};

/** What a move chooses at the end of its path: `{"action": "accept"}` of `POST /offers/{offerId}/{action}`; undefined where its body does, or nothing. */
const chosenInPath = ({ operation: { path }, set = {} }: Mover): PathValues | undefined => {
  const last = parametersIn(path).at(-1);
  const value = last === undefined || !path.endsWith(`{${last}}`) ? undefined : set[last];
  return last === undefined || typeof value !== 'string' ? undefined : { [last]: value };
};

/** Sends an action whose body chooses what is done, if it has one; once more with all its members where it is refused for what it lacks, such as a reason. */
const sendMove = async (session: Session, acted: Acted, mover: Mover, purpose: string): Promise<Exchange> => {
  const { contract } = session;
  const { operation, set } = mover;
  const chosen = chosenInPath(mover);
  const pathValues = chosen ? { ...acted.valuesOf({ ...operation, path: pathAbove(operation.path) }), ...chosen } : valuesFor(acted, mover);
  const request = usableRequest(session, operation, purpose, { pathValues });
  if (set === undefined || chosen)
    return sentInTime(session, operation, acted, purpose, (what) => usableRequest(session, operation, what, { pathValues }));
  const usual = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
  const put = (members: Resource): Promise<Exchange> => session.send({ ...request, body: askedBody(operation, { ...members, ...set }) });
  const answer = await put(usual);
  if (![400, 422].includes(statusOf(answer) ?? 0)) return answer;
  const optional = bodyMembers(contract, operation).filter(({ required, name }) => !required && set?.[name] === undefined);
  const whole = wholeBody(contract, optional, usual, freshFor(session, purpose));
  return Object.keys(whole).length > Object.keys(usual).length ? put(whole) : answer;
};
