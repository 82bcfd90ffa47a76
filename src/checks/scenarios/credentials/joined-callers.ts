import { createdResource } from '../../../contract/infer/created-resource.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { type CallerJoined, callerJoinedBefore } from '../../../contract/infer/joined-before.ts';
import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { beginsWith, inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isForFullRoles } from '../../../contract/infer/roles/callers-told.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf, operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { namesPerson } from '../../subjects/person-names.ts';
import { broughtToOne } from '../lifecycle/needed-state.ts';
import { ownerShownBy } from '../lifecycle/of-owner.ts';
import { idOfCaller, selfOfCaller } from './ids-of-callers.ts';

/** Credentials of the account of the key that may stand for a person who joins what the key creates. */
const joiners = ['restricted', 'second'] as const;
type Joiner = (typeof joiners)[number];

/** What is known of each operation: the caller for whom it was of use to join, or that it was of none. */
const known = defineScenario<null, Map<string, Joiner | 'no use'>>({ id: 'joined-callers', run: async () => new Map() });

/**
 * The id by which a caller is one of those who may join: a read shows one with the id that the caller sees of itself. A short number may be the id of anything, so that the
 * name of the member, or what the caller sees of itself, has to say that it is a person of that kind.
 */
const personOf = async (session: Session, { member, readOfPerson }: CallerJoined, name: Joiner): Promise<string | number | undefined> => {
  const id = await session.run(idOfCaller, { name });
  const [parameter] = parametersIn(readOfPerson.path);
  if (id === undefined || parameter === undefined) return undefined;
  const noun = nounWordsOf(readOfPerson.path).join(' ');
  const self = (await session.run(selfOfCaller, { name })) ?? {};
  const saysSo = Object.values(self).some((one) => typeof one === 'string' && noun !== '' && wordsOf(one).join(' ') === noun);
  const isTelling = String(id).length >= 8 && !/^\d+$/u.test(String(id));
  if (!isTelling && !saysSo && !namesPerson(member)) return undefined;
  const read = await orSkipped(
    (async () => session.send(usableRequest(session, readOfPerson, 'joiner', { pathValues: { [parameter]: String(id) } })))(),
  );
  return isSkipped(read) || !isSuccess(read) ? undefined : id;
};

/** The values of the path of what is joined, as the path of a request tells it, or a read of what that names. */
const placeFor = async (
  session: Session,
  operation: Operation,
  { place, through }: CallerJoined,
  request: PlannedRequest,
): Promise<readonly string[] | undefined> => {
  const item = itemOf(place.type).path;
  const values = valuesAlong(operation.path, request.pathValues);
  if (beginsWith(operation.path, item)) return values.slice(0, parametersIn(item).length);
  const id = values[0];
  if (!through || id === undefined || parametersIn(item).length !== 1) return undefined;
  const shownAt = operation.path.slice(0, operation.path.indexOf('}') + 1);
  const read = session.contract.operations.find(({ method, path, effect }) => method === 'GET' && effect === 'safe' && path === shownAt);
  const owner = read && (await ownerShownBy(session, read, through, id));
  return owner === undefined ? undefined : [owner];
};

/** Joins a caller and a thing, once for each two; what is refused is left, as it may be there already. */
const joined = defineScenario<{ readonly operation: string; readonly place: readonly string[]; readonly id: string | number }, boolean>({
  id: 'caller-joined',
  async run(session, { operation, place: values, id }) {
    const { contract, target } = session;
    const needed = callerJoinedBefore(contract, operationOf(contract, operation));
    if (!needed) return false;
    const { type, member, place } = needed;
    const creation = await orSkipped(
      (async () => {
        const label = `joins-${String(id)}-${values.at(-1) ?? ''}`;
        const above = place.isInPath ? { pathValues: inPath(type.create.path, values) } : {};
        const request = usableRequest(session, type.create, label, above);
        const { body } = request;
        if (!holdsValue(body) || !isObject(body.value)) return undefined;
        const around = place.isInPath ? {} : { [place.by]: values.at(-1) };
        return session.send({ ...request, body: withValue(body, { ...body.value, ...around, [member]: id }) });
      })(),
    );
    if (creation === undefined || isSkipped(creation) || !isSuccess(creation)) return false;
    const made = createdResource(type, creation, target.baseUrl);
    if (made.kind === 'known' && needed.state !== undefined)
      await orSkipped(broughtToOne(session, type, made.pathValues, [needed.state]).then(() => null));
    return true;
  },
});

/** What joins the callers of an operation, where the target allows that the run's own people are named. */
const neededFor = ({ contract, target }: Session, operation: Operation | undefined): CallerJoined | undefined => {
  const needed = operation && target.allow.includes('destructive') ? callerJoinedBefore(contract, operation) : undefined;
  return needed && isAllowed(needed.type.create, target) ? needed : undefined;
};

/** Is everything in a path the run's own. */
const isOwnPath = ({ pathValues }: PlannedRequest): boolean =>
  Object.values(pathValues).every((text) => !placeholdersIn(text).some(({ use }) => use === 'listed'));

const isFilled = ({ pathValues }: PlannedRequest): boolean =>
  Object.values(pathValues).every((one) => one !== '' && placeholdersIn(one).length === 0);

const join = async (
  session: Session,
  operation: Operation,
  needed: CallerJoined,
  request: PlannedRequest,
  name: Joiner,
): Promise<boolean> => {
  const id = isFilled(request) ? await personOf(session, needed, name) : undefined;
  const place = id === undefined ? undefined : await placeFor(session, operation, needed, request);
  return id !== undefined && place !== undefined && session.run(joined, { operation: operation.key, place, id });
};

/** The operation for which it was of use that a caller joined what another one is below as well. */
const likeBefore = (contract: Contract, all: ReadonlyMap<string, Joiner | 'no use'>, operation: Operation): Operation | undefined => {
  if (all.has(operation.key)) return operation;
  const place = callerJoinedBefore(contract, operation)?.type;
  return place && contract.operations.find((one) => all.has(one.key) && callerJoinedBefore(contract, one)?.type === place);
};

/**
 * Before an operation on a resource of the run whose caller had to join what that is below: joins it.
 * @param planned The request as it was before its placeholders were filled.
 */
export const joinCaller = async (session: Session, planned: PlannedRequest, request: PlannedRequest): Promise<void> => {
  const { contract } = session;
  const operation = operationWith(contract, request.operation);
  const by = operation && session.callerOf?.(operation.key);
  if (!operation || by === undefined || !joiners.some((one) => one === by)) return;
  const all = await session.run(known, null);
  const before = likeBefore(contract, all, operation);
  const name = before && all.get(before.key);
  const needed = name === by ? neededFor(session, operation) : undefined;
  if (needed && name !== 'no use' && name !== undefined && isOwnPath(planned)) await join(session, operation, needed, request, name);
};

/**
 * Sends a creation again that is refused to the key by its role, and that the other callers do not see: one after the other joins what it is below ("Students hand in work for the
 * courses in which they are enrolled").
 * @returns the accepted exchange; undefined where there is none.
 */
export const sentAsJoined = async (
  session: Session,
  request: PlannedRequest,
  refused: Exchange,
  send: (request: PlannedRequest) => Promise<Exchange>,
): Promise<Exchange | undefined> => {
  const { contract, target } = session;
  const operation = operationWith(contract, request.operation);
  const { credential } = refused.request;
  const isRefused = statusOf(refused) === 403 && request.faults.length === 0 && credential.kind === 'valid' && credential.name === 'key';
  const needed = isRefused && operation && isOwnPath(request) && session.askAgain ? neededFor(session, operation) : undefined;
  if (!needed || !operation || session.hasAccepted(operation.key)) return undefined;
  const all = await session.run(known, null);
  if (all.has(operation.key)) return undefined;
  all.set(operation.key, 'no use');
  const { pathValues } = refused.request;
  // What the document leaves to those who may do everything, a lesser role does not do however much it joins.
  const isLeftOut = (name: Joiner): boolean => name === 'restricted' && isForFullRoles(contract.document, operation);
  for (const name of joiners.filter((one) => target.credentials.includes(one) && !isLeftOut(one))) {
    if (!(await join(session, operation, needed, refused.request, name))) continue;
    session.askAgain?.(operation.key);
    const answer = await send({ ...request, pathValues });
    if (!isSuccess(answer)) continue;
    all.set(operation.key, name);
    return answer;
  }
  return undefined;
};
