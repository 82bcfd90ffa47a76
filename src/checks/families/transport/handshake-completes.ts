import { answerOf, outcomeOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineEntry, defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { handshakeIsRefused, handshakes, type SecureRead } from '../../scenarios/transport/secure-read.ts';
import { isCurrent, isMeantForTls, readOverTls, secureNeeds } from './handshake.ts';
import { secureServers } from '../../subjects/server-places.ts';

const judge = (attempts: SecureRead): Verdict => {
  const [last, ...earlier] = attempts.toReversed();
  if (!last) return inconclusive('Nothing was sent', []);
  if (attempts.some((one) => answerOf(one) !== undefined || isCurrent(one) === true)) return pass(1);
  if (attempts.length === handshakes && attempts.every(handshakeIsRefused)) {
    const actual = `the handshake failed ${attempts.length} times`;
    const finding = { code: 'handshake-refused', where: 'TLS', expected: 'a handshake that completes', actual };
    return fail(finding, [last, ...earlier], { judged: attempts.length, breaches: attempts.length });
  }
  return inconclusive(`A read over TLS came to ${outcomeOf(last)}`, [last]);
};

export const handshakeCompletes = defineProbe<SecureRead>({
  id: 'transport/handshake-completes',
  title: 'A TLS handshake completes, whatever is sent after it',
  why: 'Where it does not, no client can call the service at all.',
  fix: 'Complete the handshake for every current client, at the port that the documentation names.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => (parameterlessReads(contract).length > 0 ? secureServers(contract) : []),
  needs: (_place, { target }) => secureNeeds(target),
  cost: () => ({ requests: handshakes, creates: 0 }),
  measure: (_place, session) => readOverTls(session),
  judge: (_place, attempts) => judge(attempts),
  // Nothing can be sent where no handshake completes, so that preflight stops there.
  entry: defineEntry<SecureRead>({
    measure: (_place, session) => readOverTls(session),
    judge: (_place, attempts, around) =>
      isMeantForTls(attempts, around) ? judge(attempts) : inconclusive('The base URL may be one of something without TLS', attempts),
  }),
});
