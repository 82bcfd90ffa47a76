import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { announcedQuota } from '../../subjects/announced-quota.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { hasOtherRead } from '../../scenarios/quota/other-read.ts';
import { betweenCalls, betweenReads, type BetweenReads } from '../../scenarios/quota/between-reads.ts';
import { operatorsLimit } from '../../subjects/plan-quota.ts';
import { backAtRest } from '../../subjects/quota-fall.ts';
import { beganAnew } from '../../subjects/reset-moment.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { windowSeconds } from '../../subjects/quota-window.ts';
import { longestOf } from '../../kit/timing.ts';

/** The part of a window within which all calls must have been made. */
const longestPart = 1 / 3;

export const operationsLowerRemaining = defineProbe<BetweenReads | undefined>({
  id: 'rate-limit/operations-lower-remaining',
  title: 'Calls of one operation lower what is left for the others',
  why: 'A client that calls several operations plans by one number, and that number does not know the other calls.',
  fix: 'Count all operations of a credential together, and announce what is left of that one quota.',
  reads: 'rateLimit',
  phase: 'closing',
  alone: 'quota',
  places: (contract) =>
    hasOtherRead(contract)
      ? conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.remaining).filter((place) => place === rootPlace)
      : [],
  needs: () => [],
  cost: () => ({ requests: 2 * (betweenCalls + 4), creates: 0 }),
  measure: (_place, session) => session.measure(betweenReads, { operation: firstReadOf(session) }),
  judge(_place, measured, { contract, target }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || !measured) return inconclusive('Nothing is there that another operation could read', []);
    const { before, between, after, atRest } = measured;
    const bad = [before, ...between, after].find((exchange) => !isSuccess(exchange));
    if (bad) return inconclusive(`A call was answered ${outcomeOf(bad)}`, [bad]);
    const left = (exchange: Exchange): number | undefined => announcedQuota(rateLimit, exchange).remaining;
    const [from, to] = [left(before), left(after)];
    if (from === undefined || to === undefined) return inconclusive('No number tells what is left', [before, after]);
    const wanted = between.length + 1;
    if (from - to >= wanted) return pass(wanted);
    // A number that rises belongs to another window, and there is nothing less than nothing.
    if (to > from || to === 0) return inconclusive('A window began anew between the calls', [before, after]);
    // Of a window that rolls, or a bucket that fills, part of the quota comes back at any time.
    if (!atRest) return inconclusive('Earlier calls may have come back meanwhile', [before, after]);
    const tookMs = Math.round(longestOf([before, ...between, after]));
    if (tookMs > windowSeconds(rateLimit, target) * longestPart * 1000)
      return inconclusive(`The calls took ${tookMs} ms, so that the first of them may have come back`, [before, after]);
    const operation = between[0]?.request.operation ?? '';
    const windowMs = windowSeconds(rateLimit, target) * 1000;
    if (beganAnew(rateLimit, before, after, windowMs)) return inconclusive('A window began anew between the calls', [before, after]);
    const limit = announcedQuota(rateLimit, before).limit ?? operatorsLimit(rateLimit, target);
    const back = backAtRest(rateLimit, [before, ...between, after], limit, windowMs);
    if (from - to >= wanted - back)
      return inconclusive(`The calls took ${tookMs} ms, in which some may have come back to a bucket`, [before, after]);
    const finding = {
      where: rateLimit.headers?.remaining ?? '',
      expected: `at most ${from - wanted} after ${between.length} calls of ${operation}`,
      actual: String(to),
    };
    return unconfirmed(fail({ code: 'operation-not-counted', ...finding }, [after, before], { judged: wanted, breaches: 1 }));
  },
});
