import type { Answer, NoAnswer } from '../model/exchange.ts';
import { startTiming, type Timed } from './clock.ts';
import { BrokenExchange, type RawAnswer } from './connection.ts';
import type { Route } from './route.ts';
import { failureOf } from './failure.ts';
import type { Limits } from './limits.ts';
import type { Outgoing } from './outgoing.ts';
import { contentReader } from './raw-content.ts';
import { exchangeRaw } from './raw-exchange.ts';
import { requestBytes } from './raw-request.ts';
import type { Quote } from './raw-attempt.ts';
import type { Ticket } from './turns.ts';

/** How long to wait for octets after an answer; a server that was asked to close has closed by then. */
const lingerMs = 250;

export type RawOnceAround = {
  readonly base: { readonly origin: string; readonly host: string };
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly limits: Limits;
  readonly route: Route;
  readonly read: (raw: RawAnswer) => Answer | NoAnswer | Promise<Answer | NoAnswer>;
  /** Absent where nothing of an unreadable answer may be shown. */
  readonly quote: Quote | undefined;
  readonly turn: Ticket;
};

export type RawOnce = Timed & { readonly reply: Answer | NoAnswer };

/**
 * Sends a request as plain octets instead of by the HTTP client, on a new connection and never again, so that octets after an answer
 * without content are seen (`Answer.surplus`), which every client ignores.
 */
export const sendRawOnce = async (message: Outgoing, around: RawOnceAround): Promise<RawOnce> => {
  const { base, read, quote, limits, timeoutMs, signal, route, turn } = around;
  const ended = startTiming();
  const { method } = message;
  const bytes = requestBytes(message, base.host);
  const { state, behind, cause, connected, tookMs } = await exchangeRaw(base.origin, bytes, {
    method,
    timeoutMs,
    signal,
    limits,
    route,
    turn,
    lingerMs,
  });
  // Waiting for octets after the answer is not part of the exchange.
  const timed = { ...ended(), tookMs };
  switch (state.kind) {
    case 'answer': {
      const answer = await read(state.answer);
      const surplus = behind && answer.kind === 'answer' ? surplusIn(answer, behind) : undefined;
      return { ...timed, reply: surplus === undefined || answer.kind !== 'answer' ? answer : { ...answer, surplus } };
    }
    case 'malformed': {
      const why = quote === undefined ? '' : quote(`: ${state.why}`);
      return { ...timed, reply: { kind: 'no-answer', failure: 'malformed', message: `the answer is not an HTTP/1.1 message${why}` } };
    }
    case 'too-large':
      return { ...timed, reply: { kind: 'no-answer', failure: 'too-large', message: state.why } };
    case 'more': {
      const { failure, message: why } = failureOf(new BrokenExchange(cause, { reused: false, silent: false, connected }));
      return { ...timed, reply: { kind: 'no-answer', failure, message: quote === undefined ? why : quote(why) } };
    }
    default:
      return state satisfies never;
  }
};

/**
 * Octets of a body after a head that allows none. Undefined where they are not a body: line ends only, or the beginning of another answer.
 * The framing of chunks is not part of the body.
 */
const surplusIn = ({ headers }: Answer, behind: Buffer): number | undefined => {
  const isChunked = headers.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && /\bchunked\b/i.test(value));
  if (isChunked) {
    const reader = contentReader({ kind: 'chunked' });
    const { kind } = reader.push(behind);
    const { length } = reader.content();
    const isBegun = kind === 'whole' || length > 0 || /^[0-9a-f]*[ \t]*(?:;.*)?\r?\n?$/i.test(behind.toString('latin1', 0, 64));
    return kind !== 'malformed' && isBegun ? length : behind.length;
  }
  if (behind.length === 0) return 0;
  const text = behind.toString('latin1', 0, 1024);
  return /^[\r\n]*$/.test(text) || /^\s*HTTP\/1\./.test(text) ? undefined : behind.length;
};
