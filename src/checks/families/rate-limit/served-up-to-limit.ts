import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { announcedQuota } from '../../subjects/announced-quota.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { servedQuota, type ServedQuota } from '../../scenarios/quota/served-quota.ts';
import { operatorsLimit } from '../../subjects/plan-quota.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { exactNeeds } from '../../subjects/quota-window.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { isWithin } from '../../kit/timing.ts';

export const servedUpToLimit = defineProbe<ServedQuota>({
  id: 'rate-limit/served-up-to-limit',
  title: 'As many calls are let through in a window as the quota says',
  why: 'Clients that stay below the announced quota are refused all the same, and nothing tells them why.',
  fix: 'Count by the announced limit over the whole window, without a smaller limit a second or for a group of calls.',
  reads: 'rateLimit',
  phase: 'flood',
  alone: 'quota',
  places: (contract) =>
    conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.limit ?? rateLimit?.plans).filter((place) => place === rootPlace),
  needs: (_place, around) => exactNeeds(around),
  cost(_place, { contract, target }) {
    const limit = contract.conventions.rateLimit && operatorsLimit(contract.conventions.rateLimit, target);
    return { requests: limit === undefined ? target.flood.maxRequests : 4 * (1 + limit), creates: 0 };
  },
  async measure(_place, session) {
    const operation = firstReadOf(session);
    const { rateLimit } = session.contract.conventions;
    const served = await session.measure(servedQuota, { operation, at: 'several at a time' });
    // A service may refuse calls for coming together, which says nothing of their number.
    if (!rateLimit || !served.exchanges.some((exchange) => isRefusedByQuota(rateLimit, exchange))) return served;
    return session.measure(servedQuota, { operation, at: 'one at a time' });
  },
  judge(_place, { limit, windowMs, wanted, exchanges }, { contract }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit) return inconclusive('The contract says nothing of a quota', []);
    const window = `${windowMs / 1000} s`;
    const [first] = exchanges;
    const early = exchanges.find((exchange) => isRefusedByQuota(rateLimit, exchange));
    if (early && first) {
      const served = exchanges.indexOf(early);
      const said = announcedQuota(rateLimit, first);
      // Where no answer announces the limit, what is left of it shows that nobody else has used some.
      const isWhole = said.remaining === undefined ? said.limit !== undefined : said.remaining >= limit - 1;
      if (!isWhole) {
        return inconclusive(
          `${said.remaining ?? 'An unknown number of'} calls were left at the first of ${served}: somebody else may use the credential`,
          [first, early],
        );
      }
      const expected = `${wanted} of ${limit} calls in ${window} let through`;
      const actual = `status ${outcomeOf(early)} after ${served} calls`;
      const counts = { judged: exchanges.length, breaches: 1 };
      return unconfirmed(fail({ code: 'refused-below-limit', where: 'status', expected, actual }, [early, first], counts));
    }
    const other = exchanges.find((exchange) => !isSuccess(exchange));
    if (other) return inconclusive(`A call below the limit was answered ${outcomeOf(other)}`, [other]);
    if (exchanges.length < wanted || !isWithin(exchanges, windowMs)) {
      return inconclusive(
        `${exchanges.length} of ${wanted} calls were answered within ${window}, too few to prove anything`,
        exchanges.slice(-1),
      );
    }
    return pass(exchanges.length);
  },
});
