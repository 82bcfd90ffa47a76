import { statusWords } from '../../../contract/conventions-at.ts';
import type { RateLimit } from '../../../contract/conventions.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { exceededQuota, type ExceededQuota, refusalsInARow, refusedOtherwise } from '../../scenarios/quota/exceeded-quota.ts';
import { recoveredQuota, type RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';
import { spare } from '../../scenarios/quota/served-quota.ts';
import { printedPlanNeeds } from '../../subjects/plan-quota.ts';
import { isRefusedByQuota, sinceServed } from '../../subjects/quota-refusal.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { floodCost } from '../../scenarios/quota/flood-cost.ts';
import { endsAfterPause } from './refused-otherwise.ts';
import { mostWithin } from '../../kit/timing.ts';

type Measured = {
  readonly flood: ExceededQuota;
  /** Only where the refusal might mean something else. */
  readonly recovered: RecoveredQuota | undefined;
};

export const rateLimitEnforced = defineProbe<Measured>({
  id: 'rate-limit/enforced',
  title: 'A call above the quota is refused with the documented status',
  why: 'Clients slow down when they see that status; without it one of them takes the service from all the others.',
  fix: 'Count calls where the quota is announced, and refuse what is above it with the documented status.',
  reads: 'rateLimit.exceeded',
  phase: 'flood',
  alone: 'quota',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.exceeded).filter((place) => place === rootPlace),
  needs: (_place, around) => [{ kind: 'permission', permission: 'flood' }, ...printedPlanNeeds(around)],
  cost: (_place, around) => floodCost(around),
  async measure(_place, session) {
    const operation = firstReadOf(session);
    const flood = await session.measure(exceededQuota, { operation });
    const { rateLimit } = session.contract.conventions;
    const isClear = !rateLimit || !flood.refusal || isRefusedByQuota(rateLimit, flood.refusal);
    return { flood, recovered: isClear ? undefined : await session.measure(recoveredQuota, { operation }) };
  },
  judge(_place, { flood, recovered }, { contract }) {
    const { limit, windowMs, enough, exchanges, refusal } = flood;
    const rateLimit = contract.conventions.rateLimit;
    if (!rateLimit) return inconclusive('The contract says nothing of a quota', []);
    if (refusal && !recovered) return pass(exchanges.length);
    if (refusal && recovered) {
      const served = exchanges.slice(0, exchanges.indexOf(refusal)).filter(isSuccess).length;
      if (served >= limit - spare && endsAfterPause(recovered)) return pass(exchanges.length);
      return inconclusive(`The flood was answered ${outcomeOf(refusal)} after ${served} calls, which may have another reason`, [refusal]);
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
