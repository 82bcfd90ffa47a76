import { ExchangeStopped, type Connection } from './connection.ts';

/** Lends connections, at most so many at the same time. */
export type ConnectionPool = {
  /**
   * A connection that no other request uses, as soon as there is room; a fresh one has carried nothing yet.
   * @throws {ExchangeStopped} when the signal fires first or the pool is closed.
   */
  take(fresh: boolean, signal: AbortSignal | undefined): Promise<Connection>;
  /** Returns it: it is kept for the next request where the exchange went well, else ended. */
  give(connection: Connection, usable: boolean): void;
  /** Ends every connection, including those in use; waiting requests are rejected once these are returned. */
  close(): void;
};

const closed = (): ExchangeStopped => new ExchangeStopped('aborted', 'not sent: the sender is closed');

export const createConnectionPool = (width: number, open: (keepAlive: boolean) => Connection): ConnectionPool => {
  const idle: Connection[] = [];
  const inUse = new Set<Connection>();
  const waiting: (() => void)[] = [];
  /** Connections reserved for requests that are about to take one. */
  let reserved = 0;
  let isClosed = false;

  const roomFor = (signal: AbortSignal | undefined): Promise<void> => {
    if (inUse.size + reserved < width) {
      reserved += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(new ExchangeStopped('aborted', 'not sent: stopped while waiting for a connection'));
      };
      const go = (): void => {
        signal?.removeEventListener('abort', leave);
        reserved += 1;
        resolve();
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.push(go);
    });
  };

  return {
    take: async (fresh, signal) => {
      if (isClosed) throw closed();
      if (signal?.aborted) throw new ExchangeStopped('aborted', 'not sent: already stopped');
      await roomFor(signal);
      reserved -= 1;
      if (isClosed) {
        waiting.shift()?.();
        throw closed();
      }
      // The connection used last is the one least likely to have been closed by the peer.
      const kept = fresh ? undefined : idle.pop();
      if (kept === undefined && idle.length + inUse.size >= width) idle.shift()?.stop(closed());
      const connection = kept ?? open(!fresh);
      inUse.add(connection);
      return connection;
    },
    give: (connection, usable) => {
      inUse.delete(connection);
      if (usable && connection.keptAlive && !isClosed) idle.push(connection);
      else connection.stop(closed());
      waiting.shift()?.();
    },
    close: () => {
      isClosed = true;
      const reason = new ExchangeStopped('aborted', 'stopped while waiting for the answer: the sender is closed');
      for (const connection of [...idle.splice(0), ...inUse]) connection.stop(reason);
    },
  };
};
