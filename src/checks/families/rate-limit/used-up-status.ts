import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isDocumentedErrorResponse, mayRefuse } from '../../../contract/quota-error-response.ts';
import { statusWords } from '../../../contract/conventions-at.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { isCountedCall } from '../../subjects/known-caller.ts';
import { quotaLocations } from '../../subjects/quota.ts';
import { reportedRemaining } from '../../subjects/quota-policies.ts';

/** Reads that were refused, by whether the answer reports that something is left. Plain JSON. */
type Refused = {
  /** With a documented status. */
  readonly documented: number;
  /** With another one, and nothing left. */
  readonly other: number;
  /** With such a status although something was left: then its reason is not the quota. */
  readonly unrelated: number;
  /** Operations of reads that succeeded. */
  readonly served: readonly string[];
  readonly first: Breach | null;
};

/** Statuses with which services and gateways refuse what is above a quota, beside 429. */
const customaryStatuses = new Set([403, 420, 500, 502, 503, 504, 509]);

/** So many such answers are no accident. */
const enough = 5;

export const usedUpStatus = defineFold<Refused>({
  id: 'rate-limit/used-up-status',
  title: 'A read is refused with the documented status when answers report that nothing is left of the quota',
  why: 'Clients wait when they see that status; another one they take for a failure of the service, and alarm somebody.',
  fix: 'Answer with the documented status wherever the quota refuses a call, also in gateways before the service.',
  reads: 'rateLimit.exceeded',
  locations: (contract) => quotaLocations(contract),
  init: () => ({ documented: 0, other: 0, unrelated: 0, served: [], first: null }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    const { request } = exchange;
    const status = statusOf(exchange);
    if (rateLimit === undefined || status === undefined || !isCountedCall(contract, exchange)) return state;
    if (isDocumentedErrorResponse(contract, exchange)) return { ...state, documented: state.documented + 1 };
    if (request.method !== 'GET' || request.faults.length > 0) return state;
    const key = request.operation ?? '';
    if (isSuccess(exchange)) return state.served.includes(key) ? state : { ...state, served: [...state.served, key].sort() };
    if (!customaryStatuses.has(status) || mayRefuse(rateLimit, status)) return state;
    const left = reportedRemaining(rateLimit, exchange);
    if (left !== 0) return { ...state, unrelated: state.unrelated + 1 };
    const expected = `status ${statusWords(rateLimit.exceeded)} with nothing left of the quota`;
    const finding = { code: 'quota-other-status', where: 'status', expected, actual: `status ${outcomeOf(exchange)}` };
    return { ...state, other: state.other + 1, first: smallerBreach(state.first, breachIn(exchange, finding)) };
  },
  merge: (a, b) => ({
    documented: a.documented + b.documented,
    other: a.other + b.other,
    unrelated: a.unrelated + b.unrelated,
    served: [...new Set([...a.served, ...b.served])].sort(),
    first: smallerBreach(a.first, b.first),
  }),
  conclude({ documented, other, unrelated, served, first }) {
    if (documented > 0) return pass(documented);
    if (first === null) return { ...inconclusive('no request was refused by the quota', []), unseen: true };
    const wasServed = first.operation !== undefined && served.includes(first.operation);
    if (other >= enough && unrelated * enough < other && wasServed)
      return { kind: 'fail', judged: other, breaches: other, finding: findingOf(first) };
    return inconclusive(`${other} answers reported that nothing is left, too few to show why they were refused`, []);
  },
});
