import { isDeepStrictEqual } from 'node:util';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf, operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { withOwnParents, withOwnReferences } from '../../../generators/placeholder.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { withOwnAddresses } from '../../../generators/own-addresses.ts';
import { saysTaken } from '../../../generators/spans.ts';
import { atOwnToldTime } from '../../../generators/times-as-told.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, withValue, withValueChanged, holdsValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { isMasked, withoutDeclined } from '../../requests/declined.ts';
import { withDemanded } from '../../requests/demanded.ts';
import { withGreaterAmounts } from '../../requests/refused-amounts.ts';
import { withTimesAhead } from '../../requests/refused-times.ts';
import { noteOwnTexts, withOwnTexts } from '../../requests/taken-values.ts';
import { textsOfError } from '../../requests/error-texts.ts';
import { freshFor, makingFor, usableRequest } from '../../requests/usable-request.ts';
import { sentAsJoined } from '../credentials/joined-callers.ts';
import { sentAfterDeed } from './after-deed.ts';
import { learnedSoFar } from './completed.ts';
import { sentAsListed } from './named-as-listed.ts';
import { noteSpent, sentWithFilled } from './named-filled.ts';
import { whereRoom } from './rooms.ts';
import { noteUsed } from './used-references.ts';
import { sentWithinSame } from './within-same.ts';

/**
 * The same request with resources that nothing else uses in the place of shared ones that its body names; undefined where it names none.
 * @param isMeant The types that are meant; by default all.
 */
export const namingOwn = (request: PlannedRequest, isMeant: (resourceType: string) => boolean = () => true): PlannedRequest | undefined => {
  const { body } = request;
  if (!holdsValue(body) || body.value === undefined || request.faults.length > 0) return undefined;
  const own = withValueChanged(body, (value) => JSON.parse(withOwnReferences(JSON.stringify(value), isMeant)) as unknown);
  return isDeepStrictEqual(own, body) ? undefined : { ...request, body: own };
};

/** The same request below parents that nothing else uses; undefined where its path has no shared one. */
export const belowOwn = (request: PlannedRequest): PlannedRequest | undefined => {
  const parents = Object.fromEntries(Object.entries(request.pathValues).map(([name, text]) => [name, withOwnParents(text)]));
  return isDeepStrictEqual(parents, request.pathValues) ? undefined : { ...request, pathValues: parents };
};

/**
 * Sends a creation that ought to be accepted. Where it is in conflict with the state of what its body names (RFC 9110, section 15.5.10), such as a book that
 * is lent already, it is sent once more with new resources in their place: first with those that can be removed again, because a run leaves few of the others.
 * @param send How it is sent, with what it comes to.
 */
export const withoutConflict = async <T extends { readonly exchange: Exchange }>(
  { inferredResourceTypes }: Pick<Contract, 'inferredResourceTypes'>,
  request: PlannedRequest,
  send: (request: PlannedRequest) => Promise<T>,
): Promise<T> => {
  const first = await send(request);
  const own = statusOf(first.exchange) === 409 ? namingOwn(request) : undefined;
  if (own === undefined) return first;
  const removable = namingOwn(request, (resourceType) => inferredResourceTypes.some(({ name }) => name === resourceType));
  const second = removable === undefined || isDeepStrictEqual(removable, own) ? undefined : await send(removable);
  return second === undefined || statusOf(second.exchange) === 409 ? send(own) : second;
};

/**
 * Whether new resources were of use to creations that were in conflict, by their operations. Where they were not the first time, the conflict is not with them, and creating
 * more of them would only use them up.
 */
const conflicts = defineScenario<null, Map<string, 'solved' | 'no use'>>({ id: 'conflicts', run: async () => new Map() });

/** What is known of the shared parents of creations, by their operations: one was accepted there, or a parent of its own was no use either. */
const parents = defineScenario<null, Map<string, 'open' | 'no use'>>({ id: 'parents-of-creations', run: async () => new Map() });

/** Sends a creation as {@link withoutConflict}, as long as new resources help, and {@link sendWithRoom}. */
export const sendCreation = (session: Session, request: PlannedRequest): Promise<Exchange> =>
  sendWithRoom(session, request, (one) => sendBelowSame(session, one));

/**
 * Sends a creation; where it is in conflict below a parent that accepted one before, below a parent of its own: a device may have eight sensors. Once, where that is
 * no use. A parent of its own that others were created below may be full as well, and is replaced by a new one then.
 * @param send How it is sent.
 */
export const sendWithRoom = async (
  session: Session,
  request: PlannedRequest,
  send: (request: PlannedRequest) => Promise<Exchange>,
): Promise<Exchange> => {
  const known = await session.run(parents, null);
  const key = request.operation ?? '';
  const first = await send(request);
  // What made the parent ready may have been the first creation below it.
  const isOpen = known.get(key) === 'open' || (!known.has(key) && session.contract.standard.size > 0 && session.hasAccepted(key));
  const mayBeFull = statusOf(first) === 409 && isOpen && request.faults.length === 0;
  const own = mayBeFull ? belowOwn(request) : undefined;
  if (own === undefined) return first;
  const { exchange } = await whereRoom(session, async () => ({ exchange: await send(own) }));
  if (statusOf(exchange) === 409) known.set(key, 'no use');
  return exchange;
};

/** The last accepted creations of each operation, and how many of them are remembered. */
const accepted = defineScenario<null, Map<string, readonly Exchange[]>>({ id: 'accepted-creations', run: async () => new Map() });
const mostRemembered = 5;

/** The creations of an operation that were accepted before, the newest first: what they made may be gone. */
export const acceptedBefore = async (session: Session, operation: string): Promise<readonly Exchange[]> =>
  (await session.run(accepted, null)).get(operation) ?? [];

/** The same below the parent of the request alone. Where nothing that the run makes suits, it names what is filled before, or what lists show. */
export const sendBelowSame = async (session: Session, request: PlannedRequest): Promise<Exchange> => {
  const usual = await sendAnyway(session, request);
  const isAboutNamed = aboutNamed.has(statusOf(usual) ?? 0);
  const once = (one: PlannedRequest): Promise<Exchange> => sendOnceMore(session, one);
  const key = request.operation ?? '';
  const made = await session.run(accepted, null);
  const filling = { request, own: namingOwn(request), refused: usual, isFirst: !made.has(key) };
  const isNew = !made.has(key) && !session.hasAccepted(key);
  const exchange =
    (isNew ? await sentWithinSame(session, request, usual, once) : undefined) ??
    (await sentWithFilled(session, filling, once)) ??
    (await sentAfterDeed(session, request, usual, once)) ??
    (await sentAsJoined(session, request, usual, once)) ??
    (isAboutNamed ? await sentAsListed(session, request, usual, once) : undefined) ??
    usual;
  const known = await session.run(parents, null);
  if (isSuccess(exchange) && !known.has(key)) known.set(key, 'open');
  if (isSuccess(exchange)) {
    made.set(key, [exchange, ...(made.get(key) ?? [])].slice(0, mostRemembered));
  }
  return exchange;
};

/** Sends a request, and once more with other resources where it is in conflict with those that it names. */
const sendAnyway = async (session: Session, request: PlannedRequest): Promise<Exchange> => {
  const known = await session.run(conflicts, null);
  const key = request.operation ?? '';
  if (known.get(key) === 'no use') return sendOnceMore(session, request);
  const { exchange, turn } = await withoutConflict(session.contract, request, async (one) => ({
    exchange: await sendOnceMore(session, one),
    turn: one,
  }));
  if (turn !== request && isSuccess(exchange)) {
    known.set(key, 'solved');
    await noteUsed(session, key);
    noteSpent(session, key);
  }
  if (turn !== request && statusOf(exchange) === 409 && !known.has(key)) known.set(key, 'no use');
  return exchange;
};

/**
 * Sends a request, and once more with the members that its refusal demands, and with times that are not over where it refuses those; then with greater amounts where
 * it says that they are too small, with texts of its own where printed ones are taken, or without the optional members that it refuses.
 */
const sendWhole = async (session: Session, request: PlannedRequest): Promise<Exchange> => {
  const first = await session.send(request);
  if (isSuccess(first) || request.operation === null || request.faults.length > 0) return first;
  const operation = operationOf(session.contract, request.operation);
  const usual = await orSkipped((async () => usableRequest(session, operation, 'demanded'))());
  if (isSkipped(usual)) return first;
  const fuller = withDemanded(session, request, usual, makingFor(session, 'demanded'));
  const later = withTimesAhead(session, fuller ?? request, usual) ?? fuller;
  const second = later ? await session.send(later) : first;
  if (isSuccess(second)) return second;
  return (
    (await withGreaterAmounts(session, second)) ??
    (await sentWithOwnTexts(session, operation, second)) ??
    (await withoutDeclined(session, second, later ?? request, usual)) ??
    second
  );
};

/**
 * Sends a request whose printed texts are taken once more with texts of its own; undefined where it has none, or is refused all the same. Where it is accepted so, later bodies
 * have texts of their own from the beginning.
 */
const sentWithOwnTexts = async (session: Session, operation: Operation, refused: Exchange): Promise<Exchange | undefined> => {
  const isRefused = [400, 409, 422].includes(statusOf(refused) ?? 0);
  if (!isRefused || operation.effect === 'safe' || isMasked(refused)) return undefined;
  const known = await session.run(putOff, null);
  known.count += 1;
  const own = withOwnTexts(session, refused, freshFor(session, `own-text-${known.count}`));
  if (own === undefined) return undefined;
  const exchange = await session.send(own.request);
  noteOwnTexts(session, operation.key, own.names, isSuccess(exchange));
  return isSuccess(exchange) ? exchange : undefined;
};

/** Statuses by which what a body names lacks something. */
const aboutNamed: ReadonlySet<number> = new Set([409, 422]);

/** How many creations were put off to other times. */
const putOff = defineScenario<null, { count: number }>({ id: 'creations-put-off', run: async () => ({ count: 0 }) });

/** How often a creation is put off at most. */
const mostPutOff = 3;

/**
 * Sends a request, and once more with the members that its refusal demands, with times that are not over, or without optional members, where it refuses those; again at
 * other times where the answer says that its own are taken: two that are drawn may overlap, or what was there before may have them. That only where the document says that
 * its time must be free. Where it is in conflict for another reason, and has addresses of the web or of e-mail, it is sent with others of these.
 */
export const sendAsDemanded = async (session: Session, request: PlannedRequest): Promise<Exchange> => {
  const { contract } = session;
  let exchange = await sendWhole(session, request);
  const operation = operationWith(contract, request.operation);
  if (!operation) return exchange;
  for (let turn = 0; turn < mostPutOff; turn++) {
    const { body, faults } = exchange.request;
    const isTaken = statusOf(exchange) === 409 && textsOfError(jsonOf(exchange), []).some(({ text }) => saysTaken(text));
    if (!isTaken || isMasked(exchange) || !holdsValue(body) || !isObject(body.value) || faults.length > 0) break;
    const known = await session.run(putOff, null);
    known.count += 1;
    const told = { contract, operation, members: bodyMembers(contract, operation) };
    const nowMs = session.now();
    const around = { fresh: freshFor(session, `put-off-${known.count}`), now: () => nowMs };
    const { value, madeUp } = atOwnToldTime(told, body.value, exchange.request.madeUp ?? [], around);
    if (madeUp.length === 0) break;
    exchange = await session.send({
      ...exchange.request,
      body: { ...body, value },
      madeUp: [...new Set([...(exchange.request.madeUp ?? []), ...madeUp])],
    });
  }
  return (await sentWithOwnAddresses(session, operation, exchange)) ?? exchange;
};

/** Sends a creation that is in conflict once more with addresses of its own; undefined where it has none, or the conflict remains. Later bodies have such addresses from the
 * beginning, where that is of use. */
const sentWithOwnAddresses = async (session: Session, operation: Operation, refused: Exchange): Promise<Exchange | undefined> => {
  const { request } = refused;
  const { body, faults } = request;
  const isInConflict = statusOf(refused) === 409 && operation.effect !== 'safe' && faults.length === 0 && !isMasked(refused);
  if (!isInConflict || !holdsValue(body) || !isObject(body.value)) return undefined;
  const known = await session.run(putOff, null);
  known.count += 1;
  const given = session.target.values[operation.key] ?? {};
  const open = Object.fromEntries(Object.entries(body.value).filter(([name]) => given['body'] === undefined && given[name] === undefined));
  const { value, madeUp } = withOwnAddresses(open, freshFor(session, `own-address-${known.count}`));
  if (madeUp.length === 0) return undefined;
  const exchange = await session.send({
    ...request,
    body: withValue(body, { ...body.value, ...value }),
    madeUp: [...new Set([...(request.madeUp ?? []), ...madeUp])],
  });
  if (!isSuccess(exchange)) return undefined;
  noteOwnTexts(session, operation.key, madeUp, true);
  return exchange;
};

/** Sends a request, and once more where its refusal tells what the resources lack that its body names: it names others then, which have that. */
const sendOnceMore = async (session: Session, request: PlannedRequest): Promise<Exchange> => {
  const before = await learnedSoFar(session);
  const first = await sendAsDemanded(session, request);
  const isToldMore = aboutNamed.has(statusOf(first) ?? 0) && (await learnedSoFar(session)) > before;
  return isToldMore ? session.send(request) : first;
};
