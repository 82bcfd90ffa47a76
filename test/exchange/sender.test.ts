import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PlannedRequest } from '../../src/model/request.ts';
import { http, okJson } from './raw-server.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, secrets, senderTo, server } from './sending.ts';

closeAfterEach();

const post = (changes: Partial<PlannedRequest> = {}): PlannedRequest =>
  plan({ operation: 'POST /things', method: 'POST', body: { kind: 'json', value: { name: 'ct-1' } }, ...changes });

describe('what is sent', () => {
  test('a read asks for JSON, names its sender and contains the credential', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    await senderTo(`${target.url}/v2`).send(plan({ credential: { kind: 'valid', name: 'second' }, query: [['q', 'a b']] }), 'x1');
    const [request] = target.requests;
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(request?.line).toBe('GET /v2/things?q=a%20b HTTP/1.1');
    expect(request?.headers).toEqual([
      ['host', `127.0.0.1:${target.port}`],
      ['connection', 'keep-alive'],
      ['user-agent', `assay/${version}`],
      ['accept', 'application/json'],
      ['authorization', `Bearer ${secrets.second}`],
    ]);
  });

  test('the target is sent as it was built, with dots and double slashes', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const { sent } = await senderTo(target.url).send(plan({ operation: null, path: '/a/../b/%2e%2e//c/./{d}?x#y' }), 'x1');
    expect(target.requests[0]?.line).toBe('GET /a/../b/%2e%2e//c/./{d}?x#y HTTP/1.1');
    expect(sent.target).toBe('/a/../b/%2e%2e//c/./{d}?x#y');
  });

  const kinds: Readonly<Record<string, PlannedRequest>> = {
    'a read': plan(),
    'a read with a body': plan({ body: { kind: 'json', value: [1] } }),
    'a HEAD': plan({ method: 'HEAD' }),
    'a creation': post(),
    'an empty body': post({ body: { kind: 'empty', mediaType: 'application/json' } }),
    'no body at all': plan({ method: 'POST' }),
    'a removal': plan({ method: 'DELETE' }),
    'an unparsable body': post({ body: { kind: 'text', text: '{"ü":', mediaType: 'application/json' } }),
    'a Host of its own': plan({ headers: [['Host', 'other.example']] }),
    'fields that repeat': plan({
      headers: [
        ['X-Tag', 'a'],
        ['x-tag', 'b'],
      ],
    }),
  };
  for (const [what, request] of Object.entries(kinds)) {
    test(`${what} is recorded as it was sent`, async () => {
      const target = await server((socket, { line }) =>
        socket.write(line.startsWith('HEAD') ? http('200 OK', [], '').toString().replace('Length: 0', 'Length: 7') : okJson({})),
      );
      const { sent, reply } = await senderTo(target.url, { headers: { 'X-Tenant': 't1' } }).send(request, 'x1');
      const [wire] = target.requests;
      expect(reply.kind).toBe('answer');
      expect(wire?.line).toBe(`${sent.method} ${sent.target} HTTP/1.1`);
      expect(sent.headers).toEqual(wire?.headers);
      expect(sent.body ?? '').toBe(wire?.body.toString('utf8'));
    });
  }

  test("a request's own fields replace the target's, and those replace the default ones", async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const sender = senderTo(target.url, { headers: { Accept: 'text/plain', 'X-Tenant': 't1' } });
    await sender.send(plan({ headers: [['x-tenant', 't2']] }), 'x1');
    expect(target.requests[0]?.headers.filter(([name]) => /accept|tenant/i.test(name))).toEqual([
      ['Accept', 'text/plain'],
      ['x-tenant', 't2'],
    ]);
  });

  test('a blank credential is the scheme with nothing after it', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    await senderTo(target.url).send(plan({ credential: { kind: 'blank' } }), 'x1');
    expect(target.requests[0]?.headers.find(([name]) => name === 'authorization')?.[1]).toBe('Bearer');
  });

  test('an exchange keeps its id and the planned request', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const request = plan();
    const exchange = await senderTo(target.url).send(request, 'x7');
    expect(exchange.id).toBe('x7');
    expect(exchange.request).toBe(request);
    expect(exchange.tookMs).toBeGreaterThan(0);
  });
});

describe('answers', () => {
  test('header fields keep their letter case, order and repeats', async () => {
    const target = await server((socket) => socket.write(http('200 OK', ['X-B: 1', 'x-a: caf\xe9', 'X-B: 2', 'Empty:'], '{}')));
    const { headers, status } = answerOf(await senderTo(target.url).send(plan(), 'x1'));
    expect(status).toBe(200);
    expect(headers).toEqual([
      ['X-B', '1'],
      ['x-a', 'caf\xe9'],
      ['X-B', '2'],
      ['Empty', ''],
      ['Content-Length', '2'],
    ]);
  });

  test('a redirect is an answer and is not followed', async () => {
    const target = await server((socket) => socket.write(http('302 Found', ['Location: /elsewhere'], '')));
    expect(answerOf(await senderTo(target.url).send(plan(), 'x1')).status).toBe(302);
    expect(target.requests).toHaveLength(1);
  });

  test('a chunked body is put together', async () => {
    const target = await server((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{"a":1\r\n1\r\n}\r\n0\r\n\r\n'),
    );
    expect(answerOf(await senderTo(target.url).send(plan(), 'x1'))).toMatchObject({
      text: '{"a":1}',
      bodyBytes: 7,
      json: { kind: 'value', value: { a: 1 } },
    });
  });

  test('a body may end with its connection', async () => {
    const target = await server((socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"a":1}'));
    expect(answerOf(await senderTo(target.url).send(plan(), 'x1')).text).toBe('{"a":1}');
  });

  test('an early hint before the answer is ignored', async () => {
    const target = await server((socket) => socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${okJson([]).toString()}`));
    const { status, headers } = answerOf(await senderTo(target.url).send(plan(), 'x1'));
    expect(status).toBe(200);
    expect(headers.map(([name]) => name)).not.toContain('Link');
  });

  test('an empty body is no JSON and no mistake', async () => {
    const target = await server((socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
    expect(answerOf(await senderTo(target.url).send(plan({ method: 'DELETE' }), 'x1'))).toMatchObject({
      status: 204,
      bodyBytes: 0,
      text: '',
      json: { kind: 'none' },
    });
  });

  const bodies: Readonly<Record<string, { readonly body: string | Buffer; readonly text: string | null; readonly kind: string }>> = {
    'HTML is no JSON': { body: '<html>', text: '<html>', kind: 'invalid' },
    'white space alone is no JSON': { body: ' ', text: ' ', kind: 'invalid' },
    'octets that are no UTF-8 have no text': { body: Buffer.from([0x22, 0xff, 0x22]), text: null, kind: 'invalid' },
    'a byte order mark is kept in the text and ignored by the reader': { body: '\ufeff{}', text: '\ufeff{}', kind: 'value' },
    '200 levels are read': { body: '['.repeat(200) + ']'.repeat(200), text: '['.repeat(200) + ']'.repeat(200), kind: 'value' },
    'brackets in a string are no levels': {
      body: JSON.stringify(`\\"${'['.repeat(300)}`),
      text: JSON.stringify(`\\"${'['.repeat(300)}`),
      kind: 'value',
    },
  };
  for (const [fact, { body, text, kind }] of Object.entries(bodies)) {
    test(fact, async () => {
      const target = await server((socket) => socket.write(http('200 OK', [], body)));
      const answer = answerOf(await senderTo(target.url).send(plan(), 'x1'));
      expect(answer.text).toBe(text);
      expect(answer.json.kind).toBe(kind);
    });
  }
});

test('JSON nested deeper than 200 levels is too large to read, which is not a fault of the server', async () => {
  const target = await server((socket) => socket.write(http('200 OK', [], '['.repeat(201) + ']'.repeat(201))));
  expect(noAnswerOf(await senderTo(target.url).send(plan(), 'x1'))).toEqual({
    kind: 'no-answer',
    failure: 'too-large',
    message: 'the JSON of the body is nested deeper than the 200 levels of the limit',
  });
});

describe('mistakes of this program', () => {
  test('a field that no header can contain is an error that names the request', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    await expect(senderTo(target.url).send(plan({ headers: [['X-Bad', 'a\nb']] }), 'x1')).rejects.toThrow(/^Cannot send GET \/things: /);
    expect(target.requests).toEqual([]);
  });

  test('a closed sender sends nothing', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const sender = senderTo(target.url);
    await sender.close();
    await expect(sender.send(plan(), 'x1')).rejects.toThrow(/the sender is closed/);
  });

  test('a mistake frees its connection for the next request', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const sender = senderTo(target.url, { limits: { connections: 1 } });
    await expect(sender.send(plan({ headers: [['bad name', 'x']] }), 'x1')).rejects.toThrow(TypeError);
    expect(answerOf(await sender.send(plan(), 'x2')).status).toBe(200);
  });
});

describe('stopping', () => {
  test('a signal ends a request that waits for its answer', async () => {
    const stop = new AbortController();
    const target = await server(() => {
      stop.abort();
    });
    expect(noAnswerOf(await senderTo(target.url).send(plan(), 'x1', { signal: stop.signal })).failure).toBe('aborted');
  });

  test('a signal ends a request in the middle of a body', async () => {
    const stop = new AbortController();
    const target = await server((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":', () => stop.abort());
    });
    expect(noAnswerOf(await senderTo(target.url).send(plan(), 'x1', { signal: stop.signal })).failure).toBe('aborted');
  });

  test('a signal that has fired prevents sending', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const { failure, message } = noAnswerOf(await senderTo(target.url).send(plan(), 'x1', { signal: AbortSignal.abort() }));
    expect(failure).toBe('aborted');
    expect(message).toMatch(/^not sent/);
    expect(target.connections()).toBe(0);
  });

  test('a signal that fires right after the call prevents sending too', async () => {
    const stop = new AbortController();
    const target = await server((socket) => socket.write(okJson({})));
    const sending = senderTo(target.url).send(plan(), 'x1', { signal: stop.signal });
    stop.abort();
    expect(noAnswerOf(await sending).failure).toBe('aborted');
    expect(target.connections()).toBe(0);
  });

  test('a signal that has fired does not wait for a connection', async () => {
    const target = await server(() => undefined);
    const sender = senderTo(target.url, { limits: { connections: 1 } });
    const first = sender.send(plan(), 'x1');
    expect(noAnswerOf(await sender.send(plan(), 'x2', { signal: AbortSignal.abort() })).failure).toBe('aborted');
    await sender.close();
    expect(noAnswerOf(await first).failure).toBe('aborted');
  });

  test('a signal ends a request that waits for a connection, and the others continue', async () => {
    const stop = new AbortController();
    const target = await server((socket, { line }) => {
      if (line.includes('first')) {
        stop.abort();
        setImmediate(() => socket.write(okJson({})));
      } else socket.write(okJson({}));
    });
    const sender = senderTo(target.url, { limits: { connections: 1 } });
    const first = sender.send(plan({ path: '/first' }), 'x1');
    const second = sender.send(plan({ path: '/second' }), 'x2', { signal: stop.signal });
    const third = sender.send(plan({ path: '/third' }), 'x3');
    expect(noAnswerOf(await second).message).toMatch(/^not sent/);
    expect(answerOf(await first).status).toBe(200);
    expect(answerOf(await third).status).toBe(200);
    expect(target.requests.map(({ line }) => line)).toEqual(['GET /first HTTP/1.1', 'GET /third HTTP/1.1']);
  });

  test('closing the sender aborts running and waiting requests', async () => {
    const target = await server(() => {
      void sender.close();
    });
    const sender = senderTo(target.url, { limits: { connections: 1 } });
    const all = await Promise.all(['x1', 'x2', 'x3'].map((id) => sender.send(plan(), id)));
    expect(all.map((exchange) => noAnswerOf(exchange).failure)).toEqual(['aborted', 'aborted', 'aborted']);
    expect(all.map((exchange) => noAnswerOf(exchange).message.startsWith('not sent'))).toEqual([false, true, true]);
  });
});
