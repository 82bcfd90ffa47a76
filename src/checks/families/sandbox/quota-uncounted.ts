import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { counted, countedCalls, sandboxCounting, type SandboxCounting } from '../../scenarios/quota/sandbox-counting.ts';
import { operatorsLimit } from '../../subjects/plan-quota.ts';
import { tooSmall, windowSeconds } from '../../subjects/quota-window.ts';
import { sandboxNeeds } from '../../requests/sandbox-session.ts';
import { sandboxPlaces } from '../../subjects/sandbox-places.ts';

/** Calls of others, and of this check itself, that may fall in between. */
const mostOthers = 5;

export const sandboxQuotaUncounted = defineProbe<SandboxCounting>({
  id: 'sandbox/quota-uncounted',
  title: 'Calls of the sandbox use up nothing of the quota of the live service',
  why: 'A test that runs wild would shut the live service out for its own customers.',
  fix: 'Count the calls of the sandbox apart from those of the live service, or not at all.',
  reads: 'sandbox.quota',
  phase: 'closing',
  alone: 'quota',
  places: (contract) => (contract.conventions.rateLimit?.headers?.remaining !== undefined ? sandboxPlaces(contract, 'quota') : []),
  needs: (_place, around) => sandboxNeeds(around),
  cost: () => ({ requests: 3 * (countedCalls + 2), creates: 0 }),
  measure: (_place, session) => session.measure(sandboxCounting, { operation: firstReadOf(session) }),
  judge(_place, { control, turns }, { contract, target }) {
    const { rateLimit } = contract.conventions;
    const small = rateLimit && tooSmall(operatorsLimit(rateLimit, target), windowSeconds(rateLimit, target));
    if (small !== undefined) return { kind: 'skipped', because: 'unsupported', reason: small };
    if ((control.fell ?? 0) < counted) {
      return inconclusive(
        `What is left did not fall by ${counted} over ${countedCalls} calls of the live service either`,
        control.exchanges.slice(-1),
      );
    }
    const [first, second] = turns;
    if (first?.fell === undefined)
      return inconclusive(
        'The calls of the sandbox did not all succeed, or a window began anew each time',
        first?.exchanges.slice(-1) ?? [],
      );
    if (first.fell <= mostOthers) return pass(countedCalls);
    if (first.fell < counted || (second?.fell ?? 0) < counted || !second) {
      return inconclusive(
        `What is left fell by ${first.fell} over ${countedCalls} calls of the sandbox, and then by ${second?.fell ?? 'nothing clear'}`,
        first.exchanges.slice(-1),
      );
    }
    const [before] = second.exchanges;
    const after = second.exchanges.at(-1) ?? before;
    if (!before || !after) return inconclusive('No call was made', []);
    const finding = {
      where: rateLimit?.headers?.remaining ?? '',
      expected: `a fall by ${mostOthers} at the most over ${countedCalls} calls of the sandbox`,
      actual: `by ${first.fell}, then by ${second.fell}`,
    };
    return fail({ code: 'sandbox-counted', ...finding }, [after, before], { judged: 2 * countedCalls, breaches: 2 });
  },
});
