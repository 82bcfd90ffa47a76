import { expect, test } from 'vitest';
import { csvText } from '../../../src/contract/wire/csv.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from '../foreign/judge-foreign.ts';
import { objectBody } from '../foreign/json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 80 };
const named = (required: readonly string[], properties: object) => ({ type: 'object', required, properties });
const shelf = named(['id', 'name'], { id: { type: 'string' }, name: text });
const loan = named(['id', 'notes'], { id: { type: 'string' }, notes: text });
const none = { description: 'None' };
const path = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
const refused = { 403: none, 404: none, 422: none };

/** Loans of shelves, which a file shows as well. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Loans', version: '1' },
  paths: {
    '/shelves': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: shelf }) } } },
      post: {
        requestBody: { required: true, ...json(named(['name'], { name: text })) },
        responses: { 201: { description: 'It', ...json(shelf) }, ...refused },
      },
    },
    '/shelves/{shelfId}': {
      parameters: path('shelfId'),
      get: { responses: { 200: { description: 'It', ...json(shelf) }, 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/shelves/{shelfId}/loans': {
      parameters: path('shelfId'),
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: loan }) }, 404: none } },
      post: {
        requestBody: { required: true, ...json(named(['notes'], { notes: text })) },
        responses: { 201: { description: 'It', ...json(loan) }, ...refused },
      },
    },
    '/shelves/{shelfId}/loans/{loanId}': {
      parameters: path('shelfId', 'loanId'),
      get: { responses: { 200: { description: 'It', ...json(loan) }, 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/shelves/{shelfId}/loans.csv': {
      parameters: path('shelfId'),
      get: {
        description: 'All loans of the shelf as CSV, with the header line `id,notes`.',
        responses: { 200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } }, 404: none },
      },
    },
  },
};

/** Serves it with two shelves of somebody else; `isOpen`: shelves may be created. Gives the requests that are no reads. */
const judged = async (isOpen: boolean, only: readonly string[]): Promise<readonly string[]> => {
  const kept = new Map<string, Json>();
  for (const one of ['theirs-1', 'theirs-2']) {
    kept.set(`/shelves/${one}`, { id: one, name: `Shelf ${one}` });
    kept.set(`/shelves/${one}/loans/old`, { id: 'old', notes: 'Theirs' });
  }
  const changes: string[] = [];
  let next = 0;
  const url = await serve((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://loans.example');
    const give = (status: number, body?: unknown, type = 'application/json'): void => {
      outgoing.writeHead(status, { 'content-type': type });
      outgoing.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
    };
    const listed = (above: string): readonly Json[] =>
      [...kept].filter(([at]) => at.startsWith(`${above}/`) && !at.slice(above.length + 1).includes('/')).map(([, one]) => one);
    const parent = /^\/shelves\/[^/]+(?=\/loans)/u.exec(pathname)?.[0];
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') changes.push(`${incoming.method} ${pathname}`);
    if (parent !== undefined && !kept.has(parent)) return give(404);
    if (incoming.method === 'POST' && /^\/shelves(?:\/[^/]+\/loans)?$/u.test(pathname)) {
      if (parent === undefined && !isOpen) return give(403);
      return void objectBody(incoming).then((body) => {
        const value = body?.['name'] ?? body?.['notes'];
        if (typeof value !== 'string' || value === '' || value.length > 80) return give(422);
        const made = { ...body, id: `made-${(next += 1)}` };
        kept.set(`${pathname}/${made.id}`, made);
        return give(201, made);
      });
    }
    if (/(?:shelves|loans)$/u.test(pathname)) return give(200, listed(pathname));
    if (parent !== undefined && pathname.endsWith('.csv')) {
      const rows = listed(`${parent}/loans`).map((one) => [one['id'], one['notes']].map((cell) => JSON.stringify(cell).slice(1, -1)));
      return give(200, csvText([['id', 'notes'], ...rows]), 'text/csv');
    }
    const found = kept.get(pathname);
    if (!found) return give(404);
    if (incoming.method === 'DELETE') kept.delete(pathname);
    return incoming.method === 'DELETE' ? give(204) : give(200, found);
  });
  await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent'],
    credentials: [],
    selection: { only, skip: [] },
  });
  return changes;
};

test.each([[['headers/export-as-list']], [[]]])(
  'nothing is created below what somebody else has, where no parent can be created: %s',
  async (only) => {
    const changes = await judged(false, only);
    expect(changes.filter((one) => one.includes('theirs'))).toEqual([]);
  },
);

test('it is created below a parent of the run', async () => {
  const changes = await judged(true, ['headers/export-as-list']);
  expect(changes.some((one) => /^POST \/shelves\/made-\d+\/loans$/u.test(one))).toBe(true);
  expect(changes.filter((one) => one.includes('theirs'))).toEqual([]);
});
