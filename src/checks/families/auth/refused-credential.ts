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

/** How a contract wants a call refused whose credential is of no use. */
export type Refused = {
  readonly expected: readonly number[];
  /** The expected statuses as the contract writes them. */
  readonly words: string;
  /** Statuses that break the promise whatever else is wrong with the request; undefined where the contract names none. */
  readonly never: readonly number[] | undefined;
  /** Expected statuses that speak of nothing but the credential. */
  readonly telling: readonly number[];
};

/** Statuses that say by themselves that a credential is wanted or not good enough (RFC 9110 sections 15.5.2, 15.5.4). */
const aboutAccess = [401, 403] as const;

/** Refusals of a plain read that look at the request although nothing is wrong with it but the credential. */
export const plainReadMistakes: readonly number[] = [400, 404, 422];

/** Refusals that may answer another fault of a request than its credential. */
const answersToFaults: readonly number[] = [400, 404, 405, 409, 410, 413, 415, 422];

/** What is said of one kind of unusable credential comes before what is said of all; of a misplaced one (undefined) nothing is ruled out. */
export const refusedFor = ({ conventions }: Operation, kind: CredentialKind | undefined): Refused => {
  const unauthenticated = conventions.auth?.unauthenticated;
  const expected = statuses(unauthenticated, 'access');
  const never = kind && (unauthenticated?.[kind]?.never ?? unauthenticated?.never);
  const numbered = [unauthenticated?.status ?? []].flat().filter((status) => typeof status === 'number');
  return {
    expected,
    words: statusWords(unauthenticated),
    never: never === undefined ? undefined : statuses({ status: never }, 'access'),
    telling: [...numbered, ...aboutAccess.filter((status) => expected.includes(status))],
  };
};

type Reported = {
  /** Statuses that break the promise in any contract, beside those that it names. */
  readonly usual: readonly number[];
  /** Statuses that decide nothing here, whatever the contract names. */
  readonly left?: readonly number[];
  readonly code: string;
  readonly mistake: string;
  readonly redirect?: boolean;
  /** The same call with a good credential succeeds, so that a refusal can only be about the credential. */
  readonly hasControl: boolean;
};

/** Judges the answer to a call whose credential is of no use. */
export const judgeUnusable = (exchange: Exchange, refused: Refused, reported: Reported): Verdict => {
  const { expected, words, never = [], telling } = refused;
  const { usual, left = [], code, mistake, redirect = false, hasControl } = reported;
  const { reply } = exchange;
  if (reply.kind === 'no-answer' && reply.begun !== undefined && reply.begun >= 200 && reply.begun < 300) {
    const actual = `status ${reply.begun}, and an answer that does not end`;
    return fail({ code: `${code}-accepted`, where: 'credential', expected: `status ${words} to ${mistake}`, actual }, [exchange]);
  }
  const status = statusOf(exchange) ?? 0;
  if (expected.includes(status) && !telling.includes(status) && !hasControl) {
    return inconclusive(`${status} to ${mistake} may be about something else than the credential`, [exchange]);
  }
  const wrong = [...new Set([...usual, ...never])].filter((one) => !expected.includes(one) && !left.includes(one));
  return judgeErrorResponse(exchange, { expected, words, wrong, redirect, code, where: 'credential', mistake });
};

/** Does another promise of the contract say that the credential is looked at before all other faults of a call. */
const isOrderDocumented = (contract: Contract, { location }: Operation): boolean =>
  ownerOf(contract, { id: 'auth/checked-first', reads: 'auth.unauthenticated' }, location) !== undefined;

/**
 * Refusals that may answer what else is wrong with a call that should be refused for its credential: a body that is no
 * complete one, or an id that names nothing where another promise is about that.
 */
export const faultsLeft = (contract: Contract, operation: Operation, { request: { body, pathValues } }: Exchange): readonly number[] => {
  const isEmpty = body?.kind === 'json' && JSON.stringify(body.value) === '{}';
  if (isEmpty) return answersToFaults;
  const namesNothing = Object.keys(pathValues).length > 0;
  return namesNothing && isOrderDocumented(contract, operation) ? answersToFaults : [];
};

/** So long a failure is given before the same is asked again. */
const recoveryMs = 2000;

/** A failure where the contract rules one out counts when it comes again: the last answer to a call. */
export const askedAgain = async (session: Session, exchange: Exchange, { never = [] }: Refused): Promise<Exchange> => {
  const status = statusOf(exchange) ?? 0;
  if (status < 500 || !never.includes(status)) return exchange;
  await session.pause(recoveryMs, 'a failure is to be over');
  return session.send(exchange.request);
};

/** Is an operation a read that needs nothing but a credential. */
export const isPlainRead = (contract: Contract, { key }: Operation): boolean => parameterlessReads(contract).some((one) => one.key === key);

/**
 * Does the same call succeed with a good credential. Asked only where some expected status may be about something else
 * than the credential, and where the call may be made.
 */
export const hasControl = async (session: Session, operation: Operation, { expected, telling }: Refused): Promise<boolean> => {
  if (expected.every((status) => telling.includes(status))) return true;
  const { contract, target } = session;
  const { key } = operation;
  if (isPlainRead(contract, operation)) return succeeded(session.run(plainRead, { operation: key }));
  if (operation.effect !== 'creates' && operation.effect !== 'creates-permanently') return false;
  const isTried = operation.takesKey && isAllowed(operation, target);
  const isReady = isTried && prerequisitesFor(operation, { contract, target }).every(({ kind }) => kind === 'permission');
  return isReady && succeeded(session.run(created, { operation: key }).then(({ exchange }) => exchange));
};

const succeeded = async (measuring: Promise<Exchange>): Promise<boolean> => {
  const exchange = await orSkipped(measuring);
  return !isSkipped(exchange) && isSuccess(exchange);
};

/**
 * Joins verdicts about every operation where the reads that need nothing carry the evidence: each of them must have
 * been conclusive. Other operations may stay open, because a service may look at something else before the
 * credential; a breach there counts all the same.
 */
export const joinPlainReads = (
  judged: readonly { readonly location: Location; readonly verdict: Verdict }[],
  { contract }: Pick<Surroundings, 'contract'>,
): Verdict => {
  const all = joinLocations(judged);
  if (all.kind === 'fail' || all.kind === 'broken') return all;
  const plain = new Set(parameterlessReads(contract).map(({ key }) => key));
  const isPlain = ({ operation }: Location): boolean => operation !== null && plain.has(operation);
  // A promise about other operations alone stands on them.
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
