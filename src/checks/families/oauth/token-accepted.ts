import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { firstTokenOperation, type TokenReads, tokenReads } from '../../scenarios/credentials/token-exchange.ts';
import { tokenNeeds } from '../../subjects/token-operation.ts';
import { tokenPlaces, tokenReadKeys } from '../../subjects/token-places.ts';

export const tokenAccepted = defineProbe<TokenReads>({
  id: 'oauth/token-accepted',
  title: 'An access token opens the reads that it is for, and does so again',
  why: 'A token that opens nothing, or only once, sends the user back to the beginning.',
  fix: 'Accept access tokens wherever the documentation names them, until they expire.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: tokenPlaces,
  needs: (_place, around) => tokenNeeds(around, 1),
  cost: () => ({ requests: 60, creates: 0 }),
  measure: (_place, session) =>
    session.measure(tokenReads, { operation: firstTokenOperation(session)?.key ?? '', reads: tokenReadKeys(session.contract) }),
  judge(_place, { exchange, token, reads }) {
    if (token === undefined) return inconclusive(`No token was recognised: ${outcomeOf(exchange)}`, [exchange]);
    const repeats = reads.flatMap(({ again }) => again);
    const spent = repeats.find((one) => statusOf(one) === 401);
    const finding = { where: 'credential', expected: 'a 2xx to reads with an access token' };
    if (spent) return fail({ code: 'token-spent', ...finding, actual: '401 to a read that had succeeded with it' }, [spent, exchange]);
    const [first, ...others] = reads.map((one) => one.first);
    if (first && [first, ...others].every((one) => statusOf(one) === 401)) {
      return fail({ code: 'token-refused', ...finding, actual: '401 to each of them' }, [first, ...others, exchange]);
    }
    if (reads.some((one) => isSuccess(one.first) && one.again.every(isSuccess))) return pass(1 + repeats.length);
    return inconclusive(`Reads with the token were answered ${[...reads.map((one) => one.first), ...repeats].map(outcomeOf).join(', ')}`, [
      exchange,
    ]);
  },
});
