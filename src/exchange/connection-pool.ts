import { ExchangeStopped, type Connection } from './connection.ts';

/** Lends connections, at most so many at the same time. */
export type ConnectionPool = {
  /**
   * A connection that no other request uses, as soon as there is room, and at once where there is; a fresh one has carried nothing yet.
   * @throws {ExchangeStopped} when the signal fires first or the pool is closed.
   */
  take(fresh: boolean, signal: AbortSignal | undefined): Connection | Promise<Connection>;
  /** Returns it: it is kept for the next request where the exchange went well, else ended. */
  give(connection: Connection, usable: boolean): void;
  /** Ends every connection, including those in use; waiting requests are rejected once these are returned. */
  close(): void;
};

const closed = (): ExchangeStopped => new ExchangeStopped('aborted', 'not sent: the sender is closed');

/** Ends connections that carry no exchange, so that nobody reads it; an error of its own for each would take its stack. */
const noLongerNeeded = closed();

export const createConnectionPool = (width: number, open: (keepAlive: boolean) => Connection): ConnectionPool => {
  const idle: Connection[] = [];
  const inUse = new Set<Connection>();
  const waiting: (() => void)[] = [];
  /** Connections reserved for requests that are about to take one. */
  let reserved = 0;
  let isClosed = false;

  const room = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
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

  const lend = (fresh: boolean): Connection => {
    // The connection used last is the one least likely to have been closed by the peer.
    const kept = fresh ? undefined : idle.pop();
    if (kept === undefined && idle.length + inUse.size >= width) idle.shift()?.stop(noLongerNeeded);
    const connection = kept ?? open(!fresh);
    inUse.add(connection);
    return connection;
  };

  const lendInTurn = async (fresh: boolean, signal: AbortSignal | undefined): Promise<Connection> => {
    await room(signal);
    reserved -= 1;
    if (isClosed) {
      waiting.shift()?.();
      throw closed();
    }
    return lend(fresh);
  };

  return {
    take: (fresh, signal) => {
      if (isClosed) throw closed();
      if (signal?.aborted) throw new ExchangeStopped('aborted', 'not sent: already stopped');
      return inUse.size + reserved < width ? lend(fresh) : lendInTurn(fresh, signal);
    },
    give: (connection, usable) => {
      inUse.delete(connection);
      if (usable && connection.keptAlive && !isClosed) idle.push(connection);
      else connection.stop(noLongerNeeded);
      waiting.shift()?.();
    },
    close: () => {
      isClosed = true;
      const reason = new ExchangeStopped('aborted', 'stopped while waiting for the answer: the sender is closed');
      for (const connection of [...idle.splice(0), ...inUse]) connection.stop(reason);
    },
  };
};
