import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { RawDeparture } from '../../src/model/exchange.ts';
import { certificate } from './certificate.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, secrets, senderTo, server, tlsServer } from './sending.ts';

closeAfterEach();

const head = 'HTTP/1.1 200 OK\r\n';
const text = '{"a":1}';
const sized = `Content-Length: ${text.length}\r\n\r\n${text}`;

/** Answers that the HTTP client cannot read, though their meaning is clear. */
const readable: Readonly<Record<string, readonly [string, RawDeparture | undefined]>> = {
  'a length beside chunks': [
    `${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n${text}\r\n0\r\n\r\n`,
    'length-beside-chunks',
  ],
  'the same length twice': [`${head}Content-Length: ${text.length}\r\n${sized}`, 'repeated-length'],
  'the same length twice in one field': [`${head}Content-Length: 7, 7\r\n\r\n${text}`, 'repeated-length'],
  'a folded field': [`${head}X-Long: one\r\n  two\r\n${sized}`, 'obs-fold'],
  'a control character in a value': [`${head}X-Odd: a\u0001b\r\n${sized}`, 'control-character'],
  'lines that end in a single LF': [`${head}X: y\r\n${sized}`.replaceAll('\r\n', '\n'), 'bare-lf'],
  'an unrequested 100': [`HTTP/1.1 100 Continue\r\n\r\n${head}${sized}`, 'unrequested-100'],
};

describe('a clear answer that the HTTP client cannot read is an answer', () => {
  for (const [what, [octets, departure]] of Object.entries(readable)) {
    test(`${what} (${departure})`, async () => {
      const target = await server((socket) => socket.end(octets));
      const exchange = await senderTo(target.url).send(plan(), 'x1');
      expect(answerOf(exchange)).toMatchObject({ status: 200, json: { kind: 'value', value: { a: 1 } } });
      expect(exchange.raw).toEqual({ instead: expect.stringMatching(/\w/) as string, departures: [departure] });
      expect(target.requests).toHaveLength(2);
    });

    test(`${what}, octet by octet`, async () => {
      const target = await server((socket) => {
        void drip(socket, octets);
      });
      const exchange = await senderTo(target.url).send(plan(), 'x1');
      expect(answerOf(exchange)).toMatchObject({ status: 200, json: { kind: 'value', value: { a: 1 } } });
      expect(exchange.raw?.departures).toEqual([departure]);
    });
  }

  test('a 204 with a body is read without one', async () => {
    const target = await server((socket) => socket.end(`HTTP/1.1 204 No Content\r\n${sized}`));
    const exchange = await senderTo(target.url).send(plan(), 'x1');
    expect(answerOf(exchange)).toMatchObject({ status: 204, bodyBytes: 0, json: { kind: 'none' } });
    expect(exchange.raw?.departures).toEqual(['content-where-none-is']);
  });

  test('a fold is read as one space', async () => {
    const target = await server((socket) => socket.end(readable['a folded field']?.[0] ?? ''));
    expect(answerOf(await senderTo(target.url).send(plan(), 'x1')).headers).toContainEqual(['X-Long', 'one two']);
  });

  test('chunks may have extensions, and fields may trail them', async () => {
    const octets = `${head}Content-Length: 3\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\n{"a\r\n4 \r\n":1}\r\n0\r\nX-Sum: 1\r\n\r\n`;
    const target = await server((socket) => socket.end(octets));
    expect(answerOf(await senderTo(target.url).send(plan(), 'x1')).text).toBe(text);
  });

  test('a readable answer has no deviations', async () => {
    const target = await server((socket) => socket.end(`${head}${sized}`));
    const exchange = await senderTo(target.url).send(plan(), 'x1');
    expect(exchange.raw).toBeUndefined();
    expect(target.requests).toHaveLength(1);
  });

  test('over TLS too', async () => {
    const target = await tlsServer((socket) => socket.end(`${head}X: a\r\n b\r\n${sized}`));
    const sender = senderTo(`https://localhost:${target.port}`, { route: { tls: { ca: certificate } } });
    expect((await sender.send(plan(), 'x1')).raw?.departures).toEqual(['obs-fold']);
  });
});

const drip = async (socket: Socket, octets: string): Promise<void> => {
  for (const octet of Buffer.from(octets, 'latin1')) {
    await new Promise<void>((resolve) => {
      socket.write(Buffer.from([octet]), () => resolve());
    });
  }
  socket.end();
};

describe('anything else is malformed, and is shown', () => {
  const unreadable: Readonly<Record<string, readonly [octets: string, why: RegExp]>> = {
    'a text that is no HTTP': ['hello there\r\n\r\n', /does not begin with "HTTP\/1\."/],
    'HTTP/0.9': ['<html>hello</html>', /does not begin with/],
    'a status line of HTTP/2': ['HTTP/2 200 OK\r\n\r\n', /does not begin with/],
    'a status of four digits': ['HTTP/1.1 2000 OK\r\n\r\n', /is not a status line/],
    'a status that is no number': ['HTTP/1.1 OK\r\n\r\n', /is not a status line/],
    'a status of 099': ['HTTP/1.1 099 What\r\nContent-Length: 0\r\n\r\n', /no status 099/],
    'a space in a field name': [`${head}Bad Name: x\r\n${sized}`, /"Bad Name: x" is not a header field/],
    'a space before the colon': [`${head}Name : x\r\n${sized}`, /is not a header field/],
    'a line without a colon': [`${head}nonsense\r\n${sized}`, /"nonsense" is not a header field/],
    'a space before the first field': [`${head} X: y\r\n${sized}`, /before the first header field/],
    'a NUL in a value': [`${head}X: a\0b\r\n${sized}`, /contains a CR or NUL/],
    'two different lengths': [`${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, /different lengths: 2 and 3/],
    'a length that is no number': [`${head}Content-Length: -2\r\n\r\n{}`, /"-2" is not a Content-Length/],
    'a chunk size that is no number': [`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n`, /"zz" is not a chunk size/],
    'a chunk longer than its size': [`${head}Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n`, /longer than its declared size/],
    'an unrequested 101': ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', /another protocol/],
  };
  for (const [what, [octets, why]] of Object.entries(unreadable)) {
    test(what, async () => {
      const target = await server((socket) => socket.end(Buffer.from(octets, 'latin1')));
      const exchange = await senderTo(target.url).send(plan(), 'x1');
      expect(noAnswerOf(exchange)).toMatchObject({ failure: 'malformed', message: expect.stringMatching(why) as string });
      expect(exchange.raw).toMatchObject({ departures: [], beginning: octets });
      expect(target.requests).toHaveLength(2);
    });
  }

  test('only the beginning is kept, without secrets', async () => {
    const target = await server((socket) => socket.end(`${'x'.repeat(250)}${secrets.second}${'y'.repeat(500)}`));
    const { raw } = await senderTo(target.url).send(plan(), 'x1');
    expect(raw?.beginning).toBe(`${'x'.repeat(250)}[secre`);
  });

  test('a field that quotes the credential does not reveal it', async () => {
    const target = await server((socket) => socket.end(`${head}${secrets.second}\r\n\r\n`));
    const exchange = await senderTo(target.url).send(plan({ credential: { kind: 'valid', name: 'second' } }), 'x1');
    expect(JSON.stringify(exchange)).not.toContain(secrets.second.slice(4));
  });
});

describe('the same octets', () => {
  test('are sent once more', async () => {
    const target = await server((socket) => socket.end('nonsense\r\n\r\n'));
    const sender = senderTo(target.url, { headers: { 'X-Ours': 'yes' } });
    const request = plan({ credential: { kind: 'valid', name: 'key' }, query: [['q', 'a b&c']], headers: [['Accept', 'text/*']] });
    const exchange = await sender.send(request, 'x1', { fresh: true });
    const [first, second] = target.requests;
    expect(second).toEqual({ ...first, connection: 2 });
    expect(exchange.sent.headers.map(([name]) => name)).toEqual(second?.headers.map(([name]) => name));
  });

  test('with a body, too', async () => {
    const target = await server((socket) => socket.end('nonsense\r\n\r\n'));
    await senderTo(target.url).send(plan({ body: { kind: 'json', value: { ä: 1 } } }), 'x1', { fresh: true });
    const [first, second] = target.requests;
    expect(second).toEqual({ ...first, connection: 2 });
    expect(second?.body.toString()).toBe('{"ä":1}');
  });

  test('of HEAD have an answer without content', async () => {
    const target = await server((socket) => socket.end(`${head}X: a\r\n b\r\nContent-Length: 7\r\n\r\n`));
    const exchange = await senderTo(target.url).send(plan({ method: 'HEAD' }), 'x1');
    expect(answerOf(exchange)).toMatchObject({ status: 200, bodyBytes: 0 });
  });
});

describe('an unsafe request is never repeated', () => {
  test.for(['POST', 'PUT', 'PATCH', 'DELETE'])('%s', async (method) => {
    const target = await server((socket) => socket.end('nonsense\r\n\r\n'));
    const exchange = await senderTo(target.url).send(plan({ operation: `${method} /things`, method }), 'x1');
    expect(noAnswerOf(exchange).failure).toBe('malformed');
    expect(exchange.raw).toBeUndefined();
    expect(target.requests).toHaveLength(1);
  });
});
