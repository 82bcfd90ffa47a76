import { headerValues } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { rootPlace } from '../../kit/root-place.ts';

type State = { readonly judged: number; readonly breaches: number; readonly first: Breach | null };

export const remainingToldWhenRefused = defineFold<State>({
  id: 'rate-limit/remaining-told-when-refused',
  title: 'A refusal by quota tells how many calls remain',
  why: 'A client that keeps count by this header loses it at the very moment at which it matters.',
  fix: 'Send the header with refusals by quota too.',
  reads: 'rateLimit.exceeded',
  places: (contract) =>
    conventionPlaces(contract, ({ rateLimit }) => (rateLimit?.headers?.remaining === undefined ? undefined : rateLimit.exceeded)).filter(
      (place) => place === rootPlace,
    ),
  init: () => ({ judged: 0, breaches: 0, first: null }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    const name = rateLimit?.headers?.remaining;
    if (name === undefined || !rateLimit || !isRefusedByQuota(rateLimit, exchange) || isElsewhere(exchange)) return state;
    const holds = headerValues(exchange, name).length > 0;
    const finding = { code: 'remaining-absent', where: name, expected: `${name} with the refusal`, actual: 'no such header' };
    return {
      judged: state.judged + 1,
      breaches: state.breaches + (holds ? 0 : 1),
      first: holds ? state.first : smallerBreach(state.first, breachIn(exchange, finding)),
    };
  },
  merge: (a, b) => ({ judged: a.judged + b.judged, breaches: a.breaches + b.breaches, first: smallerBreach(a.first, b.first) }),
  conclude({ judged, breaches, first }) {
    if (first) return { kind: 'fail', judged, breaches, finding: findingOf(first) };
    return judged === 0 ? { ...inconclusive('no refusal by quota came by', []), unseen: true } : pass(judged);
  },
});
