import { answerOf, headerValues, outcomeOf } from '../../../contract/message.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fact, Verdict } from '../../../model/verdict.ts';
import { defineEntry, defineProbe, fail, inconclusive, pass, type Surroundings } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { handshakeIsRefused, handshakes, type SecureRead } from '../../scenarios/transport/secure-read.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { isMeantForTls, readOverTls, secureNeeds } from './handshake.ts';
import { secureServers } from '../../subjects/server-places.ts';

const judge = (attempts: SecureRead, { contract }: Surroundings): Verdict => {
  const [last, ...earlier] = attempts.toReversed();
  if (!last) return inconclusive('Nothing was sent', []);
  const facts = { facts: certificateFacts(last) };
  const [location = ''] = headerValues(last, 'Location');
  const status = answerOf(last)?.status ?? 0;
  if (status >= 300 && status < 400 && /^http:\/\//i.test(location)) {
    const finding = { code: 'redirected-to-clear', where: 'Location', expected: 'no step down to http', actual: location };
    return { ...fail(finding, [last]), ...facts };
  }
  if (attempts.length === handshakes && attempts.every(handshakeIsRefused)) {
    const actual = `the handshake failed ${attempts.length} times`;
    const finding = { code: 'handshake-refused', where: 'TLS', expected: 'an answer over TLS', actual };
    return fail(finding, [last, ...earlier], { judged: attempts.length, breaches: attempts.length });
  }
  if (isDeclaredSuccess(operationOf(contract, last.request.operation ?? ''), last)) return { ...pass(1), ...facts };
  return { ...inconclusive(`A read over TLS was answered ${outcomeOf(last)}`, [last]), ...facts };
};

export const httpsServed = defineProbe<SecureRead>({
  id: 'transport/https-served',
  title: 'Calls over TLS are served, and never sent on to an address without encryption',
  why: 'A step down to plain text hands the credential of every client to whoever listens on the way.',
  fix: 'Complete the handshake for every current client, and name https addresses only in redirects.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => (parameterlessReads(contract).length > 0 ? secureServers(contract) : []),
  needs: (_place, { target }) => secureNeeds(target),
  cost: () => ({ requests: handshakes, creates: 0 }),
  measure: (_place, session) => readOverTls(session),
  judge: (_place, attempts, around) => judge(attempts, around),
  // Where no handshake completes, or every read is sent on, preflight stops.
  entry: defineEntry<SecureRead>({
    measure: (_place, session) => readOverTls(session),
    judge: (_place, attempts, around) =>
      attempts.some((one) => answerOf(one) !== undefined) || isMeantForTls(attempts, around)
        ? judge(attempts, around)
        : inconclusive('The base URL may be one of something without TLS', attempts),
  }),
});

/** Whether the certificate of the service verifies: without that no answer is taken. */
const certificateFacts = (exchange: Exchange): Fact[] => {
  const verifies = (value: boolean): Fact => factOf('transport.certificate-verifies', exchange.request.operation, value);
  if (answerOf(exchange)) return [verifies(true)];
  const unverified = exchange.reply.kind === 'no-answer' && exchange.reply.failure === 'tls' && !handshakeIsRefused(exchange);
  return unverified ? [verifies(false)] : [];
};
