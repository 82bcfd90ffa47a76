import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { CredentialKind } from '../../../contract/x-assay/access.ts';
import type { Exclusive } from '../../../model/case.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  type CheckText,
  defineProbe,
  inconclusive,
  type Moment,
  type ProbePrerequisite,
  type Probe,
  type ProbeOver,
  type Surroundings,
} from '../../kit/define.ts';
import { joinVerdicts, withOptional } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { once, type Session } from '../../kit/session.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import type { JudgedOperation } from '../../subjects/secured-operations.ts';
import { askedAgain, faultsLeft, hasControl, judgeUnusable, refusedFor } from './refused-credential.ts';

/** One call with an unusable credential. */
export type Call = {
  /** @throws {NotTried} where the call cannot be made. */
  request(session: Session): PlannedRequest | Promise<PlannedRequest>;
  /** The mistake, as a phrase. */
  readonly mistake: string;
  /** The beginning of the code of a finding. */
  readonly code: string;
  /** A call that cannot be made is left out. */
  readonly mayLack?: boolean;
  /** An inconclusive result is reported as untried, and does not weaken the other calls. */
  readonly isOptional?: boolean;
  /** Names a resource that only the account of the valid credential has, so that no success is that of another account. */
  readonly isOnOwn?: boolean;
  /** The same call with the valid credential, or where that is a change a read, where it is not the read before the calls: without its success the call is left out. */
  readonly control?: (session: Session) => PlannedRequest | Promise<PlannedRequest>;
};

type Tried = Omit<Call, 'request' | 'control'> & { readonly answer: Exchange | Skipped; readonly control?: Exchange | undefined };

/** `shown`: the read with the valid credential before the calls, and after them, where one of them was accepted. */
type Result = { readonly tried: readonly Tried[]; readonly hasControl: boolean; readonly shown?: readonly [Exchange, Exchange] };

/** Has a value lists, all of them without entries: nothing of any account is shown. */
const listsNothing = (value: unknown): boolean => {
  const lists: unknown[][] = [];
  const gather = (one: unknown): void => {
    if (Array.isArray(one)) lists.push(one);
    else if (isObject(one)) Object.values(one).forEach(gather);
  };
  gather(value);
  return lists.length > 0 && lists.every(({ length }) => length === 0);
};

/**
 * May an accepted altered credential be that of another account. Whoever gives a name and a password by Basic may choose them (RFC 7617, section 2), and some
 * services make an account of each pair: the altered one shows something else than the valid one, which shows the same before and after, or neither has anything
 * to show.
 */
const isPerhapsOtherAccount = ({ standard, credentialPlacement }: Contract, { shown }: Result, answer: Exchange): boolean => {
  if (standard.size === 0 || credentialPlacement.kind !== 'basic' || shown === undefined) return false;
  if (!isSuccess(answer) || answer.request.credential.kind !== 'altered' || !shown.every(isSuccess)) return false;
  const [before, after] = shown.map(jsonOf);
  if (before === undefined || !isSameValue(before, after)) return false;
  const altered = jsonOf(answer);
  return !isSameValue(before, altered) || listsNothing(altered);
};

/** As {@link isPerhapsOtherAccount}, for a pair of a name and a password that is another credential than `key`. */
const isPerhapsOtherPair = ({ control, isOnOwn = false, answer }: Tried): boolean =>
  control !== undefined &&
  !isOnOwn &&
  !isSkipped(answer) &&
  isSuccess(answer) &&
  (jsonOf(control) === undefined || !isSameValue(jsonOf(control), jsonOf(answer)) || listsNothing(jsonOf(answer)));

/** One kind of unusable credential: how calls are made with it, which error response is required, and what other answers mean. */
export type UnusableCredential = Omit<CheckText, 'reads'> &
  Moment & {
    readonly exclusive: Exclusive;
    over(contract: Contract): readonly JudgedOperation[];
    readonly prerequisites?: (operation: Operation, around: Surroundings) => readonly ProbePrerequisite[];
    readonly join?: NonNullable<ProbeOver<JudgedOperation, Result>['join']>;
    /** The most requests at one location, for planning. */
    requests(contract: Contract, operation: Operation): number;
    /** The most resources that are created there besides those that other checks share. */
    readonly creates?: (contract: Contract, operation: Operation) => number;
    /**
     * What proves that an error response is about the credential. `read-before`: the same read succeeds with the valid credential, before the
     * calls. `call-after`: the same call succeeds with it, after the calls, and is made only where the error response may be about something
     * else. `none`: no proof, because the credential itself is valid.
     */
    readonly proof: 'read-before' | 'call-after' | 'none';
    calls(around: Surroundings, operation: Operation): readonly Call[];
    /** The kind of credential that the requirement is about; undefined: all kinds. */
    readonly kind: CredentialKind | undefined;
    /** Statuses that break the requirement in any contract. */
    usual(contract: Contract, operation: Operation): readonly number[];
  };

/** A probe that makes each call with an unusable credential, and leaves out a call that cannot be made. */
export const defineUnusable = ({
  over,
  prerequisites,
  requests,
  creates,
  proof,
  calls,
  kind,
  usual,
  ...text
}: UnusableCredential): Probe<Result> =>
  defineProbe<JudgedOperation, Result>({
    ...text,
    reads: kind === undefined ? 'auth.unauthenticated' : `auth.unauthenticated.${kind}`,
    over,
    prerequisites: ({ operation }, around) => prerequisites?.(operation, around) ?? [],
    cost: ({ operation }, { contract }) => ({
      requests: requests(contract, operation) + (proof === 'read-before' && contract.standard.size > 0 ? 1 : 0),
      creates: creates?.(contract, operation) ?? 0,
    }),
    async run({ operation }, session) {
      const before = proof === 'read-before' ? await workingRead(session, operation.key, 'key') : undefined;
      const refused = refusedFor(operation, kind);
      const tried: Tried[] = [];
      for (const { request, control: controlled, ...call } of calls(session, operation)) {
        // Each time anew: a success in between keeps a service from counting the mistakes of one user, and locking it.
        const control = controlled && (await orSkipped((async () => session.send(await controlled(session)))()));
        if (control !== undefined && (isSkipped(control) || !isSuccess(control))) {
          const reason = `${operation.key} is not accepted with the valid credential in place of ${call.mistake}`;
          tried.push({ ...call, answer: isSkipped(control) ? control : { kind: 'skipped', because: 'not-applicable', reason } });
          continue;
        }
        const asking = (async () => once(session, await request(session)))();
        const answer = call.mayLack === true ? await orSkipped(asking) : await asking;
        tried.push({ ...call, control, answer: isSkipped(answer) ? answer : await askedAgain(session, answer, refused) });
      }
      const isTaken = tried.some(({ answer }) => !isSkipped(answer) && isSuccess(answer));
      const after = before && isTaken && session.contract.standard.size > 0 ? await orSkipped(session.send(before.request)) : undefined;
      const shown = before && after && !isSkipped(after) ? ([before, after] as const) : undefined;
      return { tried, ...(shown && { shown }), hasControl: proof !== 'call-after' || (await hasControl(session, operation, refused)) };
    },
    judge({ operation }, result, { contract }) {
      const refused = refusedFor(operation, kind);
      const verdictOf = (one: Tried): Verdict => {
        const { answer, code, mistake } = one;
        if (isSkipped(answer)) return answer;
        if (isPerhapsOtherPair(one) || (one.control === undefined && isPerhapsOtherAccount(contract, result, answer)))
          return inconclusive(
            `${operation.key} with ${mistake} shows nothing of the account with the valid one, and may be that of another account`,
            [answer],
          );
        const asked = operationOf(contract, answer.request.operation ?? operation.key);
        const left = faultsLeft(contract, asked, answer);
        return judgeUnusable(answer, refused, { usual: usual(contract, operation), left, code, mistake, hasControl: result.hasControl });
      };
      const isMain = ({ answer, isOptional = false }: Tried): boolean => !isOptional && !isSkipped(answer);
      const main = result.tried.filter(isMain).map(verdictOf);
      const others = result.tried.filter((one) => !isMain(one)).map(verdictOf);
      return main.length === 0 ? joinVerdicts(others) : withOptional(joinVerdicts(main), others);
    },
  });
