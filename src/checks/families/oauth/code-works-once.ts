import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { tokenReads } from '../../scenarios/credentials/token-exchange.ts';
import { tokenNeeds } from '../../subjects/token-operation.ts';
import { exchangePlaces, tokenReadKeys } from '../../subjects/token-places.ts';

type Measured = { readonly first: Exchange; readonly second: Exchange | undefined };

/** The same exchange once more, after its token was used: the other side may withdraw the token then. */
const codeAgain = defineMeasurement<{ readonly operation: string }, Measured>({
  id: 'code-again',
  async run(session, { operation }) {
    const { exchange: first } = await session.measure(tokenReads, { operation, reads: tokenReadKeys(session.contract) });
    return { first, second: isSuccess(first) ? await session.send({ ...first.request, faults: ['value-unusable'] }) : undefined };
  },
});

export const codeWorksOnce = defineProbe<Measured>({
  id: 'oauth/code-works-once',
  title: 'An authorization code works only once',
  why: 'A code travels through the address line of a browser, where it stays.',
  fix: 'Refuse a code that was exchanged before with 400 and invalid_grant, and withdraw what it gave (RFC 6749 section 4.1.2).',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: exchangePlaces,
  needs: (_place, around) => tokenNeeds(around, 1),
  cost: () => ({ requests: 60, creates: 0 }),
  measure: (place, session) => session.measure(codeAgain, { operation: place.operation ?? '' }),
  judge(_place, { first, second }) {
    if (!second) return inconclusive(`No token was given the first time: ${outcomeOf(first)}`, [first]);
    if (statusOf(second) === 400) return pass(1);
    if (isSuccess(second)) {
      const finding = { where: 'status', expected: '400 to a code that was exchanged before', actual: `status ${outcomeOf(second)}` };
      return fail({ code: 'code-works-again', ...finding }, [second, first]);
    }
    return inconclusive(`The second exchange was answered ${outcomeOf(second)}`, [second, first]);
  },
});
