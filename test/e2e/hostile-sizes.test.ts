import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import { emptyFolder, start } from './assay.ts';
import { onLoopback } from '../exchange/on-loopback.ts';

const mb = 1024 * 1024;
const json = { 'Content-Type': 'application/json' };

/** Writes one piece again and again, as fast as the client reads. */
const pour = (outgoing: ServerResponse, piece: Buffer, times: number): void => {
  let left = times;
  const go = (): void => {
    while (left > 0 && !outgoing.destroyed) {
      left -= 1;
      if (!outgoing.write(piece)) return void outgoing.once('drain', go);
    }
    outgoing.end();
  };
  go();
};

const list = (resource: number): string =>
  JSON.stringify({
    items: Array.from({ length: 7000 }, (_, at) => ({
      id: at,
      name: `resource ${resource} of many, number ${at}`,
      tags: ['a', 'b'],
      at: '2026-01-01T00:00:00Z',
    })),
  });

/** Bodies that are too large, by path, with the limit that ends them. */
const tooMuch: Readonly<Record<string, { readonly limit: RegExp; readonly send: (outgoing: ServerResponse) => void }>> = {
  '/hundred-megabytes': {
    limit: /exceeds the 16777216 bytes that are read, raise http\.maxBodyBytes/,
    send: (to) => pour(to.writeHead(200, json), Buffer.from(`["${'x'.repeat(mb)}"`), 100),
  },
  '/endless': {
    limit: /exceeds the 16777216 bytes/,
    send: (to) => pour(to.writeHead(200, json), Buffer.alloc(mb, 0x20), Number.POSITIVE_INFINITY),
  },
  '/one-line': {
    limit: /exceeds the 16777216 bytes/,
    send: (to) => pour(to.writeHead(200, { 'Content-Type': 'text/plain' }), Buffer.alloc(mb, 0x61), 100),
  },
  '/bomb': {
    limit: /decompresses to more than the 16777216 bytes/,
    send: (to) => to.writeHead(200, { ...json, 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(200 * mb, 0x20))),
  },
  '/million-members': {
    limit: /more than the 262144 values/,
    send: (to) => to.writeHead(200, json).end(`{${Array.from({ length: 1_000_000 }, (_, at) => `"m${at}":1`).join(',')}}`),
  },
  '/one-member-a-million-times': {
    limit: /more than the 262144 values/,
    send: (to) => to.writeHead(200, json).end(`{${'"m":1,'.repeat(999_999)}"m":1}`),
  },
  '/million-items': { limit: /more than the 262144 values/, send: (to) => to.writeHead(200, json).end(`[${'1,'.repeat(999_999)}1]`) },
  '/deep': { limit: /deeper than the 200 levels/, send: (to) => to.writeHead(200, json).end('['.repeat(100_000) + ']'.repeat(100_000)) },
  '/headers': {
    limit: /header section exceeds the 65536 bytes/,
    send: (to) =>
      void to.socket?.end(`HTTP/1.1 200 OK\r\n${Array.from({ length: 2000 }, (_, at) => `X-${at}: ${'v'.repeat(1000)}\r\n`).join('')}\r\n`),
  },
};

const lists = 60;
const tag = 'tag-0123456789abcdef';

const startHostile = async (): Promise<string> => {
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    const known = tooMuch[path];
    const resource = Number(/^\/list\/(\d+)$/.exec(path)?.[1] ?? Number.NaN);
    if (incoming.headers['x-tag'] !== tag) outgoing.writeHead(401, { ...json, 'WWW-Authenticate': 'Tag realm="much"' }).end('{}');
    else if (known) known.send(outgoing);
    else if (Number.isNaN(resource)) outgoing.writeHead(404, json).end('{}');
    else outgoing.writeHead(200, json).end(list(resource));
  });
  return onLoopback(server);
};

const reads = [...Object.keys(tooMuch), ...Array.from({ length: lists }, (_, at) => `/list/${at}`)];
const item = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer' }, name: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
};
const content = {
  'application/json': { schema: { type: 'object', properties: { items: { type: 'array', items: item } } } },
  'text/plain': {},
};
const document = {
  openapi: '3.1.0',
  info: { title: 'Too much', version: '1' },
  paths: Object.fromEntries(
    reads.map((path, at) => [path, { get: { operationId: `read${at}`, responses: { '200': { description: 'much', content } } } }]),
  ),
  security: [{ tag: [] }],
  components: { securitySchemes: { tag: { type: 'apiKey', in: 'header', name: 'X-Tag' } } },
};

test('answers of any size neither end a run with little memory nor make a target fail', { timeout: 180_000 }, async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'much.json'), JSON.stringify(document));
  const url = await startHostile();
  const args = ['run', 'much.json', '--base-url', url, '--credential', 'key=env:TAG', '--out', 'out', '--json'];
  // With half as much again a run without these limits ends in "JavaScript heap out of memory".
  const { finished } = start(args, { cwd, env: { TAG: tag, NODE_OPTIONS: '--max-old-space-size=200' } });
  const { code, stderr } = await finished;
  expect(stderr).not.toMatch(/out of memory|broken/);
  const entries = readFileSync(join(cwd, 'out', 'run.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; verdict?: { kind: string } });
  const kinds = entries.flatMap(({ verdict }) => (verdict ? [verdict.kind] : []));
  expect(kinds.filter((kind) => kind === 'fail' || kind === 'broken')).toEqual([]);
  expect(kinds.filter((kind) => kind === 'pass').length).toBeGreaterThan(lists);
  expect([0, 3]).toContain(code);
  const exchanges = readFileSync(join(cwd, 'out', 'exchanges', '1.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as StoredExchange);
  for (const [path, { limit }] of Object.entries(tooMuch)) {
    const replies = exchanges
      .filter(({ request }) => request.path === path && request.credential.kind === 'valid' && request.faults.length === 0)
      .map(({ reply }) => reply);
    expect(replies.length).toBeGreaterThan(0);
    for (const reply of replies)
      expect(reply).toMatchObject({ kind: 'no-answer', failure: 'too-large', message: expect.stringMatching(limit) as unknown });
  }
});
