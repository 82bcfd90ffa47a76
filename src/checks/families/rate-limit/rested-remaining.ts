import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { wholeHeader } from '../../subjects/announced-quota.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { restedRead } from '../../scenarios/quota/rested-read.ts';
import { operatorsLimit, printedPlanNeeds } from '../../subjects/plan-quota.ts';
import { restNeeds, tooSmall, windowSeconds } from '../../subjects/quota-window.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';

/** Part of the limit that may be used already, two calls at the least. */
const slack = 0.02;

export const restedRemaining = defineProbe<Exchange>({
  id: 'rate-limit/rested-remaining',
  title: 'A credential at rest is told that its whole quota is left',
  why: 'Clients size their work by this number; another one tells of a plan that nobody ordered.',
  fix: 'Announce what is left of the limit of the plan that the credential has.',
  reads: 'rateLimit',
  phase: 'closing',
  alone: 'quota',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.remaining).filter((place) => place === rootPlace),
  needs: (_place, around) => [...restNeeds(around), ...printedPlanNeeds(around)],
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (_place, session) => session.measure(restedRead, { operation: firstReadOf(session) }),
  judge(_place, exchange, { contract, target }) {
    const { rateLimit } = contract.conventions;
    const limit = rateLimit && operatorsLimit(rateLimit, target);
    if (!rateLimit || limit === undefined) return inconclusive('The limit is unknown: the target has neither quota nor plan', [exchange]);
    const small = tooSmall(limit, windowSeconds(rateLimit, target));
    if (small !== undefined) return { kind: 'skipped', because: 'unsupported', reason: small };
    const name = rateLimit.headers?.remaining ?? '';
    const remaining = wholeHeader(exchange, name);
    if (!isSuccess(exchange) || remaining === undefined)
      return inconclusive(`${outcomeOf(exchange)} without a number of what is left`, [exchange]);
    const least = Math.floor(limit - Math.max(2, slack * limit));
    if (remaining >= least && remaining <= limit) return pass(1);
    return fail(
      { code: 'remaining-of-another-limit', where: name, expected: `${least} to ${limit} after a rest`, actual: String(remaining) },
      [exchange],
    );
  },
});
