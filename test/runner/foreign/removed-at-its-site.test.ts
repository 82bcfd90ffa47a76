import { expect, test } from 'vitest';
import { placed } from '../../../src/runner/clean-up/placed.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const kite = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'integer' }, name: text } };
const none = { description: 'None' };
const takes = { required: true, ...json({ type: 'object', required: ['name'], properties: { name: text } }) };
const field = { name: 'X-Field', in: 'header', required: true, description: 'A `code` from `GET /fields`', schema: text };

/** Kites of a field that a header names. Each field counts its own. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/fields': { get: { responses: { 200: json({ type: 'array', items: { type: 'object', properties: { code: text } } }) } } },
    '/kites': {
      parameters: [field],
      get: { responses: { 200: json({ type: 'array', items: kite }), 400: none } },
      post: { requestBody: takes, responses: { 201: json(kite), 400: none, 422: none } },
    },
    '/kites/{kiteId}': {
      parameters: [field, { name: 'kiteId', in: 'path', required: true, schema: { type: 'integer' } }],
      get: { responses: { 200: json(kite), 400: none, 404: none } },
      delete: { responses: { 204: none, 400: none, 404: none } },
    },
  },
};

type Kite = { readonly id: number; readonly name: string };

/** @param codes The fields in the order in which they are listed at first; once there is a kite in the first one, they are listed the other way round. */
const judged = async (codes: readonly string[], allow: readonly ('mutation' | 'destructive')[]) => {
  const [first = ''] = codes;
  const theirs = Array.from({ length: 60 }, (_, n) => [n + 1, { id: n + 1, name: 'theirs' }] as const);
  const fields = new Map(codes.map((code) => [code, new Map<number, Kite>(code === first ? [] : theirs)]));
  const sent = new Set<string>();
  let made = 0;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const give = (code: number, value?: unknown): void => {
      outgoing.writeHead(code, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id, more] = new URL(incoming.url ?? '/', 'http://kites').pathname.split('/');
    const { method = 'GET' } = incoming;
    if (root === 'fields') {
      const all = [...fields.keys()].map((code) => ({ code }));
      return give(200, made > 0 ? all.toReversed() : all);
    }
    const at = String(incoming.headers['x-field'] ?? '');
    if (at !== '') sent.add(at);
    const kites = fields.get(at);
    if (!kites) return give(400);
    if (root !== 'kites' || more !== undefined) return give(404);
    if (id === undefined && method === 'GET') return give(200, [...kites.values()].slice(0, 5));
    if (id === undefined) {
      const name = body?.['name'];
      if (typeof name !== 'string') return give(method === 'POST' ? 422 : 405);
      made += 1;
      kites.set(made, { id: made, name });
      return give(201, kites.get(made));
    }
    const found = kites.get(Number(id));
    if (!found) return give(404);
    if (method === 'DELETE') kites.delete(found.id);
    return method === 'DELETE' ? give(204) : method === 'GET' ? give(200, found) : give(405);
  });
  await judgeForeign(writeToolDocument(document), url, {
    allow: [...allow],
    credentials: [],
    maxCreates: 40,
    selection: { only: ['lifecycle/**', 'body/**'], skip: [] },
  });
  return { made, fields, sent };
};

test('what was created at the only field that a list shows is removed there', async () => {
  const { made, fields, sent } = await judged(['north'], ['mutation']);
  expect(made).toBeGreaterThan(0);
  expect(fields.get('north')?.size).toBe(0);
  expect([...sent]).toEqual(['north']);
});

test('it is removed at its own field, although the list shows another one first by then', async () => {
  const { made, fields } = await judged(['north', 'south'], ['mutation', 'destructive']);
  expect(made).toBeGreaterThan(0);
  expect([fields.get('north')?.size, fields.get('south')?.size]).toEqual([0, 60]);
});

test('a request whose field nothing tells is not sent', () => {
  const request = {
    operation: 'DELETE /kites/{kiteId}',
    method: 'DELETE',
    path: '/kites/{kiteId}',
    pathValues: { kiteId: '1' },
    query: [],
    headers: [['X-Field', '\u2039listed:GET /fields#/code#%22ct%22\u203a']],
    credential: { kind: 'none' },
    faults: [],
  } as const;
  expect(placed(request, { 'header:x-field': 'north' }).headers).toEqual([['X-Field', 'north']]);
  expect(() => placed(request, undefined)).toThrow('nothing tells the "X-Field"');
});
