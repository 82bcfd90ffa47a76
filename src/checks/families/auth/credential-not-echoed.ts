import { answerOf, isSuccess, statusOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { conventionLocations } from '../../subjects/convention-locations.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { rootLocation } from '../../../model/location.ts';

type State = { readonly successes: number; readonly clientErrors: number; readonly breaches: number; readonly first: Breach | null };

export const credentialNotEchoed = defineFold<State>({
  id: 'auth/credential-not-echoed',
  title: 'The answer to a call does not contain its credential',
  why: 'Answers are logged, cached and displayed, and anyone who reads them could then act as the client.',
  fix: 'Leave request headers out of answers and error messages, or mask the credential in them.',
  reads: 'auth',
  locations: (contract) => conventionLocations(contract, ({ auth }) => auth).filter((location) => location === rootLocation),
  init: () => ({ successes: 0, clientErrors: 0, breaches: 0, first: null }),
  step(state, exchange) {
    const answer = answerOf(exchange);
    if (!answer || isElsewhere(exchange) || exchange.request.credential.kind !== 'valid') return state;
    const status = statusOf(exchange) ?? 0;
    const counted = {
      ...state,
      successes: state.successes + (isSuccess(exchange) ? 1 : 0),
      clientErrors: state.clientErrors + (status >= 400 && status < 500 ? 1 : 0),
    };
    if (answer.echoes !== true) return counted;
    const finding = { where: 'answer', expected: 'an answer without the credential', actual: 'the credential in full' };
    return {
      ...counted,
      breaches: state.breaches + 1,
      first: smallerBreach(state.first, breachIn(exchange, { code: 'credential-echoed', ...finding })),
    };
  },
  merge: (a, b) => ({
    successes: a.successes + b.successes,
    clientErrors: a.clientErrors + b.clientErrors,
    breaches: a.breaches + b.breaches,
    first: smallerBreach(a.first, b.first),
  }),
  conclude({ successes, clientErrors, breaches, first }): Verdict {
    const judged = successes + clientErrors;
    if (first) return { kind: 'fail', judged: Math.max(judged, breaches), breaches, finding: findingOf(first) };
    if (successes === 0 || clientErrors === 0)
      return inconclusive('A success and a 4xx answer are needed, and one of them was not seen', []);
    return pass(judged);
  },
});
