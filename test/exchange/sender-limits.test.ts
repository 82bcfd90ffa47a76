import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { http } from './raw-server.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, senderTo, server } from './sending.ts';

closeAfterEach();

const text = JSON.stringify({ a: 'ä'.repeat(50) });
const encoded = (coding: string, body: Buffer) => http('200 OK', [`Content-Encoding: ${coding}`], body);

describe('an encoded answer', () => {
  const codings: Readonly<Record<string, readonly [string, Buffer]>> = {
    gzip: ['gzip', gzipSync(text)],
    'gzip in capitals': ['GZIP', gzipSync(text)],
    'deflate with its zlib wrapper': ['deflate', deflateSync(text)],
    'deflate without it': ['deflate', deflateRawSync(text)],
    brotli: ['br', brotliCompressSync(text)],
    'two codings, the last applied undone first': ['gzip, br', brotliCompressSync(gzipSync(text))],
    'identity, which changes nothing': ['identity', Buffer.from(text)],
  };
  for (const [what, [coding, body]] of Object.entries(codings)) {
    test(`${what} is decoded`, async () => {
      const target = await server((socket) => socket.write(encoded(coding, body)));
      const answer = answerOf(await senderTo(target.url).send(plan(), 'x1'));
      expect(answer.text).toBe(text);
      expect(answer.bodyBytes).toBe(Buffer.byteLength(text));
      expect(answer.json.kind).toBe('value');
    });
  }

  test('an answer without a body has none, whatever its coding', async () => {
    const target = await server((socket) => socket.write('HTTP/1.1 204 No Content\r\nContent-Encoding: x-vendor, gzip\r\n\r\n'));
    expect(answerOf(await senderTo(target.url).send(plan(), 'x1'))).toMatchObject({ text: '', json: { kind: 'none' } });
  });

  test('no coding is requested', async () => {
    const target = await server((socket) => socket.write(encoded('identity', Buffer.from(text))));
    await senderTo(target.url).send(plan(), 'x1');
    expect(target.requests[0]?.headers.map(([name]) => name.toLowerCase())).not.toContain('accept-encoding');
  });

  const unreadable: Readonly<Record<string, Buffer>> = {
    'a body that is not valid for its coding': encoded('gzip', Buffer.from(text)),
    'a body cut short inside its coding': encoded('gzip', gzipSync(text).subarray(0, -12)),
    'an unknown coding': encoded('x-vendor', Buffer.from(text)),
    'a coding with the name of a built-in member': encoded('constructor', Buffer.from(text)),
  };
  for (const [what, answerBytes] of Object.entries(unreadable)) {
    test(`${what} is an answer without a text`, async () => {
      const target = await server((socket) => socket.write(answerBytes));
      expect(answerOf(await senderTo(target.url).send(plan(), 'x1'))).toMatchObject({ status: 200, text: null, json: { kind: 'invalid' } });
    });
  }
});

describe('sizes', () => {
  test('a body beyond its limit is too large, whether its length is announced or not', async () => {
    const big = 'x'.repeat(2_000);
    const target = await server((socket, { turn, connection }) =>
      turn + connection === 2 ? socket.write(http('200 OK', [], big)) : socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${big}`),
    );
    const sender = senderTo(target.url, { limits: { bodyBytes: 1_999 } });
    expect(noAnswerOf(await sender.send(plan(), 'x1')).failure).toBe('too-large');
    expect(noAnswerOf(await sender.send(plan(), 'x2')).failure).toBe('too-large');
  });

  test('a body of exactly the limit is read', async () => {
    const target = await server((socket) => socket.write(http('200 OK', [], 'x'.repeat(2_000))));
    expect(answerOf(await senderTo(target.url, { limits: { bodyBytes: 2_000 } }).send(plan(), 'x1')).bodyBytes).toBe(2_000);
  });

  test('16 MB are too many by default', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    const target = await server((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${17 * chunk.length}\r\n\r\n`);
      for (let sent = 0; sent < 17; sent++) socket.write(chunk);
    });
    expect(noAnswerOf(await senderTo(target.url).send(plan(), 'x1')).failure).toBe('too-large');
  });

  for (const [coding, bomb] of Object.entries({
    gzip: gzipSync(Buffer.alloc(65 * 1024 * 1024)),
    deflate: deflateSync(Buffer.alloc(65 * 1024 * 1024)),
    br: brotliCompressSync(Buffer.alloc(65 * 1024 * 1024), { params: { 1: 1 } }),
  })) {
    test(`a small ${coding} body that decompresses beyond 64 MB is too large`, async () => {
      const target = await server((socket) => socket.write(encoded(coding, bomb)));
      expect(noAnswerOf(await senderTo(target.url).send(plan(), 'x1')).failure).toBe('too-large');
    });
  }
});

describe('time', () => {
  test('a server that never answers times out', async () => {
    const target = await server(() => undefined);
    expect(noAnswerOf(await senderTo(target.url, { timeoutMs: 60 }).send(plan(), 'x1'))).toMatchObject({
      failure: 'timeout',
      message: 'no answer within 60 ms',
    });
  });

  const drip = (socket: Socket, start: string): void => {
    socket.write(start);
    const timer = setInterval(() => socket.write('a'), 5);
    socket.on('close', () => {
      clearInterval(timer);
    });
  };

  test('a body that drips for ever times out, too', async () => {
    const target = await server((socket) => {
      drip(socket, 'HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n');
    });
    expect(noAnswerOf(await senderTo(target.url, { timeoutMs: 80 }).send(plan(), 'x1'))).toMatchObject({ failure: 'timeout', begun: 200 });
  });

  test('a header section that drips for ever does too', async () => {
    const target = await server((socket) => {
      drip(socket, 'HTTP/1.1 200 OK\r\nX-Slow: ');
    });
    expect(noAnswerOf(await senderTo(target.url, { timeoutMs: 80 }).send(plan(), 'x1')).failure).toBe('timeout');
  });

  test('the time that a request waits for a connection does not count', async () => {
    const target = await server((socket) => {
      setTimeout(() => socket.write(http('200 OK', [], '{}')), 60);
    });
    const sender = senderTo(target.url, { timeoutMs: 1_000, limits: { connections: 1 } });
    const [first, second] = await Promise.all([sender.send(plan(), 'x1'), sender.send(plan(), 'x2')]);
    expect(second.sentAt).toBeGreaterThanOrEqual(first.sentAt + Math.floor(first.tookMs) - 1);
  });

  test('the number of open connections is limited', async () => {
    let open = 0;
    let most = 0;
    const target = await server((socket) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        socket.write(http('200 OK', [], '{}'));
      });
    });
    const sender = senderTo(target.url, { limits: { connections: 3 } });
    const exchanges = await Promise.all(
      Array.from({ length: 20 }, (_, n) => sender.send(plan({ method: n % 4 === 0 ? 'POST' : 'GET' }), `x${n}`)),
    );
    expect(exchanges.every((exchange) => answerOf(exchange).status === 200)).toBe(true);
    expect(most).toBeLessThanOrEqual(3);
  });
});
