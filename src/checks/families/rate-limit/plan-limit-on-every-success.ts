import type { Exchange } from '../../../model/exchange.ts';
import { isSuccess } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { announcedQuota } from '../../subjects/announced-quota.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { planPlaces } from '../../subjects/plan-quota.ts';

/** The limits that came by, each with the answer that tells it best. */
type State = { readonly judged: number; readonly limits: Readonly<Record<string, { readonly times: number; readonly seen: Breach }>> };

const mostLimits = 20;

/** The limit is what the case is about: the plan is one of the target, whose credential is `key`. */
const isOfKey = ({ request: { credential } }: Exchange): boolean => credential.kind === 'valid' && credential.name === 'key';

export const planLimitOnEverySuccess = defineFold<State>({
  id: 'rate-limit/plan-limit-on-every-success',
  title: 'Every success tells the same limit, the one of the plan',
  why: 'A client that reads another limit on some answers slows down where it need not, or not where it must.',
  fix: 'Announce the limit of the plan with every answer; a burst above it is no part of it.',
  reads: 'rateLimit.plans',
  places: (contract) => (contract.conventions.rateLimit?.headers?.limit === undefined ? [] : planPlaces(contract)),
  init: () => ({ judged: 0, limits: {} }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || !isSuccess(exchange) || isElsewhere(exchange) || !isOfKey(exchange)) return state;
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
