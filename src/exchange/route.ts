import { rootCertificates, type ConnectionOptions } from 'node:tls';
import { proxyFor, type Reached } from '../config/proxies.ts';
import type { RouteSecretName, Secrets, Target } from '../model/target.ts';

/** CA certificates besides those Node trusts, and a client certificate where the target requires one; PEM texts. */
export type TlsOptions = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'passphrase'>;

/** A proxy that tunnels connections (RFC 9110, section 9.3.6). */
export type Hop = {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Value of the field Proxy-Authorization; a secret. */
  readonly authorization?: string;
};

/** How connections to a target are made. Every connection takes it, whoever sends on it. */
export type Route = {
  readonly tls: TlsOptions;
  /** The proxy that leads to a host; undefined where it is reached directly. Default: always directly. */
  hopTo?(to: Reached): Hop | undefined;
};

/** Without a proxy, a client certificate or other certificates than those that Node trusts. */
export const directly: Route = { tls: {} };

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;

/** The route to a target: its proxies, its certificates, and the secrets of both. */
export const routeOf = ({ http: { ca, proxies } }: Pick<Target, 'http'>, secrets: Secrets): Route => {
  const { 'tls:cert': cert, 'tls:key': key, 'tls:passphrase': passphrase } = secrets;
  return {
    tls: {
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(passphrase === undefined ? {} : { passphrase }),
    },
    hopTo(to) {
      const found = proxies && proxyFor(proxies, to);
      if (found === undefined) return undefined;
      const name: RouteSecretName = `proxy:${found.scheme}`;
      const credentials = secrets[name];
      return { origin: found.origin, ...(credentials === undefined ? {} : { authorization: basic(credentials) }) };
    },
  };
};
