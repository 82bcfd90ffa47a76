import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { okJson } from './raw-server.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, senderTo, server } from './sending.ts';

closeAfterEach();

const post = plan({ operation: 'POST /things', method: 'POST', body: { kind: 'json', value: {} } });

describe('connections', () => {
  test('reads one after another share a connection', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const sender = senderTo(target.url);
    for (const id of ['x1', 'x2', 'x3']) await sender.send(plan(), id);
    expect(target.connections()).toBe(1);
  });

  test('a read may ask for a fresh connection', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const sender = senderTo(target.url);
    await sender.send(plan(), 'x1');
    const { sent } = await sender.send(plan(), 'x2', { fresh: true });
    expect(target.requests.map(({ connection }) => connection)).toEqual([1, 2]);
    expect(sent.headers).toContainEqual(['connection', 'close']);
  });

  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'get']) {
    test(`${method} has a separate connection`, async () => {
      const target = await server((socket) => socket.write(okJson({})));
      const sender = senderTo(target.url);
      await sender.send(plan(), 'x1');
      await sender.send({ ...post, method }, 'x2');
      await sender.send({ ...post, method }, 'x3');
      await sender.send(plan(), 'x4');
      expect(target.requests.map(({ connection }) => connection)).toEqual([1, 2, 3, 1]);
    });
  }

  test('a kept connection is closed for a fresh one where the limit is reached', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const sender = senderTo(target.url, { limits: { connections: 2 } });
    const both = () => Promise.all([sender.send(plan(), 'x'), sender.send(plan(), 'x')]);
    await both();
    await sender.send(post, 'x');
    await both();
    // Two for the reads, one for the creation, and one for the read whose connection made room.
    expect(target.connections()).toBe(4);
  });
});

describe('a kept connection that has died', () => {
  /** Answers the first request of the first connection, and breaks at every later one on it. */
  const dying = (die: (socket: Socket) => void) =>
    server((socket, { connection, turn }) => {
      if (connection === 1 && turn > 1) die(socket);
      else socket.write(okJson({ connection }));
    });

  for (const [how, die] of Object.entries({
    'closed without a byte': (socket: Socket) => socket.end(),
    'reset without a byte': (socket: Socket) => socket.resetAndDestroy(),
    'filled with bytes that are not an answer': (socket: Socket) => socket.end('garbage\r\n\r\n'),
  })) {
    test(`${how}: a read is sent once more on a fresh one`, async () => {
      const target = await dying(die);
      const sender = senderTo(target.url);
      await sender.send(plan(), 'x1');
      const exchange = await sender.send(plan(), 'x2');
      expect(answerOf(exchange).json).toEqual({ kind: 'value', value: { connection: 2 } });
      expect(exchange.sent.headers).toContainEqual(['connection', 'close']);
      expect(target.requests).toHaveLength(3);
    });
  }

  test('a read with a partial answer is sent again as plain octets', async () => {
    const target = await dying((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'));
    const sender = senderTo(target.url);
    await sender.send(plan(), 'x1');
    const exchange = await sender.send(plan(), 'x2');
    expect(answerOf(exchange).json).toEqual({ kind: 'value', value: { connection: 2 } });
    expect(exchange.raw).toBeDefined();
    expect(target.requests).toHaveLength(3);
  });

  test('a read that times out is not repeated', async () => {
    const target = await dying(() => undefined);
    const sender = senderTo(target.url, { timeoutMs: 60 });
    await sender.send(plan(), 'x1');
    expect(noAnswerOf(await sender.send(plan(), 'x2')).failure).toBe('timeout');
    expect(target.requests).toHaveLength(2);
  });

  test('a read is repeated once, and once as plain octets', async () => {
    const target = await server((socket, { turn, connection }) => {
      if (turn === 1 && connection === 1) socket.write(okJson({}));
      else socket.end();
    });
    const sender = senderTo(target.url);
    await sender.send(plan(), 'x1');
    expect(noAnswerOf(await sender.send(plan(), 'x2')).failure).toBe('closed');
    expect(target.requests).toHaveLength(4);
  });

  test('a connection that was closed while idle is replaced silently', async () => {
    const target = await server((socket, { connection }) => {
      socket.write(okJson({ connection }), () => {
        if (connection === 1) socket.end();
      });
    });
    const sender = senderTo(target.url);
    await sender.send(plan(), 'x1');
    expect(answerOf(await sender.send(plan(), 'x2')).json).toEqual({ kind: 'value', value: { connection: 2 } });
  });

  test('bytes after one answer never become the next', async () => {
    const target = await server((socket, { connection }) => {
      socket.write(Buffer.concat([okJson({ connection }), ...(connection === 1 ? [okJson({ smuggled: true })] : [])]));
    });
    const sender = senderTo(target.url);
    await sender.send(plan(), 'x1');
    expect(answerOf(await sender.send(plan(), 'x2')).json).toEqual({ kind: 'value', value: { connection: 2 } });
  });
});
