import { Ajv } from 'ajv';
import ajvFormats from 'ajv-formats';
import type { Entry, Har } from 'har-format';
// @ts-expect-error It has no types.
import harSchemas from 'har-schema';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import { writeHar } from '../../src/report/har/write-har.ts';
import { failedCase, folder, folderWith, madeCase, madeRun, storedExchange } from './support/made-run.ts';
import { commanding } from './support/wide-runs.ts';

const ajv = new Ajv({ strict: false, allErrors: true });
ajvFormats.default(ajv);
const load = createRequire(import.meta.url);
ajv.addMetaSchema(load('ajv/lib/refs/json-schema-draft-06.json') as object);
for (const schema of Object.values(harSchemas as Readonly<Record<string, object>>)) ajv.addSchema(schema);
const isHar = ajv.getSchema<Har>('har.json#');

const passing = madeRun([{ name: 'depot', cases: [madeCase('a/b@#', 'P-1', { kind: 'pass', judged: 1 })] }]);

const written = (exchanges: readonly StoredExchange[], record: RunRecord = passing, most?: Parameters<typeof writeHar>[2]): Har => {
  const path = join(folder(), 'exchanges.har');
  writeHar({ record, directory: folderWith(exchanges) }, path, most);
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (isHar?.(value) !== true) throw new Error(ajv.errorsText(isHar?.errors));
  return value as Har;
};
const entryOf = (parts: Parameters<typeof storedExchange>[0], more: Partial<StoredExchange> = {}): Entry => {
  const [entry] = written([{ ...storedExchange(parts), ...more }]).log.entries;
  if (entry === undefined) throw new Error('no entry');
  return entry;
};

describe('exchanges.har', () => {
  test('is refused by the schema where it is wrong, so that the schema judges', () => {
    expect(isHar?.({ log: { version: '1.2', creator: { name: 'a', version: '1' }, entries: [{}] } })).toBe(false);
  });

  test('has request and answer of each exchange', () => {
    const entry = entryOf({
      case: 'a/b@#',
      body: { data: [1] },
      headers: [['Location', '/v1/parcels/1']],
      sent: {
        method: 'POST',
        target: '/v1/parcels?limit=2&q=a%20b',
        headers: [
          ['host', '127.0.0.1:4010'],
          ['content-type', 'application/json'],
          ['authorization', 'Bearer [secret]'],
        ],
        body: '{"label":"ü"}',
      },
    });
    expect(entry).toMatchObject({
      startedDateTime: '2026-03-01T02:00:00.000Z',
      time: 12.5,
      request: {
        method: 'POST',
        url: 'http://127.0.0.1:4010/v1/parcels?limit=2&q=a%20b',
        httpVersion: 'HTTP/1.1',
        queryString: [
          { name: 'limit', value: '2' },
          { name: 'q', value: 'a b' },
        ],
        postData: { mimeType: 'application/json', text: '{"label":"ü"}' },
        bodySize: 14,
      },
      response: {
        status: 200,
        statusText: 'OK',
        redirectURL: '/v1/parcels/1',
        content: { size: 12, mimeType: 'application/json', text: '{"data":[1]}' },
      },
      cache: {},
      timings: { send: 0, wait: 12.5, receive: 0 },
      comment: 'depot x1',
      _target: 'depot',
      _exchange: 'x1',
      _case: 'a/b@#',
    });
    expect(entry.request.headers).toContainEqual({ name: 'authorization', value: 'Bearer [secret]' });
  });

  test('has what network panels of browsers read without asking whether it is there', () => {
    const { log } = written([storedExchange()]);
    // Firefox goes through the pages, and Chromium makes a number of each of these.
    expect(log.pages).toEqual([]);
    for (const { request, response, timings, time } of log.entries) {
      for (const number of [time, request.headersSize, request.bodySize, response.headersSize, response.bodySize, response.content.size])
        expect(Number.isFinite(number)).toBe(true);
      for (const number of [timings.send, timings.wait, timings.receive]) expect(number).toBeGreaterThanOrEqual(0);
      expect((timings.send ?? 0) + timings.wait + timings.receive).toBe(time);
    }
  });

  test('has cookies by name', () => {
    const entry = entryOf({
      headers: [['Set-Cookie', 'session=[issued-1]; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; Secure']],
      sent: {
        headers: [
          ['host', '127.0.0.1:4010'],
          ['cookie', 'session=[issued-1]; theme=dark; odd'],
        ],
      },
    });
    expect(entry.request.cookies).toEqual([
      { name: 'session', value: '[issued-1]' },
      { name: 'theme', value: 'dark' },
      { name: '', value: 'odd' },
    ]);
    expect(entry.response.cookies).toEqual([
      { name: 'session', value: '[issued-1]', path: '/', expires: '2026-10-21T07:28:00.000Z', httpOnly: true, secure: true },
    ]);
  });

  test('shows a request without an answer with status 0, and why', () => {
    const { response } = entryOf({}, { reply: { kind: 'no-answer', failure: 'reset', message: 'reset by peer' } });
    expect(response).toMatchObject({
      status: 0,
      statusText: '',
      comment: 'no answer, reset: reset by peer',
      _error: 'reset: reset by peer',
    });
  });

  test('says which bodies are not there as a whole', () => {
    const exchange = storedExchange({ text: 'teapot' });
    const commentOf = (more: object): string | undefined => entryOf({}, { reply: { ...exchange.reply, ...more } }).response.content.comment;
    expect(commentOf({ truncated: true })).toBe('only the beginning was stored');
    expect(commentOf({ text: null })).toBe('octets that are not UTF-8 text, which are not stored');
    expect(commentOf({ unfinished: true, lastedMs: 5 })).toBe('the body had not ended when the run stopped listening');
    expect(commentOf({})).toBeUndefined();
    const file = entryOf({ sent: { body: '\uFFFD\uFFFD', octets: '//4=' } });
    expect([file.request.bodySize, file.request.postData]).toEqual([
      2,
      expect.objectContaining({ mimeType: 'application/octet-stream', _octets: '//4=' }),
    ]);
    expect(entryOf({ sent: { body: 'ab', truncated: true } }).request.bodySize).toBe(-1);
  });

  test('has an address that a browser takes for requests that no browser would send', () => {
    const urlOf = (target: string, host = '127.0.0.1:4010'): string => entryOf({ sent: { target, headers: [['host', host]] } }).request.url;
    expect(urlOf('/v1/parcels/%zz?q=%&filter[a]={"b"}|ü\uD800')).toBe(
      'http://127.0.0.1:4010/v1/parcels/%25zz?q=%25&filter%5Ba%5D=%7B%22b%22%7D%7C%C3%BC%EF%BF%BD',
    );
    expect(entryOf({ sent: { target: '/v1?filter[a]=1' } })).toMatchObject({ _requestTarget: '/v1?filter[a]=1' });
    expect(entryOf({})).not.toHaveProperty('_requestTarget');
    expect(entryOf({ sent: { target: '/v1/../x' } })).toMatchObject({ _requestTarget: '/v1/../x' });
    expect(urlOf('//evil.example/x')).toBe('http://127.0.0.1:4010//evil.example/x');
    expect(urlOf('*')).toBe('http://127.0.0.1:4010/*');
    expect(urlOf('/v1', 'bad host')).toBe('http://127.0.0.1:4010/v1');
    expect(urlOf('/v1', 'other.example')).toBe('http://other.example/v1');
    expect(
      entryOf({ sent: { headers: [['host', 'other.example']] } }, { encryption: { protocol: 'TLSv1.3', faults: [] } }).request.url,
    ).toBe('https://other.example/v1/parcels');
  });

  test('shows deliveries as what they are', () => {
    expect(entryOf({ id: 'd1' }, { delivery: { endpoint: 'main' } }).comment).toBe(
      'depot d1; delivered by the target to the endpoint main of the run',
    );
  });

  test('keeps what a server sends, and no character of it that a terminal obeys', () => {
    const path = join(folder(), 'exchanges.har');
    const exchange = storedExchange({ text: `${commanding}\uD800`, headers: [['X-Odd', commanding]] });
    writeHar({ record: passing, directory: folderWith([exchange]) }, path);
    const text = readFileSync(path, 'utf8');
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u202E\uFEFF]/u);
    const har = JSON.parse(text) as Har;
    expect(har.log.entries[0]?.response.content.text).toBe(`${commanding}\uD800`);
    expect(isHar?.(har)).toBe(true);
  });

  test('is in the order of sending, whatever the order of the files', () => {
    const exchanges = [3, 1, 2].map((at) => ({ ...storedExchange({ id: `x${at}` }), sentAt: 1_772_330_400_000 + at }));
    expect(written(exchanges).log.entries.map((entry) => entry.startedDateTime.slice(-4))).toEqual(['001Z', '002Z', '003Z']);
  });

  test('is empty, and says why, where the exchanges are gone', () => {
    const path = join(folder(), 'exchanges.har');
    writeHar({ record: passing, directory: folder() }, path);
    const { log } = JSON.parse(readFileSync(path, 'utf8')) as Har;
    expect([log.entries, log.comment]).toEqual([
      [],
      'run 2026-03-01T02-00-00Z-1a2b of depot; its exchanges are not stored any more, or nothing was sent',
    ]);
  });

  test('keeps the evidence of findings where there are more exchanges than a panel shows, and says what is left out', () => {
    const exchanges = Array.from({ length: 40 }, (_, at) => ({ ...storedExchange({ id: `x${at}` }), sentAt: 1_772_330_400_000 + at }));
    const record = madeRun([{ name: 'depot', cases: [failedCase('a/b@#', 'P-1', { exchanges: ['x30', 'x35'] })] }]);
    const kept = (most: Parameters<typeof writeHar>[2]): unknown =>
      written(exchanges, record, most).log.entries.map(({ comment }) => comment?.split(' ')[1]);
    expect(kept({ entries: 4, characters: 1e6 })).toEqual(['x0', 'x1', 'x30', 'x35']);
    expect(kept({ entries: 100, characters: 2200 })).toEqual(['x30', 'x35']);
    expect(written(exchanges, record, { entries: 4, characters: 1e6 }).log.comment).toBe(
      'run 2026-03-01T02-00-00Z-1a2b of depot; 36 of 40 exchanges are left out: those here are the evidence of findings, then the earliest; exchanges/ has all',
    );
  });
});
