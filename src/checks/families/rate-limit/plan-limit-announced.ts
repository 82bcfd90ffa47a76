import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { below, tokensOf } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import type { Target } from '../../../model/target.ts';
import { announcedQuota } from '../../subjects/announced-quota.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';

export const planLimitAnnounced = defineProbe<readonly Exchange[]>({
  id: 'rate-limit/plan-limit-announced',
  title: 'A credential of a plan is told the limit of that plan by one operation at least',
  why: 'Who pays for a plan sizes clients by its limit; a smaller one refuses them, a larger one hides that they are on another plan.',
  fix: 'Announce the limit that the plan of the credential has, and apply the same.',
  reads: 'rateLimit.plans',
  phase: 'read',
  alone: 'nothing',
  places(contract) {
    const { plans, headers } = contract.conventions.rateLimit ?? {};
    if (headers?.limit === undefined || parameterlessReads(contract).length === 0) return [];
    return Object.keys(plans ?? {}).map((name) => ({ operation: null, way: ['#', below('#', 'x-assay', 'rateLimit', 'plans', name)] }));
  },
  needs(place, { target }) {
    const name = planAt(place);
    if (target.plan === name) return [];
    const now = target.plan === undefined ? 'which plan the credential has is not said' : `the credential has the plan "${target.plan}"`;
    return [{ kind: 'config', path: 'plan', sentence: `the promise is about the plan "${name}", ${now}` }];
  },
  cost: (_place, { contract }) => ({ requests: parameterlessReads(contract).length, creates: 0 }),
  measure: (_place, session) =>
    Promise.all(parameterlessReads(session.contract).map(({ key }) => session.measure(plainRead, { operation: key }))),
  judge(place, exchanges, { contract, target }) {
    const { rateLimit } = contract.conventions;
    const [first, ...others] = exchanges;
    if (!rateLimit || !first) return inconclusive('The contract announces no limit', []);
    const limits = exchanges.map((exchange) => announcedQuota(rateLimit, exchange).limit);
    const wanted = limitsOf(planAt(place), contract, target);
    if (limits.some((limit) => limit !== undefined && wanted.some(({ fits }) => fits(limit)))) return pass(exchanges.length);
    if (limits.every((limit) => limit === undefined)) return inconclusive('No answer announces a limit', exchanges);
    const other = exchanges.find((exchange) => !isSuccess(exchange));
    if (other) return inconclusive(`${other.request.operation ?? ''} was answered ${outcomeOf(other)}`, [other]);
    const told = limits.map((limit, n) => `${limit ?? 'none'} at ${exchanges[n]?.request.operation ?? ''}`);
    const expected = `${wanted.map(({ says }) => says).join(' or ')} at one of ${exchanges.length} operations`;
    return fail(
      { code: 'limit-of-another-plan', where: rateLimit.headers?.limit ?? '', expected, actual: told.join(', ') },
      [first, ...others],
      {
        judged: exchanges.length,
        breaches: 1,
      },
    );
  },
});

/** Name of the plan that a place is about. */
const planAt = (place: Place): string => tokensOf(nodeOf(place)).at(-1) ?? '';

type Wanted = { readonly says: string; readonly fits: (limit: number) => boolean };

/** The printed limit of a plan, or what the operator's quota puts in its place: a service that says either is right. */
const limitsOf = (name: string, { conventions }: Contract, { quota }: Target): Wanted[] => {
  const printed = conventions.rateLimit?.plans?.[name];
  if (!printed) return [];
  const isLeast = 'atLeast' in printed;
  const numbers = [...new Set([isLeast ? printed.atLeast : printed.limit, ...(quota ? [quota.limit] : [])])];
  return numbers.map((number) =>
    isLeast
      ? { says: `at least ${number}`, fits: (limit) => limit >= number }
      : { says: String(number), fits: (limit) => limit === number },
  );
};
