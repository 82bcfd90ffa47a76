import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import type { RateLimit, StatusList } from '../../../contract/conventions.ts';
import { isSuccess, outcomeOf, statusOf, wholeHeader } from '../../../contract/message.ts';
import { isDocumentedErrorResponse, isOpenErrorResponse, mayRefuse } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe } from '../../kit/define.ts';
import { mostWithin } from '../../kit/timing.ts';
import { burstCost } from '../../scenarios/quota/asked-quota.ts';
import { type ExceededQuota, refusedRow, sinceServed } from '../../scenarios/quota/exceeded-quota.ts';
import type { RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';
import { spare } from '../../scenarios/quota/served-quota.ts';
import { burstPrerequisites, printedPlanPrerequisites, type QuotaSubject, quotas } from '../../subjects/quota.ts';
import { exceedQuota, recoverQuota } from './burst.ts';

type Result = {
  readonly burst: ExceededQuota;
  /** Only where the refusal might mean something else. */
  readonly recovered: RecoveredQuota | undefined;
};

export const rateLimitEnforced = defineProbe<QuotaSubject, Result>({
  id: 'rate-limit/enforced',
  title: 'A call above the quota is refused with the documented status',
  why: 'Clients slow down when they see that status; without it one of them takes the service from all the others.',
  fix: 'Count calls where the quota is announced, and refuse what is above it with the documented status.',
  reads: 'rateLimit.exceeded',
  phase: 'flood',
  exclusive: 'quota',
  over: (contract) => quotas(contract),
  prerequisites: (subject, { target }) => [...burstPrerequisites, ...printedPlanPrerequisites(subject, target)],
  cost: (_subject, around) => burstCost(around),
  async run(_subject, session) {
    const burst = await exceedQuota(session);
    const isClear = !burst.errorResponse || isDocumentedErrorResponse(session.contract, burst.errorResponse);
    return { burst, recovered: isClear ? undefined : await recoverQuota(session) };
  },
  judge({ rateLimit }, { burst, recovered }) {
    const { limit, windowMs, enough, exchanges, errorResponse } = burst;
    if (errorResponse && !recovered) return pass(exchanges.length);
    if (errorResponse && recovered) {
      const served = exchanges.slice(0, exchanges.indexOf(errorResponse)).filter(isSuccess).length;
      if (served >= limit - spare && endsAfterPause(recovered)) return pass(exchanges.length);
      return inconclusive(`The flood was answered ${outcomeOf(errorResponse)} after ${served} calls, which may have another reason`, [
        errorResponse,
      ]);
    }
    const window = `${windowMs / 1000} s`;
    const refused = inARow(exchanges, rateLimit);
    const wanted = `status ${statusWords(rateLimit.exceeded)} above ${limit} calls in ${window}`;
    if (refused) {
      const [first] = refused;
      const finding = { where: 'status', expected: wanted, actual: `status ${outcomeOf(first)}, ${refused.length} times in a row` };
      return fail({ code: 'quota-other-status', ...finding }, refused, { judged: exchanges.length, breaches: refused.length });
    }
    const other = exchanges.find((exchange) => !isSuccess(exchange));
    if (other) return inconclusive(`A call of the flood was answered ${outcomeOf(other)}`, [other]);
    const answered = mostWithin(exchanges, windowMs);
    const [first] = answered;
    if (!first || answered.length < enough) {
      return inconclusive(
        `${answered.length} of ${enough} calls were answered within ${window}, too few to prove anything`,
        answered.slice(-1),
      );
    }
    const last = answered.at(-1) ?? first;
    const finding = { where: 'status', expected: wanted, actual: `${answered.length} calls answered without it` };
    return fail({ code: 'quota-not-enforced', ...finding }, [last, first], { judged: answered.length, breaches: 1 });
  },
});

/** Judges the status under which a flood is refused by one of the two lists of `rateLimit.exceeded`. */
const errorResponseStatusProbe = (
  text: Omit<CheckText, 'reads'>,
  { reads, list }: { readonly reads: string; readonly list: (rateLimit: RateLimit) => StatusList | undefined },
): Probe<Result> =>
  defineProbe<QuotaSubject & { readonly named: StatusList }, Result>({
    ...text,
    reads,
    phase: 'flood',
    exclusive: 'quota',
    over: (contract) =>
      quotas(contract).flatMap((quota) => {
        const named = list(quota.rateLimit);
        return named ? [{ ...quota, named }] : [];
      }),
    prerequisites: () => burstPrerequisites,
    cost: (_subject, around) => burstCost(around),
    async run({ named }, session) {
      const burst = await exceedQuota(session);
      const row = refusedRow(burst.exchanges) ?? (burst.errorResponse ? [burst.errorResponse] : undefined);
      return { burst, recovered: !row || row.every(isOneOf(named)) ? undefined : await recoverQuota(session) };
    },
    judge({ rateLimit, named }, { burst, recovered }, { contract }) {
      const isAsExpected = isOneOf(named);
      const { exchanges, limit } = burst;
      // One refusal is enough where the contract leaves no other: whatever else came was none.
      const clear = isOpenErrorResponse(contract) ? undefined : exchanges.find((one) => isDocumentedErrorResponse(contract, one));
      if (clear && isAsExpected(clear)) return pass(1);
      const row = refusedRow(exchanges);
      if (!row) return inconclusive(`${exchanges.length} calls were sent and never refused for long`, exchanges.slice(-1));
      const [first] = row;
      const served = exchanges.slice(0, exchanges.indexOf(first)).filter(isSuccess).length;
      if (row.every(isAsExpected)) return pass(row.length);
      const stated = outcomeOf(first);
      if (row.some((one) => statusOf(one) !== statusOf(first)))
        return inconclusive(`The flood was refused under several statuses, first ${stated}`, row);
      if (!isErrorResponse(rateLimit, statusOf(first) ?? 0))
        return inconclusive(`The flood ended in ${stated}, which is no refusal`, [first]);
      if (served < limit - spare)
        return inconclusive(`${stated} came after ${served} calls of ${limit}: it may have another reason`, [first]);
      if (!recovered || !endsAfterPause(recovered)) {
        return inconclusive(`${stated} was not seen to end after a pause, for which the permission "slow" may be needed`, [first]);
      }
      const finding = {
        where: 'status',
        expected: `status ${statusWords(named)} above ${limit} calls`,
        actual: `status ${stated}, ${row.length} times in a row`,
      };
      return fail({ code: 'quota-other-status', ...finding }, row, { judged: row.length, breaches: row.length });
    },
  });

export const errorStatus = errorResponseStatusProbe(
  {
    id: 'rate-limit/refusal-status',
    title: 'Where calls above the quota are refused, it is with the documented status',
    why: 'Clients wait when they see that status; another one they take for a fault of theirs, or of the service.',
    fix: 'Answer the documented status wherever the quota refuses a call, also in gateways before the service.',
  },
  { reads: 'rateLimit.exceeded', list: ({ exceeded }) => exceeded },
);

export const errorExactStatus = errorResponseStatusProbe(
  {
    id: 'rate-limit/refusal-exact-status',
    title: 'Calls above the quota are refused with exactly the one status that is meant for it',
    why: 'Libraries wait and repeat by themselves at that status alone; at any other one the call is lost.',
    fix: 'Answer that status wherever the quota refuses a call, also in gateways before the service.',
  },
  { reads: 'rateLimit.exceeded.exactly', list: ({ exceeded }) => exceeded.exactly },
);

/** Has an answer one of the statuses that a list names. */
const isOneOf =
  (named: StatusList) =>
  (exchange: Exchange): boolean =>
    statuses(named, 'access').includes(statusOf(exchange) ?? 0);

/** A status that refuses: a client's error, a service that is busy and, where the contract reckons with those, any failure. */
const isErrorResponse = (rateLimit: RateLimit, status: number): boolean =>
  (status >= 400 && status < 500 && status !== 408) || status === 503 || (status >= 500 && mayRefuse(rateLimit, 503));

/** Are calls let through again after a pause, and nothing else: what ends so was a refusal by quota. */
const endsAfterPause = ({ silences, asked, announced }: RecoveredQuota): boolean => {
  const after = [...silences.flat(), ...asked.flatMap((wait) => wait.after ?? []), ...(announced?.after ? [announced.after] : [])];
  return after.length > 0 && (silences.at(-1) ?? after).every(isSuccess);
};

/** A refusal by quota under another status than the documented one: told by the header that says nothing remains. */
const refusedOtherwise = (rateLimit: RateLimit, exchange: Exchange): boolean => {
  const { headers } = rateLimit;
  const status = statusOf(exchange);
  if ((status !== 403 && status !== 503) || mayRefuse(rateLimit, status) || headers?.remaining === undefined) return false;
  return wholeHeader(exchange, headers.remaining) === 0;
};

/** Refusals of that kind one after another that are no accident. */
const refusalsInARow = 3;

/** Refusals under another status, so many one after another that it is no accident. */
const inARow = (exchanges: readonly Exchange[], rateLimit: RateLimit): readonly [Exchange, ...Exchange[]] | undefined => {
  let row: Exchange[] = [];
  for (const exchange of sinceServed(exchanges)) {
    row = refusedOtherwise(rateLimit, exchange) ? [...row, exchange] : [];
    const [first, ...rest] = row;
    if (first && row.length >= refusalsInARow) return [first, ...rest];
  }
  return undefined;
};
