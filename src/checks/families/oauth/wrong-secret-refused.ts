import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { errorOf, madeUpCode } from '../../scenarios/credentials/token-exchange.ts';
import { tokenNeeds, tokenRequest } from '../../subjects/token-operation.ts';
import { exchangePlaces } from '../../subjects/token-places.ts';

/** The exchange of a code of its own with a secret that nobody was given; where no second code is given, of a made-up one. */
const wrongSecret = defineMeasurement<{ readonly operation: string }, Exchange>({
  id: 'wrong-client-secret',
  run(session, { operation }) {
    const hasCode = (session.target.oauth?.codes ?? 0) >= 2;
    const code = hasCode ? ({ secret: 'oauth-code-2' } as const) : madeUpCode(session, 'wrong-secret');
    const clientSecret = `ct_invalid_${session.hex('client-secret', 32)}`;
    const form = { code, clientSecret, faults: ['credential-invalid'] } as const;
    return session.send(tokenRequest(operationOf(session.contract, operation), session.target, form));
  },
});

export const wrongSecretRefused = defineProbe<Exchange>({
  id: 'oauth/wrong-secret-refused',
  title: 'A wrong client secret gets no token',
  why: 'Whoever sees a code in an address could otherwise act in the name of the user.',
  fix: 'Compare the client secret before the code, and answer 401, or 400 with invalid_client.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: exchangePlaces,
  needs: (_place, around) => tokenNeeds(around, 0),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(wrongSecret, { operation: place.operation ?? '' }),
  judge(_place, exchange) {
    const status = statusOf(exchange);
    if (status === 401 || (status === 400 && errorOf(exchange) === 'invalid_client')) return pass(1);
    if (isSuccess(exchange)) {
      const finding = { where: 'status', expected: '401, or 400 with invalid_client', actual: `status ${outcomeOf(exchange)}` };
      return fail({ code: 'wrong-secret-accepted', ...finding }, [exchange]);
    }
    return inconclusive(`The exchange with a made-up secret was answered ${outcomeOf(exchange)}`, [exchange]);
  },
});
