import { isSuccess, outcomeOf, wholeHeader } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, observed, pass } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { restedRead } from '../../scenarios/quota/rested-read.ts';
import { announcedQuota } from '../../subjects/quota-headers.ts';
import {
  operatorsLimit,
  planLimit,
  planPrerequisites,
  plans,
  printedPlanPrerequisites,
  quotas,
  restPrerequisites,
  tooSmall,
  windowSeconds,
} from '../../subjects/quota.ts';

/** Part of the limit that may be used already, at least two calls. */
const slack = 0.02;

export const restedRemaining = defineProbe({
  id: 'rate-limit/rested-remaining',
  title: 'The answer to a credential at rest reports that its whole quota is left',
  why: 'Clients size their work by this number; another one is that of a tier that nobody ordered.',
  fix: 'Announce what is left of the limit of the tier that the credential has.',
  reads: 'rateLimit',
  phase: 'closing',
  exclusive: 'quota',
  over: (contract) => quotas(contract, ({ headers }) => headers?.remaining),
  prerequisites: (subject, around) => [...restPrerequisites(around), ...printedPlanPrerequisites(subject, around.target)],
  cost: () => ({ requests: 1, creates: 0 }),
  run: (_subject, session) => session.run(restedRead, { operation: firstReadOf(session) }),
  judge({ rateLimit }, exchange, { target }) {
    const limit = operatorsLimit(rateLimit, target);
    if (limit === undefined) return inconclusive('The limit is unknown: the target has neither quota nor plan in the config', [exchange]);
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

export const tierRemainingRecorded = defineProbe({
  id: 'rate-limit/plan-remaining-recorded',
  title: 'What a credential of a tier has left when it is at rest is recorded',
  why: 'Where the number of a tier is agreed with each customer, only the answers to its credentials show it.',
  fix: 'Nothing is wrong with it; the agreed number in the documentation spares customers a question.',
  reads: 'rateLimit.plans',
  phase: 'closing',
  exclusive: 'quota',
  over: (contract) => plans(contract, ({ headers }) => headers?.remaining),
  prerequisites: (subject, around) => [...restPrerequisites(around), ...planPrerequisites(subject, around.target)],
  cost: () => ({ requests: 1, creates: 0 }),
  run: (_subject, session) => session.run(restedRead, { operation: firstReadOf(session) }),
  judge({ rateLimit, plan }, exchange, { target }) {
    const { remaining } = announcedQuota(rateLimit, exchange);
    if (!isSuccess(exchange) || remaining === undefined)
      return inconclusive(`${outcomeOf(exchange)} without a number of what is left`, [exchange]);
    // Recent calls of others change the number from run to run, so that only its part of the documented one is recorded.
    const part = remaining / planLimit(plan, target).limit;
    const value =
      part > 1 ? 'more than printed' : part >= 0.9 ? 'about as printed' : part >= 0.5 ? 'more than half of it' : 'less than half of it';
    return observed([factOf('quota.rested-remaining', exchange.request.operation, value)]);
  },
});
