import { operationWith } from '../../contract/operation.ts';
import { setMaxListeners } from 'node:events';
import { NotTried } from '../../checks/kit/define.ts';
import { permissionsFor } from '../../checks/kit/prerequisites.ts';
import { addsBeyond, isAboutOwnAlone, isHarmless, type Known, operationAsked, reachBeyond } from '../../checks/kit/reach.ts';
import { bulkCreations } from '../../checks/subjects/bulk-creations.ts';
import { idempotencyKeyIn } from '../../checks/subjects/keyed-creations.ts';
import { filledSegments, parametersIn, segmentsOf } from '../../contract/infer/path-template.ts';
import { bringsWholeEntries } from '../../contract/infer/listed-items.ts';
import { placeholdersIn } from '../../generators/placeholder.ts';
import { aboutCredential } from './callers.ts';
import type { OwnResources } from './own-resources.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { type Fault, holdsValue, isLesserName, type PlannedRequest } from '../../model/request.ts';
import type { StopReason } from '../../model/event.ts';
import { isLoopback } from '../../config/address.ts';
import type { Permission, Target } from '../../model/target.ts';

/** Why a run is ending early. */
export type Stop = { readonly reason: StopReason; readonly message: string };

/** Stops a run, once: for the user, a budget or preflight. */
export type Brake = {
  readonly signal: AbortSignal;
  pull(stop: Stop): void;
  pulled(): Stop | undefined;
};

export const createBrake = (outer: AbortSignal): Brake => {
  const controller = new AbortController();
  // Every request and wait under way listens; their number is limited elsewhere.
  setMaxListeners(0, controller.signal);
  let stop: Stop | undefined;
  const pull = (why: Stop): void => {
    stop ??= why;
    controller.abort();
  };
  const interrupted: Stop = { reason: 'interrupted', message: 'the run was interrupted' };
  if (outer.aborted) pull(interrupted);
  else outer.addEventListener('abort', () => pull(interrupted), { once: true });
  return { signal: controller.signal, pull, pulled: () => stop };
};

/** @throws {NotTried} when the run is ending. */
export const throwIfStopped = (brake: Brake): void => {
  const stop = brake.pulled();
  if (stop) throw new NotTried(stop.reason === 'budget' ? 'out-of-budget' : 'stopped', stop.message);
};

/** @throws {NotTried} when a header field or the query stands for what a list was to tell. */
export const throwIfOpen = ({ method, path, headers, query }: PlannedRequest): void => {
  const open = [...headers, ...query].find(([, text]) => placeholdersIn(text).length > 0);
  if (open) throw new NotTried('missing-prerequisite', `${method} ${path} is not sent: nothing tells its "${open[0]}"`);
};

/**
 * The last guard before a request is sent: it also stops a check that forgot to ask for a permission. The needed permissions follow from
 * method and path, whatever operation the check made the request for; and a request that `x-assay` does not describe may change only what
 * this run created.
 * @throws {NotTried} when the target does not allow the request.
 */
export const throwIfNotAllowed = (
  request: PlannedRequest,
  contract: Contract,
  target: Target,
  own: Known & Partial<Pick<OwnResources, 'isOthers'> & { isHeld(request: PlannedRequest): boolean }>,
): void => {
  const need = (permission: Permission, why = ''): void => {
    if (target.allow.includes(permission)) return;
    const reason = why === '' ? '' : `, because ${why}`;
    throw new NotTried(
      'not-allowed',
      `${request.method} ${request.path} needs the permission "${permission}" (--allow ${permission})${reason}`,
    );
  };
  const { base, credential } = request;
  const plain = base?.kind === 'named' && base.name === 'plain' ? target.urls.plain : undefined;
  if (plain !== undefined && credential.kind !== 'none' && !isLoopback(new URL(plain).hostname)) need('plaintext');
  const named = operationWith(contract, request.operation);
  if (named?.issues && (credential.kind === 'valid' || credential.kind === 'issued') && request.faults.length === 0)
    need('issue-credential');
  if (isHarmless(contract, request)) return;
  need('mutation');
  const operation = operationAsked(contract, request);
  if (operation === undefined) {
    // An unknown operation may be called where `x-assay` describes resource types, but not where only the document describes the API.
    if (contract.resourceTypes.length === 0 && !isAboutOwnAlone(contract, request, own))
      need('destructive', 'the document has no such operation, so its effects are unknown');
    return;
  }
  const { effect, inferred } = operation;
  for (const wanted of permissionsFor({ effect, ...(inferred && { inferred }) }))
    if (wanted.kind === 'permission') need(wanted.permission, operation.inferred?.why);
  // With a mistake, a creation of several resources creates no more than without it.
  const isBulk = (): boolean => bulkCreations(contract).some((one) => one.operation.key === operation.key);
  if (
    operation.inferred &&
    operation.effect === 'destructive' &&
    !isLess(request, own) &&
    !mayBeAccepted(operation, request, own) &&
    !(isByKey(operation, request) && request.faults.every((fault) => aboutBody.has(fault)) && own.isHeld?.(request) === true) &&
    !isWithoutEntries(contract, operation, request, own) &&
    !isBulk()
  )
    throw new NotTried(
      'not-applicable',
      `${request.method} ${request.path} may change anything (${operation.inferred.why}), so it is sent with a mistake only where that cannot reach more than the documented call`,
    );
  const mistaken = operation.inferred ? takenForOwn(request, own) : undefined;
  if (mistaken !== undefined && !isGiven(operation, request, target))
    throw new NotTried(
      'not-allowed',
      `${request.method} ${request.path} would be about ${mistaken.join('/')}, which was there before this run created anything of its type`,
    );
  const added = addsBeyond(contract, operation, request, own);
  const beyond =
    reachBeyond(contract, operation, request, own) ?? (added !== undefined && isGiven(operation, request, target) ? undefined : added);
  if (beyond !== undefined) need('destructive', beyond);
};

/**
 * Is a request as documented but for its credential, on a resource of this run or on one that cannot exist, or with a lesser credential of the same account and no
 * resource in its path: then it does no more than the permitted call. A made-up number may exist.
 */
const isLess = (request: PlannedRequest, own: Known): boolean => {
  const { path, pathValues, faults, credential } = request;
  const [last] = parametersIn(path).slice(-1);
  const isMadeUp = last !== undefined && own.isFresh(pathValues[last] ?? '');
  const isOwn = namesOwn(request, own);
  // A lesser credential of the same account reaches nothing that the key does not.
  const isLesser = parametersIn(path).length === 0 && credential.kind === 'valid' && isLesserName(credential.name);
  if (isLesser && faults.every((fault) => fault === 'credential-forbidden')) return true;
  return faults.every((fault) => (aboutCredential.has(fault) && (isOwn || isMadeUp)) || (fault === 'unknown-id' && isMadeUp));
};

/** Does a path name a resource that this run created. */
export const namesOwn = ({ path, pathValues, base }: PlannedRequest, own: Known): boolean => {
  const named = filledSegments(path, pathValues)?.slice(0, segmentsOf(path).findLastIndex((segment) => 'parameter' in segment) + 1) ?? [];
  return named.length > 0 && own.isOwn(named, base);
};

/** Mistakes for which a server refuses whoever asks. */
const aboutNobody: ReadonlySet<Fault> = new Set(['credential-missing', 'credential-invalid', 'credential-misplaced']);

/** Mistakes in a body. */
const aboutBody: ReadonlySet<Fault> = new Set(['body-unparsable', 'body-empty', 'body-wrong-type', 'member-missing', 'value-unusable']);

/** Mistakes in a request as a whole that the key sends, and the same request once more. */
const aboutRequest: ReadonlySet<Fault> = new Set([
  ...aboutBody,
  'query-unparsable',
  'query-out-of-range',
  'query-unknown-value',
  'parameter-missing',
  'duplicate',
]);

/** Is a request one that was sent before, and that comes once more with its idempotency key. */
const isKeyedAgain = (request: PlannedRequest): boolean =>
  request.faults.every((fault) => fault === 'duplicate') && idempotencyKeyIn(request) !== undefined;

/** Does the key send a request. Where nobody needs a credential, everybody is the caller that the document means. */
const isByKey = ({ security }: Operation, { credential }: PlannedRequest): boolean =>
  (credential.kind === 'valid' && credential.name === 'key') || (credential.kind === 'none' && security.length === 0);

/**
 * Does a request with a mistake, or one that is sent once more, reach no more than the permitted call where it is accepted: it is an action on a resource of the run, or
 * one that comes again with its idempotency key, or its path names none, it has no credential or a mistake in its body, and the operation does no more than add what its
 * body brings.
 */
const mayBeAccepted = (operation: Operation, request: PlannedRequest, own: Known): boolean => {
  const { path, faults, credential } = request;
  const isOfKey = isByKey(operation, request);
  if (parametersIn(path).length > 0)
    return (
      operation.inferred?.onOne === true &&
      isOfKey &&
      (isKeyedAgain(request) || (namesOwn(request, own) && faults.every((fault) => aboutRequest.has(fault))))
    );
  if (operation.inferred?.boundless === true) return false;
  if (faults.every((fault) => aboutNobody.has(fault))) return credential.kind !== 'valid' && credential.kind !== 'issued';
  return isOfKey && faults.every((fault) => aboutBody.has(fault));
};

/**
 * Does a body with a mistake bring an operation that is told by its entries none of which it would have to guess what is meant: it has none, or whole ones. Where it is accepted,
 * nothing is done but what those say, to what the path names of the run.
 */
const isWithoutEntries = ({ document }: Contract, operation: Operation, request: PlannedRequest, own: Known): boolean => {
  const { path, body, faults, credential } = request;
  const isOfKey = credential.kind === 'valid' && credential.name === 'key';
  return (
    operation.inferred?.byEntries === true &&
    isOfKey &&
    faults.length > 0 &&
    faults.every((fault) => aboutBody.has(fault)) &&
    (parametersIn(path).length === 0 || namesOwn(request, own)) &&
    (!holdsValue(body) || bringsWholeEntries(document, operation, body.value))
  );
};

/**
 * The resource in a path that a creation reported although it was there before. No permission allows to change it: the run meant a resource of its own. Only the
 * operator may name it.
 */
const takenForOwn = ({ path, pathValues, base }: PlannedRequest, own: Partial<Pick<OwnResources, 'isOthers'>>): string[] | undefined => {
  const segments = filledSegments(path, pathValues) ?? [];
  return segmentsOf(path)
    .flatMap((segment, n) => ('parameter' in segment ? [segments.slice(0, n + 1)] : []))
    .find((around) => own.isOthers?.(around, base));
};

/** Does the operator give a value for the path of an operation. */
const isGiven = ({ key }: Operation, { pathValues }: PlannedRequest, { values }: Target): boolean =>
  Object.keys(values[key] ?? {}).some((name) => Object.hasOwn(pathValues, name));
