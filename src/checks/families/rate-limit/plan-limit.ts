import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { QuotaPlan } from '../../../contract/x-assay/rate-limit.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { announcedQuota } from '../../subjects/quota-headers.ts';
import { planPrerequisites, plans } from '../../subjects/quota.ts';

export const planLimitAnnounced = defineProbe({
  id: 'rate-limit/plan-limit-announced',
  title: 'A credential of a plan is told the limit of that plan by one operation at least',
  why: 'Who pays for a plan sizes clients by its limit; a smaller one refuses them, a larger one hides that they are on another plan.',
  fix: 'Announce the limit that the plan of the credential has, and apply the same.',
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
    const expected = `${wanted.map(({ says }) => says).join(' or ')} at one of ${exchanges.length} operations`;
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

type Wanted = { readonly says: string; readonly fits: (limit: number) => boolean };

/** The printed limit of a plan, or what the operator's quota puts in its place: a service that says either is right. */
const limitsOf = (printed: QuotaPlan, { quota }: Target): Wanted[] => {
  const isLeast = 'atLeast' in printed;
  const numbers = [...new Set([isLeast ? printed.atLeast : printed.limit, ...(quota ? [quota.limit] : [])])];
  return numbers.map((number) =>
    isLeast
      ? { says: `at least ${number}`, fits: (limit) => limit >= number }
      : { says: String(number), fits: (limit) => limit === number },
  );
};

/** The limits that came by, each with the answer that tells it best. */
type Limits = { readonly judged: number; readonly limits: Readonly<Record<string, { readonly times: number; readonly seen: Breach }>> };

const mostLimits = 20;

/** The limit is what the case is about: the plan is one of the target, whose credential is `key`. */
const isOfKey = ({ request: { credential } }: Exchange): boolean => credential.kind === 'valid' && credential.name === 'key';

export const planLimitOnEverySuccess = defineFold<Limits>({
  id: 'rate-limit/plan-limit-on-every-success',
  title: 'Every success tells the same limit, the one of the plan',
  why: 'A client that reads another limit on some answers slows down where it need not, or not where it must.',
  fix: 'Announce the limit of the plan with every answer; a burst above it is no part of it.',
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
    const plan = contract.conventions.rateLimit?.plans?.[target.plan ?? ''];
    if (!plan || !('limit' in plan)) {
      return { kind: 'skipped', because: 'missing-prerequisite', reason: 'needs plan: which plan the credential has (--set plan=NAME)' };
    }
    if (judged === 0) return { ...inconclusive('no success announced a limit', []), unseen: true };
    const right = [...new Set([plan.limit, ...(target.quota ? [target.quota.limit] : [])])];
    // A service that says either number is right, as long as it keeps to it.
    const kept = right.find((limit) => limits[limit] !== undefined) ?? right[0];
    const wrong = Object.entries(limits).filter(([limit]) => Number(limit) !== kept);
    const first = wrong.reduce<Breach | null>((smallest, [, { seen }]) => smallerBreach(smallest, seen), null);
    if (!first) return pass(judged);
    const breaches = wrong.reduce((sum, [, { times }]) => sum + times, 0);
    return { kind: 'fail', judged, breaches, finding: findingOf({ ...first, expected: right.join(' or ') }) };
  },
});
