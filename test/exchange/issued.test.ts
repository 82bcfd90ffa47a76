import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { IssuedPointers } from '../../src/contract/issued.ts';
import { createIssuedCredentials } from '../../src/exchange/issued-credentials.ts';
import { createRedactor } from '../../src/exchange/redactor.ts';
import type { Sender } from '../../src/exchange/sender.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import { http, okJson } from './raw-server.ts';
import { answerOf, closeAfterEach, plan, secrets, senderTo, server } from './sending.ts';

closeAfterEach();

/** The most difficult key that a header can contain. */
const nasty = 'Ct"Key/+%41\\Zz09-abcDEF_ghiJKL~mnoPQR.stuVWX';

const nowhere: IssuedPointers = { marked: new Set(), named: new Set(), headers: new Set() };

const issuingSender = (url: string, places: IssuedPointers = nowhere): Sender => {
  const redactor = createRedactor(Object.values(secrets));
  const issued = createIssuedCredentials(redactor);
  const placesFor = ({ operation }: PlannedRequest) => (operation === 'POST /keys' ? () => places : undefined);
  return senderTo(url, { redactor, issuing: { issued, placesFor } });
};

const issue = (over: Partial<PlannedRequest> = {}): PlannedRequest =>
  plan({
    operation: 'POST /keys',
    method: 'POST',
    path: '/keys',
    body: { kind: 'json', value: { project: 'prj_4711abcd0815' } },
    credential: { kind: 'valid', name: 'key' },
    ...over,
  });

const windowsOf = (text: string): readonly string[] => Array.from({ length: text.length - 7 }, (_, start) => text.slice(start, start + 8));

const expectNoTraceOf = (secret: string, written: unknown): void => {
  const text = JSON.stringify(written);
  for (const window of windowsOf(secret)) {
    for (const form of [window, JSON.stringify(window).slice(1, -1), encodeURIComponent(window)]) expect(text).not.toContain(form);
  }
};

const units = (text: string): string => Array.from(text, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

const created = (headers: readonly string[], body: string | Buffer): Buffer =>
  http('201 Created', ['Content-Type: application/json', ...headers], body);

const births: Readonly<Record<string, (key: string) => Buffer>> = {
  'in a member': (key) => created([], JSON.stringify({ id: 'k1', key })),
  'deep inside': (key) => created([], JSON.stringify({ data: [{ credential: { secret: key } }] })),
  'as the body': (key) => created([], JSON.stringify(key)),
  'as the name of a member': (key) => created([], JSON.stringify({ keys: { [key]: { for: 'prj' } } })),
  'in \\u escapes': (key) => created([], `{"key":"${units(key)}"}`),
  'in JSON inside JSON': (key) => created([], JSON.stringify({ result: JSON.stringify({ key }) })),
  'in an encoded body': (key) => created(['Content-Encoding: gzip'], gzipSync(JSON.stringify({ key }))),
  'in a header field': (key) => created([`X-New-Key: ${key}`], '{}'),
  'in Location': (key) => created([`Location: /keys/${encodeURIComponent(key)}`], ''),
  'in the query of Location': (key) => created([`Location: https://console.example/reveal?key=${encodeURIComponent(key)}&once=1`], ''),
  'in the body of an error response': (key) =>
    http('409 Conflict', ['Content-Type: application/json'], JSON.stringify({ error: { existing: key } })),
};

describe('a key that the server issues is in no exchange', () => {
  for (const [where, born] of Object.entries(births)) {
    for (const key of [nasty, 'sk_live_51L8f9Z8vY8qW8k9fFzq3', '550e8400-e29b-41d4-a716-446655440000', 'QmFzZTY0S2V5IQ+Zz09AbCd==']) {
      test(`${where}: ${key.slice(0, 8)}`, async () => {
        const target = await server((socket, { line }) =>
          socket.write(line.startsWith('POST') ? born(key) : okJson({ keys: [key], echo: `Bearer ${key}`, link: encodeURIComponent(key) })),
        );
        const sender = issuingSender(target.url);
        const birth = await sender.send(issue(), 'x1');
        expect(answerOf(birth).issued?.length).toBeGreaterThan(0);
        expectNoTraceOf(key, birth);
        const list = await sender.send(plan(), 'x2');
        expectNoTraceOf(key, list);
        expect(answerOf(list).issued).toBeUndefined();
      });
    }
  }

  test('in a body that comes in chunks', async () => {
    const body = JSON.stringify({ key: nasty });
    const parts = [body.slice(0, 12), body.slice(12, 30), body.slice(30)];
    const chunks = parts.map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`).join('');
    const target = await server((socket) =>
      socket.write(`HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`),
    );
    const exchange = await issuingSender(target.url).send(issue(), 'x1');
    expect(answerOf(exchange).status).toBe(201);
    expectNoTraceOf(nasty, exchange);
  });

  test('in a text that is no JSON', async () => {
    const target = await server((socket) => socket.write(http('200 OK', ['Content-Type: text/plain'], `Your key: ${nasty}\n`)));
    const exchange = await issuingSender(target.url).send(issue(), 'x1');
    // A text between quotes is a separate part.
    for (const part of nasty.split('"').filter(({ length }) => length >= 8)) expectNoTraceOf(part, exchange);
  });

  test('in an answer that can only be read as octets', async () => {
    const target = await server((socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${nasty}\r\n\r\n{"key":"${nasty}"}`));
    const exchange = await issuingSender(target.url).send(issue({ method: 'GET', credential: { kind: 'none' } }), 'x1');
    expect(exchange.reply.kind).toBe('no-answer');
    expectNoTraceOf(nasty, exchange);
  });
});

describe('the handle of an issued key', () => {
  const key = 'sk_live_51L8f9Z8vY8qW8k9fFzq3';

  test('is sent as the key', async () => {
    const target = await server((socket) => socket.write(okJson({ key })));
    const sender = issuingSender(target.url);
    const [handle = ''] = answerOf(await sender.send(issue(), 'x1')).issued ?? [];
    const exchange = await sender.send(plan({ credential: { kind: 'issued', handle } }), 'x2');
    expect(target.requests.at(-1)?.headers).toContainEqual(['authorization', `Bearer ${key}`]);
    expect(exchange.sent.headers).toContainEqual(['authorization', 'Bearer [secret]']);
    expect(exchange.request.credential).toEqual({ kind: 'issued', handle });
    expectNoTraceOf(key, exchange);
  });

  test('replaces one key wherever all of it is shown, and no other', async () => {
    const other = 'sk_live_Zz09QqWwEeRrTtYyUuIi1';
    const keys = [key, other, key];
    const target = await server((socket, { turn, connection }) => socket.write(okJson({ key: keys[connection + turn - 2] })));
    const sender = issuingSender(target.url);
    const shown = [];
    for (const id of ['x1', 'x2', 'x3']) shown.push(answerOf(await sender.send(issue(), id)));
    expect(shown.map(({ issued }) => issued)).toEqual([['issued-1'], ['issued-2'], ['issued-1']]);
    expect(shown.map(({ json }) => (json.kind === 'value' ? json.value : undefined))).toEqual([
      { key: '[issued-1]' },
      { key: '[issued-2]' },
      { key: '[issued-1]' },
    ]);
    expect(shown.map(({ text }) => text)).toEqual(['{"key":"[issued-1]"}', '{"key":"[issued-2]"}', '{"key":"[issued-1]"}']);
  });

  test('is replaced by its key in a path, a query and a body, but not without encryption', async () => {
    const target = await server((socket) => socket.write(okJson({ id: key })));
    const redactor = createRedactor([]);
    const issued = createIssuedCredentials(redactor);
    const sender = senderTo(target.url, {
      redactor,
      urls: { plain: target.url },
      issuing: { issued, placesFor: ({ operation }) => (operation === 'POST /keys' ? () => nowhere : undefined) },
    });
    await sender.send(issue(), 'x1');
    const use = plan({
      path: '/keys/{id}',
      method: 'PUT',
      pathValues: { id: '[issued-1]' },
      query: [['key', '[issued-1]']],
      body: { kind: 'json', value: { of: ['[issued-1]'], [`[issued-9]`]: '[issued-9]' } },
    });
    const exchange = await sender.send(use, 'x2');
    expect(target.requests.at(-1)?.line).toBe(`PUT /keys/${key}?key=${key} HTTP/1.1`);
    expect(String(target.requests.at(-1)?.body)).toBe(JSON.stringify({ of: [key], '[issued-9]': '[issued-9]' }));
    expectNoTraceOf(key, exchange);
    await sender.send({ ...use, base: { kind: 'named', name: 'plain' } }, 'x3');
    expect(target.requests.at(-1)?.line).toContain('issued-1');
  });

  test('of another run is not sent', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const sending = issuingSender(target.url).send(plan({ credential: { kind: 'issued', handle: 'issued-7' } }), 'x1');
    await expect(sending).rejects.toThrow('Cannot send the credential "issued-7": it was not issued in this run');
    expect(target.requests).toEqual([]);
  });
});

describe('what is not a credential is left unchanged', () => {
  const shownOf = (exchange: Exchange): unknown => {
    const { json } = answerOf(exchange);
    return json.kind === 'value' ? json.value : undefined;
  };

  test('words, numbers, moments, addresses, and texts of the request', async () => {
    const body = {
      status: 'activated',
      region: 'eu-central-1',
      type: 'service_account',
      project: 'prj_4711abcd0815',
      created_at: '2026-11-20T14:39:25.123Z',
      compact: '20261120T143925Z',
      count: 1732113565000,
      digits: '1732113565000',
      docs: 'https://docs.example.com/guides/authentication',
      owner: 'someone.with.a.name@company.example',
      note: 'Keep this key at a safe place, it is shown only once',
      host: 'eu-central-1.kennel.example.com',
    };
    const target = await server((socket) => socket.write(okJson(body)));
    const exchange = await issuingSender(target.url).send(issue(), 'x1');
    expect(shownOf(exchange)).toEqual(body);
    expect(answerOf(exchange).issued).toBeUndefined();
  });

  test('texts that were seen in clear text before', async () => {
    const owner = 'usr_8f3k2l9d0s7a6q1w';
    const target = await server((socket) => socket.write(okJson({ owner })));
    const sender = issuingSender(target.url);
    await sender.send(plan(), 'x1');
    expect(shownOf(await sender.send(issue(), 'x2'))).toEqual({ owner });
  });

  test('values that the document names and does not mark; a marked one is a secret whatever it looks like', async () => {
    const places: IssuedPointers = { marked: new Set(['/pin']), named: new Set(['/id', '/pin']), headers: new Set(['x-trace']) };
    const answer = { id: 'key_8f3k2l9d0s7a6q1w', pin: 'a word', other: 'Zz09QqWwEeRrTtYy' };
    const target = await server((socket) => socket.write(created(['X-Trace: 9f8e7d6c5b4a3f2e'], JSON.stringify(answer))));
    const exchange = await issuingSender(target.url, places).send(issue(), 'x1');
    expect(shownOf(exchange)).toEqual({ id: answer.id, pin: '[issued-1]', other: '[issued-2]' });
    expect(answerOf(exchange).headers).toContainEqual(['X-Trace', '9f8e7d6c5b4a3f2e']);
  });

  test("the caller's own key, which is a secret already", async () => {
    const target = await server((socket) => socket.write(okJson({ key: secrets.second })));
    const exchange = await issuingSender(target.url).send(issue(), 'x1');
    expect(shownOf(exchange)).toEqual({ key: '[secret]' });
    expect(answerOf(exchange).issued).toBeUndefined();
  });

  test('parts of a key that the request contained', async () => {
    const key = 'key-prj_4711abcd0815-Zz09QqWwEeRrTtYyUuIi1';
    const target = await server((socket, { line }) =>
      socket.write(okJson(line.startsWith('POST') ? { key } : { projects: ['prj_4711abcd0815'], starts: key.slice(0, 30) })),
    );
    const sender = issuingSender(target.url);
    expect(shownOf(await sender.send(issue(), 'x1'))).toEqual({ key: '[issued-1]' });
    const list = await sender.send(plan(), 'x2');
    expect(shownOf(list)).toMatchObject({ projects: ['prj_4711abcd0815'] });
    expectNoTraceOf('Zz09QqWwE', list);
  });
});
