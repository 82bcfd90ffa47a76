import { checkServerIdentity, type ConnectionOptions, TLSSocket } from 'node:tls';
import type { CertificateFault, Encryption } from '../model/exchange.ts';
import { dial } from './dial.ts';
import type { Route } from './route.ts';

/** Codes of OpenSSL (X509_STORE_CTX_get_error) and Node that identify a fault. */
const faultOfCode: Readonly<Record<string, CertificateFault>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-host',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-issuer',
};

/**
 * Makes a handshake only to see its result: with every protocol version that this machine supports, and with any certificate. Nothing is
 * sent on the connection. Undefined where the handshake failed.
 */
export const lookAtHandshake = (
  origin: string,
  { timeoutMs, route }: { readonly timeoutMs: number; readonly route: Route },
): Promise<Encryption | undefined> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const host = hostname.replaceAll(/^\[|\]$/g, '');
    dial({ protocol: 'https:', hostname: host, port }, { timeoutMs, route, handshake: lenient }, (error, socket) => {
      if (error !== null || !(socket instanceof TLSSocket)) {
        resolve(undefined);
        return;
      }
      const protocol = socket.getProtocol();
      resolve(protocol === null ? undefined : { protocol, faults: faultsOf(socket, host) });
      socket.on('error', () => undefined).destroy();
    });
  });

const lenient: ConnectionOptions = {
  rejectUnauthorized: false,
  minVersion: 'TLSv1',
  // The ciphers of old versions are off by default.
  ciphers: 'DEFAULT@SECLEVEL=0',
};

/** Every fault of a certificate: the first reason to reject it hides the others. */
const faultsOf = (socket: TLSSocket, host: string): CertificateFault[] => {
  if (socket.authorized) return [];
  const certificate = socket.getPeerCertificate();
  const faults = new Set<CertificateFault>();
  if (Object.keys(certificate).length > 0) {
    if (checkServerIdentity(host, certificate) !== undefined) faults.add('other-host');
    const now = Date.now();
    if (Date.parse(certificate.valid_to) < now) faults.add('expired');
    if (Date.parse(certificate.valid_from) > now) faults.add('not-yet-valid');
  }
  const code = codeOf(socket.authorizationError);
  faults.add(faultOfCode[code] ?? 'invalid');
  return [...faults];
};

/** Node's types declare an error here; at run time it is the code. */
const codeOf = (error: unknown): string => {
  if (typeof error === 'string') return error;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
};
