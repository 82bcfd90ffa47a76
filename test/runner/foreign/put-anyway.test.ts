import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const kite = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
const none = { description: 'None' };
const takes = { required: true, ...json({ type: 'object', required: ['name'], properties: { name: text } }) };
const document = {
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': {
      get: { responses: { 200: json({ type: 'array', items: kite }) } },
      post: { requestBody: takes, responses: { 201: json(kite), 422: none } },
    },
    '/kites/{kiteId}': {
      parameters: [{ name: 'kiteId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: json(kite), 404: none } },
      put: { requestBody: takes, responses: { 200: json(kite), 404: none, 422: none } },
      delete: { responses: { 204: none, 404: none } },
    },
  },
};

test('what a service creates by a PUT of an id that it never gave, or of what was removed, is removed at the end', async () => {
  const kites = new Map<string, object>();
  const put = { unknown: 0, removed: 0 };
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const give = (code: number, value?: unknown): void => {
      outgoing.writeHead(code, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id, more] = new URL(incoming.url ?? '/', 'http://kites').pathname.split('/');
    const { method = 'GET' } = incoming;
    if (root !== 'kites' || more !== undefined) return give(404);
    const name = body?.['name'];
    if (['POST', 'PUT'].includes(method) && typeof name !== 'string') return give(422);
    if (id === undefined) {
      if (method === 'GET') return give(200, [...kites.values()]);
      if (method !== 'POST') return give(405);
      last += 1;
      kites.set(`k${last}`, { id: `k${last}`, name });
      return give(201, kites.get(`k${last}`));
    }
    if (method === 'PUT') {
      const isKnown = Number(/^k(\d+)$/u.exec(id)?.[1] ?? Infinity) <= last;
      if (!kites.has(id)) put[isKnown ? 'removed' : 'unknown'] += 1;
      kites.set(id, { id, name });
      return give(200, kites.get(id));
    }
    const found = kites.get(id);
    if (!found) return give(404);
    if (method === 'DELETE') kites.delete(id);
    return method === 'DELETE' ? give(204) : method === 'GET' ? give(200, found) : give(405);
  });
  const { ended } = await judgeForeign(writeToolDocument(document), url, { allow: ['mutation'], credentials: [], maxCreates: 40 });
  expect([put.unknown > 0, put.removed > 0]).toEqual([true, true]);
  expect([...kites.values()]).toEqual([]);
  expect(ended.created).toBeGreaterThan(0);
});
