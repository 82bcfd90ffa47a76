import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { ownerOf } from '../../../contract/owner.ts';
import type { CredentialKind } from '../../../contract/x-assay/access.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive } from '../../kit/define.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import type { Session } from '../../kit/session.ts';

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

/** Refusals that may answer another fault of a request than its credential. */
export const answersToFaults: readonly number[] = [400, 404, 405, 409, 410, 413, 415, 422];

export const refusedFor = ({ conventions }: Operation, kind: CredentialKind): Refused => {
  const unauthenticated = conventions.auth?.unauthenticated;
  const expected = statuses(unauthenticated, 'access');
  const never = unauthenticated?.[kind]?.never ?? unauthenticated?.never;
  const numbered = [unauthenticated?.status ?? []].flat().filter((status) => typeof status === 'number');
  return {
    expected,
    words: statusWords(unauthenticated),
    never: never === undefined ? undefined : statuses({ status: never }, 'access'),
    telling: [...numbered, ...aboutAccess.filter((status) => expected.includes(status))],
  };
};

type Told = {
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
export const judgeUnusable = (exchange: Exchange, refused: Refused, told: Told): Verdict => {
  const { expected, words, never = [], telling } = refused;
  const { usual, left = [], code, mistake, redirect = false, hasControl } = told;
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
  return judgeRefusal(exchange, { expected, words, wrong, redirect, code, where: 'credential', mistake });
};

/** Does another promise of the contract say that the credential is looked at before all other faults of a call. */
export const isOrderPromised = (contract: Contract, { place }: Operation): boolean =>
  ownerOf(contract, { id: 'auth/checked-first', reads: 'auth.unauthenticated' }, place) !== undefined;

/** Does another promise of the contract speak of headers that hold no usable credential. */
export const isMalformedPromised = (contract: Contract, { place }: Operation): boolean =>
  ownerOf(contract, { id: 'auth/malformed-credential-refused', reads: 'auth.unauthenticated.malformed' }, place) !== undefined;

/**
 * Refusals that may answer what else is wrong with a call that should be refused for its credential: a body that is no
 * complete one, or an id that names nothing where another promise is about that.
 */
export const faultsLeft = (
  contract: Contract,
  operation: Operation,
  { request: { body, pathValues } }: Pick<Exchange, 'request'>,
): readonly number[] => {
  const isEmpty = body?.kind === 'json' && JSON.stringify(body.value) === '{}';
  if (isEmpty) return answersToFaults;
  const namesNothing = Object.keys(pathValues).length > 0;
  return namesNothing && isOrderPromised(contract, operation) ? answersToFaults : [];
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
