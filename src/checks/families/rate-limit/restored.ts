import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { clockSeconds } from '../../kit/timing.ts';
import { burstCost } from '../../scenarios/quota/asked-quota.ts';
import { isSameAs, type RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';
import {
  burstPrerequisites,
  type QuotaSubject,
  quotas,
  restSeconds,
  roundedSeconds,
  silenceSeconds,
  waitingPrerequisites,
  windowSeconds,
} from '../../subjects/quota.ts';
import { recoverQuota } from './burst.ts';

export const restoredAfterWindow = defineProbe<QuotaSubject, RecoveredQuota>({
  id: 'rate-limit/restored-after-window',
  title: 'A credential that used up its quota is served again after a window without calls',
  why: 'Clients that reached the limit would stay shut out for longer than the documentation states.',
  fix: 'Forget calls that were counted a window ago, and do not count refused calls.',
  reads: 'rateLimit',
  phase: 'flood',
  exclusive: 'quota',
  over: (contract) => quotas(contract),
  prerequisites: ({ rateLimit }, { target }) => [
    ...burstPrerequisites,
    ...waitingPrerequisites(restSeconds(windowSeconds(rateLimit, target), target)),
  ],
  cost: (_subject, around) => burstCost(around),
  run: (_subject, session) => recoverQuota(session),
  judge({ rateLimit }, { errorResponse, silences }, { target }) {
    if (!errorResponse) return inconclusive('The burst was not refused, so nothing had to be given back', []);
    const [first, second] = silences;
    if (!first) return inconclusive('The run may not wait for a window', [errorResponse]);
    if (first.length > 0 && first.every(isSuccess)) return pass(first.length);
    const isRefused = isSameAs(errorResponse);
    if (first.every(isRefused) && second?.[0] && second.every(isRefused)) {
      const seconds = restSeconds(windowSeconds(rateLimit, target), target);
      const finding = {
        where: 'status',
        expected: `calls accepted after ${seconds} s without any`,
        actual: `status ${outcomeOf(second[0])} again, twice in a row`,
      };
      return fail({ code: 'not-restored', ...finding }, [second[0], ...first, errorResponse], { judged: 2, breaches: 2 });
    }
    const other = first.find((exchange) => !isSuccess(exchange)) ?? errorResponse;
    return inconclusive(`After a pause of one window a call was answered ${outcomeOf(other)}`, [other]);
  },
});

export const restoredAfterReset = defineProbe<QuotaSubject, RecoveredQuota>({
  id: 'rate-limit/restored-after-reset',
  title: 'A credential that used up its quota is served again after the announced reset, at most a window ahead',
  why: 'Clients sleep until that moment; a moment too early or too late costs them calls or hours.',
  fix: 'Announce the end of the window that the refused call was counted in.',
  reads: 'rateLimit',
  phase: 'flood',
  exclusive: 'quota',
  over: (contract) => quotas(contract, ({ headers, unnamed }) => headers?.reset ?? unnamed?.reset),
  prerequisites: ({ rateLimit }, { target }) => [
    ...burstPrerequisites,
    ...waitingPrerequisites(restSeconds(windowSeconds(rateLimit, target), target)),
  ],
  cost: (_subject, around) => burstCost(around),
  run: (_subject, session) => recoverQuota(session),
  judge({ rateLimit }, { errorResponse, announced }, { target }) {
    if (!errorResponse) return inconclusive('The burst was not refused, so nothing had to be given back', []);
    if (!announced) return inconclusive('No answer reports a moment that can be read', [errorResponse]);
    const { seconds, least, isSure, after } = announced;
    const most = windowSeconds(rateLimit, target) + clockSeconds;
    if (seconds > most) {
      if (least <= most)
        return inconclusive('The clock of the service is not known well enough for the moment that it reports', [errorResponse]);
      const finding = { where: 'reset', expected: `a moment at most ${most} s ahead`, actual: `${Math.round(seconds)} s ahead` };
      return fail({ code: 'reset-too-far', ...finding }, [announced.errorResponse]);
    }
    if (!after) return inconclusive('The run may not wait for that moment', [errorResponse]);
    if (isSuccess(after)) return pass(1);
    if (!isSameAs(errorResponse)(after)) return inconclusive(`The call after the reset was answered ${outcomeOf(after)}`, [after]);
    if (!isSure)
      return inconclusive('The error response has no Date, so by the clock of the service the window may not have ended', [after]);
    const finding = {
      where: 'status',
      expected: `a call accepted ${roundedSeconds(target)} s after the announced moment`,
      actual: `status ${outcomeOf(after)} again`,
    };
    return unconfirmed(fail({ code: 'refused-after-reset', ...finding }, [after, announced.errorResponse]));
  },
});

export const retryAfterSuffices = defineProbe<QuotaSubject, RecoveredQuota>({
  id: 'rate-limit/retry-after-suffices',
  title: 'After the wait that an error response of the quota asks for, a call is accepted again',
  why: 'Clients that wait as asked are refused again, and each such try may lengthen the wait.',
  fix: 'Send the seconds until the next call is really accepted, rounded up.',
  reads: 'rateLimit.retryAfter',
  phase: 'flood',
  exclusive: 'quota',
  over: (contract) => quotas(contract, ({ retryAfter }) => retryAfter),
  prerequisites: ({ rateLimit }, { target }) => [
    ...burstPrerequisites,
    ...waitingPrerequisites(2 * silenceSeconds(windowSeconds(rateLimit, target), target)),
  ],
  cost: (_subject, around) => burstCost(around),
  run: (_subject, session) => recoverQuota(session),
  judge({ rateLimit }, { errorResponse, asked }, { target }) {
    if (!errorResponse) return inconclusive('The burst was not refused, so there was nothing to wait for', []);
    const [wait, again] = asked;
    if (!wait) return inconclusive('The error response names no wait that the run can make', [errorResponse]);
    const isRefused = isSameAs(errorResponse);
    for (const { seconds, after } of asked) {
      if (after) continue;
      const reason = `the error response asks to wait ${seconds} s, which needs the permission "slow" (--allow slow)`;
      return { kind: 'skipped', because: 'not-allowed', reason };
    }
    if (wait.after && isSuccess(wait.after)) return pass(1);
    if (!wait.after || !isRefused(wait.after) || !again?.after) {
      const after = wait.after ? [wait.after, errorResponse] : [errorResponse];
      return inconclusive(`The call after the wait was answered ${wait.after ? outcomeOf(wait.after) : 'not at all'}`, after);
    }
    // Somebody else may have used up the quota in between, once.
    if (!isRefused(again.after))
      return inconclusive('The call after the wait was refused once, and after a second wait it was accepted', [wait.after, again.after]);
    if (!wait.isSure || !again.isSure)
      return inconclusive('The error response has no Date, so that its wait may not have been over by the clock of the service', [
        again.after,
      ]);
    const expected = `a call accepted after ${again.seconds} s, and ${roundedSeconds(target)} s more for rounding`;
    const finding = {
      where: rateLimit.retryAfter?.header ?? '',
      expected,
      actual: `status ${outcomeOf(again.after)} again, twice in a row`,
    };
    return fail({ code: 'refused-after-wait', ...finding }, [again.after, wait.after, errorResponse], { judged: 2, breaches: 2 });
  },
});
