import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { answerOf, closeAfterEach, noAnswerOf, plan, senderTo, server } from './sending.ts';

closeAfterEach();

const head = 'HTTP/1.1 200 OK\r\n';

/** Invalid octets for the HTTP client, something else for the second connection. */
const secondTime = (act: (socket: Socket) => void) =>
  server((socket, { connection }) => {
    if (connection === 1) socket.end('nonsense\r\n\r\n');
    else act(socket);
  });

describe('the second attempt has the limits of every exchange', () => {
  test('its clock', async () => {
    const target = await secondTime((socket) => socket.write(`${head}Content-Length: 9\r\n\r\nabc`));
    const exchange = await senderTo(target.url, { timeoutMs: 1500 }).send(plan(), 'x1');
    expect(noAnswerOf(exchange).failure).toBe('malformed');
    expect(exchange.raw?.beginning).toMatch(/abc$/);
  });

  test('the size of a header section', async () => {
    const target = await secondTime((socket) => socket.write(`${head}X: ${'a'.repeat(3000)}`));
    const exchange = await senderTo(target.url, { limits: { headerBytes: 2000 } }).send(plan(), 'x1');
    expect(noAnswerOf(exchange)).toMatchObject({
      failure: 'too-large',
      message: 'the header section exceeds the 2000 bytes that are read',
    });
  });

  test.for([
    ['announced', `${head}Content-Length: 3000\r\n\r\n`],
    ['in chunks', `${head}Transfer-Encoding: chunked\r\n\r\nbb8\r\n${'a'.repeat(3000)}`],
    ['until the end of the connection', `${head}\r\n${'a'.repeat(3000)}`],
  ] as const)('the size of a body %s', async ([, octets]) => {
    const target = await secondTime((socket) => socket.write(octets));
    const exchange = await senderTo(target.url, { limits: { bodyBytes: 2000 } }).send(plan(), 'x1');
    expect(noAnswerOf(exchange)).toMatchObject({
      failure: 'too-large',
      message: 'the body exceeds the 2000 bytes that are read, raise http.maxBodyBytes to have it read',
    });
  });

  test('the number of interim answers', async () => {
    const target = await secondTime((socket) => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(20)));
    expect(noAnswerOf(await senderTo(target.url).send(plan(), 'x1'))).toMatchObject({ failure: 'too-large' });
  });

  test('a line between chunks', async () => {
    const target = await secondTime((socket) => socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n${'1'.repeat(9000)}`));
    expect(noAnswerOf(await senderTo(target.url).send(plan(), 'x1')).failure).toBe('too-large');
  });

  test('the signal of the caller', async () => {
    const stop = new AbortController();
    const target = await secondTime(() => stop.abort());
    const exchange = await senderTo(target.url).send(plan(), 'x1', { signal: stop.signal });
    expect(noAnswerOf(exchange).failure).toBe('malformed');
  });

  test('the end of the sender', async () => {
    const closed: Promise<void>[] = [];
    const target = await secondTime(() => closed.push(sender.close()));
    const sender = senderTo(target.url);
    expect(noAnswerOf(await sender.send(plan(), 'x1')).failure).toBe('malformed');
    await Promise.all(closed);
  });
});

describe('where the second attempt gives nothing, the first counts', () => {
  test('a connection that is closed again', async () => {
    const target = await server((socket) => socket.end());
    const exchange = await senderTo(target.url).send(plan(), 'x1');
    expect(noAnswerOf(exchange).failure).toBe('closed');
    expect(exchange.raw).toEqual({ instead: expect.stringContaining('closed') as string, departures: [] });
  });

  test('an answer that is cut off again', async () => {
    const target = await server((socket) => socket.end(`${head}Content-Length: 10\r\n\r\nabc`));
    const exchange = await senderTo(target.url).send(plan(), 'x1');
    expect(noAnswerOf(exchange).failure).toBe('closed');
    expect(exchange.raw?.beginning).toBe(`${head}Content-Length: 10\r\n\r\nabc`);
  });

  test('an answer that is whole this time counts', async () => {
    const target = await secondTime((socket) => socket.end(`${head}\r\nuntil the end`));
    expect(answerOf(await senderTo(target.url).send(plan(), 'x1')).text).toBe('until the end');
  });
});
