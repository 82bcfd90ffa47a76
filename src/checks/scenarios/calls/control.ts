import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { inconclusive, NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { wantedInPath } from '../lifecycle/completed.ts';
import { created } from '../lifecycle/created.ts';
import { inferredResource } from '../lifecycle/inferred-resource.ts';
import { lived } from '../lifecycle/lived.ts';
import { mayShare, untouched } from '../lifecycle/untouched.ts';
import { sendAsDemanded, withoutConflict } from '../lifecycle/send-creation.ts';
import { withResources } from '../lifecycle/references.ts';
import { bulkCreations } from '../../subjects/bulk-creations.ts';
import { type OnOwn, onOwnResource, valuesFor } from '../../subjects/own-resources.ts';
import { isAction, lives } from '../../subjects/lives.ts';
import { plainRead } from './reads.ts';

/** Accepted actions on resources that no operation removes, by their operations. */
const acceptedActs = defineScenario<null, Map<string, Exchange>>({ id: 'accepted-acts', run: async () => new Map() });

/** The accepted call of an action on a resource that no operation removes, where one was made to compare with: what stays is created seldom. */
export const acceptedAct = async (session: Session, operation: string): Promise<Exchange | undefined> =>
  (await session.run(acceptedActs, null)).get(operation);

/** One request without a mistake to an operation that reads, creates or changes; of a creation the one that all checks share. */
const validRequest = defineScenario<{ readonly operation: string }, Exchange>({
  id: 'valid-request',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    if (operation.effect === 'safe') return session.run(plainRead, { operation: key });
    if (operation.issues === true || !isAllowed(operation, session.target)) throw new NotTried('not-applicable', `${key} may not be tried`);
    if (operation.effect === 'creates' || operation.effect === 'creates-permanently')
      return (await session.run(created, { operation: key })).exchange;
    const tried = await triedInItsStates(session, operation);
    if (tried) return tried;
    const on = actsOnOwn(session.contract, operation) ? onOwnResource(session.contract, operation) : undefined;
    if (on !== undefined) return actOnOwn(session, on);
    // The call that a run makes of each operation anyway; on a resource that others need it comes last.
    const isPlain = operation.effect === 'asks' || (operation.effect === 'destructive' && operation.inferred?.ends === undefined);
    if (isPlain && !operation.path.includes('{')) return session.run(plainRead, { operation: key });
    if (operation.effect !== 'changes') throw new NotTried('not-applicable', `${key} is not tried only to compare`);
    return sendAnyway(session, usableRequest(session, operation, 'valid'));
  },
});

/** Does an operation act on one resource, or on several things below one at once, as `POST /shelves/{shelfId}/jars/batch` does. */
const actsOnOwn = (contract: Contract, operation: Operation): boolean => {
  const { effect, inferred, method, path, key } = operation;
  const isOnMany =
    effect === 'destructive' && inferred !== undefined && inferred.ends === undefined && method === 'POST' && path.includes('{');
  return inferred?.onOne === true || isOnMany || bulkCreations(contract).some((one) => one.operation.key === key);
};

/** Sends a request, and once more with new resources where it is in conflict with those that its body names: whoever gives a lesson cannot stand in for it. */
const sendAnyway = async (session: Session, request: PlannedRequest): Promise<Exchange> => {
  const send = async (one: PlannedRequest) => ({ exchange: await sendAsDemanded(session, await withResources(session, one)) });
  return (await withoutConflict(session.contract, request, send)).exchange;
};

/** The accepted request of an action that was tried in the states of its resource, as it is in any case where the document says something of them. */
const triedInItsStates = async (session: Session, operation: Operation): Promise<Exchange | undefined> => {
  const life = lives(session.contract).find(({ movers }) => movers.some((one) => one.operation === operation && isAction(one)));
  const found = life && (await orSkipped(session.run(lived, { operation: life.type.create.key })));
  return found === undefined || isSkipped(found)
    ? undefined
    : found.tried.find((one) => one.operation === operation && isSuccess(one.answer))?.answer;
};

/** Acts on a resource of the run that nothing else is about: to act may bring it to a state in which the next mistake is refused anyway. */
const actOnOwn = async (session: Session, on: OnOwn): Promise<Exchange> => {
  const { operation, resourceType } = on;
  const { name } = resourceType;
  // What was made for another operation may lack what this one needs of it.
  const isPlain = mayShare(session, name) && (await wantedInPath(session, operation.key, name)) === undefined;
  const kept = isPlain ? await untouched(session, name, operation.key) : undefined;
  const resource =
    kept?.resource.pathValues ??
    (await session.run(inferredResource, { resourceType: name, use: 'spare', for: operation.key, turn: 'valid' }));
  const pathValues = valuesFor(on, resource);
  if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${operation.key} names`);
  const exchange = await sendAnyway(session, usableRequest(session, operation, 'valid', { pathValues }));
  // The requests with a mistake to the same operation need one that it was not tried on.
  if (kept && kept.changedBy.size > 0) kept.changedBy.add('control');
  if (kept && isSuccess(exchange)) (await session.run(acceptedActs, null)).set(operation.key, exchange);
  return exchange;
};

/**
 * Statuses that say which mistake is meant (RFC 9110, sections 15.5.6 to 15.5.17; RFC 6585, sections 3 and 5): nobody answers so to what has another one.
 */
const tellingStatuses: ReadonlySet<number> = new Set([405, 411, 412, 413, 414, 415, 416, 428, 431]);

/**
 * Do refusals of requests with a mistake have that mistake for a reason, as far as that can be told: each by its status, or because a request without one is
 * accepted in this run. What is refused anyway, such as a body that names nothing which the server knows, shows nothing about the mistake.
 * @throws {NotTried} when the run itself is ending.
 */
export const isControlled = async (session: Session, operation: Operation, refusals: readonly Exchange[]): Promise<boolean> => {
  // Where a contract says with which status it answers each mistake, the status tells which one was seen.
  if (session.contract.standard.size === 0) return true;
  if (refusals.every((exchange) => tellingStatuses.has(statusOf(exchange) ?? 0))) return true;
  if (session.hasAccepted(operation.key)) return true;
  const valid = await orSkipped(session.run(validRequest, { operation: operation.key }));
  return !isSkipped(valid) && isSuccess(valid);
};

/** What {@link isControlled} takes at most. */
export const controlCost = (contract: Contract, operation: Operation): { readonly requests: number; readonly creates: number } => {
  if (contract.standard.size === 0) return { requests: 0, creates: 0 };
  const makes = operation.effect.startsWith('creates') || actsOnOwn(contract, operation);
  return makes ? { requests: 5, creates: 1 } : { requests: 1, creates: 0 };
};

/** A verdict on requests with a mistake, of which a pass rests on {@link isControlled}. */
export const onlyControlled = (verdict: Verdict, control: boolean, exchanges: readonly Exchange[]): Verdict =>
  verdict.kind === 'pass' && !control
    ? inconclusive('No request without the mistake was accepted, so the refusals may have another reason', exchanges)
    : verdict;
