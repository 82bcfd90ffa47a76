import { type Answer, type NoAnswer, notAMessage, type RawReading } from '../model/exchange.ts';
import { startTiming, type Timed } from './clock.ts';
import { BrokenExchange, ExchangeStopped, type RawAnswer } from './connection.ts';
import type { Route } from './route.ts';
import type { Limits } from './limits.ts';
import type { Outgoing } from './outgoing.ts';
import { exchangeRaw } from './raw-exchange.ts';
import { requestBytes } from './raw-request.ts';
import type { Ticket } from './turns.ts';

/** Error codes of undici for an answer that it could not read, or that ended too early. */
const unreadable = new Set([
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_SOCKET',
  'ERR_ASSERTION',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
]);

/**
 * Do the octets have to be read to know what was received? undici has one error for several ways to break an answer, and loses answers that
 * can be read. Our own stops and failures to connect are not of that kind.
 */
export const isUnreadable = (thrown: unknown): boolean => {
  if (!(thrown instanceof BrokenExchange) || !thrown.connected || thrown.cause instanceof ExchangeStopped) return false;
  const { cause } = thrown;
  if (!(cause instanceof Error)) return false;
  return cause.name === 'HTTPParserError' || ('code' in cause && typeof cause.code === 'string' && unreadable.has(cause.code));
};

/** Characters of the beginning that are kept. */
const shownOctets = 256;

/** Cutting after redacting leaves no part of a secret. */
const beginningOf = (octets: Buffer, quote: Quote): string => quote(octets.toString('latin1')).slice(0, shownOctets);

/** Removes the secrets from a text of the server. */
export type Quote = (text: string) => string;

export type RawAttempt = Timed & { readonly reply: Answer | NoAnswer; readonly raw: RawReading };

export type RawAttemptAround = {
  readonly base: { readonly origin: string; readonly host: string };
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly limits: Limits;
  readonly route: Route;
  readonly read: (raw: RawAnswer) => Answer | NoAnswer | Promise<Answer | NoAnswer>;
  /** Absent where the answer may contain newly issued credentials: nothing of an unreadable answer is then shown. */
  readonly quote: Quote | undefined;
  readonly turn: Ticket;
  /** The result of the HTTP client's attempt; it is kept where the octets end too early to show anything. */
  readonly instead: NoAnswer;
};

/** Sends a safe request once more as plain octets on a fresh connection; its result decides. */
export const attemptRaw = async (message: Outgoing, around: RawAttemptAround): Promise<RawAttempt> => {
  const { base, read, quote, limits, instead, timeoutMs, signal, route, turn } = around;
  const ended = startTiming();
  const { state, octets } = await exchangeRaw(base.origin, requestBytes(message, base.host), {
    method: message.method,
    timeoutMs,
    signal,
    limits,
    route,
    turn,
  });
  const timed = ended();
  if (state.kind === 'answer') {
    return {
      ...timed,
      reply: await read(state.answer),
      raw: { instead: instead.message, departures: state.departures },
    };
  }
  if (quote === undefined) return { ...timed, reply: unquoted(state, instead), raw: { instead: instead.message, departures: [] } };
  const beginning = octets.length === 0 ? {} : { beginning: beginningOf(octets, quote) };
  return { ...timed, reply: replyOf(state, instead, quote), raw: { instead: instead.message, departures: [], ...beginning } };
};

type Unanswered = Exclude<Awaited<ReturnType<typeof exchangeRaw>>['state'], { readonly kind: 'answer' }>;

/** What is wrong with an answer, without quoting it. */
const unquoted = (state: Unanswered, instead: NoAnswer): NoAnswer =>
  state.kind === 'too-large'
    ? { kind: 'no-answer', failure: 'too-large', message: state.why }
    : state.kind === 'malformed'
      ? { kind: 'no-answer', failure: 'malformed', message: 'the answer is not an HTTP/1.1 message' }
      : instead;

const replyOf = (state: Unanswered, instead: NoAnswer, quote: Quote): NoAnswer => {
  switch (state.kind) {
    case 'more':
      return instead;
    case 'malformed':
      return { kind: 'no-answer', failure: 'malformed', message: quote(`${notAMessage}${state.why}`) };
    case 'too-large':
      return { kind: 'no-answer', failure: 'too-large', message: state.why };
    default:
      return state satisfies never;
  }
};
