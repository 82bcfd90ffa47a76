import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { TransportFailure } from '../../src/model/exchange.ts';
import { certificate } from './certificate.ts';
import { okJson, startRaw } from './raw-server.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, senderTo, server, tlsServer } from './sending.ts';

closeAfterEach();

const head = 'HTTP/1.1 200 OK\r\n';

/** What a server does with the connection, and the class of failure that it is. */
const broken: Readonly<Record<string, readonly [TransportFailure, (socket: Socket) => void]>> = {
  'a close before any byte': ['closed', (socket) => socket.end()],
  'a close in the middle of the header section': ['closed', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-')],
  'a close before the announced length': ['closed', (socket) => socket.end(`${head}Content-Length: 10\r\n\r\nabc`)],
  'a close before the last chunk': ['closed', (socket) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`)],
  'a reset': ['reset', (socket) => socket.resetAndDestroy()],
  'a text that is no HTTP': ['malformed', (socket) => socket.end('hello there\r\n\r\n')],
  'a status line of HTTP/2': ['malformed', (socket) => socket.end('HTTP/2 200 OK\r\n\r\n')],
  'a status of four digits': ['malformed', (socket) => socket.end('HTTP/1.1 2000 OK\r\n\r\n')],
  'a status of 099': ['malformed', (socket) => socket.end('HTTP/1.1 099 What\r\nContent-Length: 0\r\n\r\n')],
  'a space in a field name': ['malformed', (socket) => socket.end(`${head}Bad Name: x\r\nContent-Length: 0\r\n\r\n`)],
  'a NUL in a field value': ['malformed', (socket) => socket.end(`${head}X: a\0b\r\nContent-Length: 0\r\n\r\n`)],
  'a chunk size that is no number': ['malformed', (socket) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n`)],
  'two different lengths': ['malformed', (socket) => socket.end(`${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`)],
  'an unrequested 101': [
    'malformed',
    (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  ],
  'a header section of 80 kB': ['too-large', (socket) => socket.write(`${head}X: ${'a'.repeat(80_000)}\r\nContent-Length: 0\r\n\r\n`)],
};

describe('each way to break an answer has its class', () => {
  for (const [what, [failure, act]] of Object.entries(broken)) {
    test(`${what} is ${failure}`, async () => {
      const target = await server((socket) => act(socket));
      const noAnswer = noAnswerOf(await senderTo(target.url).send(plan(), 'x1'));
      expect(noAnswer).toEqual({ kind: 'no-answer', failure, message: expect.stringMatching(/\w/) as string });
      // An unreadable answer is requested once more as plain octets.
      expect(target.requests).toHaveLength(failure === 'too-large' ? 1 : 2);
    });
  }

  test('a broken unsafe request is never sent twice', async () => {
    const target = await server((socket) => socket.resetAndDestroy());
    const sender = senderTo(target.url);
    expect(noAnswerOf(await sender.send(plan({ method: 'POST' }), 'x1')).failure).toBe('reset');
    expect(target.requests).toHaveLength(1);
  });
});

describe('no connection', () => {
  test('a port without a listener is refused', async () => {
    const gone = await startRaw(() => undefined);
    await gone.close();
    expect(noAnswerOf(await senderTo(gone.url).send(plan(), 'x1')).failure).toBe('refused');
  });

  test('a name without an address is unresolved', async () => {
    // A label of more than 63 octets (RFC 1035, section 2.3.4): no server is asked for it.
    expect(noAnswerOf(await senderTo(`http://${'a'.repeat(64)}.invalid`).send(plan(), 'x1')).failure).toBe('unresolved');
  });

  test('a handshake that never ends is a connect timeout', async () => {
    const silent = await server(() => undefined);
    const sender = senderTo(silent.url.replace('http:', 'https:'), { limits: { connectMs: 50 } });
    expect(noAnswerOf(await sender.send(plan(), 'x1')).failure).toBe('connect-timeout');
  });

  test('the timeout of the exchange includes dialling', async () => {
    const silent = await server(() => undefined);
    const sender = senderTo(silent.url.replace('http:', 'https:'), { timeoutMs: 50 });
    expect(noAnswerOf(await sender.send(plan(), 'x1')).failure).toBe('connect-timeout');
  });
});

describe('TLS', () => {
  test('an untrusted certificate is refused', async () => {
    const target = await tlsServer((socket) => socket.write(okJson({})));
    expect(noAnswerOf(await senderTo(`https://localhost:${target.port}`).send(plan(), 'x1')).failure).toBe('tls');
    expect(target.requests).toEqual([]);
  });

  test('a certificate for another name is refused', async () => {
    const target = await tlsServer((socket) => socket.write(okJson({})));
    expect(noAnswerOf(await senderTo(target.url, { route: { tls: { ca: certificate } } }).send(plan(), 'x1')).failure).toBe('tls');
  });

  test('a certificate of a known authority is accepted', async () => {
    const target = await tlsServer((socket) => socket.write(okJson({ secure: true })));
    const sender = senderTo(`https://localhost:${target.port}`, { route: { tls: { ca: certificate } } });
    expect(answerOf(await sender.send(plan(), 'x1')).json).toEqual({ kind: 'value', value: { secure: true } });
    expect(answerOf(await sender.send(plan(), 'x2')).status).toBe(200);
    expect(target.connections()).toBe(1);
  });

  test('https to a port that speaks http is a TLS failure', async () => {
    const { createServer } = await import('node:http');
    const plain = createServer((_request, response) => response.end());
    await new Promise<void>((resolve) => {
      plain.listen(0, '127.0.0.1', resolve);
    });
    const address = plain.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { failure } = noAnswerOf(await senderTo(`https://127.0.0.1:${port}`).send(plan(), 'x1'));
    await new Promise((resolve) => {
      plain.close(resolve);
    });
    expect(failure).toBe('tls');
  });
});
