import type { Socket } from 'node:net';
import { dial, type TlsOptions } from './dial.ts';
import type { Limits } from './limits.ts';
import { answerReader, type RawState } from './raw-answer.ts';

/**
 * What came of an exchange made of plain octets; `more`: it ended before an answer was whole. `octets` is the beginning of
 * what was received, with its secrets.
 */
export type RawOutcome = {
  readonly state: RawState;
  readonly octets: Buffer;
};

/** Octets that are kept to show what came. */
const keptOctets = 16 * 1024;

export type RawAround = {
  readonly method: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly limits: Limits;
  readonly tls: TlsOptions;
};

/**
 * Sends octets on a connection of its own and reads the answer until it is whole, the peer ends the connection, or a limit is
 * reached: the clock of the exchange, which starts with dialling, and the sizes. Never rejects.
 */
export const exchangeRaw = (origin: string, request: Buffer, { method, timeoutMs, signal, limits, tls }: RawAround): Promise<RawOutcome> =>
  new Promise((resolve) => {
    const { protocol, hostname, port } = new URL(origin);
    const reader = answerReader(method, limits);
    let octets: Buffer = Buffer.alloc(0);
    let socket: Socket | undefined;
    let over = false;

    const settle = (state: RawOutcome['state']): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', breakOff);
      socket?.destroy();
      resolve({ state, octets });
    };
    const breakOff = (): void => {
      settle({ kind: 'more' });
    };
    const timer = setTimeout(breakOff, timeoutMs);
    if (signal.aborted) {
      breakOff();
      return;
    }
    signal.addEventListener('abort', breakOff, { once: true });

    // A literal IPv6 address stands in brackets in a URL and nowhere else.
    const to = { protocol, hostname: hostname.replaceAll(/^\[|\]$/g, ''), port };
    socket = dial(to, { timeoutMs: limits.connectMs, tls }, (error, opened) => {
      if (error !== null) {
        breakOff();
        return;
      }
      opened.on('error', breakOff);
      opened.on('close', breakOff);
      opened.on('data', (chunk: Buffer) => {
        if (octets.length < keptOctets) octets = Buffer.concat([octets, chunk.subarray(0, keptOctets - octets.length)]);
        const state = reader.push(chunk);
        if (state.kind !== 'more') settle(state);
      });
      opened.on('end', () => {
        settle(reader.close());
      });
      opened.write(request);
    });
  });
