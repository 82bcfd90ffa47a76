import { statuses } from '../../contract/conventions-at.ts';
import { isSuccess, outcomeOf } from '../../contract/message.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import type { RateLimit } from '../../contract/conventions.ts';
import type { Exchange } from '../../model/exchange.ts';
import { conventionPlaces } from '../convention-places.ts';
import { defineProbe, fail, inconclusive, NotTried, pass } from '../define.ts';
import { exceededQuota, type ExceededQuota, isRefusedByQuota, refusalsInARow, refusedOtherwise } from '../measurements/exceeded-quota.ts';
import { rootPlace } from '../root-place.ts';
import { floodCost } from './flood-cost.ts';
import { mostWithin } from './within.ts';

export const rateLimitEnforced = defineProbe<ExceededQuota>({
  id: 'rate-limit/enforced',
  title: 'A call above the quota is refused with the documented status',
  why: 'Clients slow down when they see that status; without it one of them takes the service from all the others.',
  fix: 'Count calls where the quota is announced, and refuse what is above it with the documented status.',
  reads: 'rateLimit.exceeded',
  phase: 'flood',
  alone: 'quota',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.exceeded).filter((place) => place === rootPlace),
  needs: () => [{ kind: 'permission', permission: 'flood' }],
  cost: (_place, around) => floodCost(around),
  measure(_place, session) {
    const [read] = parameterlessReads(session.contract);
    if (!read) throw new NotTried('not-applicable', 'The contract has no read that needs nothing but a credential');
    return session.measure(exceededQuota, { operation: read.key });
  },
  judge(_place, { limit, windowMs, enough, exchanges }, { contract }) {
    const rateLimit = contract.conventions.rateLimit;
    const expected = statuses(rateLimit?.exceeded);
    if (rateLimit && exchanges.some((exchange) => isRefusedByQuota(rateLimit, exchange))) return pass(exchanges.length);
    const window = `${windowMs / 1000} s`;
    const refused = rateLimit && inARow(exchanges, rateLimit);
    const wanted = `status ${expected.join(' or ')} above ${limit} calls in ${window}`;
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
  for (const exchange of exchanges) {
    row = refusedOtherwise(rateLimit, exchange) ? [...row, exchange] : [];
    const [first, ...rest] = row;
    if (first && row.length >= refusalsInARow) return [first, ...rest];
  }
  return undefined;
};
