import { headerValues } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { isRefusedByQuota } from '../../subjects/quota-refusal.ts';
import { retryWait } from '../../subjects/retry-wait.ts';
import { rootPlace } from '../../kit/root-place.ts';

type State = { readonly judged: number; readonly breaches: number; readonly first: Breach | null };

export const retryAfterForm = defineFold<State>({
  id: 'rate-limit/retry-after-form',
  title: 'The wait that a refusal asks for is a number of seconds or an HTTP date',
  why: 'Libraries read these two forms; any other one they take for no wait at all, and try again at once.',
  fix: 'Send whole seconds in decimal digits, or a date in the form of the Date header.',
  reads: 'rateLimit.retryAfter',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.retryAfter).filter((place) => place === rootPlace),
  init: () => ({ judged: 0, breaches: 0, first: null }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    const header = rateLimit?.retryAfter?.header;
    if (!rateLimit || header === undefined || !isRefusedByQuota(rateLimit, exchange) || isElsewhere(exchange)) return state;
    const sent = headerValues(exchange, header);
    // That it is there is judged where the header is described.
    if (sent.every((text) => text === '')) return state;
    const holds = retryWait(rateLimit, exchange) !== undefined;
    const forms = rateLimit.retryAfter?.form ?? ['seconds', 'http-date'];
    const expected = forms.map((form) => (form === 'seconds' ? 'whole seconds' : 'an HTTP date')).join(' or ');
    const finding = { code: 'retry-after-form', where: header, expected, actual: sent.map((one) => `"${one}"`).join(' and ') };
    return {
      judged: state.judged + 1,
      breaches: state.breaches + (holds ? 0 : 1),
      first: holds ? state.first : smallerBreach(state.first, breachIn(exchange, finding)),
    };
  },
  merge: (a, b) => ({ judged: a.judged + b.judged, breaches: a.breaches + b.breaches, first: smallerBreach(a.first, b.first) }),
  conclude({ judged, breaches, first }) {
    if (first) return { kind: 'fail', judged, breaches, finding: findingOf(first) };
    return judged === 0 ? { ...inconclusive('no refusal with that header came by', []), unseen: true } : pass(judged);
  },
});
