import { statuses } from '../../contract/conventions-at.ts';
import { headerValues, statusOf } from '../../contract/message.ts';
import { isElsewhere } from '../../contract/responses.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Contract } from '../../contract/model.ts';
import { announcedQuota, wholeHeader } from '../announced-quota.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../breach.ts';
import { conventionPlaces } from '../convention-places.ts';
import { defineFold, inconclusive } from '../define.ts';
import { factOf } from '../facts.ts';
import { rootPlace } from '../root-place.ts';

type Against = 'same' | 'earlier' | 'later';

type State = {
  readonly judged: number;
  readonly breaches: number;
  readonly first: Breach | null;
  /** How the end of the window lies to the end of the wait, on each refusal that tells both; sorted, each once. */
  readonly against: readonly Against[];
};

export const nothingRemainsWhenRefused = defineFold<State>({
  id: 'rate-limit/nothing-remains-when-refused',
  title: 'A refusal by quota says that nothing remains',
  why: 'A client that sees calls left takes the refusal for a fault and tries again at once.',
  fix: 'Send 0 with every refusal by quota.',
  reads: 'rateLimit.exceeded',
  places: (contract) =>
    conventionPlaces(contract, ({ rateLimit }) => (rateLimit?.headers?.remaining === undefined ? undefined : rateLimit.exceeded)).filter(
      (place) => place === rootPlace,
    ),
  init: () => ({ judged: 0, breaches: 0, first: null, against: [] }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    const name = rateLimit?.headers?.remaining;
    if (name === undefined || !statuses(rateLimit?.exceeded).includes(statusOf(exchange) ?? 0) || isElsewhere(exchange)) return state;
    const against = distinct([...state.against, ...againstWait(exchange, contract)]);
    const sent = headerValues(exchange, name);
    const remaining = wholeHeader(exchange, name);
    // Another form is judged where the header is described.
    if (sent.length > 0 && remaining === undefined) return { ...state, against };
    const holds = remaining === 0;
    const actual = remaining === undefined ? 'no such header' : String(remaining);
    const finding = { code: remaining === undefined ? 'remaining-absent' : 'remaining-left', where: name, expected: '0', actual };
    return {
      judged: state.judged + 1,
      breaches: state.breaches + (holds ? 0 : 1),
      first: holds ? state.first : smallerBreach(state.first, breachIn(exchange, finding)),
      against,
    };
  },
  merge: (a, b) => ({
    judged: a.judged + b.judged,
    breaches: a.breaches + b.breaches,
    first: smallerBreach(a.first, b.first),
    against: distinct([...a.against, ...b.against]),
  }),
  conclude({ judged, breaches, first, against }) {
    const facts = against.length > 0 ? { facts: [factOf('quota.reset-against-wait', null, against)] } : {};
    if (first) return { kind: 'fail', judged, breaches, finding: findingOf(first), ...facts };
    if (judged === 0) return { ...inconclusive('no refusal by quota came by', []), unseen: true, ...facts };
    return { kind: 'pass', judged, ...facts };
  },
});

const distinct = (all: readonly Against[]): Against[] => [...new Set(all)].sort();

/** Two instants in whole seconds may be apart by one each. */
const toleranceSeconds = 2;

/** Is the end of the window that a refusal names the moment until which it asks to wait. */
const againstWait = (exchange: Exchange, { conventions: { rateLimit } }: Contract): Against[] => {
  const unit = rateLimit?.headers?.reset?.unit;
  const reset = rateLimit && announcedQuota(rateLimit, exchange).reset;
  const wait = wholeHeader(exchange, rateLimit?.retryAfter?.header);
  const date = Date.parse(headerValues(exchange, 'Date')[0] ?? '');
  if (reset === undefined || wait === undefined || (unit === 'epoch-seconds' && Number.isNaN(date))) return [];
  const difference = unit === 'epoch-seconds' ? reset - date / 1000 - wait : reset - wait;
  if (Math.abs(difference) <= toleranceSeconds) return ['same'];
  return [difference < 0 ? 'earlier' : 'later'];
};
