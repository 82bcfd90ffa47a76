import type { Exchange } from '../../../model/exchange.ts';
import { operationOf } from '../../../contract/operation.ts';
import { defineMeasurement, once } from '../../kit/session.ts';
import { readWith, smallRead } from '../../requests/small-read.ts';

/** Attempts in order; more than one only where the handshake was refused each time before. */
export type SecureRead = readonly Exchange[];

/** Handshakes that must be refused before it counts: one may fail while a certificate is being renewed. */
export const handshakes = 3;

/**
 * Why we ourselves end a handshake: the certificate does not verify (codes of Node and OpenSSL). And the alerts by which
 * a service asks for a certificate of ours (RFC 8446 section 6.2): that one is missing is the operator's business.
 */
const ownReason =
  /\b(CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|ERR_TLS_CERT_)|_ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/;

/** A connection stood, and the other side would not encrypt it. */
export const handshakeIsRefused = ({ reply }: Exchange): boolean =>
  reply.kind === 'no-answer' && reply.failure === 'tls' && !ownReason.test(reply.message);

/** A small read at the base URL, up to three times where the handshake is refused. */
export const secureRead = defineMeasurement<{ readonly operation: string }, SecureRead>({
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
