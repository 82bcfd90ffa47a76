import type { Socket } from 'node:net';
import { Client } from 'undici';
import { type Destination, type Dialled, type Dialling, openSocket } from './open-socket.ts';
import type { Hop, TlsOptions } from './route.ts';

/** A proxy that gave no tunnel. The message names it, and never its credentials. */
export class NoTunnel extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NoTunnel';
  }
}

/** The octets of an answer to CONNECT that are read at most. */
const headBytes = 16 * 1024;

const advice: Readonly<Record<number, string>> = {
  401: 'it wants other credentials: put NAME:PASSWORD@ before its host, in a variable that http.proxy names',
  407: 'it wants credentials: put NAME:PASSWORD@ before its host, in a variable that http.proxy names',
  403: 'it forbids this host or port',
  502: 'it cannot reach the host',
  503: 'it cannot reach the host',
  504: 'it got no answer from the host in time',
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Asks a proxy for a tunnel to a host (RFC 9110, section 9.3.6). Plain http goes through a tunnel too, so that what is judged is what the target
 * says and not what a proxy made of it. Calls back once, with a socket on which the target answers, or a {@link NoTunnel}. It has no time limit of its own:
 * destroy it to give up.
 */
export const openTunnel = (to: Destination, hop: Hop, tls: TlsOptions, done: Dialled): Dialling => {
  const { host } = new URL(hop.origin);
  const authority = `${to.hostname.includes(':') ? `[${to.hostname}]` : to.hostname}:${to.port || (to.protocol === 'https:' ? 443 : 80)}`;
  let isOver = false;
  let dialling: Dialling | undefined;
  // The client certificate is for the target.
  const { ca } = tls;
  const client = new Client(hop.origin, {
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: headBytes,
    connect: (proxy, callback) => {
      // undici would take the server name from the field Host, which names the target.
      const { protocol, hostname, port } = proxy;
      dialling = openSocket({ protocol, hostname, port }, ca === undefined ? {} : { ca }, (error, socket) => {
        if (error === null) callback(null, socket);
        // Some codes of TLS make undici try again without end.
        else callback(new Error(error.message, { cause: error }), null);
      });
    },
  });
  const settle: Dialled = (...outcome) => {
    if (isOver) {
      outcome[1]?.destroy();
      return;
    }
    isOver = true;
    // The socket of a tunnel is no longer the client's.
    client.destroy().catch(() => undefined);
    done(...outcome);
  };
  const ask = async (): Promise<void> => {
    try {
      const { socket, statusCode } = await client.connect({
        path: authority,
        headers: { host: authority, ...(hop.authorization === undefined ? {} : { 'proxy-authorization': hop.authorization }) },
      });
      const tunnel = socket as Socket;
      if (statusCode >= 200 && statusCode < 300) {
        settle(null, tunnel);
        return;
      }
      tunnel.on('error', () => undefined).destroy();
      const why = advice[statusCode];
      settle(new NoTunnel(`the proxy ${host} answers ${statusCode} to CONNECT ${authority}${why === undefined ? '' : `: ${why}`}`), null);
    } catch (error) {
      settle(new NoTunnel(`the proxy ${host} gives no tunnel to ${authority}: ${messageOf(error)}`, { cause: error }), null);
    }
  };
  void ask();
  return {
    destroy(reason) {
      isOver = true;
      dialling?.destroy(reason);
      client.destroy().catch(() => undefined);
    },
  };
};
