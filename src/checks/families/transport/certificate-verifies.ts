import { answerOf, outcomeOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { CertificateFault } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineEntry, defineProbe, fail, inconclusive, pass, type Surroundings } from '../../kit/define.ts';
import { handshakes, type SecureRead } from '../../scenarios/transport/secure-read.ts';
import { handshakeFacts, readOverTls, secureNeeds } from './handshake.ts';
import { isPrintedHost } from './printed-hosts.ts';
import { secureServers } from '../../subjects/server-places.ts';

const words: Readonly<Record<CertificateFault, string>> = {
  'other-host': 'is for another host',
  expired: 'has expired',
  'not-yet-valid': 'is not valid yet',
  'self-signed': 'is signed by itself',
  'unknown-issuer': 'has an issuer that nobody here knows',
  invalid: 'is not valid',
};

const judge = (attempts: SecureRead, { contract, target }: Surroundings): Verdict => {
  const last = attempts.at(-1);
  if (!last) return inconclusive('Nothing was sent', []);
  const told = handshakeFacts(last);
  const facts = told.length > 0 ? { facts: told } : {};
  if (answerOf(last)) return { ...pass(1), ...facts };
  const faults = last.encryption?.faults ?? [];
  const ownFault = faults.some((fault) => fault !== 'unknown-issuer');
  if (ownFault || (faults.length > 0 && isPrintedHost(contract, target.baseUrl))) {
    const actual = `it ${faults.map((fault) => words[fault]).join(', ')}`;
    const finding = { code: 'certificate-does-not-verify', where: 'TLS', expected: 'a certificate that verifies', actual };
    return { ...fail(finding, [last]), ...facts };
  }
  if (faults.length > 0) {
    const reason = 'The issuer of the certificate is not known here: if it is one of your own, give its certificate under http.ca';
    return { ...inconclusive(reason, [last]), ...facts };
  }
  return { ...inconclusive(`A read over TLS came to ${outcomeOf(last)}`, [last]), ...facts };
};

export const certificateVerifies = defineProbe<SecureRead>({
  id: 'transport/certificate-verifies',
  title: 'The certificate of the service verifies: its chain, its host and its dates',
  why: 'A client that checks refuses every call; one that was told not to check sends its credential to whoever stands in between.',
  fix: 'Serve the whole chain of a certificate for this host from an issuer that clients know, and renew it before it expires.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => (parameterlessReads(contract).length > 0 ? secureServers(contract) : []),
  needs: (_place, { target }) => secureNeeds(target),
  cost: () => ({ requests: handshakes, creates: 0 }),
  measure: (_place, session) => readOverTls(session),
  judge: (_place, attempts, around) => judge(attempts, around),
  // Nothing can be sent to a service whose certificate does not verify, so that preflight stops there.
  entry: defineEntry<SecureRead>({
    measure: (_place, session) => readOverTls(session),
    judge: (_place, attempts, around) => judge(attempts, around),
  }),
});
