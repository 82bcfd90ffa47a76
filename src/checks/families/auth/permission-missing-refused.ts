import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import type { Whom } from '../../../contract/infer/roles/hidden.ts';
import {
  describesForbidden,
  letsEverybodyDo,
  letsReadersDo,
  saysReadOnly,
  saysRole,
  saysRoleForPart,
} from '../../../contract/infer/conventions/access.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { coveredInBin } from '../../../contract/infer/bins.ts';
import type { AnyInferred } from '../../../contract/infer/covering.ts';
import { versionInPath } from '../../../contract/infer/numbered-versions.ts';
import { inPath, parametersIn } from '../../../contract/infer/path-template.ts';
import { statusesAfterRights } from '../../../contract/infer/roles/rights-first.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { rolesInMatrices } from '../../../contract/infer/roles/tables.ts';
import { textsOf } from '../../../contract/infer/roles/spelled.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { LesserName } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, inconclusive, type ProbePrerequisite, NotTried, type Surroundings, Undecidable } from '../../kit/define.ts';
import { joinLocations, withOptional } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor, permissionsFor } from '../../kit/prerequisites.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { once, type Session } from '../../kit/session.ts';
import { slowPrerequisites } from '../../kit/slow-prerequisites.ts';
import { creationBy } from '../../requests/creation-by.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import {
  becauseOf,
  byLesser,
  judgeLesser,
  lesserPrerequisite,
  type OfCaller,
  type TriedByLesser,
} from '../../scenarios/credentials/lesser-callers.ts';
import { costOfGrant, refusedByGrant, triedWithRole } from '../../scenarios/credentials/granted-roles.ts';
import { isOfNoCaller } from '../../scenarios/credentials/ids-of-callers.ts';
import { costOfTrial, triedByOthers } from '../../scenarios/credentials/tried-by-others.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import { acted, lookAt } from '../../scenarios/lifecycle/acted.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { belowOwn } from '../../scenarios/lifecycle/send-creation.ts';
import { guardedResource } from '../../scenarios/lifecycle/guarded-resource.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { listed } from '../../scenarios/lifecycle/listed.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { accountTraversal } from '../../scenarios/paging/account-traversal.ts';
import { itemsOfTraversal } from '../../scenarios/paging/traversal.ts';
import { actingBy, isFrom } from '../../subjects/actions.ts';
import { itemKey } from '../../subjects/collection.ts';
import { type OnOwn, onOwnResource } from '../../subjects/own-resources.ts';
import { choicesOf, namedRefused, refusedTo, toldPartiesOf } from '../../subjects/role-rights.ts';
import { firstRead, type JudgedOperation, securedOperations } from '../../subjects/secured-operations.ts';
import { answerIn, attemptOf, creatorActedOn, guardedPrerequisites, guardedRequests, guardedResourceType } from './guarded.ts';

type Result = {
  readonly answer: Exchange;
  /** True if the credential can see the resource that the call names; undefined where this was not looked up, or the call names none. */
  readonly seen: boolean | undefined;
  /** The same call with a credential that has the permission; undefined where it was not made. */
  readonly allowed: Exchange | undefined;
  /** The only role that the caller was given there; undefined where the run gave it none. */
  readonly role?: string;
};

/**
 * Tries an action on the resource that the run created, with a credential that lacks the permission, once the list shows the resource in a
 * state that allows the action. Whether the credential can see the resource is looked up only after a 404.
 * @throws {Undecidable} when nothing was created, or the resource does not reach such a state.
 */
const actOn = async (session: Session, create: Operation, { key: action }: Operation): Promise<Result> => {
  const acting = actingBy(session.contract, action);
  const parameters = { create: create.key, action };
  // The check of the action's effect shares this resource and has to act on it first.
  const { key, obstacle } = await session.run(acted, parameters);
  if (key === undefined) throw new Undecidable(obstacle?.reason ?? 'No resource for the action was created', obstacle?.exchanges ?? []);
  const wait = { withinMs: patienceMs(session.target, 'created.settled'), why: `${action} should become possible` };
  const ready = await until(session, wait, async () => {
    const look = await lookAt(session, acting, key);
    return isFrom(acting.action, look.state) ? look : undefined;
  });
  if (!ready) {
    const { creation } = await session.run(listed, { operation: create.key });
    throw new Undecidable(`The created resource reached no state that allows ${action}`, [creation]);
  }
  const request = usableRequest(session, acting.operation, 'act', { pathValues: { [acting.parameter]: key } });
  const answer = await session.send({
    ...request,
    credential: { kind: 'valid', name: 'restricted' },
    faults: ['credential-forbidden'],
  });
  if (statusOf(answer) !== 404) return { answer, seen: undefined, allowed: undefined };
  const { collection } = acting;
  const traversal = await session.run(accountTraversal, { operation: collection.operation.key, credential: 'restricted' });
  return { answer, seen: itemsOfTraversal(collection, traversal).some((item) => itemKey(collection, item) === key), allowed: undefined };
};

/** A change that a read-only credential may not make. */
type Forbidden = JudgedOperation & {
  /** True for a creation; false for an action, an update or a removal. */
  readonly creates: boolean;
  /** The type of the resource that it changes or removes; undefined for an action. */
  readonly resourceType: ResourceType | undefined;
  /** The operation that creates the resource of the action; undefined where the operation is no action. */
  readonly create: Operation | undefined;
  /** It changes a resource that only the structure of the document shows. */
  readonly onOwn: OnOwn | undefined;
  /** It is about what was removed and is in a bin, or about something that changes leave behind and number: the type of what is created for that. */
  readonly spare: AnyInferred | undefined;
  /** It names no resource in its path and creates none by itself: an import, an export, a change of many. It is called as documented. */
  readonly isWhole: boolean;
  /** The callers to whom it is to be refused. */
  readonly whom: Whom;
  /** The roles among them that the document names. */
  readonly named: ReadonlySet<string>;
};

/**
 * To whom a write is to be refused: declared for all, or where a document only suggests it, as it says of roles; else at those that describe 403 and where it says so of
 * credentials.
 */
const whomToRefuse = (contract: Contract, operation: Operation): Whom | undefined =>
  letsReadersDo(contract.document, operation)
    ? undefined
    : refusedTo(contract, operation, isToRefuse(contract, operation) && !letsEverybodyDo(contract.document, operation));

/** Is a write to be refused to a role of which the document says nothing else. */
const isToRefuse = (contract: Contract, operation: Operation): boolean => {
  const { document, standard } = contract;
  const isSuggested = standard.size > 0 && operation.conventions.auth?.forbidden?.['x-inferred'] === true;
  if (isSuggested && !saysReadOnly(document) && saysRoleForPart(document, operation, choicesOf(contract, operation))) return false;
  if (isSuggested && !saysReadOnly(document) && !saysRole(document, operation) && marksRoles(contract)) return false;
  // A table that says of each role what it may says nothing of what none of its rows names.
  if (isSuggested && !saysReadOnly(document) && !saysRole(document, operation) && rolesInMatrices(textsOf(document)).size > 0) return false;
  return !isSuggested || describesForbidden(operation) || saysReadOnly(document) || saysRole(document, operation);
};

/**
 * Does a document say at most of the writes that describe 403 for which role they are: "*Manager only.*" A 403 of one that says nothing of that may be about a
 * part of it, such as a member of its body.
 */
const marksRoles = ({ document, operations }: Contract): boolean => {
  const describing = operations.filter((one) => one.effect !== 'safe' && describesForbidden(one));
  return describing.filter((one) => saysRole(document, one)).length * 2 > describing.length;
};

/** Words in the path of what every caller does for itself. */
const ownAffairs: ReadonlySet<string> = new Set(
  'me self profile login logout signin signout password session sessions token tokens preference preferences favorite favorites favourites feedback contact'.split(
    ' ',
  ),
);

/** Words in the path of what is read by a POST: whoever may read may do it, unless the operation says otherwise. */
const asking: ReadonlySet<string> = new Set(
  'export exports report reports download search query preview validate check count estimate quote'.split(' '),
);

/** Is a call that names no resource in its path to be refused to who may only read: it changes something, or says by itself that it is not for everybody. */
const isWholeToRefuse = ({ document, operations }: Contract, operation: Operation): boolean => {
  const words = operation.path.split('/').flatMap(wordsOf);
  if (parametersIn(operation.path).length > 0 || words.some((word) => ownAffairs.has(word)) || operation.issues === true) return false;
  if (operation.inferred === undefined || !['asks', 'destructive'].includes(operation.effect)) return false;
  const isAsking = operation.effect === 'asks' || words.some((word) => asking.has(word));
  if (!isAsking || saysRole(document, operation)) return true;
  // A 403 that reads describe too tells nothing about this one.
  return describesForbidden(operation) && !operations.some((one) => one.effect === 'safe' && describesForbidden(one));
};

/** Operations that create a resource, and those that act on, change or remove one that can be created. */
const forbiddenChanges = (contract: Contract): Forbidden[] => {
  if (firstRead(contract).length === 0) return [];
  return securedOperations(contract).flatMap((secured) => {
    const { operation } = secured;
    if (!operation.takesKey || operation.effect === 'safe' || statuses(operation.conventions.auth?.forbidden, 'access').length === 0)
      return [];
    const whom = whomToRefuse(contract, operation);
    if (whom === undefined || operation.inferred?.ends !== undefined || operation.unsupported !== undefined) return [];
    const creates = operation.effect === 'creates' || operation.effect === 'creates-permanently';
    const resourceType = guardedResourceType(contract, operation);
    const create = creatorActedOn(contract, operation);
    const onOwn = creates || create || resourceType ? undefined : onOwnResource(contract, operation);
    const isOther = !creates && !create && !resourceType && !onOwn;
    // What may change anything is sent only as it is documented.
    const inBin = isOther && operation.effect !== 'destructive' ? coveredInBin(contract, operation)?.resourceType : undefined;
    const spare = inBin ?? (isOther ? versionInPath(contract, operation)?.resourceType : undefined);
    const isWhole = isOther && !spare && isWholeToRefuse(contract, operation);
    return !isOther || spare || isWhole
      ? [{ ...secured, creates, resourceType, create, onOwn, spare, isWhole, whom, named: namedRefused(contract, operation) }]
      : [];
  });
};

/** The prerequisites of the call, and of a resource to make it on. */
const prerequisitesOf = (
  { operation, creates, resourceType, create, onOwn, spare, isWhole }: Forbidden,
  around: Surroundings,
): ProbePrerequisite[] => {
  const restricted = lesserPrerequisite(around);
  if (isWhole) return [...prerequisitesFor(operation, around), restricted];
  const owned = onOwn?.resourceType ?? spare;
  if (spare && versionInPath(around.contract, operation)) return [...prerequisitesFor(operation, around), restricted];
  if (owned) return [...prerequisitesFor(owned.create, around), ...permissionsFor(operation), restricted];
  if (resourceType && !creates) return [...guardedPrerequisites(resourceType, around), restricted];
  const creation = creates ? operation : create;
  const prerequisites: readonly ProbePrerequisite[] = creation ? prerequisitesFor(creation, around) : [];
  const kept = new Set(prerequisites.flatMap((one) => (one.kind === 'permission' ? [one.permission] : [])));
  const own = permissionsFor(operation).filter((one) => one.kind !== 'permission' || !kept.has(one.permission));
  const slow = creates ? [] : slowPrerequisites(around.target, ['created.settled', 'action.through']);
  return [...own, ...prerequisites, ...slow, restricted];
};

/** The shared creation with the key. It is requested only where the error response may be about something other than permissions. */
const creationWithKey = async (session: Session, { key, conventions }: Operation, answer: Exchange): Promise<Exchange | undefined> => {
  const status = statusOf(answer) ?? 0;
  const isClear = [401, 403, 404].includes(status) || isSuccess(answer) || status >= 500;
  if (isClear || (conventions.auth?.forbidden?.never === undefined && !statuses(conventions.auth?.forbidden, 'access').includes(status)))
    return undefined;
  const made = await orSkipped(session.run(created, { operation: key }));
  return isSkipped(made) ? undefined : made.exchange;
};

/** What was tried on a resource that the run created. */
const onOwnOf = async (session: Session, { operation, resourceType }: OnOwn, who: LesserName): Promise<Result> => {
  const { calls, creation, reasons } = await session.run(triedByOthers, { resourceType: resourceType.name });
  const call = calls.find((one) => one.operation === operation.key && one.who === who);
  if (!call) throw new Undecidable(reasons[0] ?? `${operation.key} could not be tried`, creation ? [creation] : []);
  if (isSkipped(call.answer)) throw new NotTried(call.answer.because, call.answer.reason);
  const parties = isSuccess(call.answer) ? toldPartiesOf(session.contract, operation) : [];
  const shown = call.before && isSuccess(call.before) ? jsonOf(call.before) : undefined;
  if (parties.length > 0 && !(await isOfNoCaller(session, shown, parties)))
    throw new Undecidable(`Nothing shows that ${operation.key} was tried on what is of nobody as whom the run calls`, [call.answer]);
  return { answer: call.answer, seen: undefined, allowed: undefined };
};

/**
 * Tries a change with one credential that may not make it.
 * @throws {NotTried} when it cannot be tried.
 * @throws {Undecidable} when there is nothing to try it on.
 */
const tryAs = async (
  session: Session,
  { operation, creates, resourceType, create, onOwn, spare, isWhole }: Forbidden,
  who: LesserName,
): Promise<Result> => {
  const [read] = firstRead(session.contract);
  if (read) await workingRead(session, read.operation.key, who);
  if (isWhole) {
    const allowed = await session.run(plainRead, { operation: operation.key });
    return { answer: await once(session, creationBy(session, operation, who)), seen: undefined, allowed };
  }
  if (creates) {
    const asked = creationBy(session, operation, who);
    const first = await once(session, asked);
    // What takes no more of them says nothing of the rights.
    const own = statusOf(first) === 409 ? belowOwn(asked) : undefined;
    const answer = own ? await session.send(own) : first;
    return { answer, seen: undefined, allowed: await creationWithKey(session, operation, answer) };
  }
  if (onOwn) return onOwnOf(session, onOwn, who);
  if (spare) {
    const values = await session.run(inferredResource, {
      resourceType: spare.name,
      use: 'spare',
      for: operation.key,
      turn: `barred-${who}`,
    });
    // The number is that of one that the list shows then.
    const known = Object.entries(inPath(operation.path, Object.values(values))).filter(([, value]) => value !== '');
    const pathValues = Object.fromEntries(known);
    const asked = usableRequest(session, operation, `barred-${who}`, { pathValues });
    const answer = await session.send({ ...asked, credential: { kind: 'valid', name: who }, faults: ['credential-forbidden'] });
    return { answer, seen: undefined, allowed: undefined };
  }
  // What roles may do with a declared resource is declared too, and not said in prose.
  if (who !== 'restricted') throw new NotTried('not-applicable', `${operation.key} is tried with the credential "restricted"`);
  if (resourceType) {
    const resource = await session.run(guardedResource, { resourceType: resourceType.name });
    const attempted = attemptOf(resource, 'restricted');
    const answer = answerIn(resourceType, attempted, operation);
    if (!answer) throw new Undecidable(`${operation.key} could not be tried`, [resource.creation]);
    const allowed = resourceType.remove?.key === operation.key ? resource.allowed?.remove : resource.allowed?.update;
    return { answer, seen: attempted.read && isSuccess(attempted.read), allowed };
  }
  if (!create) throw new NotTried('not-applicable', `No operation creates the resource that ${operation.key} acts on`);
  return actOn(session, create, operation);
};

/** What is tried with the roles that callers have, and with one that the run gives to one of them. */
const tryAll = async (subject: Forbidden, session: Session): Promise<TriedByLesser<Result>> => {
  const isTried = subject.onOwn !== undefined || subject.creates;
  const failed = (error: unknown): string => {
    if (error instanceof Undecidable || (error instanceof NotTried && error.because !== 'stopped')) return error.message;
    throw error;
  };
  const given = isTried ? await triedWithRole(session, subject.operation).catch(failed) : undefined;
  const lesser = byLesser(session, subject, (who) => tryAs(session, subject, who));
  if (given === undefined) return lesser;
  if (typeof given === 'string') return lesser.then(({ tried, reasons }) => ({ tried, reasons: [...reasons, given] }));
  const { tried, reasons } = await lesser.catch((error: unknown) => ({ tried: [], reasons: [failed(error)] }));
  const { answer, role } = given;
  return { tried: [...tried, { who: 'second', result: { answer, seen: undefined, allowed: undefined, role } }], reasons };
};

/** The cost of a trial, with that of a role that the run gives for it. */
const withGrant = (cost: { requests: number; creates: number }, contract: Contract, operation: Operation): typeof cost =>
  refusedByGrant(contract, operation)
    ? { requests: cost.requests + costOfGrant.requests, creates: cost.creates + costOfGrant.creates }
    : cost;

/** The verdict on the answer to a change with a credential that may not make it. */
const judgeAnswer = (
  { document, standard }: Contract,
  { operation, named }: Forbidden,
  { result: { answer, seen, allowed, role }, as }: OfCaller<Result>,
): Verdict => {
  const { auth } = operation.conventions;
  const expected = statuses(auth?.forbidden, 'access');
  // A resource that the credential cannot see may be reported as absent.
  const names = operation.parameters.some((one) => one.in === 'path');
  const absent = names && seen !== true ? [] : [404];
  const usual = [401, ...statuses(auth?.unauthenticated).filter((status) => status !== 403), ...absent];
  // What is checked after the rights tells that they were not lacking.
  const later = standard.size > 0 && named.size > 0 ? statusesAfterRights(document, operation.path) : [];
  const status = statusOf(answer) ?? 0;
  const lacking = role === undefined ? 'not the right to it' : `only the role "${role}" there`;
  const mistake = `${operation.key} with a credential that has ${lacking}${becauseOf(as)}`;
  const never = statuses(auth?.forbidden?.never === undefined ? undefined : { status: auth.forbidden.never }, 'access');
  const isClear = usual.includes(status) || later.includes(status) || [401, 403].includes(status) || isSuccess(answer);
  // Another error response may be about the request itself, unless the same request succeeds with the key.
  if (!isClear && (expected.includes(status) || never.includes(status)) && !(allowed && isSuccess(allowed))) {
    return inconclusive(`${outcomeOf(answer)} to ${mistake} may be about something other than the credential`, [answer]);
  }
  const wrong = [...new Set([...usual, ...later, ...never])].filter((one) => !expected.includes(one));
  return judgeErrorResponse(answer, {
    expected,
    words: statusWords(auth?.forbidden),
    wrong,
    code: 'permission-missing',
    where: 'credential',
    mistake,
  });
};

export const permissionMissingRefused = defineProbe<Forbidden, TriedByLesser<Result>>({
  id: 'auth/permission-missing-refused',
  title: 'A read-only credential that tries to change something is refused with the documented status',
  why: 'Read-only credentials are handed out because they can do no harm; another status sends people looking for the wrong mistake.',
  fix: 'Check the permissions of the credential before anything is done, and answer the documented status.',
  reads: 'auth.forbidden',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: forbiddenChanges,
  prerequisites: prerequisitesOf,
  cost({ operation, creates, resourceType, onOwn, spare, isWhole }, { contract, target }) {
    if (isWhole) return { requests: 3, creates: 0 };
    if (onOwn) return withGrant(costOfTrial(contract, onOwn, target.credentials), contract, operation);
    // One for each caller that may be tried.
    if (spare) return { requests: 4 * target.credentials.length, creates: target.credentials.length };
    if (resourceType) return { requests: guardedRequests, creates: 1 };
    // The resource of an action is created once for all checks that need it.
    const isBelow = contract.standard.size > 0 && operation.path.includes('{');
    if (creates) return withGrant(isBelow ? { requests: 6, creates: 2 } : { requests: 3, creates: 1 }, contract, operation);
    return { requests: 60, creates: 1 };
  },
  run: tryAll,
  judge: (subject, tried, { contract }) => judgeLesser(tried, (one) => judgeAnswer(contract, subject, one)),
  /** An action may lack a resource to act on. It is optional where other operations decide, and decides where there are only actions. */
  join(judged) {
    const main = judged.filter(({ subject }) => subject.create === undefined);
    const actions = judged.filter(({ subject }) => subject.create !== undefined);
    if (main.length === 0) return joinLocations(judged);
    return withOptional(
      joinLocations(main),
      actions.map(({ verdict }) => verdict),
    );
  },
});
