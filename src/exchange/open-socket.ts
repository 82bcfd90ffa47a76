import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

export type Destination = {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly servername?: string | undefined;
};

/** Called once: with a socket that can carry a request, or with why there is none. */
export type Dialled = (...outcome: [null, Socket] | [Error, null]) => void;

/** A connection that is being made, and can be given up. */
export type Dialling = { destroy(reason?: Error): unknown };

/** TLS with HTTP/1.1, over another socket where one is given. */
export const encrypted = (to: Destination, tls: ConnectionOptions, over?: Socket): Socket =>
  connectTls({
    ...tls,
    ...(over === undefined ? { port: Number(to.port || 443) } : { socket: over }),
    // Over another socket the name is that in the certificate.
    host: to.hostname,
    // An IP address is not a server name (RFC 6066, section 3).
    servername: to.servername ?? (isIP(to.hostname) === 0 ? to.hostname : ''),
    ALPNProtocols: ['http/1.1'],
  });

/** Calls back when a socket is open, or fails. */
export const whenOpen = (socket: Socket, isSecure: boolean, done: Dialled): Socket => {
  const onError = (error: Error): void => {
    done(error, null);
  };
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 60_000);
  socket.once('error', onError);
  socket.once(isSecure ? 'secureConnect' : 'connect', () => {
    done(null, socket);
    socket.off('error', onError);
  });
  return socket;
};

/** Opens a connection without a proxy: TCP, and TLS with HTTP/1.1 where the scheme is https. Calls back once, and has no time limit of its own. */
export const openSocket = (to: Destination, tls: ConnectionOptions, done: Dialled): Dialling =>
  to.protocol === 'https:'
    ? whenOpen(encrypted(to, tls), true, done)
    : whenOpen(connectTcp({ host: to.hostname, port: Number(to.port || 80) }), false, done);
