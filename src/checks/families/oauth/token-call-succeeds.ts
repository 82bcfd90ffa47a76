import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { openReads } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { firstTokenOperation, type TokenReads, tokenReads } from '../../scenarios/credentials/token-exchange.ts';
import { tokenNeeds } from '../../subjects/token-operation.ts';
import { tokenReadKeys } from '../../subjects/token-places.ts';

/** Statuses by which an operation is not there (RFC 9110 sections 15.5.5, 15.5.6, 15.6.2). */
const absent: readonly (number | undefined)[] = [404, 405, 501];

export const tokenCallSucceeds = defineProbe<TokenReads>({
  id: 'oauth/token-call-succeeds',
  title: 'A read that takes an access token alone succeeds with one, and answers a JSON object',
  why: 'An operation that is described and not served is missed only when somebody has built on it.',
  fix: 'Serve the operation to access tokens, or take it out of the documentation.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places(contract) {
    const keys = tokenReadKeys(contract);
    return openReads(contract)
      .filter(({ key, takesKey }) => !takesKey && keys.includes(key))
      .flatMap(({ key, responses }) =>
        responses.filter(({ status }) => status.startsWith('2')).map(({ place }) => ({ ...place, operation: key })),
      );
  },
  needs: (_place, around) => tokenNeeds(around, 1),
  cost: () => ({ requests: 60, creates: 0 }),
  measure: (_place, session) =>
    session.measure(tokenReads, { operation: firstTokenOperation(session)?.key ?? '', reads: tokenReadKeys(session.contract) }),
  judge(place, { exchange, reads }) {
    const read = reads.find(({ operation }) => operation === place.operation)?.first;
    if (!read) return inconclusive(`No token was recognised: ${outcomeOf(exchange)}`, [exchange]);
    const finding = { where: 'status', expected: 'a 2xx with a JSON object', actual: `status ${outcomeOf(read)}` };
    if (absent.includes(statusOf(read))) return fail({ code: 'call-not-served', ...finding }, [read]);
    if (!isSuccess(read)) return inconclusive(`${place.operation ?? ''} with an access token was answered ${outcomeOf(read)}`, [read]);
    if (isObject(jsonOf(read))) return pass(1);
    return fail({ code: 'no-object', ...finding, where: 'body', actual: 'a body that is no JSON object' }, [read]);
  },
});
