import { isSuccess } from '../../../contract/message.ts';
import { isDocumentedErrorResponse } from '../../../contract/quota-error-response.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';
import { resetHeaders, usualMoment, usualReach } from '../../subjects/quota-headers.ts';
import { quotaLocations } from '../../subjects/quota.ts';

type State = {
  /** Answers with a moment that can be read. */
  readonly readable: number;
  /** Answers whose header of such a name holds no moment that can be right. */
  readonly wrong: number;
  readonly first: Breach | null;
  /** Successes and error responses of the quota without any such header. */
  readonly silent: { readonly success: number; readonly errorResponse: number };
  readonly silence: Breach | null;
};

export const unnamedResetReadable = defineFold<State>({
  id: 'rate-limit/unnamed-reset-readable',
  title: 'A header of the answers reports when the quota starts anew',
  why: 'Clients that used up their quota wait until then; without it they try again and again.',
  fix: 'Send the moment in a header with a matching name, such as RateLimit or X-RateLimit-Reset, as seconds or as a date.',
  reads: 'rateLimit.unnamed.reset',
  locations: (contract) => quotaLocations(contract, ({ unnamed }) => unnamed?.reset),
  init: () => ({ readable: 0, wrong: 0, first: null, silent: { success: 0, errorResponse: 0 }, silence: null }),
  step(state, exchange, contract) {
    const { rateLimit } = contract.conventions;
    if (!rateLimit || !isKnownCaller(exchange)) return state;
    const isErrorResponse = isDocumentedErrorResponse(contract, exchange);
    if (!isErrorResponse && !isSuccess(exchange)) return state;
    const [header] = resetHeaders(exchange, isErrorResponse);
    const seconds = usualReach(rateLimit) / 1000;
    const expected = `a moment between 5 s ago and ${seconds === 3600 ? 'an hour' : `${seconds} s`} ahead`;
    if (!header) {
      const { silent } = state;
      return {
        ...state,
        silent: { success: silent.success + (isErrorResponse ? 0 : 1), errorResponse: silent.errorResponse + (isErrorResponse ? 1 : 0) },
        silence: smallerBreach(
          state.silence,
          breachIn(exchange, { code: 'reset-untold', where: 'headers', expected, actual: 'no such header' }),
        ),
      };
    }
    if (usualMoment(rateLimit, exchange, isErrorResponse) !== undefined) return { ...state, readable: state.readable + 1 };
    const breach = breachIn(exchange, { code: 'reset-unreadable', where: header.name, expected, actual: `"${header.text}"` });
    return { ...state, wrong: state.wrong + 1, first: smallerBreach(state.first, breach) };
  },
  merge: (a, b) => ({
    readable: a.readable + b.readable,
    wrong: a.wrong + b.wrong,
    first: smallerBreach(a.first, b.first),
    silent: { success: a.silent.success + b.silent.success, errorResponse: a.silent.errorResponse + b.silent.errorResponse },
    silence: smallerBreach(a.silence, b.silence),
  }),
  conclude({ readable, wrong, first, silent, silence }) {
    if (first && readable === 0) return { kind: 'fail', judged: wrong, breaches: wrong, finding: findingOf(first) };
    if (first) return inconclusive(`${readable} answers report such a moment, and ${wrong} something else`, []);
    if (readable > 0) return pass(readable);
    const judged = silent.success + silent.errorResponse;
    if (silence && silent.success > 0 && silent.errorResponse > 0)
      return { kind: 'fail', judged, breaches: judged, finding: findingOf(silence) };
    if (judged === 0) return { ...inconclusive('no success and no error response of the quota was seen', []), unseen: true };
    return inconclusive(
      silent.success > 0
        ? 'No success reports it, and no call was refused by the quota'
        : 'No error response of the quota reports it, and no success was seen',
      [],
    );
  },
});
