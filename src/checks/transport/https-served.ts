import { answerOf, headerValues, outcomeOf } from '../../contract/message.ts';
import { operationOf, parameterlessReads } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Fact } from '../../model/verdict.ts';
import { defineProbe, fail, inconclusive, NotTried, pass } from '../define.ts';
import { factOf } from '../facts.ts';
import { handshakeIsRefused, handshakes, secureRead, type SecureRead } from '../measurements/secure-read.ts';
import { isDeclaredSuccess } from '../success.ts';
import { secureServers } from './server-places.ts';

export const httpsServed = defineProbe<SecureRead>({
  id: 'transport/https-served',
  title: 'Calls over TLS are served, and never sent on to an address without encryption',
  why: 'A step down to plain text hands the credential of every client to whoever listens on the way.',
  fix: 'Complete the handshake for every current client, and name https addresses only in redirects.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => (parameterlessReads(contract).length > 0 ? secureServers(contract) : []),
  needs: (_place, { target }) =>
    /^https:\/\//i.test(target.baseUrl)
      ? []
      : [{ kind: 'config', path: 'baseUrl', sentence: 'an https:// address, the one of this target is not encrypted' }],
  cost: () => ({ requests: handshakes, creates: 0 }),
  measure(_place, session) {
    const [read] = parameterlessReads(session.contract);
    if (!read) throw new NotTried('not-applicable', 'The contract has no read that needs nothing but a credential');
    return session.measure(secureRead, { operation: read.key });
  },
  judge(_place, attempts, { contract }) {
    const [last, ...earlier] = attempts.toReversed();
    if (!last) return inconclusive('Nothing was sent', []);
    const facts = certificateFacts(last);
    const [location = ''] = headerValues(last, 'Location');
    const status = answerOf(last)?.status ?? 0;
    if (status >= 300 && status < 400 && /^http:\/\//i.test(location)) {
      const finding = { code: 'redirected-to-clear', where: 'Location', expected: 'no step down to http', actual: location };
      return { ...fail(finding, [last]), facts };
    }
    if (attempts.length === handshakes && attempts.every(handshakeIsRefused)) {
      const actual = `the handshake failed ${attempts.length} times`;
      const finding = { code: 'handshake-refused', where: 'TLS', expected: 'an answer over TLS', actual };
      return fail(finding, [last, ...earlier], { judged: attempts.length, breaches: attempts.length });
    }
    if (isDeclaredSuccess(operationOf(contract, last.request.operation ?? ''), last)) return { ...pass(1), facts };
    return { ...inconclusive(`A read over TLS was answered ${outcomeOf(last)}`, [last]), facts };
  },
});

/** Whether the certificate of the service verifies: without that no answer is taken. */
const certificateFacts = (exchange: Exchange): Fact[] => {
  const verifies = (value: boolean): Fact => factOf('transport.certificate-verifies', exchange.request.operation, value);
  if (answerOf(exchange)) return [verifies(true)];
  const unverified = exchange.reply.kind === 'no-answer' && exchange.reply.failure === 'tls' && !handshakeIsRefused(exchange);
  return unverified ? [verifies(false)] : [];
};
