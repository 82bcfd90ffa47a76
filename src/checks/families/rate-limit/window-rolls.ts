import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { below } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { edgeQuota, type EdgeQuota } from '../../scenarios/quota/edge-quota.ts';
import { operatorsLimit, planOf } from '../../subjects/plan-quota.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { exactNeeds } from '../../subjects/quota-window.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { mostWithin } from '../../kit/timing.ts';

/** The part of a window of which no span may hold more than the burst. */
const span = 55 / 60;
const spare = 2;

export const windowRolls = defineProbe<EdgeQuota>({
  id: 'rate-limit/window-rolls',
  title: 'The window rolls: calls on both sides of a minute count together',
  why: 'A count that is reset at a fixed moment lets twice the quota through at once, and the service was not built for that.',
  fix: 'Count what came within the last window, at every call.',
  reads: 'rateLimit.window',
  phase: 'flood',
  alone: 'quota',
  places(contract) {
    const root = below('#', 'x-assay', 'rateLimit');
    return contract.conventions.rateLimit?.window.kind === 'rolling' ? [{ operation: null, way: ['#', root, below(root, 'window')] }] : [];
  },
  needs(_place, around) {
    const { rateLimit } = around.contract.conventions;
    const isKnown = rateLimit?.plans === undefined || planOf(rateLimit, around.target) !== undefined;
    const sentence = 'how many calls may come at once depends on the plan of the credential';
    return [...exactNeeds(around), ...(isKnown ? [] : [{ kind: 'config' as const, path: 'plan', sentence }])];
  },
  cost(_place, { contract, target }) {
    const { rateLimit } = contract.conventions;
    return { requests: 2 * ((rateLimit && operatorsLimit(rateLimit, target)) ?? target.flood.maxRequests), creates: 0 };
  },
  measure: (_place, session) => session.measure(edgeQuota, { operation: firstReadOf(session) }),
  judge(_place, { burst, windowMs, before, after }, { contract }) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit) return inconclusive('The contract says nothing of a quota', []);
    const all = [...before, ...after];
    const isRefused = (exchange: (typeof all)[number]): boolean => isRefusedByQuota(rateLimit, exchange);
    const early = before.find((exchange) => !isSuccess(exchange));
    if (early) return inconclusive(`A call before the end of the window was answered ${outcomeOf(early)}`, [early]);
    const other = after.find((exchange) => !isSuccess(exchange) && !isRefused(exchange));
    if (other) return inconclusive(`A call after the end of the window was answered ${outcomeOf(other)}`, [other]);
    const served = mostWithin(all.filter(isSuccess), span * windowMs);
    const [first] = served;
    if (first && served.length > burst + spare) {
      const last = served.at(-1) ?? first;
      const expected = `at most ${burst} calls let through in any ${Math.round(span * windowMs) / 1000} s`;
      const finding = { where: 'status', expected, actual: `${served.length} calls let through` };
      return unconfirmed(fail({ code: 'window-does-not-roll', ...finding }, [last, first], { judged: all.length, breaches: 1 }));
    }
    if (after.some(isRefused)) return pass(all.length);
    return inconclusive(`${all.length} calls around the end of a window were too few, or too slow, to prove anything`, all.slice(-1));
  },
});
