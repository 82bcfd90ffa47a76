import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Members } from './answering.ts';

/** One attempt to deliver an event. */
export type Attempt = {
  readonly delivery: string;
  /** From 1. */
  readonly number: number;
  /** Undefined where no answer came in time. */
  readonly status: number | undefined;
  readonly isDelivered: boolean;
};

export type WebhookRules = {
  /**
   * How long to wait after the first failed attempt, the second and so on. After the last delay and one more attempt the delivery
   * is given up.
   */
  readonly retryDelaysSeconds: readonly number[];
  /** How long an answer may take. */
  readonly timeoutSeconds: number;
  /** Default every 2xx. */
  readonly isDelivered?: (status: number) => boolean;
  /** After so many failures in a row nothing more is delivered, not even a retry. Default: never. */
  readonly disableAfter?: number;
  /** What counts as a failure: each failed attempt, or each delivery that is given up. Default attempt. */
  readonly failure?: 'attempt' | 'delivery';
  /** A success does not reset the count of failures. Default: it does. */
  readonly keepsFailures?: boolean;
  /** The body of an attempt. Default: the event as JSON, the same each time. */
  readonly body?: (event: Members, attempt: number) => string;
  /** Header fields beside Content-Type. */
  readonly headers?: (delivery: string, attempt: number) => Readonly<Record<string, string>>;
};

/** Deliveries to one endpoint. */
export type Webhooks = {
  /**
   * Delivers to this URL from now on, and enables deliveries again.
   * @throws {Error} for any host but 127.0.0.1.
   */
  deliverTo(url: string): void;
  /** Begins to deliver an event, if there is an endpoint and it is enabled. */
  emit(event: Members): void;
  isDisabled(): boolean;
  enable(): void;
  /** Every attempt so far, in the order in which they ended. */
  readonly attempts: readonly Attempt[];
  /** Ends all deliveries. */
  stop(): Promise<void>;
};

/** Scales delays in proportion, so that the first one is `firstSeconds`. */
export const scaledDelays = (delays: readonly number[], firstSeconds: number): readonly number[] =>
  delays.map((delay) => (delay / (delays[0] ?? 1)) * firstSeconds);

/** @throws {Error} for any address but HTTP on 127.0.0.1: a reference calls nobody else. */
const sinkOf = (url: string): string => {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  if (protocol === 'http:' && hostname === '127.0.0.1') return url;
  throw new Error(`Cannot deliver webhooks to "${url}": choose an address that begins with http://127.0.0.1`);
};

/** Sends webhooks as POST with a JSON body; redirects are not followed. */
export const openWebhooks = (rules: WebhookRules): Webhooks => {
  const { retryDelaysSeconds, timeoutSeconds, disableAfter = Infinity, failure = 'attempt', keepsFailures = false } = rules;
  const { isDelivered = (status) => status >= 200 && status < 300, body = (event) => JSON.stringify(event), headers } = rules;
  // Only the rules decide how long an answer may take.
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const stopped = new AbortController();
  // Every delivery that waits listens.
  setMaxListeners(0, stopped.signal);
  const attempts: Attempt[] = [];
  let sink: string | undefined;
  let failures = 0;

  const isOff = (): boolean => sink === undefined || failures >= disableAfter || stopped.signal.aborted;

  const post = async (url: string, event: Members, delivery: string, number: number): Promise<number | undefined> => {
    try {
      const reply = await request(url, {
        method: 'POST',
        dispatcher: agent,
        headers: { 'Content-Type': 'application/json', ...headers?.(delivery, number) },
        body: body(event, number),
        signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(timeoutSeconds * 1000)]),
      });
      await reply.body.dump();
      return reply.statusCode;
    } catch {
      return undefined;
    }
  };

  const attempt = async (event: Members, delivery: string, number: number): Promise<boolean> => {
    if (sink === undefined) return false;
    const status = await post(sink, event, delivery, number);
    const isDone = status !== undefined && isDelivered(status);
    attempts.push({ delivery, number, status, isDelivered: isDone });
    const isLast = number > retryDelaysSeconds.length;
    if (isDone && !keepsFailures) failures = 0;
    if (!isDone && (failure === 'attempt' || isLast)) failures += 1;
    return isDone;
  };

  const deliver = async (event: Members): Promise<void> => {
    const delivery = randomUUID();
    for (let number = 1; !isOff(); number += 1) {
      if (await attempt(event, delivery, number)) return;
      const delay = retryDelaysSeconds[number - 1];
      if (delay === undefined || isOff()) return;
      await pause(delay * 1000, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  };

  return {
    attempts,
    deliverTo: (url) => {
      sink = sinkOf(url);
      failures = 0;
    },
    emit: (event) => {
      void deliver(event);
    },
    isDisabled: () => failures >= disableAfter,
    enable: () => {
      failures = 0;
    },
    stop: async () => {
      stopped.abort();
      await agent.destroy();
    },
  };
};
