import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import type { HeaderPair } from '../model/exchange.ts';
import { dial, type TlsOptions } from './dial.ts';
import { type Limits, raiseBodyLimit } from './limits.ts';
import { gatherOctets } from './octets.ts';
import type { Outgoing } from './outgoing.ts';
import type { Ticket } from './turns.ts';

/** An answer as it came, with its secrets. */
export type RawAnswer = {
  readonly status: number;
  readonly headers: readonly HeaderPair[];
  readonly body: Buffer;
  /** The body had not ended when listening to it did. */
  readonly unfinished?: true;
  /** Milliseconds from the head to the end of the body or of listening; where it was listened to. */
  readonly lastedMs?: number;
};

/** Why we ended an exchange ourselves. */
export class ExchangeStopped extends Error {
  readonly reason: 'timeout' | 'aborted' | 'too-large';
  constructor(reason: ExchangeStopped['reason'], message: string) {
    super(message);
    this.name = 'ExchangeStopped';
    this.reason = reason;
  }
}

/** An exchange without an answer. `cause` is what the network, the parser or the stop said. */
export class BrokenExchange extends Error {
  /** The connection had carried an exchange before this one. */
  readonly reused: boolean;
  /** Not one byte came back. */
  readonly silent: boolean;
  /** A connection stood when it broke. */
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
  /** The version of TLS that was agreed on, the certificate having been verified; undefined without encryption, or before. */
  protocol(): string | undefined;
  /**
   * Sends one request and reads its answer; one at a time. Never repeats a request by itself.
   * @param within With `listenMs` the body has that time from its head on, in place of what is left of `timeoutMs`; one that has not
   *   ended by then is given as far as it came, and the connection has ended. A body of more than {@link freeBytes} is read on when it is
   *   its `turn`: the clock stands still while it waits.
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
  /** Ends it with whatever is under way. */
  stop(reason: Error): void;
};

/** So much of a body is read whatever else is being read. */
export const freeBytes = 256 * 1024;

/** What says that a limit of ours ended an exchange, with the limit. */
export const tooLarge = {
  body: ({ bodyBytes }: Pick<Limits, 'bodyBytes'>) => `the body exceeds the ${bodyBytes} bytes that are read, ${raiseBodyLimit}`,
  head: ({ headerBytes }: Pick<Limits, 'headerBytes'>) => `the header section exceeds the ${headerBytes} bytes that are read`,
};

const isHeadOverflow = (error: Error): boolean => 'code' in error && error.code === 'UND_ERR_HEADERS_OVERFLOW';

const latin1 = (part: Buffer | string | undefined): string => (typeof part === 'string' ? part : (part?.toString('latin1') ?? ''));

const pairs = (flat: readonly (Buffer | string)[]): readonly HeaderPair[] =>
  Array.from({ length: Math.floor(flat.length / 2) }, (_, at) => [latin1(flat[2 * at]), latin1(flat[2 * at + 1])] as const);

/** A connection to one origin. It dials with the first request, and again where the peer has closed it in between. */
export const openConnection = (
  origin: string,
  options: { readonly keepAlive: boolean; readonly limits: Limits; readonly tls: TlsOptions },
): Connection => {
  const { keepAlive, limits, tls } = options;
  let socket: Socket | undefined;
  let dialling: Socket | undefined;
  let connected = false;
  let agreed: string | undefined;

  const client = new Client(origin, {
    pipelining: keepAlive ? 1 : 0,
    // Its own timers tick coarsely and start anew with each byte; one clock of ours bounds the whole exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: limits.headerBytes,
    connect: (to, callback) => {
      connected = false;
      agreed = undefined;
      dialling = dial({ ...to, servername: to.servername ?? undefined }, { timeoutMs: limits.connectMs, tls }, (error, opened) => {
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

  const stop = (reason: Error): void => {
    dialling?.destroy();
    // Whoever waits for the exchange has its rejection already.
    client.destroy(reason).catch(() => undefined);
  };

  const exchange: Connection['exchange'] = (message, { timeoutMs, listenMs, signal, turn }) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        const reason = new ExchangeStopped('aborted', 'not sent: stopped before');
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
        clearTimeout(timer);
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
        stop(new ExchangeStopped('aborted', 'listened to for long enough'));
      };
      const runOut = (): void => {
        giveUp(
          new ExchangeStopped('timeout', status === 0 ? `no answer within ${timeoutMs} ms` : `no whole answer within ${timeoutMs} ms`),
        );
      };
      let due = { what: runOut, at: performance.now() + timeoutMs };
      let timer = setTimeout(runOut, timeoutMs);
      /** Reads no further before it is its turn; what the peer sends meanwhile stays with the network. */
      const readInTurn = async (controller: Dispatcher.DispatchController, come: Promise<void>): Promise<void> => {
        controller.pause();
        clearTimeout(timer);
        const left = due.at - performance.now();
        await come;
        if (isOver || !turn?.isHeld()) return;
        timer = setTimeout(due.what, left);
        due = { ...due, at: performance.now() + left };
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
          // A request that is not idempotent is no different here: nothing shares its connection.
          idempotent: true,
        },
        {
          onRequestStart: () => undefined,
          onResponseStart: (controller, code) => {
            status = code;
            const { rawHeaders } = controller;
            headers = Array.isArray(rawHeaders) ? pairs(rawHeaders) : [];
            // Before the head of an answer there may be others that only announce it (RFC 9110 section 15.2).
            if (listenMs === undefined || code < 200) return;
            clearTimeout(timer);
            begunAt = performance.now();
            due = { what: hangUp, at: begunAt + listenMs };
            timer = setTimeout(hangUp, listenMs);
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
