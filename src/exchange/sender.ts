import type { Pass } from '../contract/admission.ts';
import type { Answer, Encryption, Exchange, NoAnswer } from '../model/exchange.ts';
import type { PlannedRequest } from '../model/request.ts';
import type { Secrets, Target } from '../model/target.ts';
import type { Alter } from './before-request.ts';
import { createBodyShelf } from './body-shelf.ts';
import { startTiming, type Timed } from './clock.ts';
import { createConnectionPool, type ConnectionPool } from './connection-pool.ts';
import { BrokenExchange, openConnection, type Connection, type RawAnswer } from './connection.ts';
import { directly, type Route } from './route.ts';
import { failureOf, isOurMistake } from './failure.ts';
import { lookAtHandshake } from './handshake.ts';
import { createIssuedCredentials, type IssuedCredentials, type PlacesOf } from './issued-credentials.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { outgoingOf, sentOf, type Outgoing } from './outgoing.ts';
import { attemptRaw, isUnreadable } from './raw-attempt.ts';
import { sendRawOnce } from './raw-once.ts';
import { type AnswerSecrets, readAnswer } from './read-answer.ts';
import type { Logins } from './logins.ts';
import type { Redactor } from './redactor.ts';
import { maskedRequest } from './sent-mask.ts';
import { type Base, baseOf, otherVersionOf } from './target.ts';
import { traced } from './traced.ts';
import { createTurns, type Ticket } from './turns.ts';
import { createWireMask } from './wire-mask.ts';

export type SenderOptions = {
  readonly baseUrl: string;
  /** Other addresses that requests may name (`PlannedRequest.base`). */
  readonly urls?: Target['urls'];
  /**
   * Limits one exchange from dialling to the last byte, by the local clock; to the head only, where the request sets how long its answer is
   * read. Default: 30,000 ms.
   */
  readonly timeoutMs?: number;
  /** Header fields for every request, besides assay's own; a request's own fields replace them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly secrets: Secrets;
  /** What a login gave to be sent with a credential. Default: nothing. */
  readonly companionsOf?: Logins['companionsOf'];
  /** Where a request contains the credentials. Default: one as a bearer token. */
  readonly passesFor?: (request: PlannedRequest) => readonly [Pass, ...Pass[]];
  /** Must know the secrets too. */
  readonly redactor: Redactor;
  readonly limits?: Partial<Limits>;
  readonly route?: Route;
  /** What a hook of the operator makes of each request before it is sent. Default: nothing. */
  readonly alter?: Alter;
  /** The value of `traceparent` for an exchange, by its id. Default: the field is not sent. */
  readonly traceparentFor?: (id: string) => string;
  /** Requests that are sent as plain octets, because octets after their answers are needed (`Answer.surplus`). Default: none. */
  readonly asOctets?: (request: PlannedRequest) => boolean;
  /**
   * Credentials that the server issues during the run, for later requests. A value under a secret name or with the shape of a secret is
   * masked without this too.
   */
  readonly issuing?: {
    readonly issued: IssuedCredentials;
    /** Where the answers to a request may contain such a credential; undefined for a request whose answers contain none. */
    placesFor(request: PlannedRequest): PlacesOf | undefined;
  };
};

export type SendOptions = {
  readonly signal?: AbortSignal;
  /** Use a connection that has carried nothing before. Unsafe methods always do. */
  readonly fresh?: boolean;
};

/** What came of a request whose answer need not be read yet. */
export type Arrived = {
  /** 0 where there is no answer. */
  readonly status: number;
  /** The exchange; its answer is decoded, parsed and redacted by the first call. */
  exchange(): Promise<Exchange>;
};

/** The only part that contacts a target over HTTP. */
export type Sender = {
  /**
   * Sends one request under an exchange id and gives the result: an answer, or the class of failure below HTTP. Follows no redirect and
   * repeats nothing, except for a safe method: once on a fresh connection where the kept one was dead, and once as plain octets where the
   * answer cannot be read (see `Exchange.raw`).
   * @throws {TypeError | RangeError} where the request cannot be written (a path value or credential is missing, a header is malformed).
   */
  send(request: PlannedRequest, id: string, options?: SendOptions): Promise<Exchange>;
  /**
   * Prepares a request that is sent many times: its octets are made once, and small answers are kept as received until somebody asks for
   * the exchange. Each call of the result sends it as {@link Sender.send} does.
   * @throws {TypeError | RangeError} as `send`.
   */
  prepare(request: PlannedRequest): (id: string, options?: SendOptions) => Promise<Arrived>;
  /** Ends all connections; running exchanges become `aborted`. */
  close(): Promise<void>;
};

/** RFC 9110, section 9.2.1. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * May a failure come from the earlier use of a kept connection: closed by the peer while it was idle, or with bytes left after the answer
 * before?
 */
const mayBeStale = (thrown: unknown): boolean => {
  if (!(thrown instanceof BrokenExchange) || !thrown.reused) return false;
  const { failure } = failureOf(thrown);
  return failure === 'malformed' || (thrown.silent && (failure === 'closed' || failure === 'reset'));
};

/** Bytes of large bodies that are read at the same time, unless a single one has more. */
const bytesInFlight = 16 * 1024 * 1024;

/** A body of at most so many bytes may wait until it is read. */
const waitingBytes = 16 * 1024;

type Attempt = {
  readonly timed: Timed;
  readonly result: { readonly raw: RawAnswer } | { readonly none: NoAnswer };
  readonly stale: boolean;
  /** Octets were received, and the HTTP client could not read them. */
  readonly unreadable: boolean;
  /** The TLS version that was negotiated. */
  readonly protocol?: string | undefined;
  readonly keptAlive: boolean;
};

/** What came of a request whose exchange is not made yet. */
type Sent = {
  readonly status: number;
  /** The length of the body that is kept until the exchange is made. */
  readonly bytes: number;
  /** Makes the exchange; to be called once. */
  exchange(): Exchange | Promise<Exchange>;
};

/**
 * Makes a sender for one base URL.
 * @throws {TypeError} where the base URL cannot be used.
 */
export const createSender = (options: SenderOptions): Sender => {
  const { timeoutMs = 30_000, headers = {}, secrets, redactor, route = directly, issuing, companionsOf } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const base = baseOf(options.baseUrl);
  const pools = new Map<string, ConnectionPool>();
  const poolOf = (origin: string): ConnectionPool => {
    const known = pools.get(origin);
    if (known !== undefined) return known;
    const url = new URL(origin);
    const made = createConnectionPool(limits.connections, (keepAlive) => openConnection(url, { keepAlive, limits, route }));
    pools.set(origin, made);
    return made;
  };
  const baseFor = ({ base: choice, method, path }: PlannedRequest): Base => {
    if (choice === undefined) return base;
    if (choice.kind === 'path') return baseOf(`${base.origin}${choice.path}`);
    if (choice.kind === 'version') return otherVersionOf(base, choice.segment);
    const url = options.urls?.[choice.name];
    if (url === undefined)
      throw new TypeError(
        `Cannot send ${method} ${path}: the target has no address "${choice.name}"; add urls.${choice.name} to its config`,
      );
    return baseOf(url);
  };
  const issued = issuing?.issued ?? createIssuedCredentials(redactor);
  const shelf = createBodyShelf();
  // The memory of one answer decides how many large ones are read at the same time.
  const reading = createTurns(Math.max(1, Math.floor(bytesInFlight / limits.bodyBytes)));
  const inflating = createTurns(2);
  const closing = new AbortController();
  let isClosed = false;

  const noAnswer = (thrown: unknown): NoAnswer => {
    const { failure, message } = failureOf(thrown);
    const begun = failure === 'timeout' && thrown instanceof BrokenExchange && thrown.status > 0 ? { begun: thrown.status } : {};
    return { kind: 'no-answer', failure, ...begun, message: quote(message) };
  };

  const maskOf: AnswerSecrets['mask'] = (answer) => createWireMask(answer, { redactor, issued, isOurs: issued.isOurs });

  /** In answers that are not declared to issue a credential, what was seen in clear text is remembered. */
  const secretsFor = (request: PlannedRequest): AnswerSecrets & { readonly isDeclared: boolean } => {
    const places = issuing?.placesFor(request);
    if (places !== undefined) return { isDeclared: true, take: (answer) => issued.take(answer, request, places), mask: maskOf };
    return {
      isDeclared: false,
      take(answer) {
        if (issuing !== undefined) issued.saw(answer);
        return [];
      },
      mask: maskOf,
    };
  };

  const quote = (text: string): string => maskOf({ status: 0, headers: [], text, value: undefined }).text(text);

  const stoppedBy = (signal: AbortSignal | undefined): AbortSignal =>
    signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal]);

  const attempt = async (
    pool: ConnectionPool,
    message: Outgoing,
    {
      fresh,
      listenMs,
      signal,
      turn,
    }: {
      readonly fresh: boolean;
      readonly listenMs: number | undefined;
      readonly signal: AbortSignal | undefined;
      readonly turn: Ticket;
    },
  ): Promise<Attempt> => {
    const waited = startTiming();
    let connection: Connection;
    try {
      const taken = pool.take(fresh, signal);
      connection = taken instanceof Promise ? await taken : taken;
    } catch (error) {
      return { timed: waited(), result: { none: noAnswer(error) }, stale: false, unreadable: false, keptAlive: !fresh };
    }
    const ended = startTiming();
    let outcome: { readonly raw: RawAnswer } | { readonly thrown: unknown };
    try {
      outcome = { raw: await connection.exchange(message, { timeoutMs, listenMs, signal, turn }) };
    } catch (thrown) {
      outcome = { thrown };
    }
    const timed = ended();
    const around = { timed, protocol: connection.protocol(), keptAlive: connection.keptAlive };
    pool.give(connection, 'raw' in outcome && outcome.raw.unfinished === undefined);
    if ('raw' in outcome) return { ...around, result: outcome, stale: false, unreadable: false };
    const { thrown } = outcome;
    if (isOurMistake(thrown)) {
      const { message: why } = failureOf(thrown);
      throw new TypeError(`Cannot send ${message.method} ${message.recorded.target}: ${quote(why)}; correct the planned request`);
    }
    return { ...around, result: { none: noAnswer(thrown) }, stale: mayBeStale(thrown), unreadable: isUnreadable(thrown) };
  };

  /** What does not change from one sending of a request to the next. */
  const written = (request: PlannedRequest) => {
    const here = baseFor(request);
    const passes = options.passesFor?.(request);
    return {
      request,
      masked: maskedRequest(redactor, request),
      here,
      pool: poolOf(here.origin),
      passes,
      prepared: outgoingOf(request, { base: here, headers, secrets, passes, redactor, issued, companionsOf }),
      answerSecrets: secretsFor(request),
      isSafe: safeMethods.has(request.method),
    };
  };

  const throwIfClosed = ({ method, path }: PlannedRequest): void => {
    if (isClosed) throw new TypeError(`Cannot send ${method} ${path}: the sender is closed`);
  };

  const send: Sender['send'] = async (request, id, sending = {}) => {
    throwIfClosed(request);
    const turn = reading.ticket();
    try {
      const arrived = await sendInTurn(written(request), id, sending, turn);
      const exchange = arrived.exchange();
      return exchange instanceof Promise ? await exchange : exchange;
    } finally {
      turn.end();
    }
  };

  const prepare: Sender['prepare'] = (request) => {
    const prepared = written(request);
    return async (id, sending = {}) => {
      throwIfClosed(request);
      const turn = reading.ticket();
      try {
        const arrived = await sendInTurn(prepared, id, sending, turn);
        const make = async (): Promise<Exchange> => arrived.exchange();
        let read = arrived.bytes > waitingBytes ? Promise.resolve(await make()) : undefined;
        return { status: arrived.status, exchange: () => (read ??= make()) };
      } finally {
        turn.end();
      }
    };
  };

  const sendInTurn = async (
    { request, masked, here, pool, passes, prepared, answerSecrets, isSafe }: ReturnType<typeof written>,
    id: string,
    { signal, fresh = false }: SendOptions,
    turn: Ticket,
  ): Promise<Sent> => {
    issued.sent(request);
    const placed = options.traceparentFor === undefined ? prepared : traced(prepared, options.traceparentFor(id));
    const message = options.alter === undefined ? placed : await options.alter(placed, { request, base: here, passes: passes ?? [] });
    const read = (raw: RawAnswer) => readAnswer(raw, { limits, answerSecrets, redactor, shelf, inflating });
    const attemptOn = (fresher: boolean): Promise<Attempt> =>
      attempt(pool, message, { fresh: fresher, listenMs: request.listenMs, signal, turn });
    const asOctets = () => ({
      base: here,
      timeoutMs,
      signal: stoppedBy(signal),
      limits,
      route,
      turn,
      read,
      quote: answerSecrets.isDeclared ? undefined : quote,
    });
    const asRead = { id, request: masked };
    const done = (exchange: Exchange): Sent => ({
      status: exchange.reply.kind === 'answer' ? exchange.reply.status : 0,
      bytes: 0,
      exchange: () => exchange,
    });

    if (options.asOctets?.(request) === true) {
      const once = await sendRawOnce(message, asOctets());
      return done({ ...asRead, sent: sentOf(message, { host: here.host, keptAlive: false }), ...once });
    }

    const first = await attemptOn(fresh || !isSafe);
    const { result, keptAlive, unreadable, protocol, timed } = first.stale && isSafe ? await attemptOn(true) : first;
    const none = 'none' in result ? result.none : undefined;
    if (isSafe && unreadable && none) {
      const looked = await attemptRaw(message, { ...asOctets(), instead: none });
      return done({ ...asRead, sent: sentOf(message, { host: here.host, keptAlive: false }), ...looked });
    }
    let encryption: Encryption | undefined = protocol === undefined ? undefined : { protocol, faults: [] };
    // A failed handshake does not show the encryption, so another one is made.
    if (isSafe && none?.failure === 'tls') encryption = await lookAtHandshake(here.origin, { timeoutMs: limits.connectMs, route });
    const sent = sentOf(message, { host: here.host, keptAlive });
    const { sentAt, tookMs, wallAheadMs } = timed;
    const answeredBy = (reply: Answer | NoAnswer): Exchange => {
      const exchange = { id, request: masked, sent, reply, sentAt, tookMs };
      if (encryption === undefined && wallAheadMs === undefined) return exchange;
      return { id, request: masked, sent, reply, ...(encryption && { encryption }), ...timed };
    };
    if ('none' in result) return done(answeredBy(result.none));
    const { raw } = result;
    const answer = (): Exchange | Promise<Exchange> => {
      const reply = read(raw);
      return reply instanceof Promise ? reply.then(answeredBy) : answeredBy(reply);
    };
    return { status: raw.status, bytes: raw.body.length, exchange: answer };
  };

  return {
    send,
    prepare,
    close: () => {
      isClosed = true;
      closing.abort();
      for (const pool of pools.values()) pool.close();
      shelf.close();
      return Promise.resolve();
    },
  };
};
