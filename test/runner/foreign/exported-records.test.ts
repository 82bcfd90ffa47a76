import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const item = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, name: { type: 'string' } } };
const list = {
  get: { responses: { 200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: item } } } } } },
};
const state = { type: 'string', enum: ['queued', 'running', 'done'] };
const task = { type: 'object', required: ['id', 'status'], properties: { id: { type: 'string' }, status: state } };
const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const id = { parameters: [{ name: 'exportId', in: 'path', required: true, schema: { type: 'string' } }] };

const document = (promise: string) => ({
  openapi: '3.0.3',
  info: { title: 'Looms', version: '1' },
  paths: {
    '/looms': list,
    '/threads': list,
    '/exports': {
      post: {
        description: promise,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['kind'], properties: { kind: { type: 'string', enum: ['looms', 'threads'] } } },
            },
          },
        },
        responses: {
          202: { ...shows(task), headers: { Location: { required: true, schema: { type: 'string' } } } },
          422: { description: 'Wrong' },
        },
      },
    },
    '/exports/{exportId}': { ...id, get: { responses: { 200: shows(task), 404: { description: 'None' } } } },
    '/exports/{exportId}/file': {
      ...id,
      get: {
        responses: { 200: { description: 'File', content: { 'text/csv': { schema: { type: 'string' } } } }, 404: { description: 'None' } },
      },
    },
  },
});

const rows = (noun: string, count: number) => Array.from({ length: count }, (_, n) => ({ id: `${noun}-${n}`, name: `A ${noun}, ${n}` }));
const things: Readonly<Record<string, readonly { id: string; name: string }[]>> = { looms: rows('loom', 4), threads: rows('thread', 33) };

type Habit = { readonly most?: number; readonly form?: 'csv' | 'lines' | 'without ids' };

const failed = async ({ most = Infinity, form = 'csv' }: Habit, promise = 'Exports all records of one kind.'): Promise<string[]> => {
  const kinds: string[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value: unknown, type = 'application/json', more = {}): void => {
      outgoing.writeHead(status, { 'content-type': type, ...more });
      outgoing.end(typeof value === 'string' ? value : JSON.stringify(value));
    };
    const [, root = '', own, part] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (things[root]) return give(200, things[root]);
    if (root !== 'exports') return give(404, {});
    if (own === undefined) {
      const { kind = '' } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { kind?: string };
      if (!things[kind]) return give(422, {});
      kinds.push(kind);
      return give(202, { id: `e${kinds.length}`, status: 'queued' }, 'application/json', { location: `/exports/e${kinds.length}` });
    }
    const kind = kinds[Number(own.slice(1)) - 1];
    if (kind === undefined) return give(404, {});
    if (part === undefined) return give(200, { id: own, status: 'done' });
    const held = (things[kind] ?? []).slice(0, most);
    if (form === 'lines') return give(200, held.map((one) => `${JSON.stringify(one)}\n`).join(''), 'application/x-ndjson');
    const columns = form === 'csv' ? ['id', 'name'] : ['name'];
    const cells = held.map(({ id: own_, name }) => [...(form === 'csv' ? [own_] : []), `"${name}"`].join(','));
    return give(200, [columns.join(','), ...cells, ''].join('\r\n'), 'text/csv');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(promise)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    durations: { 'created.settled': 2 },
    selection: { only: ['lifecycle/exported-records'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
};

test.each<'csv' | 'lines' | 'without ids'>(['csv', 'lines', 'without ids'])(
  'an export of the first page alone is told (%s)',
  async (form) => {
    expect(await failed({ most: 20, form })).toEqual(['record-not-exported']);
  },
);

test.each<'csv' | 'lines' | 'without ids'>(['csv', 'lines', 'without ids'])('a whole export is not accused (%s)', async (form) => {
  expect(await failed({ form })).toEqual([]);
});

test('an export is not accused where nothing says that it is whole', async () => {
  expect(await failed({ most: 20 }, 'Exports records that match.')).toEqual([]);
});
