import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/exchange/redactor.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { CredentialUse } from '../../src/model/request.ts';
import { http, okJson } from './raw-server.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, secrets, senderTo, server } from './sending.ts';

closeAfterEach();

const sentKey = (headers: readonly (readonly [string, string])[]): string =>
  headers.find(([name]) => name === 'authorization')?.[1].slice('Bearer '.length) ?? '';

/** Every part of eight characters of a text, literally and with the escapes of JSON. */
const stretches = (text: string): readonly string[] =>
  Array.from({ length: text.length - 7 }, (_, start) => text.slice(start, start + 8)).flatMap((stretch) => [
    stretch,
    JSON.stringify(stretch).slice(1, -1),
    encodeURIComponent(stretch),
  ]);

const expectNoTraceOf = (secret: string, exchange: Exchange | Exchange['reply']): void => {
  const written = JSON.stringify(exchange);
  for (const stretch of stretches(secret)) expect(written).not.toContain(stretch);
};

const echoes: Readonly<Record<string, (key: string) => Buffer>> = {
  'in a JSON body': (key) => okJson({ error: { message: `no such key: ${key}` }, [key]: [key] }),
  'in JSON inside a JSON body': (key) => okJson({ request: JSON.stringify({ authorization: `Bearer ${key}` }) }),
  'in a JSON body of \\u escapes': (key) =>
    http('200 OK', [], `{"k":"${Array.from(key, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`),
  'in an HTML body': (key) => http('500 Oops', ['Content-Type: text/html'], `<pre>${key}</pre>`),
  'in a body that is no JSON, which the parser quotes': (key) => http('400 Bad', [], key),
  'in a header field': (key) => http('200 OK', [`X-Debug: key=${key}`, `Location: /x?key=${encodeURIComponent(key)}`], '{}'),
  'in the name of a header field': (key) => http('200 OK', [`X-${key.replaceAll(/[^A-Za-z0-9_]/g, '')}: 1`], '{}'),
  'in an encoded body': (key) => http('200 OK', ['Content-Encoding: gzip'], gzipSync(JSON.stringify({ key }))),
  'in the name of a coding': (key) => http('200 OK', [`Content-Encoding: ${key.replaceAll(',', '')}`], '{}'),
};

const uses: readonly CredentialUse[] = [
  { kind: 'valid', name: 'key' },
  { kind: 'valid', name: 'second' },
  { kind: 'altered', name: 'key', form: 'last-character-changed' },
  { kind: 'altered', name: 'second', form: 'letter-case-swapped' },
];

describe('a key that the target echoes is in no exchange', () => {
  for (const [where, echo] of Object.entries(echoes)) {
    test(where, async () => {
      const target = await server((socket, { headers }) => socket.write(echo(sentKey(headers))));
      const sender = senderTo(target.url);
      for (const credential of uses) {
        const exchange = await sender.send(plan({ credential }), 'x1');
        const key = sentKey(target.requests.at(-1)?.headers ?? []);
        expect(key.length).toBeGreaterThan(16);
        expectNoTraceOf(key, exchange);
        expect(JSON.stringify(exchange)).toContain('[secret]');
      }
    });
  }

  test('in base64, at any offset', async () => {
    const target = await server((socket, { headers }) => {
      const key = sentKey(headers);
      socket.write(okJson([0, 1, 2].map((offset) => Buffer.from(`${'u'.repeat(offset)}${key}:`).toString('base64'))));
    });
    const exchange = await senderTo(target.url).send(plan({ credential: { kind: 'valid', name: 'key' } }), 'x1');
    const { json } = answerOf(exchange);
    const values = json.kind === 'value' && Array.isArray(json.value) ? json.value.map(String) : [];
    expect(values).toHaveLength(3);
    for (const value of values) {
      const decoded = Buffer.from(value.replace('[secret]', ''), 'base64').toString('latin1');
      expect(value).toContain('[secret]');
      expect(decoded.length).toBeLessThan(8);
    }
  });
});

describe('requests', () => {
  test('a credential is recorded by its scheme only', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const { sent } = await senderTo(target.url, { secrets: { key: 'abc' } }).send(
      plan({ credential: { kind: 'valid', name: 'key' } }),
      'x1',
    );
    expect(target.requests[0]?.headers).toContainEqual(['authorization', 'Bearer abc']);
    expect(sent.headers).toContainEqual(['authorization', 'Bearer [secret]']);
  });

  test('a secret in a path, a query, a field or a body is sent and not recorded', async () => {
    const target = await server((socket) => socket.write(okJson({})));
    const request = plan({
      operation: 'POST /things/{id}',
      method: 'POST',
      path: '/things/{id}',
      pathValues: { id: secrets.key },
      query: [['token', secrets.key]],
      headers: [['X-Token', secrets.second]],
      body: { kind: 'json', value: { [secrets.key]: secrets.second } },
    });
    const exchange = await senderTo(target.url).send(request, 'x1');
    expect(decodeURIComponent(target.requests[0]?.line ?? '')).toBe(`POST /things/${secrets.key}?token=${secrets.key} HTTP/1.1`);
    expect(target.requests[0]?.body.toString()).toBe(JSON.stringify({ [secrets.key]: secrets.second }));
    expectNoTraceOf(secrets.key, exchange);
    expectNoTraceOf(secrets.second, exchange);
    expect(exchange.sent.target).toBe('/things/[secret]?token=[secret]');
  });
});

test('a failure message contains no secret either', async () => {
  const label = `tenant-${'k3y'.repeat(20)}`;
  const exchange = await senderTo(`http://${label}.invalid`, { redactor: createRedactor([label]) }).send(plan(), 'x1');
  expect(noAnswerOf(exchange).message).toContain('[secret]');
  expectNoTraceOf(label, exchange.reply);
});

describe('an answer that contains the key', () => {
  test.for<readonly [string, (key: string) => Buffer, true | undefined]>([
    ['in its body is marked', (key) => okJson({ key }), true],
    ['in a header field is marked', (key) => http('200 OK', [`X-Debug: ${key}`], '{}'), true],
    ['in part only is not marked', (key) => okJson({ key: key.slice(0, 12) }), undefined],
  ])('%s', async ([, answer, marked]) => {
    const key = secrets.key ?? '';
    const target = await server((socket) => socket.end(answer(key)));
    expect(answerOf(await senderTo(target.url).send(plan(), 'x1')).echoes).toBe(marked);
  });
});
