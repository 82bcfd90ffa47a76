import { answerOf, headerValues, outcomeOf } from '../../../contract/message.ts';
import type { CertificateFault, Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, defineProbe, fail, inconclusive, type ProbePrerequisite, pass, type Surroundings } from '../../kit/define.ts';
import { isDeclaredSuccess, isRedirect } from '../../kit/success.ts';
import { isPrintedHost, type SecureServer, secureServers } from '../../subjects/servers.ts';
import {
  certificateFacts,
  handshakeFacts,
  handshakeIsRefused,
  handshakes,
  isCurrent,
  isMeantForTls,
  type SecureRead,
  secureRead,
} from './handshake.ts';

/** How a check judges attempts to read over TLS. */
type TlsCheck = CheckText & {
  /** @param last The last one of the attempts. */
  judge(last: Exchange, attempts: SecureRead, around: Surroundings & SecureServer): Verdict;
  /** For preflight, which stops the run: is it certain that the address is meant for TLS. Default: always. */
  isSure?(attempts: SecureRead, around: Surroundings): boolean;
};

/** A check of a small read over TLS, for each https address in the document. */
const overTls = ({ judge, isSure = () => true, ...text }: TlsCheck) => {
  const judged = (server: SecureServer, attempts: SecureRead, around: Surroundings): Verdict => {
    const last = attempts.at(-1);
    return last ? judge(last, attempts, { ...around, ...server }) : inconclusive('Nothing was sent', []);
  };
  return defineProbe<SecureServer, SecureRead>({
    ...text,
    phase: 'read',
    exclusive: 'nothing',
    over: secureServers,
    prerequisites: (_server, { target }) => securePrerequisites(target),
    cost: () => ({ requests: handshakes, creates: 0 }),
    run: ({ read }, session) => session.run(secureRead, { operation: read.key }),
    judge: judged,
    // Preflight stops where no handshake completes, where the version or the certificate is not accepted, and where every read is redirected.
    entry: {
      run: ({ read }, session) => session.run(secureRead, { operation: read.key }),
      judge: (server, attempts: SecureRead, around) =>
        isSure(attempts, around)
          ? judged(server, attempts, around)
          : inconclusive('The base URL may be that of a service without TLS', attempts),
    },
  });
};

/** The prerequisites of a handshake. */
const securePrerequisites = ({ baseUrl }: Target): ProbePrerequisite[] =>
  /^https:\/\//i.test(baseUrl)
    ? []
    : [{ kind: 'config', path: 'baseUrl', sentence: 'an https:// address; that of this target is not encrypted' }];

/** The failure where every handshake was refused; undefined where one was not. */
const refusedEachTime = (attempts: SecureRead, expected: string): Verdict | undefined => {
  const [last, ...earlier] = attempts.toReversed();
  if (!last || attempts.length < handshakes || !attempts.every(handshakeIsRefused)) return undefined;
  const actual = `the handshake failed ${attempts.length} times`;
  const counts = { judged: attempts.length, breaches: attempts.length };
  return fail({ code: 'handshake-refused', where: 'TLS', expected, actual }, [last, ...earlier], counts);
};

export const httpsServed = overTls({
  id: 'transport/https-served',
  title: 'Calls over TLS are served, and never redirected to an address without encryption',
  why: 'With a redirect to plain text, anybody on the network path can read the credential of every client.',
  fix: 'Complete the handshake for every current client, and redirect only to https addresses.',
  judge(last, attempts, { read }) {
    const facts = certificateFacts(last);
    const [location = ''] = headerValues(last, 'Location');
    if (isRedirect(last) && /^http:\/\//i.test(location)) {
      const finding = { code: 'redirected-to-clear', where: 'Location', expected: 'no redirect to http', actual: location };
      return { ...fail(finding, [last]), ...facts };
    }
    const refused = refusedEachTime(attempts, 'an answer over TLS');
    if (refused) return refused;
    if (isDeclaredSuccess(read, last)) return { ...pass(1), ...facts };
    return { ...inconclusive(`A read over TLS was answered ${outcomeOf(last)}`, [last]), ...facts };
  },
  isSure: (attempts, around) => attempts.some((one) => answerOf(one) !== undefined) || isMeantForTls(attempts, around),
});

export const handshakeCompletes = overTls({
  id: 'transport/handshake-completes',
  title: 'A TLS handshake completes, whatever is sent after it',
  why: 'Where it does not, no client can call the service at all.',
  fix: 'Complete the handshake for every current client, at the documented port.',
  judge(last, attempts) {
    if (attempts.some((one) => answerOf(one) !== undefined || isCurrent(one) === true)) return pass(1);
    const refused = refusedEachTime(attempts, 'a handshake that completes');
    return refused ?? inconclusive(`A read over TLS ended in ${outcomeOf(last)}`, [last]);
  },
  isSure: isMeantForTls,
});

export const protocolCurrent = overTls({
  id: 'transport/protocol-current',
  title: 'A handshake agrees on TLS 1.2 or a later version',
  why: 'Current clients refuse older versions, which let others read or change what is sent (RFC 8996).',
  fix: 'Offer TLS 1.2 and 1.3, and nothing older.',
  judge(last, attempts) {
    const facts = handshakeFacts(last);
    if (attempts.some((one) => isCurrent(one) === true)) return { ...pass(1), ...facts };
    if (isCurrent(last) === false) {
      const actual = last.encryption?.protocol ?? 'an older one';
      const finding = { code: 'protocol-outdated', where: 'TLS', expected: 'TLSv1.2 or TLSv1.3', actual };
      return { ...fail(finding, [last]), ...facts };
    }
    return inconclusive(`No handshake completed: ${outcomeOf(last)}`, [last]);
  },
});

const faultWords: Readonly<Record<CertificateFault, string>> = {
  'other-host': 'is for another host',
  expired: 'has expired',
  'not-yet-valid': 'is not valid yet',
  'self-signed': 'is signed by itself',
  'unknown-issuer': 'has an issuer that is not known here',
  invalid: 'is not valid',
};

export const certificateVerifies = overTls({
  id: 'transport/certificate-verifies',
  title: 'The certificate of the service verifies: its chain, its host and its dates',
  why: 'A client that verifies cannot make a call; one that does not verify sends its credential to anybody in between.',
  fix: 'Serve the whole chain of a certificate for this host from an issuer that clients trust, and renew it before it expires.',
  judge(last, _attempts, { contract, target }) {
    const facts = handshakeFacts(last);
    if (answerOf(last)) return { ...pass(1), ...facts };
    const faults = last.encryption?.faults ?? [];
    const ownFault = faults.some((fault) => fault !== 'unknown-issuer');
    if (ownFault || (faults.length > 0 && isPrintedHost(contract, target.baseUrl))) {
      const actual = `it ${faults.map((fault) => faultWords[fault]).join(', ')}`;
      const finding = { code: 'certificate-does-not-verify', where: 'TLS', expected: 'a certificate that verifies', actual };
      return { ...fail(finding, [last]), ...facts };
    }
    const reason =
      faults.length > 0
        ? 'The issuer of the certificate is not known here: if it is one of your own, give its certificate under http.ca'
        : `A read over TLS ended in ${outcomeOf(last)}`;
    return { ...inconclusive(reason, [last]), ...facts };
  },
});
