import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isWithin, tooFewCalls } from '../../kit/timing.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { servedQuota, type ServedQuota } from '../../scenarios/quota/served-quota.ts';
import { announcedQuota } from '../../subjects/quota-headers.ts';
import { exactPrerequisites, operatorsLimit, type QuotaSubject, quotas } from '../../subjects/quota.ts';

export const servedUpToLimit = defineProbe<QuotaSubject, ServedQuota>({
  id: 'rate-limit/served-up-to-limit',
  title: 'As many calls are accepted in a window as the quota allows',
  why: 'Clients that stay below the announced quota are refused all the same, without a visible reason.',
  fix: 'Count by the announced limit over the whole window, without a smaller limit per second or for a group of calls.',
  reads: 'rateLimit',
  phase: 'flood',
  exclusive: 'quota',
  over: (contract) => quotas(contract, ({ headers, plans }) => headers?.limit ?? plans),
  prerequisites: (_subject, around) => exactPrerequisites(around),
  cost({ rateLimit }, { target }) {
    const limit = operatorsLimit(rateLimit, target);
    return { requests: limit === undefined ? target.flood.maxRequests : 4 * (1 + limit), creates: 0 };
  },
  async run(_subject, session) {
    const operation = firstReadOf(session);
    const served = await session.run(servedQuota, { operation, at: 'several at a time' });
    // A service may refuse calls because they come together, which shows nothing about their number.
    if (!served.exchanges.some((exchange) => isDocumentedErrorResponse(session.contract, exchange))) return served;
    return session.run(servedQuota, { operation, at: 'one at a time' });
  },
  judge({ rateLimit }, { limit, windowMs, wanted, exchanges }, { contract }) {
    const window = `${windowMs / 1000} s`;
    const [first] = exchanges;
    const early = exchanges.find((exchange) => isDocumentedErrorResponse(contract, exchange));
    if (early && first) {
      const served = exchanges.indexOf(early);
      const announced = announcedQuota(rateLimit, first);
      // Where no answer announces the limit, the calls left show that nobody else used some.
      const isWhole = announced.remaining === undefined ? announced.limit !== undefined : announced.remaining >= limit - 1;
      if (!isWhole) {
        return inconclusive(
          `${announced.remaining ?? 'An unknown number of'} calls were left at the first of ${served}: somebody else may use the credential`,
          [first, early],
        );
      }
      const expected = `${wanted} of ${limit} calls in ${window} accepted`;
      const actual = `status ${outcomeOf(early)} after ${served} calls`;
      const counts = { judged: exchanges.length, breaches: 1 };
      return unconfirmed(fail({ code: 'refused-below-limit', where: 'status', expected, actual }, [early, first], counts));
    }
    const other = exchanges.find((exchange) => !isSuccess(exchange));
    if (other) return inconclusive(`A call below the limit was answered ${outcomeOf(other)}`, [other]);
    if (exchanges.length < wanted || !isWithin(exchanges, windowMs)) {
      return inconclusive(tooFewCalls(exchanges.length, wanted, windowMs), exchanges.slice(-1));
    }
    return pass(exchanges.length);
  },
});
