import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Contract } from '../../../contract/model.ts';
import { wholeHeader } from '../../subjects/announced-quota.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { resetMoment } from '../../subjects/reset-moment.ts';
import { retryWait } from '../../subjects/retry-wait.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { longestOf } from '../../kit/timing.ts';

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
    if (name === undefined || !rateLimit || !isRefusedByQuota(rateLimit, exchange) || isElsewhere(exchange)) return state;
    const against = distinct([...state.against, ...againstWait(exchange, contract)]);
    const remaining = wholeHeader(exchange, name);
    // That it is there, and its form, are judged where the header is described.
    if (remaining === undefined) return { ...state, against };
    const holds = remaining === 0;
    const finding = { code: 'remaining-left', where: name, expected: '0', actual: String(remaining) };
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
const toleranceMs = 2000;

/** Is the end of the window that a refusal names the moment until which it asks to wait. */
const againstWait = (exchange: Exchange, { conventions: { rateLimit } }: Contract): Against[] => {
  if (!rateLimit?.headers?.reset) return [];
  const reset = resetMoment(rateLimit, exchange, true);
  const wait = retryWait(rateLimit, exchange);
  // Without a Date the two cannot be told apart by seconds.
  // An answer on which somebody stood still tells nothing in seconds.
  if (!reset?.isSure || !wait?.isSure || longestOf([exchange]) > toleranceMs) return [];
  const difference = reset.ms - wait.ms;
  if (Math.abs(difference) <= toleranceMs) return ['same'];
  return [difference < 0 ? 'earlier' : 'later'];
};
