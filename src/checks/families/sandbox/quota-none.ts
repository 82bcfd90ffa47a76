import { answerOf, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { sandboxFlood, type SandboxFlood } from '../../scenarios/quota/sandbox-flood.ts';
import { tooManyRequests } from '../../../contract/quota-refusal.ts';
import { floodCost } from '../../scenarios/quota/flood-cost.ts';
import { sandboxNeeds } from '../../requests/sandbox-session.ts';
import { sandboxOf, sandboxPlaces } from '../../subjects/sandbox-places.ts';

/** More than the limit by this part must have been answered. */
const enough = 1.1;

export const sandboxQuotaNone = defineProbe<SandboxFlood>({
  id: 'sandbox/quota-none',
  title: 'The sandbox refuses no call for a quota',
  why: 'Tests run in bursts; in a sandbox that counts calls they fail for a reason that has nothing to do with them.',
  fix: 'Leave the sandbox out of the counting of calls, or promise less.',
  reads: 'sandbox.quota',
  phase: 'flood',
  alone: 'quota',
  places: (contract) => (sandboxOf(contract)?.quota?.is === 'none' ? sandboxPlaces(contract, 'quota') : []),
  needs: (_place, around) => [{ kind: 'permission', permission: 'flood' }, ...sandboxNeeds(around)],
  cost: (_place, around) => floodCost(around),
  measure: (_place, session) => session.measure(sandboxFlood, { operation: firstReadOf(session) }),
  judge(_place, { limit, windowMs, exchanges }) {
    const refused = exchanges.find((exchange) => statusOf(exchange) === tooManyRequests);
    if (refused) {
      const actual = `status ${outcomeOf(refused)} after ${exchanges.indexOf(refused)} calls`;
      const counts = { judged: exchanges.length, breaches: 1 };
      return fail({ code: 'sandbox-limited', where: 'status', expected: 'no call refused for its number', actual }, [refused], counts);
    }
    const answered = exchanges.filter((exchange) => answerOf(exchange) !== undefined);
    const others = answered.filter((exchange) => !isSuccess(exchange));
    const [other] = others;
    if (other && others.length * 100 > answered.length)
      return inconclusive(`${others.length} calls were answered otherwise, such as ${outcomeOf(other)}`, [other]);
    if (answered.length >= enough * limit) return pass(answered.length);
    return inconclusive(
      `${answered.length} calls were answered within ${windowMs / 1000} s, too few to prove anything`,
      answered.slice(-1),
    );
  },
});
