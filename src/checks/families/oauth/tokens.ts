import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { openReads } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { at, fail, inconclusive, NotTried, pass } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { type TokenReads, tokenReads } from '../../scenarios/credentials/token-reads.ts';
import { readsForToken, tokenOperations, tokenSchemes } from '../../subjects/token-operation.ts';
import { defineTokenProbe } from './token-probe.ts';

/** Reads with a token from the first operation that issues one. */
const readAll = (session: Session): Promise<TokenReads> => {
  const [first] = tokenOperations(session.contract);
  if (!first) throw new NotTried('not-applicable', 'The contract has no operation that issues a token');
  return session.run(tokenReads, { operation: first.operation.key });
};

export const tokenAccepted = defineTokenProbe({
  id: 'oauth/token-accepted',
  title: 'Reads accept an access token repeatedly',
  why: 'A token that is refused, or accepted only once, sends the user back to the login.',
  fix: 'Accept access tokens on every operation that documents them, until they expire.',
  codes: 1,
  requests: 60,
  over: tokenSchemes,
  run: async (_subject, session) => readAll(session),
  judge(_subject, { exchange, token, reads }) {
    if (token === undefined) return inconclusive(`No token was recognised: ${outcomeOf(exchange)}`, [exchange]);
    const repeats = reads.flatMap(({ again }) => again);
    const spent = repeats.find((one) => statusOf(one) === 401);
    const finding = { where: 'credential', expected: 'a 2xx to reads with an access token' };
    if (spent) return fail({ code: 'token-spent', ...finding, actual: '401 to a read that had succeeded with it' }, [spent, exchange]);
    const [first, ...others] = reads.map((one) => one.first);
    if (first && [first, ...others].every((one) => statusOf(one) === 401)) {
      return fail({ code: 'token-refused', ...finding, actual: '401 to each read' }, [first, ...others, exchange]);
    }
    if (reads.some((one) => isSuccess(one.first) && one.again.every(isSuccess))) return pass(1 + repeats.length);
    return inconclusive(`Reads with the token were answered ${[...reads.map((one) => one.first), ...repeats].map(outcomeOf).join(', ')}`, [
      exchange,
    ]);
  },
});

/** Statuses of an operation that does not exist (RFC 9110 sections 15.5.5, 15.5.6, 15.6.2). */
const absent: readonly (number | undefined)[] = [404, 405, 501];

export const tokenCallSucceeds = defineTokenProbe({
  id: 'oauth/token-call-succeeds',
  title: 'A read that takes only access tokens succeeds with one, and answers a JSON object',
  why: 'An operation that is documented but not served is noticed only after somebody relies on it.',
  fix: 'Serve the operation to access tokens, or remove it from the documentation.',
  codes: 1,
  requests: 60,
  over(contract) {
    const forToken = readsForToken(contract);
    return openReads(contract)
      .filter((operation) => !operation.takesKey && forToken.includes(operation))
      .flatMap((operation) =>
        operation.responses
          .filter(({ status }) => status.startsWith('2'))
          .map(({ location }) => at({ ...location, operation: operation.key }, { operation })),
      );
  },
  run: async (_subject, session) => readAll(session),
  judge({ operation }, { exchange, reads }) {
    const read = reads.find((one) => one.operation === operation.key)?.first;
    if (!read) return inconclusive(`No token was recognised: ${outcomeOf(exchange)}`, [exchange]);
    const finding = { where: 'status', expected: 'a 2xx with a JSON object', actual: `status ${outcomeOf(read)}` };
    if (absent.includes(statusOf(read))) return fail({ code: 'call-not-served', ...finding }, [read]);
    if (!isSuccess(read)) return inconclusive(`${operation.key} with an access token was answered ${outcomeOf(read)}`, [read]);
    if (isObject(jsonOf(read))) return pass(1);
    return fail({ code: 'no-object', ...finding, where: 'body', actual: 'a body that is not a JSON object' }, [read]);
  },
});
