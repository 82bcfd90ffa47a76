import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { isSameAs, recoveredQuota, type RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';
import { restSeconds, waitingNeeds, windowSeconds } from '../../subjects/quota-window.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { clockSeconds } from '../../kit/timing.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { floodCost } from '../../scenarios/quota/flood-cost.ts';

export const restoredAfterReset = defineProbe<RecoveredQuota>({
  id: 'rate-limit/restored-after-reset',
  title: 'A credential that used up its quota is served again after the announced reset, a window ahead at the most',
  why: 'Clients sleep until that moment; one that comes too early or too late costs them calls or hours.',
  fix: 'Announce the end of the window that the refused call was counted in.',
  reads: 'rateLimit',
  phase: 'flood',
  alone: 'quota',
  places: (contract) =>
    conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.reset ?? rateLimit?.unnamed?.reset).filter(
      (place) => place === rootPlace,
    ),
  needs(_place, { contract, target }) {
    const { rateLimit } = contract.conventions;
    const seconds = rateLimit ? restSeconds(windowSeconds(rateLimit, target)) : 0;
    return [{ kind: 'permission', permission: 'flood' }, ...waitingNeeds(seconds)];
  },
  cost: (_place, around) => floodCost(around),
  measure: (_place, session) => session.measure(recoveredQuota, { operation: firstReadOf(session) }),
  judge(_place, { refusal, announced }, { contract, target }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || !refusal) return inconclusive('The flood was not refused, so nothing had to be given back', []);
    if (!announced) return inconclusive('No answer tells a moment that can be read', [refusal]);
    const { seconds, least, isSure, after } = announced;
    const most = windowSeconds(rateLimit, target) + clockSeconds;
    if (seconds > most) {
      if (least <= most) return inconclusive('The clock of the service is not known well enough for the moment that it tells', [refusal]);
      const finding = { where: 'reset', expected: `a moment ${most} s ahead at the most`, actual: `${Math.round(seconds)} s ahead` };
      return fail({ code: 'reset-too-far', ...finding }, [announced.refusal]);
    }
    if (!after) return inconclusive('Nobody may wait for that moment here', [refusal]);
    if (isSuccess(after)) return pass(1);
    if (!isSameAs(refusal)(after)) return inconclusive(`The call after the reset was answered ${outcomeOf(after)}`, [after]);
    if (!isSure) return inconclusive('The refusal has no Date, so that the moment may not have come by the clock of the service', [after]);
    const finding = {
      where: 'status',
      expected: 'a call let through 2 s after the announced moment',
      actual: `status ${outcomeOf(after)} again`,
    };
    return unconfirmed(fail({ code: 'refused-after-reset', ...finding }, [after, announced.refusal]));
  },
});
