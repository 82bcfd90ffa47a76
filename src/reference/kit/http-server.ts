import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { SecureVersion } from 'node:tls';
import type { Certificate } from './certificate.ts';

export type OpenServer = {
  /** `http://host:port`, or `https://host:port`. */
  readonly origin: string;
  /** Destroys every open connection and stops listening. May be called again. */
  readonly close: () => Promise<void>;
};

/** Longer than any client keeps an unused connection, so that no connection is closed just as a client reuses it. */
const keepAliveMs = 120_000;

/**
 * Makes a TCP or HTTP server listen. Port 0 takes a free one.
 * @throws {Error} when the address cannot be listened on.
 */
export const listen = async (
  server: Server,
  host: string,
  port: number,
  destroyConnections: () => void,
  scheme: 'http' | 'https' = 'http',
): Promise<OpenServer> => {
  server.listen(port, host);
  await once(server, 'listening');
  const { address, family, port: taken } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    origin: `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: () => {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        destroyConnections();
      });
      return closed;
    },
  };
};

/** An HTTP server for one listener, encrypted if a certificate is given. */
export const openServer = (
  listener: RequestListener,
  host: string,
  port: number,
  secure?: Certificate & { readonly newest?: SecureVersion | undefined },
): Promise<OpenServer> => {
  if (secure === undefined) {
    const server = createServer({ keepAliveTimeout: keepAliveMs }, listener);
    return listen(server, host, port, () => server.closeAllConnections());
  }
  const { certificate: cert, key, newest } = secure;
  // OpenSSL turns off by default what the old versions of the protocol use.
  const versions = newest === undefined ? {} : { minVersion: 'TLSv1' as const, maxVersion: newest, ciphers: 'DEFAULT@SECLEVEL=0' };
  const server = createSecureServer({ keepAliveTimeout: keepAliveMs, cert, key, ...versions }, listener);
  // The HTTP server does not know a connection whose handshake has not ended.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return listen(server, host, port, () => sockets.forEach((socket) => socket.destroy()), 'https');
};
