import { createSecureContext, type ConnectionOptions, type SecureContext } from 'node:tls';
import { errors } from 'undici';
import { type Destination, type Dialled, type Dialling, encrypted, openSocket, whenOpen } from './open-socket.ts';
import type { Route, TlsOptions } from './route.ts';
import { startLimit } from './time-limit.ts';
import { openTunnel } from './tunnel.ts';

const dialThrough = (to: Destination, route: Route, tls: ConnectionOptions, done: Dialled): Dialling => {
  const hop = route.hopTo?.(to);
  if (hop === undefined) return openSocket(to, tls, done);
  let current: Dialling = openTunnel(to, hop, route.tls, (error, tunnel) => {
    if (error !== null || to.protocol !== 'https:') {
      if (error === null) done(null, tunnel);
      else done(error, null);
      return;
    }
    current = whenOpen(encrypted(to, tls, tunnel), true, done);
  });
  return { destroy: (reason) => current.destroy(reason) };
};

const contexts = new WeakMap<TlsOptions, SecureContext>();

/** The certificates of a route, read once: with those that Node trusts, reading them takes longer than a handshake. */
const contextOf = (tls: TlsOptions): SecureContext => {
  const known = contexts.get(tls) ?? createSecureContext(tls);
  contexts.set(tls, known);
  return known;
};

/** Options of TLS for a connection; a handshake with options of its own reads the certificates again. */
const optionsOf = (to: Destination, { tls }: Route, handshake: ConnectionOptions | undefined): ConnectionOptions => {
  if (handshake !== undefined || to.protocol !== 'https:') return { ...tls, ...handshake };
  return { ...tls, secureContext: contextOf(tls) };
};

/**
 * Opens a connection that can carry a request: through the proxy of the route where it names one, else directly. Calls back once. What is returned
 * may be destroyed to give up. Ends with undici's ConnectTimeoutError when the time is over.
 * @param around.handshake Options of TLS other than those of the route.
 */
export const dial = (
  to: Destination,
  around: { readonly timeoutMs: number; readonly route: Route; readonly handshake?: ConnectionOptions },
  done: Dialled,
): Dialling => {
  const { timeoutMs, route, handshake } = around;
  const tls = optionsOf(to, route, handshake);
  let isOver = false;
  // undici's own connect timer has steps of half a second.
  const limit = startLimit(timeoutMs, () => {
    const late = new errors.ConnectTimeoutError(`no connection within ${timeoutMs} ms`);
    settle(late, null);
    dialling.destroy(late);
  });
  const settle: Dialled = (...outcome) => {
    if (isOver) return;
    isOver = true;
    limit.stop();
    done(...outcome);
  };
  const dialling = dialThrough(to, route, tls, settle);
  return {
    destroy(reason) {
      limit.stop();
      return dialling.destroy(reason);
    },
  };
};
