import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { exceededQuota, type ExceededQuota } from '../../scenarios/quota/exceeded-quota.ts';
import { planLimit } from '../../subjects/plan-quota.ts';
import { exactNeeds } from '../../subjects/quota-window.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { beganAnew } from '../../subjects/reset-moment.ts';
import { longestOf } from '../../kit/timing.ts';
import { planFloodParts } from './plan-flood.ts';

/** Part of the limit by which it may be counted otherwise, two calls at the least. */
const slack = 0.02;
/** Part of the limit that may come back while it is used up: of more nobody can tell whether it did. */
const loosely = 0.1;
/** Part of a window that a flood may take at the most: in a longer one too much comes back meanwhile. */
const longest = 1 / 3;

export const aboutPlan = defineProbe<ExceededQuota>({
  id: 'rate-limit/about-plan',
  title: 'Refusals begin at about the number of calls that the plan says',
  why: 'Clients size their work by that number; another one refuses them, or hides that they are on another plan.',
  fix: 'Let a rested credential make as many calls as its plan says, and refuse it then.',
  ...planFloodParts,
  needs: (place, around) => [...planFloodParts.needs(place, around), ...exactNeeds(around)],
  measure: (_place, session) => session.measure(exceededQuota, { operation: firstReadOf(session) }),
  judge(place, { exchanges, rested, refusal, windowMs, enough }, around) {
    const { rateLimit } = around.contract.conventions;
    const { limit } = planLimit(place, around);
    const [first] = exchanges;
    if (!first || !rested) return inconclusive('The credential was not at rest when the flood began', []);
    if (!isSuccess(first)) return inconclusive(`The first call of the flood was answered ${outcomeOf(first)}`, [first]);
    const until = refusal ? exchanges.indexOf(refusal) : exchanges.length;
    const others = exchanges.slice(0, until).filter((exchange) => !isSuccess(exchange));
    if (others.length * 100 > until)
      return inconclusive(`${others.length} calls of the flood had another answer, such as ${outcomeOf(others[0] ?? first)}`, others);
    const last = refusal ?? exchanges.at(-1) ?? first;
    const tookMs = longestOf([first, last]);
    if (tookMs > longest * windowMs || (!refusal && until < enough)) {
      return inconclusive(`${until} calls took ${Math.round(tookMs / 100) / 10} s, too long to tell where refusals begin`, [last]);
    }
    const spare = Math.max(2, slack * limit);
    const least = Math.floor(limit - spare);
    const most = Math.ceil(limit + spare + (1 + slack) * limit * (tookMs / windowMs));
    // Answers overtake each other: a call sent after the first refusal may have been counted before it.
    const served = exchanges.filter(isSuccess).length;
    if (served >= least && until <= (1 + loosely) * limit + spare) return pass(served);
    if (served >= least && until <= most)
      return inconclusive(
        `${until} calls were let through in ${Math.round(tookMs / 100) / 10} s, of which some may have come back meanwhile`,
        [last],
      );
    if (until > most && rateLimit && beganAnew(rateLimit, first, last, windowMs))
      return inconclusive(`${until} calls were let through, and a window began anew meanwhile`, [last, first]);
    const finding = {
      where: 'status',
      expected: `a refusal after ${least} to ${most} calls`,
      actual: refusal ? `status ${outcomeOf(refusal)} after ${until}` : `none after ${until}`,
    };
    return unconfirmed(fail({ code: 'not-about-plan', ...finding }, [last, first], { judged: exchanges.length, breaches: 1 }));
  },
});
