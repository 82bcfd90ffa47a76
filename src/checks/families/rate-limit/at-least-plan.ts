import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { announcedQuota } from '../../subjects/announced-quota.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { exceededQuota, type ExceededQuota } from '../../scenarios/quota/exceeded-quota.ts';
import { spare } from '../../scenarios/quota/served-quota.ts';
import { planLimit } from '../../subjects/plan-quota.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { planFloodParts } from './plan-flood.ts';

/** So far below the announced limit Remaining may begin, by the calls of the run itself. */
const ownCalls = 5;

export const atLeastPlan = defineProbe<ExceededQuota>({
  id: 'rate-limit/at-least-plan',
  title: 'A credential of a plan is let through at least as often as the plan says',
  why: 'Who pays for a number of calls sizes clients by it; they are refused below it, and nothing tells them why.',
  fix: 'Apply the limit of the plan over the whole window, without a smaller limit a second or for a connection.',
  ...planFloodParts,
  measure: (_place, session) => session.measure(exceededQuota, { operation: firstReadOf(session) }),
  judge(place, { exchanges, rested }, around) {
    const { rateLimit } = around.contract.conventions;
    if (!rateLimit) return inconclusive('The contract says nothing of a quota', []);
    const { limit } = planLimit(place, around);
    const refusal = exchanges.find((exchange) => isRefusedByQuota(rateLimit, exchange));
    const served = exchanges.filter((exchange) => statusOf(exchange) !== undefined && !isRefusedByQuota(rateLimit, exchange));
    const other = served.find((exchange) => !isSuccess(exchange));
    if (other) return inconclusive(`A call of the flood was answered ${outcomeOf(other)}`, [other]);
    const [first] = exchanges;
    if (!first || (!refusal && served.length < limit - spare)) {
      return inconclusive(`${served.length} calls were let through and none refused, too few to prove anything`, exchanges.slice(-1));
    }
    if (!refusal || served.length >= limit - spare) return pass(served.length);
    // What got no answer may have been counted all the same.
    const lost = exchanges.filter((exchange) => statusOf(exchange) === undefined);
    if (served.length + lost.length >= limit - spare) return inconclusive(`${lost.length} calls of the flood got no answer`, lost);
    if (!rested)
      return inconclusive(
        'The credential was not at rest when the flood began, for which quota.exclusive and the permission "slow" are needed',
        [refusal],
      );
    const { remaining, limit: announced = limit } = announcedQuota(rateLimit, first);
    if (remaining !== undefined && remaining < announced - ownCalls) {
      return inconclusive(`${remaining} calls were left when the flood began: somebody else uses the credential`, [first]);
    }
    const finding = {
      where: 'status',
      expected: `${limit - spare} of ${limit} calls let through`,
      actual: `status ${outcomeOf(refusal)} after ${served.length} calls`,
    };
    return unconfirmed(fail({ code: 'less-than-plan', ...finding }, [refusal, first], { judged: exchanges.length, breaches: 1 }));
  },
});
