import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import type { HeaderPair } from '../model/exchange.ts';
import { dial } from './dial.ts';
import type { Route } from './route.ts';
import { type Limits, raiseBodyLimit } from './limits.ts';
import { gatherOctets } from './octets.ts';
import type { Dialling } from './open-socket.ts';
import type { Outgoing } from './outgoing.ts';
import { startLimit } from './time-limit.ts';
import type { Ticket } from './turns.ts';

/** An answer as received, with its secrets. */
export type RawAnswer = {
  readonly status: number;
  readonly headers: readonly HeaderPair[];
  readonly body: Buffer;
  /** The body had not ended when reading it stopped. */
  readonly unfinished?: true;
  /** Milliseconds from the head to the end of the body or of listening; only for a request with `listenMs`. */
  readonly lastedMs?: number;
};

/** An exchange that this process ended itself, and why. */
export class ExchangeStopped extends Error {
  readonly reason: 'timeout' | 'aborted' | 'too-large';
  constructor(reason: ExchangeStopped['reason'], message: string) {
    super(message);
    this.name = 'ExchangeStopped';
    this.reason = reason;
  }
}

/** An exchange without an answer. `cause` is the error of the network or the parser, or the stop. */
export class BrokenExchange extends Error {
  /** The connection had carried an exchange before this one. */
  readonly reused: boolean;
  /** No byte was received. */
  readonly silent: boolean;
  /** There was a connection when it broke. */
  readonly connected: boolean;
  /** Status of the answer that had begun; 0 where none had. */
  readonly status: number;
  constructor(
    cause: unknown,
    state: { readonly reused: boolean; readonly silent: boolean; readonly connected: boolean; readonly status?: number },
  ) {
    super('The exchange broke', { cause });
    this.name = 'BrokenExchange';
    this.reused = state.reused;
    this.silent = state.silent;
    this.connected = state.connected;
    this.status = state.status ?? 0;
  }
}

export type Connection = {
  readonly keptAlive: boolean;
  /** The TLS version that was negotiated, with a verified certificate; undefined without encryption, or before the handshake. */
  protocol(): string | undefined;
  /**
   * Sends one request and reads its answer; one at a time. Never repeats a request by itself.
   * @param within With `listenMs` the body has that time after its head, instead of the rest of `timeoutMs`; a body that has not ended by
   * then is returned as received so far, and the connection is ended. More than {@link freeBytes} of a body are read when its `turn` comes;
   * the clock stands still while it waits.
   * @throws {BrokenExchange} where no whole answer came; the connection must then be stopped.
   */
  exchange(
    message: Outgoing,
    within: {
      readonly timeoutMs: number;
      readonly listenMs?: number | undefined;
      readonly signal?: AbortSignal | undefined;
      readonly turn?: Ticket | undefined;
    },
  ): Promise<RawAnswer>;
  /** Ends it together with a running exchange. */
  stop(reason: Error): void;
};

/** This much of a body is read without waiting for a turn. */
export const freeBytes = 256 * 1024;

/** Messages for an exchange that a size limit ended. */
export const tooLarge = {
  body: ({ bodyBytes }: Pick<Limits, 'bodyBytes'>) => `the body exceeds the ${bodyBytes} bytes that are read, ${raiseBodyLimit}`,
  head: ({ headerBytes }: Pick<Limits, 'headerBytes'>) => `the header section exceeds the ${headerBytes} bytes that are read`,
};

const isHeadOverflow = (error: Error): boolean => 'code' in error && error.code === 'UND_ERR_HEADERS_OVERFLOW';

const latin1 = (part: Buffer | string | undefined): string => (typeof part === 'string' ? part : (part?.toString('latin1') ?? ''));

const pairs = (flat: readonly (Buffer | string)[]): readonly HeaderPair[] => {
  const all: HeaderPair[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) all.push([latin1(flat[at]), latin1(flat[at + 1])]);
  return all;
};

/** The length of the body that follows a head, as it is announced; 0 where none follows or none is announced (RFC 9112, section 6.3). */
const announcedBytes = (method: string, status: number, headers: readonly HeaderPair[]): number => {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 0;
  return Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0);
};

/** A connection to one origin. It dials with the first request, and again where the peer has closed it since. */
export const openConnection = (
  origin: string | URL,
  options: { readonly keepAlive: boolean; readonly limits: Limits; readonly route: Route },
): Connection => {
  const { keepAlive, limits, route } = options;
  let socket: Socket | undefined;
  let dialling: Dialling | undefined;
  let connected = false;
  let agreed: string | undefined;

  const client = new Client(origin, {
    pipelining: keepAlive ? 1 : 0,
    // undici's own timers are coarse and restart with each byte; one clock here bounds the whole exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: limits.headerBytes,
    connect: (to, callback) => {
      connected = false;
      agreed = undefined;
      dialling = dial({ ...to, servername: to.servername ?? undefined }, { timeoutMs: limits.connectMs, route }, (error, opened) => {
        dialling = undefined;
        if (error !== null) {
          callback(error, null);
          return;
        }
        socket = opened;
        connected = true;
        agreed = opened instanceof TLSSocket ? (opened.getProtocol() ?? undefined) : undefined;
        callback(null, opened);
      });
    },
  });

  /** It was for one exchange, which it has carried, and its socket is gone. */
  let isSpent = false;

  const stop = (reason: Error): void => {
    if (isSpent) return;
    dialling?.destroy();
    // The caller of the exchange has its rejection already.
    client.destroy(reason, () => undefined);
  };

  const exchange: Connection['exchange'] = (message, { timeoutMs, listenMs, signal, turn }) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        const reason = new ExchangeStopped('aborted', 'not sent: already stopped');
        reject(new BrokenExchange(reason, { reused: false, silent: true, connected }));
        return;
      }
      const used = socket !== undefined && !socket.destroyed ? { socket, bytes: socket.bytesRead } : undefined;
      let status = 0;
      let headers: readonly HeaderPair[] = [];
      const body = gatherOctets();
      let begunAt: number | undefined;
      let isOver = false;

      const leave = (): void => {
        isOver = true;
        limit.stop();
        signal?.removeEventListener('abort', abort);
      };
      const fail = (cause: unknown): void => {
        leave();
        const reused = used !== undefined && used.socket === socket;
        const bytesBefore = reused ? used.bytes : 0;
        reject(new BrokenExchange(cause, { reused, connected, status, silent: !connected || socket?.bytesRead === bytesBefore }));
      };
      const giveUp = (reason: ExchangeStopped): void => {
        fail(reason);
        stop(reason);
      };
      const abort = (): void => {
        giveUp(new ExchangeStopped('aborted', 'stopped while waiting for the answer'));
      };
      const answered = (): RawAnswer => ({
        status,
        headers,
        body: body.take(),
        ...(begunAt === undefined ? {} : { lastedMs: performance.now() - begunAt }),
      });
      const hangUp = (): void => {
        leave();
        resolve({ ...answered(), unfinished: true });
        stop(new ExchangeStopped('aborted', 'the time for listening is over'));
      };
      const runOut = (): void => {
        giveUp(
          new ExchangeStopped('timeout', status === 0 ? `no answer within ${timeoutMs} ms` : `no whole answer within ${timeoutMs} ms`),
        );
      };
      let whenOver = runOut;
      let limit = startLimit(timeoutMs, runOut);
      /** Pauses reading until its turn comes; meanwhile the network buffers what the peer sends. */
      const readInTurn = async (controller: Dispatcher.DispatchController, come: Promise<void>): Promise<void> => {
        controller.pause();
        const left = limit.left();
        limit.stop();
        await come;
        if (isOver || !turn?.isHeld()) return;
        limit = startLimit(left, whenOver);
        controller.resume();
      };
      const awaitTurn = (controller: Dispatcher.DispatchController): void => {
        const come = turn?.take();
        if (come) void readInTurn(controller, come);
      };
      signal?.addEventListener('abort', abort, { once: true });

      client.dispatch(
        {
          method: message.method,
          path: message.target,
          headers: message.headers.flat(),
          body: message.body,
          // This is safe for every method: no other request shares the connection.
          idempotent: true,
        },
        {
          onRequestStart: () => undefined,
          onResponseStart: (controller, code) => {
            status = code;
            const { rawHeaders } = controller;
            headers = Array.isArray(rawHeaders) ? pairs(rawHeaders) : [];
            // The peer may never send what it announces: waiting for the limit would end as a timeout.
            if (announcedBytes(message.method, code, headers) > limits.bodyBytes) {
              giveUp(new ExchangeStopped('too-large', tooLarge.body(limits)));
              return;
            }
            // Interim answers may precede the head of the final one (RFC 9110 section 15.2).
            if (listenMs === undefined || code < 200) return;
            limit.stop();
            begunAt = performance.now();
            whenOver = hangUp;
            limit = startLimit(listenMs, hangUp);
          },
          onResponseData: (controller, chunk) => {
            if (body.length + chunk.length > limits.bodyBytes) {
              giveUp(new ExchangeStopped('too-large', tooLarge.body(limits)));
              return;
            }
            body.push(chunk);
            if (body.length > freeBytes) awaitTurn(controller);
          },
          onResponseEnd: () => {
            leave();
            if (!keepAlive && socket !== undefined) {
              // undici would end it next, with an error whose stack is written out for nobody.
              socket.destroy();
              isSpent = true;
            }
            resolve(answered());
          },
          onResponseError: (_controller, error) => {
            fail(isHeadOverflow(error) ? new ExchangeStopped('too-large', tooLarge.head(limits)) : error);
          },
        },
      );
    });

  return { keptAlive: keepAlive, protocol: () => agreed, exchange, stop };
};
