import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { openServer } from '../../src/reference/kit/http-server.ts';
import type { Ask } from './client.ts';
import { create } from './cloudplatform-io-client.ts';
import type { Symptom } from './symptoms.ts';

const sinkListener =
  (take: (body: string) => number): RequestListener =>
  (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => response.writeHead(take(body)).end());
  };

export type Sink = {
  /** Bodies of all attempts, in order. */
  readonly bodies: readonly string[];
  /** The status for the attempt with this number, from 1. */
  answer: (number: number) => number;
};

/** Receives the webhooks of a reference and answers them while `act` runs. */
export const withSink = async <Reported>(ask: Ask, answer: Sink['answer'], act: (sink: Sink) => Promise<Reported>): Promise<Reported> => {
  const bodies: string[] = [];
  const sink: Sink = { bodies, answer };
  const take = (body: string): number => {
    bodies.push(body);
    return sink.answer(bodies.length);
  };
  const server = await openServer(sinkListener(take), '127.0.0.1', 0);
  try {
    ask.reference.deliverTo(`${server.origin}/hook`);
    return await act(sink);
  } finally {
    await server.close();
  }
};

/** Waits until so many attempts have come, for a limited time. */
export const until = async ({ bodies }: Sink, count: number, longestMs: number): Promise<boolean> => {
  const endsAtMs = Date.now() + longestMs;
  while (bodies.length < count && Date.now() < endsAtMs) await pause(10);
  return bodies.length >= count;
};

/** Whether one failing event causes exactly so many attempts. */
const stopsAfter =
  (count: number, longestMs: number): Symptom =>
  (ask) =>
    withSink(
      ask,
      () => 500,
      async (sink) => {
        await create(ask);
        return (await until(sink, count, 2000)) && !(await until(sink, count + 1, longestMs));
      },
    );

/** Whether one event causes so many attempts within a time. */
const reaches =
  (count: number, longestMs: number, status = 500): Symptom =>
  (ask) =>
    withSink(
      ask,
      () => status,
      async (sink) => {
        await create(ask);
        return until(sink, count, longestMs);
      },
    );

const stillDelivered: Symptom = (ask) =>
  withSink(
    ask,
    () => 500,
    async (sink) => {
      for (let sent = 0; sent < 10; sent += 1) await create(ask);
      await until(sink, 10, 500);
      sink.answer = () => 200;
      const before = sink.bodies.length;
      await create(ask, { name: 'The last one' });
      return (await until(sink, before + 1, 500)) && sink.bodies.some((body) => body.includes('The last one'));
    },
  );

const disabledInTheEnd: Symptom = (ask) =>
  withSink(
    ask,
    (number) => (number % 2 === 1 ? 500 : 200),
    async (sink) => {
      for (let sent = 1; sent <= 6; sent += 1) {
        await create(ask);
        await until(sink, 2 * sent, 500);
      }
      sink.answer = () => 200;
      await create(ask, { name: 'The last one' });
      return !(await until(sink, 13, 500));
    },
  );

/** The delay before the first retry for each defect, in seconds. The documented delays are scaled by it. */
export const firstRetries: Readonly<Record<string, number>> = {
  'webhook-never-retried': 0.05,
  'webhook-first-retry-at-once': 3,
  'webhook-fixed-interval': 0.1,
  'webhook-single-retry': 0.02,
  'webhook-third-retry-too-late': 0.03,
  'webhook-gives-up-after-two': 0.02,
  'webhook-only-200-counts': 0.02,
  'webhook-never-disabled': 30,
  'webhook-failures-not-counted': 30,
  'webhook-failures-not-consecutive': 0.02,
};

/** Symptoms of defects in webhooks, by slug. */
export const webhookSymptoms: Readonly<Record<string, Symptom>> = {
  'webhook-never-retried': stopsAfter(1, 600),
  'webhook-first-retry-at-once': reaches(2, 1000),
  'webhook-fixed-interval': reaches(4, 2000),
  'webhook-single-retry': stopsAfter(2, 900),
  'webhook-third-retry-too-late': stopsAfter(3, 1800),
  'webhook-gives-up-after-two': stopsAfter(3, 1800),
  'webhook-only-200-counts': reaches(2, 600, 204),
  'webhook-never-disabled': stillDelivered,
  'webhook-failures-not-counted': stillDelivered,
  'webhook-failures-not-consecutive': disabledInTheEnd,
};
