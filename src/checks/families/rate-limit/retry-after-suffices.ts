import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { isSameAs, recoveredQuota, type RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';
import { silenceSeconds, waitingNeeds, windowSeconds } from '../../subjects/quota-window.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { floodCost } from '../../scenarios/quota/flood-cost.ts';

export const retryAfterSuffices = defineProbe<RecoveredQuota>({
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
  measure: (_place, session) => session.measure(recoveredQuota, { operation: firstReadOf(session) }),
  judge(_place, { refusal, asked }, { contract }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || !refusal) return inconclusive('The flood was not refused, so there was nothing to wait for', []);
    const [wait, again] = asked;
    if (!wait) return inconclusive('The refusal names no wait that can be made', [refusal]);
    const isRefused = isSameAs(refusal);
    for (const { seconds, after } of asked) {
      if (after) continue;
      const reason = `the refusal asks to wait ${seconds} s, which needs the permission "slow" (--allow slow)`;
      return { kind: 'skipped', because: 'not-allowed', reason };
    }
    if (wait.after && isSuccess(wait.after)) return pass(1);
    if (!wait.after || !isRefused(wait.after) || !again?.after) {
      const after = wait.after ? [wait.after, refusal] : [refusal];
      return inconclusive(`The call after the wait was answered ${wait.after ? outcomeOf(wait.after) : 'not at all'}`, after);
    }
    // Somebody else may have used up the quota in between, once.
    if (!isRefused(again.after))
      return inconclusive('The call after the wait was refused once, and after a second wait no more', [wait.after, again.after]);
    if (!wait.isSure || !again.isSure)
      return inconclusive('The refusal has no Date, so that its wait may not have been over by the clock of the service', [again.after]);
    const expected = `a call let through after ${again.seconds} s, and ${silenceSeconds(0)} s more for rounding`;
    const finding = {
      where: rateLimit.retryAfter?.header ?? '',
      expected,
      actual: `status ${outcomeOf(again.after)} again, twice in a row`,
    };
    return fail({ code: 'refused-after-wait', ...finding }, [again.after, wait.after, refusal], { judged: 2, breaches: 2 });
  },
});
