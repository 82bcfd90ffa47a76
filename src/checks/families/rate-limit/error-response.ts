import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import type { RateLimit, StatusList } from '../../../contract/conventions.ts';
import { isSuccess, outcomeOf, statusOf, wholeHeader } from '../../../contract/message.ts';
import { isDocumentedErrorResponse, isOpenErrorResponse, mayRefuse } from '../../../contract/quota-error-response.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe } from '../../kit/define.ts';
import { mostWithin, tooFewCalls } from '../../kit/timing.ts';
import { burstCost } from '../../scenarios/quota/asked-quota.ts';
import { type ExceededQuota, refusedRow, sinceServed } from '../../scenarios/quota/exceeded-quota.ts';
import type { RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';
import { spare } from '../../scenarios/quota/served-quota.ts';
import { burstPrerequisites, printedPlanPrerequisites, type QuotaSubject, quotas } from '../../subjects/quota.ts';
import { exceedQuota, recoverQuota } from './burst.ts';

type Result = {
  readonly burst: ExceededQuota;
  /** Only where the error response might have another reason. */
  readonly recovered: RecoveredQuota | undefined;
};

export const rateLimitEnforced = defineProbe<QuotaSubject, Result>({
  id: 'rate-limit/enforced',
  title: 'A call above the quota is refused with the documented status',
  why: 'Clients slow down when they see that status; without it one client can take the service from all the others.',
  fix: 'Count calls where the quota is announced, and refuse calls above it with the documented status.',
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
      return inconclusive(`The burst was answered ${outcomeOf(errorResponse)} after ${served} calls, which may have another reason`, [
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
    if (other) return inconclusive(`A call of the burst was answered ${outcomeOf(other)}`, [other]);
    const answered = mostWithin(exchanges, windowMs);
    const [first] = answered;
    if (!first || answered.length < enough) {
      return inconclusive(tooFewCalls(answered.length, enough, windowMs), answered.slice(-1));
    }
    const last = answered.at(-1) ?? first;
    const finding = { where: 'status', expected: wanted, actual: `${answered.length} calls answered without it` };
    return fail({ code: 'quota-not-enforced', ...finding }, [last, first], { judged: answered.length, breaches: 1 });
  },
});

/** Judges by one of the two lists of `rateLimit.exceeded` the status with which a burst is refused. */
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
      // One answer with the documented status is enough where the contract allows no other for a refused call.
      const clear = isOpenErrorResponse(contract) ? undefined : exchanges.find((one) => isDocumentedErrorResponse(contract, one));
      if (clear && isAsExpected(clear)) return pass(1);
      const row = refusedRow(exchanges);
      if (!row) return inconclusive(`${exchanges.length} calls were sent, and no row of them was refused`, exchanges.slice(-1));
      const [first] = row;
      const served = exchanges.slice(0, exchanges.indexOf(first)).filter(isSuccess).length;
      if (row.every(isAsExpected)) return pass(row.length);
      const outcome = outcomeOf(first);
      if (row.some((one) => statusOf(one) !== statusOf(first)))
        return inconclusive(`The burst was refused with several statuses, first ${outcome}`, row);
      if (!isErrorResponse(rateLimit, statusOf(first) ?? 0))
        return inconclusive(`The burst ended in ${outcome}, which does not refuse a call`, [first]);
      if (served < limit - spare)
        return inconclusive(`${outcome} came after ${served} calls of ${limit}: it may have another reason`, [first]);
      if (!recovered || !endsAfterPause(recovered)) {
        return inconclusive(`${outcome} was not seen to end after a pause, for which the permission "slow" may be needed`, [first]);
      }
      const finding = {
        where: 'status',
        expected: `status ${statusWords(named)} above ${limit} calls`,
        actual: `status ${outcome}, ${row.length} times in a row`,
      };
      return fail({ code: 'quota-other-status', ...finding }, row, { judged: row.length, breaches: row.length });
    },
  });

export const errorStatus = errorResponseStatusProbe(
  {
    id: 'rate-limit/refusal-status',
    title: 'Refused calls above the quota get the documented status',
    why: 'Clients wait when they see that status; they take another one for a mistake of their own, or a failure of the service.',
    fix: 'Answer with the documented status wherever the quota refuses a call, also in gateways before the service.',
  },
  { reads: 'rateLimit.exceeded', list: ({ exceeded }) => exceeded },
);

export const errorExactStatus = errorResponseStatusProbe(
  {
    id: 'rate-limit/refusal-exact-status',
    title: 'Calls above the quota are refused with exactly the one documented status',
    why: 'Libraries wait and repeat on their own only at that status; at any other status the call is lost.',
    fix: 'Answer with that status wherever the quota refuses a call, also in gateways before the service.',
  },
  { reads: 'rateLimit.exceeded.exactly', list: ({ exceeded }) => exceeded.exactly },
);

/** Does an answer have one of the statuses that a list names. */
const isOneOf =
  (named: StatusList) =>
  (exchange: Exchange): boolean =>
    statuses(named, 'access').includes(statusOf(exchange) ?? 0);

/** A status that can refuse a call: 4xx, 503 and, where the contract allows 503 for the quota, any 5xx. */
const isErrorResponse = (rateLimit: RateLimit, status: number): boolean =>
  (status >= 400 && status < 500 && status !== 408) || status === 503 || (status >= 500 && mayRefuse(rateLimit, 503));

/** Are calls accepted again after a pause, and all of them: then it was the quota that refused the calls before. */
const endsAfterPause = ({ silences, asked, announced }: RecoveredQuota): boolean => {
  const after = [...silences.flat(), ...asked.flatMap((wait) => wait.after ?? []), ...(announced?.after ? [announced.after] : [])];
  return after.length > 0 && (silences.at(-1) ?? after).every(isSuccess);
};

/** Did the quota refuse a call with another status than the documented one: the header shows that nothing remains. */
const refusedOtherwise = (rateLimit: RateLimit, exchange: Exchange): boolean => {
  const { headers } = rateLimit;
  const status = statusOf(exchange);
  if ((status !== 403 && status !== 503) || mayRefuse(rateLimit, status) || headers?.remaining === undefined) return false;
  return wholeHeader(exchange, headers.remaining) === 0;
};

/** So many such answers in a row are no accident. */
const leastInARow = 3;

/** The first answers in a row that refuse calls with another status; undefined where no row is long enough. */
const inARow = (exchanges: readonly Exchange[], rateLimit: RateLimit): readonly [Exchange, ...Exchange[]] | undefined => {
  let row: Exchange[] = [];
  for (const exchange of sinceServed(exchanges)) {
    row = refusedOtherwise(rateLimit, exchange) ? [...row, exchange] : [];
    const [first, ...rest] = row;
    if (first && row.length >= leastInARow) return [first, ...rest];
  }
  return undefined;
};
