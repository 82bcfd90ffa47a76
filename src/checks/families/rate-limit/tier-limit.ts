import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { QuotaPlan } from '../../../contract/x-assay/rate-limit.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { announcedQuota } from '../../subjects/quota-headers.ts';
import { planOf, planPrerequisites, plans } from '../../subjects/quota.ts';

export const tierLimitAnnounced = defineProbe({
  id: 'rate-limit/plan-limit-announced',
  title: 'At least one operation reports to a credential the limit of its tier',
  why: 'Customers size their clients by the limit of the tier; with a smaller one these are refused, a larger one hides that they are on another tier.',
  fix: 'Announce the limit of the tier that the credential has, and apply the same.',
  reads: 'rateLimit.plans',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => (parameterlessReads(contract).length === 0 ? [] : plans(contract, ({ headers }) => headers?.limit)),
  prerequisites: (subject, { target }) => planPrerequisites(subject, target),
  cost: (_subject, { contract }) => ({ requests: parameterlessReads(contract).length, creates: 0 }),
  run: (_subject, session) =>
    Promise.all(parameterlessReads(session.contract).map(({ key }) => session.run(plainRead, { operation: key }))),
  judge({ rateLimit, plan }, exchanges, { target }) {
    const [first, ...others] = exchanges;
    if (!first) return inconclusive('No operation was called', []);
    const limits = exchanges.map((exchange) => announcedQuota(rateLimit, exchange).limit);
    const wanted = limitsOf(plan, target);
    if (limits.some((limit) => limit !== undefined && wanted.some(({ fits }) => fits(limit)))) return pass(exchanges.length);
    if (limits.every((limit) => limit === undefined)) return inconclusive('No answer announces a limit', exchanges);
    const other = exchanges.find((exchange) => !isSuccess(exchange));
    if (other) return inconclusive(`${other.request.operation ?? ''} was answered ${outcomeOf(other)}`, [other]);
    const reported = limits.map((limit, n) => `${limit ?? 'none'} at ${exchanges[n]?.request.operation ?? ''}`);
    const expected = `${wanted.map(({ words }) => words).join(' or ')} at one of ${exchanges.length} operations`;
    return fail(
      { code: 'limit-of-another-plan', where: rateLimit.headers?.limit ?? '', expected, actual: reported.join(', ') },
      [first, ...others],
      {
        judged: exchanges.length,
        breaches: 1,
      },
    );
  },
});

type Wanted = { readonly words: string; readonly fits: (limit: number) => boolean };

/** The documented limit of a tier, and that of the operator's quota, if any: a service that reports either is right. */
const limitsOf = (documented: QuotaPlan, { quota }: Target): Wanted[] => {
  const isLeast = 'atLeast' in documented;
  const numbers = [...new Set([isLeast ? documented.atLeast : documented.limit, ...(quota ? [quota.limit] : [])])];
  return numbers.map((number) =>
    isLeast
      ? { words: `at least ${number}`, fits: (limit) => limit >= number }
      : { words: String(number), fits: (limit) => limit === number },
  );
};

/** The limits that were seen, each with the smallest exchange that shows it. */
type Limits = { readonly judged: number; readonly limits: Readonly<Record<string, { readonly times: number; readonly seen: Breach }>> };

const mostLimits = 20;

/** Was the call made with the credential `key`: the tier in the config is that of `key`. */
const isOfKey = ({ request: { credential } }: Exchange): boolean => credential.kind === 'valid' && credential.name === 'key';

export const tierLimitOnEverySuccess = defineFold<Limits>({
  id: 'rate-limit/plan-limit-on-every-success',
  title: 'Every success reports the same limit, that of the tier',
  why: 'A client that reads another limit in some answers slows down where it need not, or not where it must.',
  fix: 'Announce the limit of the tier with every answer; a burst above it is no part of it.',
  reads: 'rateLimit.plans',
  locations: (contract) => plans(contract, ({ headers }) => headers?.limit).map(({ location }) => location),
  init: () => ({ judged: 0, limits: {} }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || !isSuccess(exchange) || !isOfKey(exchange)) return state;
    const { limit } = announcedQuota(rateLimit, exchange);
    // Another form is judged where the header is described.
    if (limit === undefined) return state;
    const known = state.limits[limit];
    if (!known && Object.keys(state.limits).length >= mostLimits) return { ...state, judged: state.judged + 1 };
    const finding = { code: 'limit-of-another-plan', where: rateLimit.headers?.limit ?? '', expected: '', actual: String(limit) };
    const seen = smallerBreach(known?.seen ?? null, breachIn(exchange, finding));
    return {
      judged: state.judged + 1,
      limits: seen ? { ...state.limits, [limit]: { times: (known?.times ?? 0) + 1, seen } } : state.limits,
    };
  },
  merge: (a, b) => ({
    judged: a.judged + b.judged,
    limits: Object.fromEntries(
      [...new Set([...Object.keys(a.limits), ...Object.keys(b.limits)])]
        .sort((x, y) => Number(x) - Number(y))
        .flatMap((limit) => {
          const seen = smallerBreach(a.limits[limit]?.seen ?? null, b.limits[limit]?.seen ?? null);
          return seen ? [[limit, { times: (a.limits[limit]?.times ?? 0) + (b.limits[limit]?.times ?? 0), seen }]] : [];
        }),
    ),
  }),
  conclude({ judged, limits }, { contract, target }) {
    const { rateLimit } = contract.conventions;
    const plan = rateLimit && planOf(rateLimit, target);
    if (!plan || !('limit' in plan)) {
      return { kind: 'skipped', because: 'missing-prerequisite', reason: 'needs plan: which tier the credential has (--set plan=NAME)' };
    }
    if (judged === 0) return { ...inconclusive('no success announced a limit', []), unseen: true };
    const right = [...new Set([plan.limit, ...(target.quota ? [target.quota.limit] : [])])];
    // A service that reports either number is right, as long as it does not change.
    const kept = right.find((limit) => limits[limit] !== undefined) ?? right[0];
    const wrong = Object.entries(limits).filter(([limit]) => Number(limit) !== kept);
    const first = wrong.reduce<Breach | null>((smallest, [, { seen }]) => smallerBreach(smallest, seen), null);
    if (!first) return pass(judged);
    const breaches = wrong.reduce((sum, [, { times }]) => sum + times, 0);
    return { kind: 'fail', judged, breaches, finding: findingOf({ ...first, expected: right.join(' or ') }) };
  },
});
