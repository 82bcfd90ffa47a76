import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createNetServer, type AddressInfo, type Server as NetServer } from 'node:net';
import { urlOfListen, type ListenAddress } from '../config/listen-address.ts';
import type { Answer, Exchange, HeaderPair, NoAnswer } from '../model/exchange.ts';
import { type Arrival, mainEndpoint, type RawDelivery, type SinkAnswer } from '../model/sink.ts';
import { startTiming, steadyNow } from './clock.ts';
import type { IssuedCredentials } from './issued-credentials.ts';
import { readJson } from './json-text.ts';
import { defaultLimits } from './limits.ts';
import type { Redactor } from './redactor.ts';
import { createWireMask } from './wire-mask.ts';

/** Receives what the target delivers. */
export type Sink = {
  /** The address of the main endpoint, or of another one, as the target reaches it. */
  url(endpoint?: string): string;
  /** Every delivery that was answered, or given up by its sender, in the order of arrival. */
  deliveries(): readonly Exchange[];
  /** How many came that were not kept. */
  dropped(): number;
  /** Lets `choose` decide the answers until the returned function is called; undefined stands for the ordinary answer. */
  answerBy(choose: (arrival: Arrival) => SinkAnswer | undefined): () => void;
  /** Resolves when something arrives or is answered. */
  next(): Promise<void>;
  /** By how many milliseconds at most this process was late, since a time of its steady clock: it may have seen what arrived that much later. */
  lateMs(since: number): number;
  /** For how many milliseconds altogether it was late since then. */
  heldUpMs(since: number): number;
  /** A kept delivery as it came; undefined where there were too many octets to keep it. */
  rawOf(id: string): RawDelivery | undefined;
  close(): Promise<void>;
};

export type SinkOptions = {
  readonly listen: ListenAddress;
  readonly publicUrl?: string;
  readonly redactor: Redactor;
  readonly issued: IssuedCredentials;
  /** The status of the ordinary answer. Default 200. */
  readonly status?: number;
  /** Called for each delivery that is kept, once it is answered. */
  readonly keep: (exchange: Exchange) => void;
  /** How many deliveries an earlier part of the run has numbered. Default: none. */
  readonly before?: number;
  readonly limits?: Partial<SinkLimits>;
};

/** What a sender can make the sink hold. */
export type SinkLimits = {
  /** Longest body. */
  readonly bodyBytes: number;
  /** Longest time for head and body of a request. */
  readonly requestMs: number;
  readonly connections: number;
  /** Deliveries that are kept. */
  readonly deliveries: number;
  /** Octets of all bodies that are kept. */
  readonly octets: number;
};

export const sinkLimits: SinkLimits = {
  bodyBytes: 1024 * 1024,
  requestMs: 30_000,
  connections: 64,
  deliveries: 2000,
  octets: 32 * 1024 * 1024,
};

/** The sink cannot listen; the message says why and what to do. */
export class CannotListen extends Error {}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use, choose another one',
  EACCES: 'permission denied, choose a port above 1023',
  EADDRNOTAVAIL: 'this machine does not have the address',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the host cannot be looked up now',
};

const whyNot = ({ host, port }: ListenAddress, error: unknown): CannotListen => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new CannotListen(`Cannot listen on ${host}:${port} for webhooks (webhooks.listen): ${reasons[code] ?? String(error)}`);
};

const bound = (server: NetServer, { host, port }: ListenAddress): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

/**
 * Binds an address and gives it free again.
 * @throws {CannotListen}
 */
export const tryListen = async (listen: ListenAddress): Promise<void> => {
  const server = createNetServer();
  try {
    await bound(server, listen);
  } catch (error) {
    throw whyNot(listen, error);
  }
  await new Promise((resolve) => server.close(resolve));
};

/** Intervals at which lateness is measured, in milliseconds, and how many of them are remembered. */
const beatMs = 20;
const mostBeats = 100_000;

/** Measures how late the timers of this process are. */
const createPulse = (): Pick<Sink, 'lateMs' | 'heldUpMs'> & { readonly end: () => void } => {
  const late: { readonly at: number; readonly ms: number }[] = [];
  let last = steadyNow();
  const timer = setInterval(() => {
    const now = steadyNow();
    const ms = now - last - beatMs;
    // A timer of Node has whole milliseconds, so that a small difference is none.
    if (ms > 2 && late.length < mostBeats) late.push({ at: now, ms });
    last = now;
  }, beatMs);
  timer.unref();
  return {
    lateMs: (since) =>
      late.reduce((most, { at, ms }) => (at >= since ? Math.max(most, ms) : most), Math.max(0, steadyNow() - last - beatMs)),
    heldUpMs: (since) => late.reduce((sum, { at, ms }) => (at >= since ? sum + ms : sum), 0),
    end: () => clearInterval(timer),
  };
};

/** The body of a request; undefined where it is longer than the limit or does not end. */
const bodyOf = async (incoming: IncomingMessage, most: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
};

const headersOf = ({ rawHeaders }: IncomingMessage): HeaderPair[] =>
  rawHeaders.flatMap((name, n) => (n % 2 === 0 ? [[name, rawHeaders[n + 1] ?? ''] as const] : []));

const textOf = (octets: Buffer): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return null;
  }
};

const answered = (status: number, headers: readonly HeaderPair[]): Answer => ({
  kind: 'answer',
  status,
  headers,
  bodyBytes: 0,
  text: '',
  json: { kind: 'none' },
});

const unanswered = (failure: NoAnswer['failure'], message: string): NoAnswer => ({ kind: 'no-answer', failure, message });

/**
 * Opens the sink. Nothing but the given host and port is bound.
 * @throws {CannotListen}
 */
export const openSink = async ({
  listen,
  publicUrl,
  redactor,
  issued,
  status: usual = 200,
  keep,
  before = 0,
  ...options
}: SinkOptions): Promise<Sink> => {
  const limits = { ...sinkLimits, ...options.limits };
  const deliveries: (Exchange | undefined)[] = [];
  const raw = new Map<string, RawDelivery>();
  const timers = new Set<NodeJS.Timeout>();
  const choices: ((arrival: Arrival) => SinkAnswer | undefined)[] = [];
  let kept = 0;
  let dropped = 0;
  let wake: (() => void) | undefined;
  let woken = new Promise<void>((resolve) => (wake = resolve));
  const pulse = createPulse();

  const stir = (): void => {
    wake?.();
    woken = new Promise<void>((resolve) => (wake = resolve));
  };

  const endpointOf = (target: string): string => {
    const last = target.split('?', 1)[0]?.split('/').at(-1) ?? '';
    return last.startsWith('ct-') ? last : mainEndpoint;
  };

  const arrivalOf = (incoming: IncomingMessage, body: Buffer, id: string, sentAt: number): Arrival => {
    const headers = headersOf(incoming);
    const text = textOf(body);
    const reading = text === null ? undefined : readJson(text, defaultLimits);
    const json: Answer['json'] = reading === undefined || reading.kind === 'too-large' ? { kind: 'invalid', why: 'not read' } : reading;
    const value = json.kind === 'value' ? json.value : undefined;
    const mask = createWireMask({ status: usual, headers, text, value }, { redactor, issued, isOurs: issued.isOurs });
    const clean = text === null ? body.toString('utf8').replaceAll(/[^\t\n\r -~]/gu, '\ufffd') : mask.body(text, json).text;
    const sent = {
      method: incoming.method ?? '',
      target: mask.text(incoming.url ?? ''),
      headers: headers.map(mask.header),
      body: body.length === 0 ? null : clean,
    };
    return { id, endpoint: endpointOf(incoming.url ?? ''), sent, sentAt };
  };

  const exchangeOf = ({ id, endpoint, sent }: Arrival, reply: Exchange['reply'], timed: Pick<Exchange, 'sentAt' | 'tookMs'>): Exchange => ({
    id,
    request: {
      operation: null,
      method: sent.method,
      path: sent.target,
      pathValues: {},
      query: [],
      headers: [],
      credential: { kind: 'none' },
      faults: [],
    },
    sent,
    reply,
    delivery: { endpoint },
    ...timed,
  });

  /** Answers as chosen, and gives what became of it. */
  const reply = (outgoing: ServerResponse, answer: SinkAnswer): Promise<Exchange['reply']> =>
    new Promise((resolve) => {
      const gone = (): void => resolve(unanswered('closed', 'the sender closed the connection before the sink answered'));
      outgoing.once('close', gone);
      if (answer.kind === 'close') {
        resolve(unanswered('closed', 'the sink closed the connection without an answer'));
        outgoing.socket?.destroy();
        return;
      }
      const write = (): void => {
        const headers = { 'Content-Length': '0', ...answer.headers };
        outgoing.writeHead(answer.status, answer.status === 204 ? answer.headers : headers);
        outgoing.end(() => resolve(answered(answer.status, Object.entries(headers))));
      };
      if (answer.afterMs === undefined) return write();
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!outgoing.destroyed) write();
      }, answer.afterMs);
      timers.add(timer);
      outgoing.once('close', () => {
        clearTimeout(timer);
        timers.delete(timer);
      });
      return undefined;
    });

  const ordinary: SinkAnswer = { kind: 'status', status: usual };

  const receive = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const ended = startTiming();
    const arrivedAt = steadyNow();
    const body = await bodyOf(incoming, limits.bodyBytes);
    if (deliveries.length >= limits.deliveries || body === undefined) {
      dropped += 1;
      if (body === undefined && !outgoing.destroyed) outgoing.writeHead(413, { Connection: 'close', 'Content-Length': '0' });
      outgoing.end();
      return;
    }
    const place = deliveries.push(undefined) - 1;
    const arrival = arrivalOf(incoming, body, `d${before + place + 1}`, arrivedAt);
    if (kept + body.length <= limits.octets) {
      kept += body.length;
      raw.set(arrival.id, { headers: headersOf(incoming), octets: body });
    }
    const answer = choices.map((choose) => choose(arrival)).findLast((one) => one !== undefined) ?? ordinary;
    stir();
    const came = await reply(outgoing, answer);
    const exchange = exchangeOf(arrival, came, ended());
    deliveries[place] = exchange;
    keep(exchange);
    stir();
  };

  const server = createServer(
    {
      maxHeaderSize: defaultLimits.headerBytes,
      requestTimeout: limits.requestMs,
      headersTimeout: limits.requestMs,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 5000,
    },
    (incoming, outgoing) => {
      outgoing.on('error', () => undefined);
      void receive(incoming, outgoing);
    },
  );
  server.maxConnections = limits.connections;
  try {
    await bound(server, listen);
  } catch (error) {
    pulse.end();
    throw whyNot(listen, error);
  }
  const { port } = server.address() as AddressInfo;
  const base = (publicUrl ?? urlOfListen({ ...listen, port })).replace(/\/+$/u, '');

  return {
    url: (endpoint = mainEndpoint) =>
      endpoint === mainEndpoint ? (publicUrl ?? `${base}/`) : `${base.split('?', 1)[0] ?? ''}/${endpoint}`,
    deliveries: () => deliveries.filter((one) => one !== undefined),
    dropped: () => dropped,
    answerBy(choose) {
      choices.push(choose);
      return () => {
        const n = choices.indexOf(choose);
        if (n >= 0) choices.splice(n, 1);
      };
    },
    next: () => woken,
    lateMs: pulse.lateMs,
    heldUpMs: pulse.heldUpMs,
    rawOf: (id) => raw.get(id),
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        pulse.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
