import type { Socket } from 'node:net';
import { errors } from 'undici';
import { ExchangeStopped, freeBytes } from './connection.ts';
import { dial } from './dial.ts';
import type { Dialling } from './open-socket.ts';
import type { Route } from './route.ts';
import type { Limits } from './limits.ts';
import { answerReader, type RawState } from './raw-answer.ts';
import { startLimit, type TimeLimit } from './time-limit.ts';
import type { Ticket } from './turns.ts';

/**
 * The result of an exchange of plain octets; `more`: it ended before an answer was whole. `octets` is the beginning of what was received,
 * with its secrets.
 */
export type RawOutcome = {
  readonly state: RawState;
  readonly octets: Buffer;
  /** Octets received after the head of an answer that has no content, where these were waited for. */
  readonly behind?: Buffer;
  /** Why it ended before an answer was whole: an error of the network, or our own stop. */
  readonly cause?: unknown;
  /** There was a connection that could carry a request. */
  readonly connected: boolean;
  /** Milliseconds from dialling to the end of the answer, or to the failure. */
  readonly tookMs: number;
};

/** Octets that are kept to show what was received. */
const keptOctets = 16 * 1024;

export type RawAround = {
  readonly method: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly limits: Limits;
  readonly route: Route;
  /** More than {@link freeBytes} of a body are read when its turn comes; the clock stands still while it waits. */
  readonly turn?: Ticket | undefined;
  /**
   * How long to wait, where a status allows no content, for octets after the head or for the end of the connection, in milliseconds.
   * Without it there is no wait.
   */
  readonly lingerMs?: number;
};

/**
 * Sends octets on a new connection and reads the answer until it is whole, the peer ends the connection, or a limit is reached: the time of
 * the exchange, which starts with dialling, and the sizes. Never rejects.
 */
export const exchangeRaw = (
  origin: string,
  request: Buffer,
  { method, timeoutMs, signal, limits, route, turn, lingerMs }: RawAround,
): Promise<RawOutcome> =>
  new Promise((resolve) => {
    const { protocol, hostname, port } = new URL(origin);
    const reader = answerReader(method, limits);
    const from = performance.now();
    let octets: Buffer = Buffer.alloc(0);
    let dialling: Dialling | undefined;
    let socket: Socket | undefined;
    let connected = false;
    let over = false;
    let limit: TimeLimit;
    /** A whole answer, and the octets received after it so far. */
    let ended: { readonly outcome: RawOutcome; readonly behind: Buffer[] } | undefined;

    const leave = (outcome: RawOutcome): void => {
      if (over) return;
      over = true;
      limit.stop();
      signal.removeEventListener('abort', abort);
      dialling?.destroy();
      socket?.destroy();
      resolve(outcome);
    };
    const settle = (state: RawState, cause?: unknown): void => {
      if (ended) {
        leave({ ...ended.outcome, behind: Buffer.concat(ended.behind) });
        return;
      }
      const outcome = { state, octets, connected, tookMs: performance.now() - from, ...(cause === undefined ? {} : { cause }) };
      if (lingerMs === undefined || state.kind !== 'answer' || !mayLinger(method, state.answer.status)) {
        leave(outcome);
        return;
      }
      ended = { outcome, behind: [state.rest] };
      limit.stop();
      limit = startLimit(lingerMs, () => settle(state));
    };
    const breakOff = (cause: unknown): void => {
      settle({ kind: 'more' }, cause);
    };
    const abort = (): void => {
      breakOff(new ExchangeStopped('aborted', 'stopped while waiting for the answer'));
    };
    const runOut = (): void => breakOff(new ExchangeStopped('timeout', `no whole answer within ${timeoutMs} ms`));
    limit = startLimit(timeoutMs, runOut);
    const readInTurn = async (reading: Socket, come: Promise<void>): Promise<void> => {
      reading.pause();
      const left = limit.left();
      limit.stop();
      await come;
      if (over || !turn?.isHeld()) return;
      limit = startLimit(left, runOut);
      reading.resume();
    };
    const awaitTurn = (reading: Socket): void => {
      const come = turn?.take();
      if (come) void readInTurn(reading, come);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });

    // A literal IPv6 address has brackets in a URL only.
    const to = { protocol, hostname: hostname.replaceAll(/^\[|\]$/g, ''), port };
    dialling = dial(to, { timeoutMs: limits.connectMs, route }, (error, opened) => {
      if (error !== null) {
        breakOff(error);
        return;
      }
      connected = true;
      socket = opened;
      opened.on('error', breakOff);
      opened.on('close', () => breakOff(new errors.SocketError('other side closed')));
      opened.on('data', (chunk: Buffer) => {
        if (ended) {
          ended.behind.push(chunk);
          if (ended.behind.reduce((sum, { length }) => sum + length, 0) > keptOctets) settle(ended.outcome.state);
          return;
        }
        if (octets.length < keptOctets) octets = Buffer.concat([octets, chunk.subarray(0, keptOctets - octets.length)]);
        const state = reader.push(chunk);
        if (state.kind !== 'more') settle(state);
        else if (reader.taken() > freeBytes) awaitTurn(opened);
      });
      opened.on('end', () => {
        const state = reader.close();
        settle(state, state.kind === 'more' ? new errors.SocketError('other side closed') : undefined);
      });
      opened.write(request);
    });
  });

/** Statuses that allow no content; to HEAD every answer has none (RFC 9110, section 6.4.1). */
const mayLinger = (method: string, status: number): boolean => method !== 'HEAD' && status === 204;
