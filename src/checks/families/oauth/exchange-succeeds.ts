import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { errorOf, tokenExchange } from '../../scenarios/credentials/token-exchange.ts';
import { tokenNeeds } from '../../subjects/token-operation.ts';
import { exchangePlaces } from '../../subjects/token-places.ts';

/** Refusals that blame the path, the method or the form, which the document prints. */
const wrong: readonly (number | undefined)[] = [404, 405, 415, 501];

export const exchangeSucceeds = defineProbe<Exchange>({
  id: 'oauth/exchange-succeeds',
  title: 'The exchange of an authorization code in a form is taken',
  why: 'Without it nobody can act on behalf of a user.',
  fix: 'Take the documented form at the documented path, with the grant type authorization_code.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: exchangePlaces,
  needs: (_place, around) => tokenNeeds(around, 1),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(tokenExchange, { operation: place.operation ?? '' }),
  judge(_place, exchange) {
    if (isSuccess(exchange)) return pass(1);
    const error = errorOf(exchange);
    const finding = { where: 'status', expected: 'a 2xx to the exchange of a code', actual: `status ${outcomeOf(exchange)}` };
    if (wrong.includes(statusOf(exchange))) return fail({ code: 'exchange-refused', ...finding }, [exchange]);
    if (statusOf(exchange) === 400 && error === 'unsupported_grant_type') {
      return fail({ code: 'grant-unsupported', ...finding, actual: 'status 400 with unsupported_grant_type' }, [exchange]);
    }
    return inconclusive(`The exchange was answered ${outcomeOf(exchange)}; its values are those of the operator`, [exchange]);
  },
});
