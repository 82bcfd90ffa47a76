import { isSuccess } from '../../../contract/message.ts';
import { isDocumentedRefusal } from '../../../contract/quota-refusal.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';
import { resetHeaders, usualMoment, usualReach } from '../../subjects/quota-headers.ts';
import { quotaPlaces } from '../../subjects/quota.ts';

type State = {
  /** Answers that tell a moment that can be read. */
  readonly told: number;
  /** Those that tell one under such a name that cannot, or no such moment. */
  readonly wrong: number;
  readonly first: Breach | null;
  /** Successes and refusals without any such header. */
  readonly silent: { readonly success: number; readonly refusal: number };
  readonly silence: Breach | null;
};

export const unnamedResetReadable = defineFold<State>({
  id: 'rate-limit/unnamed-reset-readable',
  title: 'A header of the answers tells when the quota starts anew',
  why: 'Clients that used up their quota wait until then; without it they try again and again.',
  fix: 'Send the moment in a header whose name says so, such as RateLimit or X-RateLimit-Reset, as seconds or as a date.',
  reads: 'rateLimit.unnamed.reset',
  places: (contract) => quotaPlaces(contract, ({ unnamed }) => unnamed?.reset),
  init: () => ({ told: 0, wrong: 0, first: null, silent: { success: 0, refusal: 0 }, silence: null }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || !isKnownCaller(exchange)) return state;
    const isRefusal = isDocumentedRefusal(contract, exchange);
    if (!isRefusal && !isSuccess(exchange)) return state;
    const [header] = resetHeaders(exchange, isRefusal);
    const seconds = usualReach(rateLimit) / 1000;
    const expected = `a moment between 5 s ago and ${seconds === 3600 ? 'an hour' : `${seconds} s`} ahead`;
    if (!header) {
      const { silent } = state;
      return {
        ...state,
        silent: { success: silent.success + (isRefusal ? 0 : 1), refusal: silent.refusal + (isRefusal ? 1 : 0) },
        silence: smallerBreach(
          state.silence,
          breachIn(exchange, { code: 'reset-untold', where: 'headers', expected, actual: 'no such header' }),
        ),
      };
    }
    if (usualMoment(rateLimit, exchange, isRefusal) !== undefined) return { ...state, told: state.told + 1 };
    const breach = breachIn(exchange, { code: 'reset-unreadable', where: header.name, expected, actual: `"${header.text}"` });
    return { ...state, wrong: state.wrong + 1, first: smallerBreach(state.first, breach) };
  },
  merge: (a, b) => ({
    told: a.told + b.told,
    wrong: a.wrong + b.wrong,
    first: smallerBreach(a.first, b.first),
    silent: { success: a.silent.success + b.silent.success, refusal: a.silent.refusal + b.silent.refusal },
    silence: smallerBreach(a.silence, b.silence),
  }),
  conclude({ told, wrong, first, silent, silence }) {
    if (first && told === 0) return { kind: 'fail', judged: wrong, breaches: wrong, finding: findingOf(first) };
    if (first) return inconclusive(`${told} answers tell such a moment, and ${wrong} another thing`, []);
    if (told > 0) return pass(told);
    const judged = silent.success + silent.refusal;
    if (silence && silent.success > 0 && silent.refusal > 0) return { kind: 'fail', judged, breaches: judged, finding: findingOf(silence) };
    if (judged === 0) return { ...inconclusive('no success and no refusal by quota came by', []), unseen: true };
    return inconclusive(
      `No ${silent.success > 0 ? 'success' : 'refusal'} tells it, and no ${silent.success > 0 ? 'refusal by quota' : 'success'} came by`,
      [],
    );
  },
});
