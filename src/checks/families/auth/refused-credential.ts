import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { ownerOf } from '../../../contract/owner.ts';
import type { CredentialKind } from '../../../contract/x-assay/access.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Location } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, type Surroundings } from '../../kit/define.ts';
import { joinLocations, joinVerdicts } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import type { Session } from '../../kit/session.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { holdsValue } from '../../../model/request.ts';

/** The documented error response to a call with an unusable credential. */
export type Refused = {
  readonly expected: readonly number[];
  /** The expected statuses as the contract writes them. */
  readonly words: string;
  /**
   * Statuses that break the requirement whatever else is wrong with the request; undefined where the contract names none. Of an empty list only
   * a success breaks it.
   */
  readonly never: readonly number[] | undefined;
  /** Expected statuses that can only be about the credential. */
  readonly unambiguous: readonly number[];
};

/** Statuses for a missing, invalid or insufficient credential (RFC 9110 sections 15.5.2, 15.5.4). */
const aboutAccess = [401, 403] as const;

/** Error statuses of a plain read that blame the request, although only its credential is wrong. */
export const plainReadMistakes: readonly number[] = [400, 404, 422];

/** Error statuses that may be about another fault of the request than its credential. */
const answersToFaults: readonly number[] = [400, 404, 405, 409, 410, 413, 415, 422];

/**
 * The documented error response for one kind of unusable credential. `never` of the kind takes precedence over `never` of all kinds; for a
 * misplaced credential (`kind` undefined) it is left out.
 */
export const refusedFor = ({ conventions }: Operation, kind: CredentialKind | undefined): Refused => {
  const unauthenticated = conventions.auth?.unauthenticated;
  const expected = statuses(unauthenticated, 'access');
  const never = kind && (unauthenticated?.[kind]?.never ?? unauthenticated?.never);
  const numbered = [unauthenticated?.status ?? []].flat().filter((status) => typeof status === 'number');
  return {
    expected,
    words: statusWords(unauthenticated),
    never: never === undefined ? undefined : statuses({ status: never }, 'access'),
    unambiguous: [...numbered, ...aboutAccess.filter((status) => expected.includes(status))],
  };
};

/** The call that was answered, and how its answer is judged. */
type Judging = {
  /** Statuses that break the requirement in any contract, in addition to those that the contract names. */
  readonly usual: readonly number[];
  /** Statuses that leave the verdict inconclusive, whatever the contract names. */
  readonly left?: readonly number[];
  readonly code: string;
  readonly mistake: string;
  readonly redirect?: boolean;
  /** The same call with a valid credential succeeds, so an error response can only be about the credential. */
  readonly hasControl: boolean;
};

/** Judges the answer to a call with an unusable credential. */
export const judgeUnusable = (exchange: Exchange, refused: Refused, judging: Judging): Verdict => {
  const { expected, words, never: judged, unambiguous } = refused;
  const never = judged ?? [];
  const { usual, left = [], code, mistake, redirect = false, hasControl } = judging;
  const { reply } = exchange;
  if (reply.kind === 'no-answer' && reply.begun !== undefined && reply.begun >= 200 && reply.begun < 300) {
    const actual = `status ${reply.begun}, and an answer that does not end`;
    return fail({ code: `${code}-accepted`, where: 'credential', expected: `status ${words} to ${mistake}`, actual }, [exchange]);
  }
  const status = statusOf(exchange) ?? 0;
  if (expected.includes(status) && !unambiguous.includes(status) && !hasControl) {
    return inconclusive(`${status} to ${mistake} may be about something other than the credential`, [exchange]);
  }
  const isOpen = judged !== undefined && judged.length === 0;
  const wrong = (isOpen ? [] : [...new Set([...usual, ...never])]).filter((one) => !expected.includes(one) && !left.includes(one));
  return judgeErrorResponse(exchange, { expected, words, wrong, redirect: redirect && !isOpen, code, where: 'credential', mistake });
};

/** True if another requirement of the contract covers that the credential is checked before all other faults of a call. */
const isOrderDocumented = (contract: Contract, { location }: Operation): boolean =>
  ownerOf(contract, { id: 'auth/checked-first', reads: 'auth.unauthenticated' }, location) !== undefined;

/**
 * Error statuses that may be about another fault of a call with an unusable credential: an incomplete body, or a made-up id where another
 * requirement covers the order of the checks.
 */
export const faultsLeft = (contract: Contract, operation: Operation, { request: { body, pathValues } }: Exchange): readonly number[] => {
  const isEmpty = holdsValue(body) && JSON.stringify(body.value) === '{}';
  if (isEmpty) return answersToFaults;
  const namesNothing = Object.keys(pathValues).length > 0;
  return namesNothing && isOrderDocumented(contract, operation) ? answersToFaults : [];
};

/** The wait before a failed request is repeated. */
const recoveryMs = 2000;

/** Repeats a call once whose answer is a 5xx that the contract rules out. Returns the last answer: a failure counts if it recurs. */
export const askedAgain = async (session: Session, exchange: Exchange, { never = [] }: Refused): Promise<Exchange> => {
  const status = statusOf(exchange) ?? 0;
  if (status < 500 || !never.includes(status)) return exchange;
  await session.pause(recoveryMs, 'the service may recover from a failure');
  return session.send(exchange.request);
};

/** True for a read that needs only a credential. */
export const isPlainRead = (contract: Contract, { key }: Operation): boolean => parameterlessReads(contract).some((one) => one.key === key);

/**
 * True if the same call succeeds with a valid credential, or if no expected status can be about something other than the credential. The call
 * is made only where it is allowed and decides something.
 */
export const hasControl = async (session: Session, operation: Operation, { expected, unambiguous }: Refused): Promise<boolean> => {
  if (expected.every((status) => unambiguous.includes(status))) return true;
  const { contract, target } = session;
  const { key } = operation;
  if (isPlainRead(contract, operation)) return succeeded(session.run(plainRead, { operation: key }));
  if (operation.effect !== 'creates' && operation.effect !== 'creates-permanently') return false;
  const isTried = operation.takesKey && isAllowed(operation, target);
  const isReady = isTried && prerequisitesFor(operation, { contract, target }).every(({ kind }) => kind === 'permission');
  return isReady && succeeded(session.run(created, { operation: key }).then(({ exchange }) => exchange));
};

const succeeded = async (call: Promise<Exchange>): Promise<boolean> => {
  const exchange = await orSkipped(call);
  return !isSkipped(exchange) && isSuccess(exchange);
};

/**
 * Joins verdicts about all operations. Plain reads need only a credential, so each of them must be conclusive. Other operations may be
 * inconclusive, because a service may check something else before the credential; a breach there still counts.
 */
export const joinPlainReads = (
  judged: readonly { readonly location: Location; readonly verdict: Verdict }[],
  { contract }: Pick<Surroundings, 'contract'>,
): Verdict => {
  const all = joinLocations(judged);
  if (all.kind === 'fail' || all.kind === 'broken') return all;
  const plain = new Set(parameterlessReads(contract).map(({ key }) => key));
  const isPlain = ({ operation }: Location): boolean => operation !== null && plain.has(operation);
  // A requirement may cover only other operations; then those decide.
  if (!judged.some(({ location }) => isPlain(location))) return all;
  const reads = joinLocations(judged.filter(({ location }) => isPlain(location)));
  if (reads.kind !== 'pass') return reads;
  const others = judged.filter(({ location }) => !isPlain(location));
  const open = others.flatMap(({ location, verdict }) =>
    verdict.kind === 'inconclusive' ? [`${location.operation ?? 'outside every operation'}: ${verdict.reason}`] : [],
  );
  const passed = joinVerdicts([reads, ...others.map(({ verdict }) => verdict).filter(({ kind }) => kind === 'pass')]);
  if (passed.kind !== 'pass' || open.length === 0) return passed;
  return { ...passed, untried: [...(passed.untried ?? []), ...open] };
};
