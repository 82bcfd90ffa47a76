import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { isSameAs, recoveredQuota, type RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';
import { restSeconds, waitingNeeds, windowSeconds } from '../../subjects/quota-window.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { floodCost } from '../../scenarios/quota/flood-cost.ts';

export const restoredAfterWindow = defineProbe<RecoveredQuota>({
  id: 'rate-limit/restored-after-window',
  title: 'A credential that used up its quota is served again after a window without calls',
  why: 'Clients that ran into the limit would stay shut out for longer than anybody told them.',
  fix: 'Forget what was counted a window ago, and let refused calls lengthen nothing.',
  reads: 'rateLimit',
  phase: 'flood',
  alone: 'quota',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit).filter((place) => place === rootPlace),
  needs(_place, { contract, target }) {
    const { rateLimit } = contract.conventions;
    const seconds = rateLimit ? restSeconds(windowSeconds(rateLimit, target)) : 0;
    return [{ kind: 'permission', permission: 'flood' }, ...waitingNeeds(seconds)];
  },
  cost: (_place, around) => floodCost(around),
  measure: (_place, session) => session.measure(recoveredQuota, { operation: firstReadOf(session) }),
  judge(_place, { refusal, silences }, { contract, target }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || !refusal) return inconclusive('The flood was not refused, so nothing had to be given back', []);
    const [first, second] = silences;
    if (!first) return inconclusive('Nobody may wait for a window here', [refusal]);
    if (first.length > 0 && first.every(isSuccess)) return pass(first.length);
    const isRefused = isSameAs(refusal);
    if (first.every(isRefused) && second?.[0] && second.every(isRefused)) {
      const seconds = restSeconds(windowSeconds(rateLimit, target));
      const finding = {
        where: 'status',
        expected: `calls let through after ${seconds} s without any`,
        actual: `status ${outcomeOf(second[0])} again, twice in a row`,
      };
      return fail({ code: 'not-restored', ...finding }, [second[0], ...first, refusal], { judged: 2, breaches: 2 });
    }
    const other = first.find((exchange) => !isSuccess(exchange)) ?? refusal;
    return inconclusive(`After a silence of one window a call was answered ${outcomeOf(other)}`, [other]);
  },
});
