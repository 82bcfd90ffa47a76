import { answerOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { Fact } from '../../../model/verdict.ts';
import { type Need, NotTried } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { secureRead, type SecureRead } from '../../scenarios/transport/secure-read.ts';
import type { Session } from '../../kit/session.ts';
import { isPrintedHost } from './printed-hosts.ts';

/** What it takes to see a handshake. */
export const secureNeeds = ({ baseUrl }: Target): Need[] =>
  /^https:\/\//i.test(baseUrl)
    ? []
    : [{ kind: 'config', path: 'baseUrl', sentence: 'an https:// address, the one of this target is not encrypted' }];

/** A small read over TLS, up to three times where the handshake is refused. */
export const readOverTls = (session: Session): Promise<SecureRead> => {
  const [read] = parameterlessReads(session.contract);
  if (!read) throw new NotTried('not-applicable', 'The contract has no read that needs nothing but a credential');
  return session.measure(secureRead, { operation: read.key });
};

/** Versions that clients of today agree to (RFC 8996 took the older ones back). */
const current: ReadonlySet<string> = new Set(['TLSv1.2', 'TLSv1.3']);

/** Is the version that was agreed on one of today; undefined where none was agreed on. */
export const isCurrent = ({ encryption }: Exchange): boolean | undefined => encryption && current.has(encryption.protocol);

/** What a handshake tells beside any verdict: the version of the protocol, and whether the certificate verifies. */
export const handshakeFacts = (exchange: Exchange): Fact[] => {
  const { encryption, request } = exchange;
  if (!encryption) return [];
  const verifies = answerOf(exchange) !== undefined || encryption.faults.length === 0;
  return [
    factOf('transport.protocol', request.operation, encryption.protocol),
    factOf('transport.certificate-verifies', request.operation, verifies),
  ];
};

/** What only a peer says that speaks TLS (RFC 8446 section 6), or what a client makes of a version that it offers. */
const tlsSpoken = /_ALERT_|UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|NO_SHARED_CIPHER|NO_CIPHERS_AVAILABLE/;

/**
 * Is it sure that TLS is meant to be spoken at an address where no handshake completes: the document prints the host, or the other side
 * speaks it. Anywhere else the operator may have named the port of something else.
 */
export const isMeantForTls = (
  attempts: SecureRead,
  { contract, target }: { readonly contract: Contract; readonly target: Target },
): boolean =>
  isPrintedHost(contract, target.baseUrl) ||
  attempts.some(({ encryption, reply }) => encryption !== undefined || (reply.kind === 'no-answer' && tlsSpoken.test(reply.message)));
