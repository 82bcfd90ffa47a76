import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { PlannedRequest } from '../../src/model/request.ts';
import { certificate } from './certificate.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, secrets, senderTo, server, tlsServer } from './sending.ts';

closeAfterEach();

const removal = plan({ operation: 'DELETE /things/{id}', method: 'DELETE', path: '/things/{id}', pathValues: { id: 'a' } });
const asOctets = ({ operation }: PlannedRequest): boolean => operation === removal.operation;
const head = 'HTTP/1.1 204 No Content\r\n';

describe('octets after an answer without content are counted', () => {
  test.for<readonly [string, string, number | undefined]>([
    ['nothing', `${head}\r\n`, 0],
    ['nothing behind an announced length', `${head}Content-Length: 7\r\n\r\n`, 0],
    ['a body', `${head}\r\n{}`, 2],
    ['a body with its length', `${head}Content-Length: 2\r\n\r\n{}`, 2],
    ['a body in chunks', `${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`, 2],
    ['chunks without a body', `${head}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 0],
    ['something other than the announced chunks', `${head}Transfer-Encoding: chunked\r\n\r\n{"a":1}`, 7],
    ['an interim answer before it', `HTTP/1.1 103 Early Hints\r\n\r\n${head}\r\n!`, 1],
    ['line ends, which are not a body', `${head}\r\n\r\n`, undefined],
    ['another answer, which is not a body', `${head}\r\nHTTP/1.1 408 Request Timeout\r\n\r\n`, undefined],
    ['the body of another success', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}{}', undefined],
  ])('%s', async ([, octets, surplus]) => {
    const target = await server((socket) => socket.end(octets));
    const exchange = await senderTo(target.url, { asOctets }).send(removal, 'x1');
    expect(answerOf(exchange).surplus).toBe(surplus);
    expect(target.requests).toHaveLength(1);
  });

  test('also octets that arrive a moment later', async () => {
    const target = await server((socket) => {
      socket.write(`${head}\r\n`);
      setTimeout(() => socket.end('late'), 20);
    });
    expect(answerOf(await senderTo(target.url, { asOctets }).send(removal, 'x1')).surplus).toBe(4);
  });

  test('a connection that stays open is not waited for', async () => {
    const target = await server((socket) => socket.write(`${head}\r\n`));
    const exchange = await senderTo(target.url, { asOctets }).send(removal, 'x1');
    expect(answerOf(exchange)).toMatchObject({ status: 204, surplus: 0, bodyBytes: 0 });
  });

  test('a stream without an end is not read to its end', async () => {
    const target = await server((socket) => socket.write(`${head}\r\n${'x'.repeat(100_000)}`));
    expect(answerOf(await senderTo(target.url, { asOctets }).send(removal, 'x1')).surplus).toBeGreaterThan(16 * 1024);
  });

  test('over TLS too', async () => {
    const target = await tlsServer((socket) => socket.end(`${head}\r\n{}`));
    const sender = senderTo(`https://localhost:${target.port}`, { asOctets, route: { tls: { ca: certificate } } });
    expect(answerOf(await sender.send(removal, 'x1')).surplus).toBe(2);
  });
});

describe('a request that is sent as octets', () => {
  test('is written like any other, and recorded without its secrets', async () => {
    const target = await server((socket) => socket.end(`${head}\r\n`));
    const post = plan({
      ...removal,
      method: 'POST',
      credential: { kind: 'valid', name: 'key' },
      body: { kind: 'json', value: { name: 'é', key: secrets.key } },
    });
    const octets = senderTo(target.url, { asOctets });
    const usual = senderTo(target.url);
    const [first, second] = [await octets.send(post, 'x1'), await usual.send(post, 'x2')];
    const [one, other] = target.requests;
    const sorted = (headers: readonly (readonly [string, string])[] = []): string[] =>
      headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();
    expect(one?.line).toBe(other?.line);
    expect(one?.body.equals(other?.body ?? Buffer.alloc(0))).toBe(true);
    expect(sorted(one?.headers)).toEqual(sorted(other?.headers));
    expect(first.sent).toEqual(second.sent);
    expect(JSON.stringify(first)).not.toContain(secrets.key);
  });

  test('is sent once, whatever the result', async () => {
    const target = await server((socket) => socket.destroy());
    const exchange = await senderTo(target.url, { asOctets }).send(removal, 'x1');
    expect(['closed', 'reset']).toContain(noAnswerOf(exchange).failure);
    expect(target.connections()).toBe(1);
  });

  test('is malformed where the answer is not HTTP', async () => {
    const target = await server((socket) => socket.end('nonsense\r\n\r\n'));
    expect(noAnswerOf(await senderTo(target.url, { asOctets }).send(removal, 'x1')).failure).toBe('malformed');
  });

  test('has the timeout of every exchange', async () => {
    const target = await server(() => undefined);
    const exchange = await senderTo(target.url, { asOctets, timeoutMs: 80 }).send(removal, 'x1');
    expect(noAnswerOf(exchange).failure).toBe('timeout');
  });

  test('has the signal of the caller', async () => {
    const stop = new AbortController();
    const target = await server(() => stop.abort());
    const exchange = await senderTo(target.url, { asOctets }).send(removal, 'x1', { signal: stop.signal });
    expect(noAnswerOf(exchange).failure).toBe('aborted');
  });

  test('reports a closed port', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const address = closed.address();
    await new Promise((resolve) => closed.close(resolve));
    const port = typeof address === 'object' ? address?.port : undefined;
    const exchange = await senderTo(`http://127.0.0.1:${port}`, { asOctets }).send(removal, 'x1');
    expect(noAnswerOf(exchange).failure).toBe('refused');
  });

  test('is not sent where the certificate does not verify', async () => {
    const target = await tlsServer((socket) => socket.end(`${head}\r\n`));
    const sender = senderTo(`https://localhost:${target.port}`, { asOctets });
    const exchange = await sender.send(plan({ ...removal, credential: { kind: 'valid', name: 'key' } }), 'x1');
    expect(noAnswerOf(exchange).failure).toBe('tls');
    expect(target.requests).toHaveLength(0);
  });
});
