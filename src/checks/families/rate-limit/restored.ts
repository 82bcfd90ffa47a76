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
  silenceSeconds,
  waitingPrerequisites,
  windowSeconds,
} from '../../subjects/quota.ts';
import { recoverQuota } from './burst.ts';

export const restoredAfterWindow = defineProbe<QuotaSubject, RecoveredQuota>({
  id: 'rate-limit/restored-after-window',
  title: 'A credential that used up its quota is served again after a window without calls',
  why: 'Clients that ran into the limit would stay shut out for longer than anybody told them.',
  fix: 'Forget what was counted a window ago, and let refused calls lengthen nothing.',
  reads: 'rateLimit',
  phase: 'flood',
  exclusive: 'quota',
  over: (contract) => quotas(contract),
  prerequisites: ({ rateLimit }, { target }) => [
    ...burstPrerequisites,
    ...waitingPrerequisites(restSeconds(windowSeconds(rateLimit, target))),
  ],
  cost: (_subject, around) => burstCost(around),
  run: (_subject, session) => recoverQuota(session),
  judge({ rateLimit }, { errorResponse, silences }, { target }) {
    if (!errorResponse) return inconclusive('The flood was not refused, so nothing had to be given back', []);
    const [first, second] = silences;
    if (!first) return inconclusive('Nobody may wait for a window here', [errorResponse]);
    if (first.length > 0 && first.every(isSuccess)) return pass(first.length);
    const isRefused = isSameAs(errorResponse);
    if (first.every(isRefused) && second?.[0] && second.every(isRefused)) {
      const seconds = restSeconds(windowSeconds(rateLimit, target));
      const finding = {
        where: 'status',
        expected: `calls let through after ${seconds} s without any`,
        actual: `status ${outcomeOf(second[0])} again, twice in a row`,
      };
      return fail({ code: 'not-restored', ...finding }, [second[0], ...first, errorResponse], { judged: 2, breaches: 2 });
    }
    const other = first.find((exchange) => !isSuccess(exchange)) ?? errorResponse;
    return inconclusive(`After a silence of one window a call was answered ${outcomeOf(other)}`, [other]);
  },
});

export const restoredAfterReset = defineProbe<QuotaSubject, RecoveredQuota>({
  id: 'rate-limit/restored-after-reset',
  title: 'A credential that used up its quota is served again after the announced reset, a window ahead at the most',
  why: 'Clients sleep until that moment; one that comes too early or too late costs them calls or hours.',
  fix: 'Announce the end of the window that the refused call was counted in.',
  reads: 'rateLimit',
  phase: 'flood',
  exclusive: 'quota',
  over: (contract) => quotas(contract, ({ headers, unnamed }) => headers?.reset ?? unnamed?.reset),
  prerequisites: ({ rateLimit }, { target }) => [
    ...burstPrerequisites,
    ...waitingPrerequisites(restSeconds(windowSeconds(rateLimit, target))),
  ],
  cost: (_subject, around) => burstCost(around),
  run: (_subject, session) => recoverQuota(session),
  judge({ rateLimit }, { errorResponse, announced }, { target }) {
    if (!errorResponse) return inconclusive('The flood was not refused, so nothing had to be given back', []);
    if (!announced) return inconclusive('No answer tells a moment that can be read', [errorResponse]);
    const { seconds, least, isSure, after } = announced;
    const most = windowSeconds(rateLimit, target) + clockSeconds;
    if (seconds > most) {
      if (least <= most)
        return inconclusive('The clock of the service is not known well enough for the moment that it tells', [errorResponse]);
      const finding = { where: 'reset', expected: `a moment ${most} s ahead at the most`, actual: `${Math.round(seconds)} s ahead` };
      return fail({ code: 'reset-too-far', ...finding }, [announced.errorResponse]);
    }
    if (!after) return inconclusive('Nobody may wait for that moment here', [errorResponse]);
    if (isSuccess(after)) return pass(1);
    if (!isSameAs(errorResponse)(after)) return inconclusive(`The call after the reset was answered ${outcomeOf(after)}`, [after]);
    if (!isSure) return inconclusive('The refusal has no Date, so that the moment may not have come by the clock of the service', [after]);
    const finding = {
      where: 'status',
      expected: 'a call let through 2 s after the announced moment',
      actual: `status ${outcomeOf(after)} again`,
    };
    return unconfirmed(fail({ code: 'refused-after-reset', ...finding }, [after, announced.errorResponse]));
  },
});

export const retryAfterSuffices = defineProbe<QuotaSubject, RecoveredQuota>({
  id: 'rate-limit/retry-after-suffices',
  title: 'After the wait that a refusal asks for, a call is let through again',
  why: 'Clients that wait as they were told are refused again, and each such try may lengthen the wait.',
  fix: 'Send the seconds until the next call is really let through, rounded up.',
  reads: 'rateLimit.retryAfter',
  phase: 'flood',
  exclusive: 'quota',
  over: (contract) => quotas(contract, ({ retryAfter }) => retryAfter),
  prerequisites: ({ rateLimit }, { target }) => [
    ...burstPrerequisites,
    ...waitingPrerequisites(2 * silenceSeconds(windowSeconds(rateLimit, target))),
  ],
  cost: (_subject, around) => burstCost(around),
  run: (_subject, session) => recoverQuota(session),
  judge({ rateLimit }, { errorResponse, asked }) {
    if (!errorResponse) return inconclusive('The flood was not refused, so there was nothing to wait for', []);
    const [wait, again] = asked;
    if (!wait) return inconclusive('The refusal names no wait that can be made', [errorResponse]);
    const isRefused = isSameAs(errorResponse);
    for (const { seconds, after } of asked) {
      if (after) continue;
      const reason = `the refusal asks to wait ${seconds} s, which needs the permission "slow" (--allow slow)`;
      return { kind: 'skipped', because: 'not-allowed', reason };
    }
    if (wait.after && isSuccess(wait.after)) return pass(1);
    if (!wait.after || !isRefused(wait.after) || !again?.after) {
      const after = wait.after ? [wait.after, errorResponse] : [errorResponse];
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
    return fail({ code: 'refused-after-wait', ...finding }, [again.after, wait.after, errorResponse], { judged: 2, breaches: 2 });
  },
});
