import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

/** A document with a list and a read of events, whose answers have these media types. */
const document = (types: Readonly<Record<string, readonly string[]>>, method = 'get') => ({
  openapi: '3.1.0',
  info: { title: 'Bells', version: '1' },
  paths: {
    '/bells': { get: { responses: { 200: { description: 'Bells', content: { 'application/json': {} } } } } },
    '/bells/rung': {
      [method]: {
        responses: Object.fromEntries(
          Object.entries(types).map(([status, all]) => [
            status,
            { description: 'Events', content: Object.fromEntries(all.map((type) => [type, {}])) },
          ]),
        ),
      },
    },
  },
});

const eventStream = { 200: ['text/event-stream'] };

describe('a stream is read', () => {
  test.each<readonly [string, Parameters<typeof document>, boolean]>([
    ['where its media type is the only one', [eventStream], true],
    ['also with a parameter', [{ 200: ['text/event-stream; charset=utf-8'], 404: ['application/json'] }], true],
    ['not where the answer may be JSON', [{ 200: ['text/event-stream', 'application/json'] }], false],
    ['not where another success is', [{ ...eventStream, 202: ['application/json'] }], false],
    ['not of a write', [eventStream, 'post'], false],
    ['not of other lines', [{ 200: ['application/x-ndjson'] }], false],
  ])('%s', async (_where, given, isRead) => {
    const { operations } = await loadContract(writeToolDocument(document(...given)));
    const found = operations.find(({ path }) => path === '/bells/rung')?.conventions.stream;
    expect(found?.kind).toBe(isRead ? 'server-sent-events' : undefined);
  });
});

/** The failures at a stream that sends these lines with a media type, and stays open or ends. */
const failures = async (lines: string, { type = 'text/event-stream', ends = true, slow = true } = {}): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    if (incoming.url === '/bells') return outgoing.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    if (incoming.url !== '/bells/rung') return outgoing.writeHead(404).end();
    outgoing.writeHead(200, { 'content-type': type });
    outgoing.write(lines);
    return ends ? outgoing.end() : undefined;
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(eventStream)), url, {
    ...(slow ? { allow: ['slow'] } : {}),
    durations: { ...(slow ? { 'stream.listened': 1 } : {}), 'stream.open': 1 },
  });
  return verdicts.flatMap(({ id, case: { level }, verdict }) => (verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
};

describe('a stream of a plain document', () => {
  test.each([
    ['that ends', 'data: ding\n\ndata: dong\n\n', {}],
    ['that stays open', ': nothing yet\n\nevent: ring\nid: 7\ndata: ding\n\n', { ends: false }],
    ['without an event', '', { ends: false }],
  ] as const)('%s is accused of nothing', async (_what, lines, more) => {
    expect(await failures(lines, more)).toEqual([]);
  });

  test.each([
    ['of JSON lines', '{"ding":1}\n{"dong":2}\n', {}, 'should streaming/framing'],
    ['of events that no line ends', 'data: ding\ndata: dong\ndata: dung\n', { slow: false }, 'should streaming/framing'],
    ['of another media type', 'data: ding\n\n', { type: 'text/plain' }, 'should streaming/media-type'],
  ] as const)('%s is told', async (_what, lines, more, check) => {
    expect(await failures(lines, more)).toContain(check);
  });
});

describe('a stream that is asked for', () => {
  const parameters = [
    {
      name: 'max',
      in: 'query',
      schema: { type: 'integer', minimum: 1, maximum: 50 },
      description: 'Number of events after which the stream ends.',
    },
    { name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } },
  ];
  const bells = {
    openapi: '3.1.0',
    info: { title: 'Bells', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    paths: {
      '/bells': {
        get: { responses: { 200: { description: 'Bells', content: { 'application/json': {} } }, 401: { description: 'No key' } } },
        post: {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } } },
          },
          responses: {
            201: {
              description: 'A bell',
              content: {
                'application/json': { schema: { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' } } } },
              },
            },
          },
        },
      },
      '/bells/{bellId}': {
        parameters: [{ name: 'bellId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'A bell' }, 401: { description: 'No key' }, 404: { description: 'None' } } },
        delete: { responses: { 204: { description: 'Gone' }, 401: { description: 'No key' }, 404: { description: 'None' } } },
      },
      '/rung': {
        get: {
          description: 'What was rung, such as `bell.published`.',
          parameters,
          responses: { 200: { description: 'Events', content: { 'text/event-stream': {} } }, 401: { description: 'No key' } },
        },
      },
    },
  };
  const keys = ['one-key-0123456789', 'two-key-0123456789'];
  type Event = { readonly id: number; readonly owner: string; readonly name: string };

  const toldOf = async ({ counts = true, resumes = true, apart = true }): Promise<string[]> => {
    const events: Event[] = keys.flatMap((owner) => [1, 2, 3, 4].map((n) => ({ id: n, owner, name: `bell ${n}` })));
    const kept = new Map<string, string>();
    const server = createServer((incoming, outgoing) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => {
        const owner = String(incoming.headers['x-key'] ?? '');
        const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
        const id = pathname.split('/')[2];
        const isStrange = id !== undefined && kept.get(id) !== owner;
        if (!keys.includes(owner)) return outgoing.writeHead(401).end();
        if (isStrange || !['bells', 'rung'].includes(pathname.split('/')[1] ?? '')) return outgoing.writeHead(404).end();
        if (pathname === '/rung') {
          const after = resumes ? Number(incoming.headers['last-event-id'] ?? 0) : 0;
          const own = events.filter((one) => (one.owner === owner || !apart) && one.id > after);
          const shown = own.slice(0, counts ? Number(searchParams.get('max') ?? 50) : 50);
          outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
          return outgoing.end(shown.map((one) => `id: ${one.id}\ndata: ${JSON.stringify({ name: one.name })}\n\n`).join(''));
        }
        if (incoming.method === 'DELETE') return outgoing.writeHead(kept.delete(id ?? '') ? 204 : 404).end();
        if (incoming.method === 'GET')
          return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(id === undefined ? '[]' : '{}');
        const { name } = JSON.parse(body) as { readonly name: string };
        const made = `bell-${events.length}-0a1b2c3d`;
        kept.set(made, owner);
        events.push({ id: events.length + 1, owner, name });
        return outgoing.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id: made, name }));
      });
    });
    const { verdicts } = await judgeForeign(writeToolDocument(bells), await onLoopback(server), {
      key: keys[0] ?? '',
      secrets: { other: keys[1] ?? '' },
      credentials: ['key', 'other'],
      allow: ['mutation'],
      durations: { 'stream.open': 1 },
      selection: { only: ['streaming/*', 'auth/kept-from-other-accounts'], skip: [] },
    });
    return verdicts.flatMap(({ id, case: { level }, verdict }) => (verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
  };

  test.each<readonly [string, Parameters<typeof toldOf>[0], readonly string[]]>([
    ['is accused of nothing', {}, []],
    ['is told where it does not count', { counts: false }, ['should streaming/ends-after-count']],
    ['is told where it begins anew', { resumes: false }, ['should streaming/resumes-after-last-id']],
    ['is told where it shows what others did', { apart: false }, ['should streaming/kept-from-others']],
  ])('%s', async (_what, habits, told) => {
    expect(await toldOf(habits)).toEqual(told);
  });
});
