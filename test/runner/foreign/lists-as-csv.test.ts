import { expect, test } from 'vitest';
import { csvText } from '../../../src/contract/wire/csv.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ 'application/json': { schema } });
const members = { code: { type: 'string' }, bay: { type: 'integer' }, note: { type: 'string', maxLength: 200 } };
const crate = { type: 'object', required: ['id', 'code'], properties: { id: { type: 'string' }, ...members } };
const row = { type: 'object', properties: { code: { type: 'string' }, bay: { type: 'integer' }, note: { type: 'string' } } };

/** Crates that are made by a note, and listed without their ids. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Crates', version: '1' },
  paths: {
    '/crates': {
      post: {
        requestBody: { required: true, content: json({ type: 'object', required: ['note'], properties: { note: members.note } }) },
        responses: { 201: { description: 'd', content: json(crate) }, 400: { description: 'wrong' } },
      },
    },
    '/crates/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', content: json(crate) }, 404: { description: 'none' } } },
      delete: { responses: { 204: { description: 'd' }, 404: { description: 'none' } } },
    },
    '/stock': {
      get: {
        description: 'As JSON or as CSV. Both show the same crates in the same order.',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50, default: 20 } },
          { name: 'offset', in: 'query', schema: { type: 'integer', minimum: 0, default: 0 } },
        ],
        responses: {
          200: { description: 'd', content: { ...json({ type: 'array', items: row }), 'text/csv': { schema: { type: 'string' } } } },
        },
      },
    },
  },
};

type Crate = { readonly code: string; readonly bay: number; readonly note: string };

/** How a service writes its list as CSV: the crates of the page, and all. */
type Writes = (page: readonly Crate[], all: readonly Crate[]) => string;

/** The document, with another description of the list. */
const described = (description: string): object => ({
  ...document,
  paths: { ...document.paths, '/stock': { get: { ...document.paths['/stock'].get, description } } },
});

/** The document where a parameter chooses the form, whose CSV is described in detail. */
const byParameter: object = {
  ...document,
  paths: {
    ...document.paths,
    '/stock': {
      get: {
        ...document.paths['/stock'].get,
        description: '`format=csv` gives the same crates as CSV (CRLF after every line), with the header line `code,bay,note`.',
        parameters: [{ name: 'format', in: 'query', schema: { type: 'string', enum: ['json', 'csv'], default: 'json' } }],
      },
    },
  },
};

const unpaged =
  'As JSON or as CSV. The CSV has the same filters and order as the JSON. It is not paged: `limit` and `offset` have no effect on it.';

const told = async (writes: Writes, of: object = document): Promise<readonly string[]> => {
  const crates = new Map<string, Crate>([
    ['a', { code: 'A-1', bay: 4, note: 'Apples' }],
    ['b', { code: 'B-1', bay: 4, note: 'Bolts' }],
    ['c', { code: 'C-1', bay: 5, note: 'Cups' }],
  ]);
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://crates.example');
    const id = /^\/crates\/(.+)$/u.exec(pathname)?.[1];
    const end = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
    };
    const text: Buffer[] = [];
    incoming.on('data', (part: Buffer) => text.push(part));
    incoming.on('end', () => {
      if (pathname === '/stock') {
        const all = [...crates.values()];
        const from = Number(searchParams.get('offset') ?? '0');
        const page = all.slice(from, from + Number(searchParams.get('limit') ?? '20'));
        if (searchParams.get('format') === 'csv') return outgoing.writeHead(200, { 'content-type': 'text/csv' }).end(writes(page, all));
        if (!/^text\/csv(?:$|;q=0\.9)/u.test(incoming.headers.accept ?? '') && !incoming.headers.accept?.endsWith('text/csv;q=0.9'))
          return end(200, page);
        return outgoing.writeHead(200, { 'content-type': 'text/csv' }).end(writes(page, all));
      }
      if (pathname === '/crates' && incoming.method === 'POST') {
        try {
          const { note } = Object(JSON.parse(Buffer.concat(text).toString())) as { note?: unknown };
          if (typeof note !== 'string' || note.includes('\u0000') || [...note].length > 200) return end(400);
          const own = `k${crates.size}`;
          crates.set(own, { code: `K-${crates.size}`, bay: 6, note });
          return end(201, { id: own, ...crates.get(own) });
        } catch {
          return end(400);
        }
      }
      const found = id === undefined ? undefined : crates.get(id);
      if (id === undefined || found === undefined) return end(404);
      if (incoming.method === 'DELETE') crates.delete(id);
      return incoming.method === 'DELETE' ? end(204) : end(200, { id, ...found });
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(of), url, {
    allow: ['mutation'],
    selection: { only: ['headers/csv-as-json', 'lifecycle/unusual-text-kept'], skip: [] },
  });
  return verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.code}`] : [],
  );
};

const bare = (page: readonly Crate[], write: (note: string) => string): string =>
  ['code,bay,note', ...page.map(({ code, bay, note }) => `${code},${bay},${write(note)}`)].join('\r\n');

test.each<readonly [string, Writes]>([
  ['as it is', csvText],
  ['with everything in quotes', (page) => bare(page, (note) => `"${note.replaceAll('"', '""')}"`)],
  ['without a line of names', (page) => csvText(page).replace(/^.*\r\n/u, '')],
])('a list that is written %s is not accused', async (_what, writes) => {
  expect(await told(writes)).toEqual([]);
});

test('a CSV that is said to be whole is', async () => {
  expect(await told((_page, all) => csvText(all), described(unpaged))).toEqual([]);
});

test.each([
  unpaged,
  'As CSV with all crates in the same order, regardless of `limit` and `offset`.',
  'With `Accept: text/csv` as CSV: all crates, in the same order; `limit` and `offset` are not looked at.',
  'You get a CSV with **all** crates that match the filters; `limit` and `offset` play no part then.',
])('a CSV that is said to be whole and is paged is told: %s', async (said) => {
  expect(await told(csvText, described(said))).toEqual(['OAS-61 should rows-paged']);
  expect(await told((_page, all) => csvText(all), described(said))).toEqual([]);
});

test.each([
  'As JSON or as CSV with the same rows in the same order. `offset` is ignored where a `cursor` is sent.',
  'As JSON or as CSV; the `limit` is ignored above 50.',
  'As JSON or as CSV, with a header line whatever the page.',
  'As JSON or as CSV. Without paging parameters it has the first 20.',
])('a CSV that is paged, of which it is said so or not, is not accused: %s', async (said) => {
  expect(await told(csvText, described(said))).toEqual([]);
});

test.each<readonly [string, Writes, string]>([
  ['without quotes', (page) => bare(page, (note) => note.replaceAll('"', '')), 'OAS-61 should rows-uneven'],
  ['with quotes that are not doubled', (page) => bare(page, (note) => `"${note}"`), 'OAS-61 should csv-unreadable'],
  ['without its last row', (page) => csvText(page.slice(0, -1)), 'OAS-61 should row-missing'],
  ['whole on every page', (_page, all) => csvText(all), 'OAS-61 should rows-not-paged'],
])('a list that is written %s is told', async (_what, writes, finding) => {
  expect(await told(writes)).toEqual([finding]);
});

test.each<readonly [string, Writes, readonly string[]]>([
  ['as it is', csvText, []],
  ['with LF alone', (page) => csvText(page).replaceAll('\r\n', '\n'), ['OAS-61 should csv-line-end']],
  ['without a column', (page) => csvText(page.map(({ code, note }) => ({ code, note }) as Crate)), ['OAS-61 should column-missing']],
  ['without its last row', (page) => csvText(page.slice(0, -1)), ['OAS-61 should row-missing']],
])('a list whose form a parameter chooses, written %s', async (_what, writes, findings) => {
  expect(await told(writes, byParameter)).toEqual(findings);
});
