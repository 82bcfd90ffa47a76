import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { wholeHeader } from '../../subjects/announced-quota.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { restedRead } from '../../scenarios/quota/rested-read.ts';
import { planLimit, planNeeds, planPlaces } from '../../subjects/plan-quota.ts';
import { restNeeds } from '../../subjects/quota-window.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';

export const planRemainingRecorded = defineProbe<Exchange>({
  id: 'rate-limit/plan-remaining-recorded',
  title: 'What a credential of a plan at rest has left is recorded',
  why: 'A plan whose number is agreed with each customer is known by what its credentials are told.',
  fix: 'Nothing is wrong with it; the number of the contract in the documentation spares customers a question.',
  reads: 'rateLimit.plans',
  phase: 'closing',
  alone: 'quota',
  places: (contract) => (contract.conventions.rateLimit?.headers?.remaining === undefined ? [] : planPlaces(contract)),
  needs: (place, around) => [...restNeeds(around), ...planNeeds(place, around)],
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (_place, session) => session.measure(restedRead, { operation: firstReadOf(session) }),
  judge(place, exchange, around) {
    const name = around.contract.conventions.rateLimit?.headers?.remaining;
    const remaining = wholeHeader(exchange, name);
    if (!isSuccess(exchange) || remaining === undefined)
      return inconclusive(`${outcomeOf(exchange)} without a number of what is left`, [exchange]);
    // The last calls of others change the number from run to run: what counts is how it lies to the printed one.
    const part = remaining / planLimit(place, around).limit;
    const value =
      part > 1 ? 'more than printed' : part >= 0.9 ? 'about as printed' : part >= 0.5 ? 'more than half of it' : 'less than half of it';
    return observed([factOf('quota.rested-remaining', exchange.request.operation, value)]);
  },
});
