import { answerOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fact } from '../../../model/verdict.ts';
import type { Surroundings } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { defineScenario, once } from '../../kit/session.ts';
import { readWith, smallRead } from '../../requests/small-read.ts';
import { isPrintedHost } from '../../subjects/servers.ts';

/** Attempts in order; more than one only where the handshake was refused each time before. */
export type SecureRead = readonly Exchange[];

/** So many refused handshakes are a breach: a single one may fail while a certificate is being renewed. */
export const handshakes = 3;

/**
 * Reasons for which we ourselves end a handshake: the certificate does not verify (codes of Node and OpenSSL). And the alerts
 * with which a service asks for a client certificate (RFC 8446 section 6.2), which the operator would have to give.
 */
const ownReason =
  /\b(CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|ERR_TLS_CERT_)|_ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/;

/** Was a connection made that the server did not encrypt. */
export const handshakeIsRefused = ({ reply }: Exchange): boolean =>
  reply.kind === 'no-answer' && reply.failure === 'tls' && !ownReason.test(reply.message);

/** A small read at the base URL, up to three times where the handshake is refused. */
export const secureRead = defineScenario<{ readonly operation: string }, SecureRead>({
  id: 'secure-read',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const read: Exchange[] = [await once(session, readWith(session, operation, 'key'))];
    while (read.length < handshakes && read.every(handshakeIsRefused)) {
      read.push(await session.send(smallRead(session, operation)));
    }
    return read;
  },
});

/** Versions that current clients accept (RFC 8996 deprecates the older ones). */
const current: ReadonlySet<string> = new Set(['TLSv1.2', 'TLSv1.3']);

/** Is the negotiated version a current one; undefined where none was negotiated. */
export const isCurrent = ({ encryption }: Exchange): boolean | undefined => encryption && current.has(encryption.protocol);

const verifiesFact = ({ request }: Exchange, verifies: boolean): Fact =>
  factOf('transport.certificate-verifies', request.operation, verifies);

/** Facts that a handshake shows besides any verdict: the version of the protocol, and whether the certificate verifies. */
export const handshakeFacts = (exchange: Exchange): { readonly facts?: readonly Fact[] } => {
  const { encryption, request } = exchange;
  if (!encryption) return {};
  const verifies = answerOf(exchange) !== undefined || encryption.faults.length === 0;
  return { facts: [factOf('transport.protocol', request.operation, encryption.protocol), verifiesFact(exchange, verifies)] };
};

/** Whether the certificate of the service verifies, as a fact: no answer is read without that. */
export const certificateFacts = (exchange: Exchange): { readonly facts: readonly Fact[] } => {
  if (answerOf(exchange)) return { facts: [verifiesFact(exchange, true)] };
  const unverified = exchange.reply.kind === 'no-answer' && exchange.reply.failure === 'tls' && !handshakeIsRefused(exchange);
  return { facts: unverified ? [verifiesFact(exchange, false)] : [] };
};

/** Errors that show that the peer speaks TLS: its alerts (RFC 8446 section 6), and those of a client about an offered version. */
const tlsSpoken = /_ALERT_|UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|NO_SHARED_CIPHER|NO_CIPHERS_AVAILABLE/;

/**
 * Is it certain that an address where no handshake completes is meant for TLS: the document names the host, or the peer speaks
 * TLS. Otherwise the operator may have given the port of another service.
 */
export const isMeantForTls = (attempts: SecureRead, { contract, target }: Surroundings): boolean =>
  isPrintedHost(contract, target.baseUrl) ||
  attempts.some(({ encryption, reply }) => encryption !== undefined || (reply.kind === 'no-answer' && tlsSpoken.test(reply.message)));
