import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, unconfirmed } from '../../kit/define.ts';
import { evenQuota, type EvenQuota } from '../../scenarios/quota/even-quota.ts';
import { operatorsLimit, printedPlanNeeds } from '../../subjects/plan-quota.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { exactNeeds } from '../../subjects/quota-window.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { longestOf } from '../../kit/timing.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';

/** Of a hundred calls that may have another answer, a failure of the service. */
const othersInHundred = 1;

/** So many windows the calls may take. */
const longest = 62 / 60;

/** Milliseconds that one call may come behind its time: calls that were held up come together, which is no even pace. */
const leastLagMs = 250;
const mostLag = (windowMs: number): number => Math.max(leastLagMs, (longest - 1) * windowMs);

/** The longest time, in milliseconds, by which a call may have come behind its place in the row. */
const longestLag = (exchanges: readonly Exchange[], stepMs: number): number => {
  const [first] = exchanges;
  return first ? Math.max(...exchanges.map((exchange, n) => longestOf([first, exchange]) - n * stepMs)) : 0;
};

/** Judges that a part of the limit, spread evenly over a window, is let through. */
export const evenPaceProbe = (
  text: Omit<CheckText, 'reads'>,
  { share, least }: { readonly share: number; /** The part of the calls that must be answered. */ readonly least: number },
): Probe<EvenQuota> =>
  defineProbe<EvenQuota>({
    ...text,
    reads: 'rateLimit',
    phase: 'flood',
    alone: 'quota',
    places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit).filter((place) => place === rootPlace),
    needs: (_place, around) => [...exactNeeds(around), ...printedPlanNeeds(around)],
    cost(_place, { contract, target }) {
      const limit = contract.conventions.rateLimit && operatorsLimit(contract.conventions.rateLimit, target);
      return { requests: 1 + (limit ?? target.flood.maxRequests), creates: 0 };
    },
    measure: (_place, session) => session.measure(evenQuota, { operation: firstReadOf(session), share }),
    judge(_place, { limit, wanted, windowMs, exchanges }, { contract }) {
      const { rateLimit } = contract.conventions;
      const [first] = exchanges;
      if (!rateLimit || !first) return inconclusive('No call was made', []);
      const window = `${windowMs / 1000} s`;
      const early = exchanges.find((exchange) => isRefusedByQuota(rateLimit, exchange));
      if (early) {
        if (longestLag(exchanges, windowMs / wanted) > mostLag(windowMs))
          return inconclusive('The calls came less evenly than they were to, so that a refusal shows nothing', [early, first]);
        const expected = `${wanted} calls of ${limit}, evenly over ${window}, let through`;
        const actual = `status ${outcomeOf(early)} after ${exchanges.indexOf(early)} calls`;
        return unconfirmed(
          fail({ code: 'refused-at-even-pace', where: 'status', expected, actual }, [early, first], {
            judged: exchanges.length,
            breaches: 1,
          }),
        );
      }
      const other = exchanges.find((exchange) => !isSuccess(exchange));
      const others = exchanges.filter((exchange) => !isSuccess(exchange)).length;
      if (other && (share === 1 || others * 100 > othersInHundred * exchanges.length)) {
        return inconclusive(`${others} calls were answered otherwise, such as ${outcomeOf(other)}`, [other]);
      }
      if (exchanges.length < least * wanted || longestOf(exchanges) > longest * windowMs + leastLagMs) {
        return inconclusive(
          `${exchanges.length} of ${wanted} calls were made within ${window}, too few to prove anything`,
          exchanges.slice(-1),
        );
      }
      return pass(exchanges.length);
    },
  });
