import { NotTried, Undecidable } from '../../checks/kit/define.ts';
import { plainRead } from '../../checks/scenarios/calls/reads.ts';
import { ownUnknownPath, unknownPath } from '../../checks/requests/unknown-path.ts';
import { callWithoutCredential, unauthenticatedRequest } from '../../checks/requests/unauthenticated-request.ts';
import { once, type Session } from '../../checks/kit/session.ts';
import { usableRequest } from '../../checks/requests/usable-request.ts';
import { admissionTo, isAdmitted } from '../../contract/admission.ts';
import { isSuccess, outcomeOf, statusOf } from '../../contract/message.ts';
import type { Operation } from '../../contract/model.ts';
import { lookAtHandshake } from '../../exchange/handshake.ts';
import { routeOf } from '../../exchange/route.ts';
import type { PreflightResult } from '../../model/event.ts';
import { noteOnExamples } from '../../generators/unusable-examples.ts';
import type { Exchange } from '../../model/exchange.ts';
import { otherPaths, pathDifference } from './base-address.ts';
import { type Around, type EntryFailure, isTooLarge, outcomesOf, sentenceOf, sharedFailure, tooMuch, works } from './entry-failures.ts';
import { readsAtEntry } from './gatekeeper.ts';
import { QuotaRefused } from './quota-refused.ts';
import { quotaNames } from './traffic.ts';

/** Reads that are sent at first; a document may have hundreds. */
const firstReads = 12;
/** Most reads that are sent where none of the first works. */
const mostReads = 48;
/** Most reads that are sent again; more would show nothing new. */
const mostAgain = 3;
/** Time limit for finding out whether a port speaks TLS. */
const handshakeMs = 3_000;

/**
 * Finds out whether judging makes sense: sends authorised reads without other prerequisites, once. Where none works and they are refused in
 * the same way, the run stops, except for what checks judge as an entry (see `Entry` in src/checks/define.ts). Two controls belong to it: a
 * read without a credential and one of an unknown path. A target that answers both with success answers everything, so that a pass proves
 * nothing; nor does a pass where one control succeeded and the other was not answered.
 */
export const preflight = async (session: Session): Promise<PreflightResult> => {
  const { contract, target } = session;
  const locked = whyLocked(session);
  if (locked !== undefined) return { kind: 'stopped', reason: locked };
  const reads = readsAtEntry(contract, target);
  const [first] = reads;
  if (!first) return contact(session);
  const exchanges = await askAll(session, reads);
  const around = await aroundOf(session, exchanges);
  const failure = sharedFailure(exchanges, around);
  const elsewhere = await foundElsewhere(session, first, exchanges);
  if (failure && !(await isTheirOwn(failure, session, first, exchanges))) {
    return {
      kind: 'stopped',
      reason: sentenceOf(failure, exchanges, around, failure.id === 'missing' ? elsewhere : undefined),
    };
  }
  const isAnswered = (exchange: Exchange): boolean => statusOf(exchange) !== undefined;
  const controls = await controlsOf(session, first);
  // Without a control, passes would count on a target that answers everything; one lost answer must not decide that.
  const answered = (
    controls.some(isAnswered) ? controls : await controlsOf({ ...session, run: (one, given) => one.run(session, given) }, first)
  ).filter(isAnswered);
  return {
    kind: 'ready',
    answersEverything: answered.length > 0 && answered.every(isSuccess),
    ...(exchanges.some((exchange) => works(exchange, contract)) ? {} : { noReadSucceeds: true }),
    notes: [
      ...exchanges.flatMap((exchange, n) =>
        works(exchange, contract)
          ? []
          : [`${reads[n]?.key ?? ''} answers ${isTooLarge(exchange) ? tooMuch(exchange) : outcomeOf(exchange)}`],
      ),
      ...(elsewhere === undefined ? [] : [elsewhere]),
      ...noteOnKey(session),
      ...noteOnExamples(contract),
    ],
  };
};

/** Why no operation can be called with the given credentials; undefined where one can. */
const whyLocked = ({ contract, target }: Session): string | undefined => {
  const reasons = contract.operations.map((operation) => {
    const admission = admissionTo(contract, operation, target);
    return admission.kind === 'missing' || admission.kind === 'unsupported' ? admission.reason : undefined;
  });
  if (reasons.length === 0 || reasons.includes(undefined)) return undefined;
  return `no operation can be called: each ${[...new Set(reasons)].join('; or ')}`;
};

/** That a given key is sent nowhere, because the document says that no operation takes one. */
const noteOnKey = ({ contract, target }: Session): readonly string[] =>
  !target.credentials.includes('key') || contract.operations.some(({ security }) => security.some((schemes) => schemes.length > 0))
    ? []
    : ['the credential "key" is sent nowhere, because no operation of the document takes one: declare a security scheme in an overlay'];

/** The exchange of a call, also where a check may not judge it. */
const seen = (call: Promise<Exchange>): Promise<Exchange> =>
  call.catch((error: unknown) => {
    if (error instanceof QuotaRefused) return error.exchange;
    throw error;
  });

/** Sends the first reads; where none of them works and something answers, more. */
const askAll = async (session: Session, reads: readonly Operation[]): Promise<readonly Exchange[]> => {
  const ask = (some: readonly Operation[]): Promise<Exchange[]> =>
    Promise.all(some.map(({ key }) => seen(session.run(plainRead, { operation: key }))));
  const first = await ask(reads.slice(0, firstReads));
  if (first.some((exchange) => works(exchange, session.contract)) || first.every((one) => statusOf(one) === undefined)) return first;
  return [...first, ...(await ask(reads.slice(firstReads, mostReads)))];
};

/** Where no credential is required, a call without one is the read itself, and no control. */
const controlsOf = async (session: Session, read: Operation): Promise<readonly Exchange[]> => [
  ...(read.secured ? [await seen((async () => once(session, callWithoutCredential(session, read)))())] : []),
  await seen(once(session, unknownPath(session, ownUnknownPath))),
];

/**
 * Does a refusal come from the reads themselves, so that they are to be judged: their failures, where an unknown path is answered in
 * another way; the web page of a single read, where an unknown path gets none?
 */
const isTheirOwn = async ({ id }: EntryFailure, session: Session, read: Operation, exchanges: readonly Exchange[]): Promise<boolean> => {
  if (id === 'page') {
    const [nowhere] = (await controlsOf(session, read)).slice(-1);
    return exchanges.length === 1 && nowhere !== undefined && (statusOf(nowhere) ?? 0) >= 400;
  }
  if (id !== 'failing' || exchanges.every((exchange) => (statusOf(exchange) ?? 503) === 503)) return false;
  return (await controlsOf(session, read)).some((exchange) => (statusOf(exchange) ?? 500) < 500);
};

/** What messages need to know; whether a port speaks TLS is tested where plain http got no answer. */
const aroundOf = async ({ contract, target, now }: Session, exchanges: readonly Exchange[]): Promise<Around> => {
  const { origin, protocol } = new URL(target.baseUrl);
  const isPuzzling = exchanges.every(
    ({ reply }) => reply.kind === 'no-answer' && ['reset', 'closed', 'malformed', 'timeout'].includes(reply.failure),
  );
  // Common web servers answer a client that speaks plain http to their TLS port with a page and status 400.
  const isHinted = exchanges.every(({ reply }) => reply.kind === 'answer' && reply.status === 400 && /HTTPS/i.test(reply.text ?? ''));
  const speaksTls =
    protocol === 'http:' &&
    exchanges.length > 0 &&
    (isPuzzling || isHinted) &&
    (await lookAtHandshake(origin, { timeoutMs: Math.min(handshakeMs, target.http.timeoutMs), route: routeOf(target, {}) })) !== undefined;
  return { contract, target, names: quotaNames(contract), now: now(), speaksTls };
};

/**
 * Where most reads are answered 404, sends the first of these below other paths of the same host, as the document declares them: one that
 * works shows where the API is.
 */
const foundElsewhere = async (session: Session, read: Operation, exchanges: readonly Exchange[]): Promise<string | undefined> => {
  const { contract, target } = session;
  const missing = exchanges.filter((exchange) => statusOf(exchange) === 404);
  if (missing.length * 2 <= exchanges.length) return undefined;
  const operation = contract.operations.find(({ key }) => key === missing[0]?.request.operation) ?? read;
  const { origin } = new URL(target.baseUrl);
  const difference = pathDifference(contract, target.baseUrl);
  const prefix = difference === undefined ? '' : `${difference}: `;
  for (const path of otherPaths(contract, target.baseUrl)) {
    const request = { ...usableRequest(session, operation, 'elsewhere'), base: { kind: 'path', path } } as const;
    const exchange = await seen(session.send(request));
    if (works(exchange, contract))
      return `${prefix}${operation.key} answers ${outcomeOf(exchange)} under ${origin}${path}: take that as base URL`;
  }
  return difference === undefined
    ? undefined
    : `${difference}; nothing was found below other paths of ${new URL(target.baseUrl).host} either`;
};

/** Failures that concern every request. */
const ofEveryRequest: ReadonlySet<EntryFailure['id']> = new Set(['quota', 'gateway', 'no-answer']);
const ofEveryOperation: ReadonlySet<EntryFailure['id']> = new Set([...ofEveryRequest, 'credential', 'redirect', 'page']);

/** A few reads of unknown resources, where no other read can be made; where none can, a path that does not exist. */
const firstContacts = async (
  session: Session,
): Promise<{ readonly exchanges: readonly Exchange[]; readonly meaningful: ReadonlySet<EntryFailure['id']> }> => {
  const { contract, target } = session;
  const exchanges: Exchange[] = [];
  for (const operation of contract.operations) {
    if (exchanges.length >= mostAgain) break;
    if (operation.method !== 'GET' || operation.conventions.stream !== undefined || !isAdmitted(contract, operation, target)) continue;
    try {
      exchanges.push(await seen(session.send({ ...unauthenticatedRequest(session, operation, 'knock'), faults: ['unknown-id'] })));
    } catch (error) {
      // The read needs a value that only the operator can give, or cannot be judged: there may be others.
      if (!(error instanceof NotTried || error instanceof Undecidable) || (error instanceof NotTried && error.because === 'stopped'))
        throw error;
    }
  }
  if (exchanges.length > 0) return { exchanges, meaningful: ofEveryOperation };
  return { exchanges: [await seen(session.send(unknownPath(session, ownUnknownPath)))], meaningful: ofEveryRequest };
};

/** Finds out whether the target answers where the document has no read without prerequisites. */
const contact = async (session: Session): Promise<PreflightResult> => {
  const reason = await whyNotReachable(session);
  if (reason !== undefined) return { kind: 'stopped', reason };
  return {
    kind: 'ready',
    answersEverything: false,
    notes: [
      'the contract has no read without prerequisites other than a credential',
      ...noteOnKey(session),
      ...noteOnExamples(session.contract),
    ],
  };
};

const whyNotReachable = async (session: Session): Promise<string | undefined> => {
  const { exchanges, meaningful } = await firstContacts(session);
  const around = await aroundOf(session, exchanges);
  const failure = sharedFailure(exchanges, around);
  return failure && meaningful.has(failure.id) ? sentenceOf(failure, exchanges, around) : undefined;
};

/**
 * Repeats reads that worked in preflight, or any where none did: why none of them works now, in the words of preflight where they are
 * refused in the same way. Undefined where one works, or is refused in a way that may depend on the request.
 * @param again The session that sends; the first answers are taken from `session`.
 */
export const askAgain = async (session: Session, again: Session): Promise<string | undefined> => {
  const reads = readsAtEntry(session.contract, session.target).slice(0, firstReads);
  if (reads.length === 0) return whyNotReachable(again);
  const worked: string[] = [];
  for (const { key } of reads) if (works(await seen(session.run(plainRead, { operation: key })), session.contract)) worked.push(key);
  const [first, ...others] = (worked.length > 0 ? worked : reads.map(({ key }) => key)).slice(0, mostAgain);
  if (first === undefined) return undefined;
  const ask = (operation: string): Promise<Exchange> => plainRead.run(again, { operation });
  const one = await ask(first);
  if (works(one, session.contract)) return undefined;
  const exchanges = [one, ...(await Promise.all(others.map(ask)))];
  const around = await aroundOf(again, exchanges);
  const failure = sharedFailure(exchanges, around);
  if (failure) return sentenceOf(failure, exchanges, around);
  const isRefused = exchanges.every((exchange) => sharedFailure([exchange], around) !== undefined);
  return isRefused ? `not one read works (${outcomesOf(exchanges)})` : undefined;
};
