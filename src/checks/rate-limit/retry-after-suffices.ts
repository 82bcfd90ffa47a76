import { isSuccess, outcomeOf } from '../../contract/message.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import { conventionPlaces } from '../convention-places.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../define.ts';
import { isRefusedByQuota } from '../measurements/exceeded-quota.ts';
import { waitedQuota, type WaitedQuota } from '../measurements/waited-quota.ts';
import { silenceSeconds, waitingNeeds, windowSeconds } from '../quota-window.ts';
import { rootPlace } from '../root-place.ts';
import { floodCost } from './flood-cost.ts';

export const retryAfterSuffices = defineProbe<WaitedQuota>({
  id: 'rate-limit/retry-after-suffices',
  title: 'After the wait that a refusal asks for, a call is let through again',
  why: 'Clients that wait as they were told are refused again, and each such try may lengthen the wait.',
  fix: 'Send the seconds until the next call is really let through, rounded up.',
  reads: 'rateLimit.retryAfter',
  phase: 'flood',
  alone: 'quota',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.retryAfter).filter((place) => place === rootPlace),
  needs(_place, { contract, target }) {
    const { rateLimit } = contract.conventions;
    const seconds = rateLimit ? silenceSeconds(windowSeconds(rateLimit, target)) : 0;
    return [{ kind: 'permission', permission: 'flood' }, ...waitingNeeds(2 * seconds)];
  },
  cost: (_place, around) => floodCost(around),
  measure(_place, session) {
    const [read] = parameterlessReads(session.contract);
    if (!read) throw new NotTried('not-applicable', 'The contract has no read that needs nothing but a credential');
    return session.measure(waitedQuota, { operation: read.key });
  },
  judge(_place, { refusal, seconds, after }, { contract }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || !refusal) return inconclusive('The flood was not refused, so there was nothing to wait for', []);
    if (seconds === undefined || !after) return inconclusive('The refusal names no wait that can be made', [refusal]);
    if (isSuccess(after)) return pass(1);
    if (!isRefusedByQuota(rateLimit, after))
      return inconclusive(`The call after the wait was answered ${outcomeOf(after)}`, [after, refusal]);
    const expected = `a call let through after ${seconds} s, and ${silenceSeconds(seconds) - seconds} s more for rounding`;
    const finding = { where: rateLimit.retryAfter?.header ?? '', expected, actual: `status ${outcomeOf(after)} again` };
    return unconfirmed(fail({ code: 'refused-after-wait', ...finding }, [after, refusal]));
  },
});
