import { answerOf, isSuccess, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { type CheckText, defineProbe, fail, inconclusive, type Need, pass, type Probe, type Surroundings } from '../../kit/define.ts';
import { exceededQuota, type ExceededQuota } from '../../scenarios/quota/exceeded-quota.ts';
import { planLimit, planNeeds, planPlaces } from '../../subjects/plan-quota.ts';
import { spare } from '../../scenarios/quota/served-quota.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { floodCost } from '../../scenarios/quota/flood-cost.ts';
import { mostWithin } from '../../kit/timing.ts';

/** What a check of the number of calls that a plan lets through shares with the others. */
export const planFloodParts = {
  reads: 'rateLimit.plans',
  phase: 'flood',
  alone: 'quota',
  places: planPlaces,
  needs: (place: Place, around: Surroundings): Need[] => [{ kind: 'permission', permission: 'flood' }, ...planNeeds(place, around)],
  cost: (_place: Place, around: Surroundings) => floodCost(around),
} as const;

/** Judges that a window lets no more calls through than a plan has. `counts` says which answers are of a call let through. */
export const atMostPlanProbe = (text: Omit<CheckText, 'reads'>, counts: (exchange: Exchange) => boolean): Probe<ExceededQuota> =>
  defineProbe<ExceededQuota>({
    ...text,
    ...planFloodParts,
    measure: (_place, session) => session.measure(exceededQuota, { operation: firstReadOf(session) }),
    judge(place, { exchanges, windowMs }, around) {
      const { rateLimit } = around.contract.conventions;
      if (!rateLimit) return inconclusive('The contract says nothing of a quota', []);
      const { limit, burst } = planLimit(place, around);
      const window = `${windowMs / 1000} s`;
      // A window fixed by the clock may meet the next one within that time, a bucket refills, a burst may come on top.
      const most = limit + Math.max(limit, burst) + spare;
      const refused = exchanges.findIndex((exchange) => isRefusedByQuota(rateLimit, exchange));
      const counted = (refused < 0 ? exchanges : exchanges.slice(0, refused)).filter(counts);
      const answered = mostWithin(counted, windowMs);
      const [first] = exchanges;
      if (!first) return inconclusive('No call was made', []);
      if (answered.length > most && isSuccess(first)) {
        const last = answered.at(-1) ?? first;
        const finding = {
          where: 'status',
          expected: `a refusal after ${most} calls in ${window} at the latest`,
          actual: `${answered.length} calls answered without it`,
        };
        return fail({ code: 'more-than-plan', ...finding }, [last, first], { judged: answered.length, breaches: 1 });
      }
      const telling = exchanges[refused];
      if (!telling)
        return inconclusive(
          `${answered.length} of ${most + 1} calls were answered within ${window} without a refusal, too few to prove anything`,
          exchanges.slice(-1),
        );
      const served = exchanges.filter((exchange) => statusOf(exchange) !== undefined && !isRefusedByQuota(rateLimit, exchange)).length;
      const expected = burst > limit ? burst : most;
      if (served > expected + spare)
        return inconclusive(`${served} calls were let through: ${limit} with a burst of ${burst} may be read so`, [telling]);
      return pass(served);
    },
  });

/** An answer to a call that was let through, be it a mistake of the client. */
export const isLetThrough = (exchange: Exchange): boolean => {
  const status = answerOf(exchange)?.status ?? 0;
  return isSuccess(exchange) || (status >= 400 && status < 500);
};
