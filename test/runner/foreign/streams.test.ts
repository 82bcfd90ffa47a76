import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
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
const failures = async (lines: string, { type = 'text/event-stream', ends = true } = {}): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    if (incoming.url === '/bells') return outgoing.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    if (incoming.url !== '/bells/rung') return outgoing.writeHead(404).end();
    outgoing.writeHead(200, { 'content-type': type });
    outgoing.write(lines);
    return ends ? outgoing.end() : undefined;
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(eventStream)), url, {
    allow: ['slow'],
    durations: { 'stream.listened': 1, 'stream.open': 1 },
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
    ['of another media type', 'data: ding\n\n', { type: 'text/plain' }, 'should streaming/media-type'],
  ] as const)('%s is told', async (_what, lines, more, check) => {
    expect(await failures(lines, more)).toContain(check);
  });
});
