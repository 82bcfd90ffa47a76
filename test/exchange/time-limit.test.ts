import { setTimeout as wait } from 'node:timers/promises';
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { dial } from '../../src/exchange/dial.ts';
import { startLimit } from '../../src/exchange/time-limit.ts';
import { onLoopback } from './on-loopback.ts';
import { http } from './raw-server.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, senderTo, server } from './sending.ts';

closeAfterEach();

/** Keeps the process busy, as compiling a large schema does. */
const busy = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

describe('a busy process', () => {
  // With 120 ms it is busy to the very end of the limit.
  test.each([300, 120])('does not take its own lateness of %i ms for that of a connection', async (ms) => {
    const { hostname, port } = new URL(await onLoopback(createServer()));
    const connected = new Promise<Error | null>((resolve) => {
      dial({ protocol: 'http:', hostname, port }, { timeoutMs: 100, route: { tls: {} } }, (error, socket) => {
        socket?.destroy();
        resolve(error);
      });
    });
    busy(ms);
    expect(await connected).toBe(null);
  });

  test.each([100, 900])('does not take its own lateness for that of an answer within %i ms', async (timeoutMs) => {
    const target = await server((socket) => {
      socket.write(http('200 OK', [], Buffer.from('{}')));
      busy(timeoutMs + 200);
    });
    expect(answerOf(await senderTo(target.url, { timeoutMs }).send(plan(), 'x1')).status).toBe(200);
  });

  test('still ends a wait for an answer that never comes', async () => {
    const target = await server(() => busy(300));
    expect(noAnswerOf(await senderTo(target.url, { timeoutMs: 100 }).send(plan(), 'x1')).failure).toBe('timeout');
  });

  test('ends a wait although it never rests', async () => {
    const over = new AbortController();
    startLimit(1_200, () => over.abort());
    for (let round = 0; round < 20 && !over.signal.aborted; round++) {
      busy(600);
      await wait(1);
    }
    expect(over.signal.aborted).toBe(true);
  });
});

test('a limit counts what was waited', async () => {
  const limit = startLimit(1_000, () => undefined);
  await wait(700);
  expect(limit.left()).toBeLessThan(400);
  limit.stop();
  expect(startLimit(0, () => undefined).left()).toBe(0);
});

test('a limit that was stopped does not run out', async () => {
  let isOver = false;
  startLimit(20, () => {
    isOver = true;
  }).stop();
  await wait(60);
  expect(isOver).toBe(false);
});
