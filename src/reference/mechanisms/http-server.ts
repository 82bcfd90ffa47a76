import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

export type OpenServer = {
  /** `http://host:port`. */
  readonly origin: string;
  /** Destroys every open connection and stops listening. May be called again. */
  readonly close: () => Promise<void>;
};

/** Longer than any client keeps an unused connection, so that none is closed just as it is used again. */
const keepAliveMs = 120_000;

/**
 * Makes a TCP or HTTP server listen; port 0 takes a free one.
 * @throws {Error} when the address cannot be listened on.
 */
export const listen = async (server: Server, host: string, port: number, destroyConnections: () => void): Promise<OpenServer> => {
  server.listen(port, host);
  await once(server, 'listening');
  const { address, family, port: taken } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    origin: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: () => {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        destroyConnections();
      });
      return closed;
    },
  };
};

/** An HTTP server for one listener. */
export const openServer = (listener: RequestListener, host: string, port: number): Promise<OpenServer> => {
  const server = createServer({ keepAliveTimeout: keepAliveMs }, listener);
  return listen(server, host, port, () => server.closeAllConnections());
};
