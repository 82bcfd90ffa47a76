import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const name = { type: 'string', minLength: 1, maxLength: 60 };
const thing = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, name } };
const price = { type: 'object', required: ['cents'], properties: { cents: { type: 'integer', minimum: 1, maximum: 9999 } } };
const inPath = (parameter: string) => ({ name: parameter, in: 'path', required: true, schema: { type: 'string' } });

const collection = (path: string, parameter: string) => ({
  [path]: {
    get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: thing }) } } },
    post: {
      requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: { name } }) },
      responses: { 201: { description: 'It', ...json(thing) }, 422: none },
    },
  },
  [`${path}/{${parameter}}`]: {
    parameters: [inPath(parameter)],
    get: { responses: { 200: { description: 'It', ...json(thing) }, 404: none } },
    delete: { responses: { 204: none, 404: none } },
  },
});

/** Prices of items at suppliers, which a PUT sets and nothing removes. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Prices', version: '1' },
  paths: {
    ...collection('/suppliers', 'supplierId'),
    ...collection('/items', 'itemId'),
    '/suppliers/{supplierId}/prices/{itemId}': {
      parameters: [inPath('supplierId'), inPath('itemId')],
      put: {
        summary: 'Set the price of one item',
        requestBody: { required: true, ...json(price) },
        responses: { 200: { description: 'It', ...json(price) }, 404: none, 422: none },
      },
    },
  },
};

test('what a PUT sets for two resources is set for two of the run, and for no other', async () => {
  const stores = new Map(['suppliers', 'items'].map((one) => [one, new Map([['theirs', { id: 'theirs', name: 'Theirs' }]])]));
  const set: string[] = [];
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const [, root = '', id = '', , item = ''] = new URL(incoming.url ?? '/', 'http://prices.example').pathname.split('/');
    const give = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
    };
    const things = stores.get(root);
    if (!things) return give(404);
    const write = async (): Promise<void> => {
      const body = await objectBody(incoming);
      if (item !== '') {
        if (!things.has(id) || !stores.get('items')?.has(item)) return give(404);
        const { cents } = body ?? {};
        if (typeof cents !== 'number' || !Number.isInteger(cents) || cents < 1 || cents > 9999) return give(422);
        set.push(`${id} ${item}`);
        return give(200, { cents });
      }
      if (typeof body?.['name'] !== 'string' || body['name'].length === 0 || [...body['name']].length > 60) return give(422);
      const made = { id: `own-${next++}`, name: body['name'] };
      things.set(made.id, made);
      return give(201, made);
    };
    if (incoming.method === 'POST' || incoming.method === 'PUT') return void write();
    if (id === '') return give(200, [...things.values()]);
    const found = things.get(id);
    if (!found) return give(404);
    if (incoming.method === 'DELETE') things.delete(id);
    return incoming.method === 'DELETE' ? give(204) : give(200, found);
  });
  await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    credentials: [],
    selection: { only: ['status/documented-call', 'body/breach-refused'], skip: [] },
  });
  expect(set.length).toBeGreaterThan(0);
  expect(set.filter((one) => one.includes('theirs'))).toEqual([]);
});
