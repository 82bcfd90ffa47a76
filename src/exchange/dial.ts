import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { errors } from 'undici';

/** CA certificates besides those Node trusts, and a client certificate where the target requires one; PEM texts. */
export type TlsOptions = Pick<ConnectionOptions, 'ca' | 'cert' | 'key'>;

export type Destination = {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly servername?: string | undefined;
};

type Dialled = (...outcome: [null, Socket] | [Error, null]) => void;

/**
 * Opens a connection that can carry a request: TCP, and TLS with HTTP/1.1 where the scheme is https. Calls back once.
 * The returned socket may be destroyed to give up. Ends with undici's ConnectTimeoutError when the time is over.
 */
export const dial = (to: Destination, around: { readonly timeoutMs: number; readonly tls: TlsOptions }, done: Dialled): Socket => {
  const secure = to.protocol === 'https:';
  const socket = secure
    ? connectTls({
        ...around.tls,
        host: to.hostname,
        port: Number(to.port || 443),
        // An IP address is not a server name (RFC 6066, section 3).
        servername: to.servername ?? (isIP(to.hostname) === 0 ? to.hostname : ''),
        ALPNProtocols: ['http/1.1'],
      })
    : connectTcp({ host: to.hostname, port: Number(to.port || 80) });

  const settle: Dialled = (...outcome) => {
    clearTimeout(timer);
    done(...outcome);
  };
  const onError = (error: Error): void => {
    settle(error, null);
  };
  // undici's own connect timer has steps of half a second.
  const timer = setTimeout(() => {
    socket.destroy(new errors.ConnectTimeoutError(`no connection within ${around.timeoutMs} ms`));
  }, around.timeoutMs);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 60_000);
  socket.once('error', onError);
  socket.once(secure ? 'secureConnect' : 'connect', () => {
    settle(null, socket);
    socket.off('error', onError);
  });
  return socket;
};
