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

const loom = {
  type: 'object',
  required: ['id', 'name', 'maker', 'status'],
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    maker: { type: 'string' },
    status: { type: 'string', enum: ['new', 'old'] },
  },
};
const asks = (properties: object, required: readonly string[]) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const none = { description: 'None' };

const filteredDocument = (promise: string, filter: object) => ({
  openapi: '3.0.3',
  info: { title: 'Looms', version: '1' },
  paths: {
    '/looms': {
      get: { responses: { 200: shows({ type: 'array', items: loom }) } },
      post: {
        requestBody: asks({ name: { type: 'string' }, maker: { type: 'string' } }, ['name']),
        responses: { 201: shows(loom), 422: { description: 'Wrong' } },
      },
    },
    '/looms/{loomId}': {
      parameters: [{ name: 'loomId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows(loom), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/exports': {
      post: {
        description: promise,
        requestBody: asks({ status: filter }, []),
        responses: {
          202: { ...shows(task), headers: { Location: { required: true, schema: { type: 'string' } } } },
          422: { description: 'Wrong' },
        },
      },
    },
    '/exports/{exportId}': document(promise).paths['/exports/{exportId}'],
    '/exports/{exportId}/file': document(promise).paths['/exports/{exportId}/file'],
  },
});

type Loom = { readonly id: string; readonly name: string; readonly maker: string; readonly status: string };
type Cells = (one: Loom, next: Loom) => readonly string[];

const inQuotes = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const usual: Cells = (one) => [one.id, inQuotes(one.name), inQuotes(one.maker), one.status];
const matching = 'The export is made in the background. It holds all looms of the mill that match the filters.';

/** What is told of a mill that writes the cells of its exports in some way, and the looms that stay there. */
const toldOf = async (cells: Cells, promise = matching, filter: object = { type: 'string', enum: ['new', 'old'] }) => {
  let looms: readonly Loom[] = [
    { id: 'loom-a', name: 'First', maker: 'Ada & Co', status: 'new' },
    { id: 'loom-b', name: 'Second', maker: 'Bo', status: 'old' },
  ];
  const wanted: (string | undefined)[] = [];
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { name?: string; maker?: string; status?: string };
    const give = (status: number, value?: unknown, type = 'application/json', more = {}): void => {
      outgoing.writeHead(status, { 'content-type': type, ...more });
      outgoing.end(value === undefined || typeof value === 'string' ? value : JSON.stringify(value));
    };
    const [, root = '', own, part] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const found = looms.find(({ id: one }) => one === own);
    if (root === 'looms' && own !== undefined) {
      if (incoming.method === 'DELETE') looms = looms.filter((one) => one !== found);
      return found ? give(incoming.method === 'DELETE' ? 204 : 200, incoming.method === 'DELETE' ? undefined : found) : give(404, {});
    }
    if (root === 'looms') {
      if (incoming.method === 'GET') return give(200, looms);
      if (typeof body.name !== 'string') return give(422, {});
      const made = { id: `loom-${(last += 1)}`, name: body.name, maker: body.maker ?? 'nobody', status: 'new' };
      looms = [...looms, made];
      return give(201, made);
    }
    if (root !== 'exports') return give(404, {});
    if (own === undefined) {
      wanted.push(body.status ?? ('default' in filter ? String(filter.default) : undefined));
      return give(202, { id: `e${wanted.length}`, status: 'queued' }, 'application/json', { location: `/exports/e${wanted.length}` });
    }
    if (Number(own.slice(1)) > wanted.length) return give(404, {});
    if (part === undefined) return give(200, { id: own, status: 'done' });
    const status = wanted[Number(own.slice(1)) - 1];
    const held = looms.filter((one) => status === undefined || one.status === status);
    const lines = held.map((one, n) => cells(one, held[(n + 1) % held.length] ?? one).join(','));
    return give(200, ['id,name,maker,status', ...lines, ''].join('\r\n'), 'text/csv');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(filteredDocument(promise, filter)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    durations: { 'created.settled': 2 },
    selection: { only: ['lifecycle/exported-records'], skip: [] },
  });
  const judgedOf = verdicts.filter(({ verdict: { kind } }) => kind !== 'skipped');
  return {
    told: judgedOf.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind)),
    left: looms.length,
  };
};

test.each<readonly [string, Cells, string]>([
  ['quotes nothing', (one) => [one.id, one.name, one.maker, one.status], 'csv-unreadable'],
  ['doubles no quotes', (one) => [one.id, `"${one.name}"`, one.maker, one.status], 'csv-unreadable'],
  ['puts the maker for the name', (one) => [one.id, inQuotes(one.maker), inQuotes(one.name), one.status], 'cell-differs'],
])('an export of all that match, which %s, is told', async (_, cells, code) => {
  expect(await toldOf(cells)).toEqual({ told: [code], left: 2 });
});

test.each<readonly [string, Cells]>([
  ['as usual', usual],
  ['all in quotes', (one) => [one.id, one.name, one.maker, one.status].map((cell) => `"${cell.replaceAll('"', '""')}"`)],
  ['with words for people', (one) => [one.id, inQuotes(one.name), inQuotes(one.maker), one.status === 'new' ? 'Brand new' : 'Used']],
])('an export of all that match is not accused, %s', async (_, cells) => {
  expect(await toldOf(cells)).toEqual({ told: ['pass'], left: 2 });
});

test('nothing is judged where what is left out has a meaning of its own', async () => {
  expect((await toldOf(usual, matching, { type: 'string', enum: ['new', 'old'], default: 'old' })).told).toEqual([]);
  expect((await toldOf(usual, `${matching} Without a status only old ones match.`)).told).toEqual([]);
});

/** What is told of a mill whose exports are called after its looms: at `/looms/exports`, or below one loom, where they hold the threads of that. */
const toldOfPath = async (above: string): Promise<readonly string[]> => {
  const base = document('Each loom gets a row in the export.');
  const prefix = above.replaceAll('{loomId}', 'loom-0');
  const within = above.includes('{') ? [{ name: 'loomId', in: 'path', required: true, schema: { type: 'string' } }] : [];
  const move = (path: string, more: object) => ({
    [`${above}${path}`]: { ...more, parameters: [...within, ...(path.includes('{') ? id.parameters : [])] },
  });
  const { post } = base.paths['/exports'];
  const { requestBody: _, ...start } = post;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value: unknown, type = 'application/json', more = {}): void => {
      outgoing.writeHead(status, { 'content-type': type, ...more });
      outgoing.end(typeof value === 'string' ? value : JSON.stringify(value));
    };
    const path = (incoming.url ?? '/').split('?')[0] ?? '';
    if (path === '/looms') return give(200, things['looms']);
    if (!path.startsWith(`${prefix}/exports`)) return give(404, {});
    if (incoming.method === 'POST')
      return give(202, { id: 'e1', status: 'queued' }, 'application/json', { location: `${prefix}/exports/e1` });
    if (path === `${prefix}/exports/e1`) return give(200, { id: 'e1', status: 'done' });
    return path === `${prefix}/exports/e1/file` ? give(200, 'id,name\r\n', 'text/csv') : give(404, {});
  });
  const { verdicts } = await judgeForeign(
    writeToolDocument({
      ...base,
      paths: {
        '/looms': list,
        ...move('/exports', { post: start }),
        ...move('/exports/{exportId}', { get: base.paths['/exports/{exportId}'].get }),
        ...move('/exports/{exportId}/file', { get: base.paths['/exports/{exportId}/file'].get }),
      },
    }),
    url,
    {
      allow: ['mutation', 'destructive', 'permanent'],
      durations: { 'created.settled': 2 },
      selection: { only: ['lifecycle/exported-records'], skip: [] },
    },
  );
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'skipped' ? [] : [verdict.kind],
  );
};

test.each([
  ['/looms', ['record-not-exported']],
  ['/looms/{loomId}', []],
])('the exports of %s are of the looms only where they are not below one', async (above, told) => {
  expect(await toldOfPath(above)).toEqual(told);
});

/** What is told of exports that take more members than the kind, by a service that leaves out what they do not cover. */
const toldBeside = async (more: object, required: readonly string[], most = Infinity): Promise<readonly string[]> => {
  const base = document('Exports what there is. Without `loomIds` the export covers all looms; each has one line.');
  const { post } = base.paths['/exports'];
  const properties = {
    kind: { type: 'string', enum: ['looms', 'threads'] },
    loomIds: { type: 'array', items: { type: 'string' } },
    ...more,
  };
  const asked: Record<string, unknown>[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const give = (status: number, value: unknown, type = 'application/json', headers = {}): void => {
      outgoing.writeHead(status, { 'content-type': type, ...headers });
      outgoing.end(typeof value === 'string' ? value : JSON.stringify(value));
    };
    const [, root = '', own, part] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (things[root]) return give(200, things[root]);
    if (root !== 'exports') return give(404, {});
    if (own === undefined) {
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
      if (!things[String(body['kind'])]) return give(422, {});
      asked.push(body);
      return give(202, { id: `e${asked.length}`, status: 'queued' }, 'application/json', { location: `/exports/e${asked.length}` });
    }
    const body = asked[Number(own.slice(1)) - 1];
    if (!body) return give(404, {});
    if (part === undefined) return give(200, { id: own, status: 'done' });
    const isCovered = !('from' in body) && !('loomIds' in body);
    const held = isCovered ? (things[String(body['kind'])] ?? []).slice(0, most) : [];
    return give(200, ['id,name', ...held.map((one) => `${one.id},"${one.name}"`), ''].join('\r\n'), 'text/csv');
  });
  const example = { kind: 'looms', loomIds: ['loom-1'], from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
  const content = { 'application/json': { schema: { type: 'object', required: ['kind', ...required], properties }, example } };
  const { verdicts } = await judgeForeign(
    writeToolDocument({
      ...base,
      paths: { ...base.paths, '/exports': { post: { ...post, requestBody: { required: true, content } } } },
    }),
    url,
    {
      allow: ['mutation', 'destructive', 'permanent'],
      durations: { 'created.settled': 2 },
      selection: { only: ['lifecycle/exported-records'], skip: [] },
    },
  );
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'skipped' ? [] : [verdict.kind],
  );
};

const moment = { type: 'string', format: 'date-time' };

test('an export of a time that a body has to name holds what is of that time alone', async () => {
  expect(await toldBeside({ from: moment, to: moment }, ['from', 'to'])).toEqual([]);
});

test('an export is asked for without what leaves out records, and may need a format', async () => {
  const format = { type: 'string', enum: ['csv'] };
  expect(await toldBeside({ from: moment, to: moment, format }, ['format'])).toEqual(['pass']);
  expect(await toldBeside({ from: moment, to: moment, format }, ['format'], 20)).toEqual(['record-not-exported']);
});

/** An export whose file is there as CSV or JSON, and not at once. @param types The media types that are served; JSON for any other one. */
const negotiated = async (types: readonly string[]): Promise<readonly string[]> => {
  const base = document('Exports all records of one kind.');
  const file = {
    description: 'File',
    content: { 'text/csv': { schema: { type: 'string' } }, 'application/json': { schema: { type: 'array', items: item } } },
  };
  const refused = Object.fromEntries([404, 406, 409].map((status) => [status, { description: 'Refused' }]));
  let [made, asked] = [0, 0];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value: unknown, type = 'application/json', more = {}): void => {
      outgoing.writeHead(status, { 'content-type': type, ...more });
      outgoing.end(typeof value === 'string' ? value : JSON.stringify(value));
    };
    const [, root = '', own, part] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const records = things['looms'] ?? [];
    if (things[root]) return give(200, things[root]);
    if (root !== 'exports') return give(404, {});
    if (own === undefined) {
      made += 1;
      return give(202, { id: `e${made}`, status: 'queued' }, 'application/json', { location: `/exports/e${made}` });
    }
    if (!/^e\d+$/u.test(own)) return give(404, {});
    if (part === undefined) return give(200, { id: own, status: 'done' });
    asked += 1;
    if (asked === 1) return give(409, {});
    const accepted = incoming.headers.accept ?? '*/*';
    if (/no-such/u.test(accepted)) return give(406, {});
    if (types.includes('text/csv') && accepted.includes('text/csv') && !accepted.includes('csv;q=0.2'))
      return give(200, ['id,name', ...records.map((one) => `${one.id},"${one.name}"`), ''].join('\r\n'), 'text/csv');
    return give(200, records);
  });
  const { verdicts } = await judgeForeign(
    writeToolDocument({
      ...base,
      paths: { ...base.paths, '/exports/{exportId}/file': { ...id, get: { responses: { 200: file, ...refused } } } },
    }),
    url,
    {
      allow: ['mutation', 'destructive', 'permanent'],
      durations: { 'created.settled': 2 },
      maxCreates: 20,
      selection: { only: ['headers/type-negotiated'], skip: [] },
    },
  );
  const own = verdicts.filter(({ id: one }) => one.startsWith('headers/type-negotiated') && one.includes('file'));
  return own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test.each([
  [['text/csv', 'application/json'], 'pass'],
  [['application/json'], 'type-not-served'],
])('the file of an export that is not ready at first is asked for in its types: %s', async (types, told) => {
  expect(await negotiated(types)).toEqual([told]);
});
