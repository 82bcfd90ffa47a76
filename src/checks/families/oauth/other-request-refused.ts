import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { tokenNeeds, tokenRequest } from '../../subjects/token-operation.ts';
import { exchangePlaces } from '../../subjects/token-places.ts';

type Measured = { readonly exchanges: readonly Exchange[]; readonly isWhole: boolean };

/** Each with a code of its own, as far as the operator gives them. */
const others = [
  {
    codes: 3,
    form: { code: { secret: 'oauth-code-3' }, redirectUri: 'https://contract-test.invalid/callback', faults: ['value-unusable'] },
  },
  { codes: 4, form: { code: { secret: 'oauth-code-4' }, grantType: 'contract_test', faults: ['value-unusable'] } },
] as const;

const otherRequests = defineMeasurement<{ readonly operation: string }, Measured>({
  id: 'other-token-requests',
  async run(session, { operation }) {
    const given = others.filter(({ codes }) => (session.target.oauth?.codes ?? 0) >= codes);
    const exchanges: Exchange[] = [];
    for (const { form } of given)
      exchanges.push(await session.send(tokenRequest(operationOf(session.contract, operation), session.target, form)));
    return { exchanges, isWhole: given.length === others.length };
  },
});

export const otherRequestRefused = defineProbe<Measured>({
  id: 'oauth/other-request-refused',
  title: 'An exchange with another redirect address, or with an unknown grant type, gets no token',
  why: 'The address is what ties a code to the client it was sent to.',
  fix: 'Compare redirect_uri with that of the authorization, and refuse grant types that are not known.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: exchangePlaces,
  needs: (_place, around) => tokenNeeds(around, 3),
  cost: () => ({ requests: others.length, creates: 0 }),
  measure: (place, session) => session.measure(otherRequests, { operation: place.operation ?? '' }),
  judge(_place, { exchanges, isWhole }) {
    const breach = exchanges.find(isSuccess);
    if (breach) {
      const finding = {
        where: 'status',
        expected: 'a 4xx to an exchange that is not the one granted',
        actual: `status ${outcomeOf(breach)}`,
      };
      return fail({ code: 'other-request-accepted', ...finding }, [breach]);
    }
    if (isWhole && exchanges.every(isRefused)) return pass(exchanges.length);
    return inconclusive(
      isWhole ? `Exchanges were answered ${exchanges.map(outcomeOf).join(', ')}` : 'A fourth code is needed for the grant type',
      exchanges,
    );
  },
});

/** A refusal by quota is about something else. */
const isRefused = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500 && status !== 429;
};
