import { expect, test } from 'vitest';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const shows = (schema: object, status = '200'): object => ({
  [status]: { description: 'It', content: { 'application/json': { schema } } },
  '404': { description: 'None' },
});
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const asks = { required: true, content: { 'application/json': { schema: { type: 'object', properties: { title: text } } } } };
const basket = { type: 'object', properties: { id: text, title: text } };

/** Baskets: an account has one, which a creation gives. */
const baskets = {
  openapi: '3.0.3',
  info: { title: 'Baskets', version: '1' },
  paths: {
    '/baskets': { get: { responses: shows({ type: 'array', items: basket }) }, post: { requestBody: asks, responses: shows(basket) } },
    '/baskets/{basketId}': {
      parameters: [inPath('basketId')],
      get: { responses: shows(basket) },
      patch: { requestBody: asks, responses: shows(basket) },
      delete: { responses: { '204': { description: 'Gone' } } },
    },
    '/baskets/{basketId}/items': {
      parameters: [inPath('basketId')],
      get: { responses: shows({ type: 'array', items: basket }) },
      post: { requestBody: asks, responses: shows(basket, '201') },
    },
    '/baskets/{basketId}/items/{itemId}': {
      parameters: [inPath('basketId'), inPath('itemId')],
      get: { responses: shows(basket) },
      delete: { responses: { '204': { description: 'Gone' } } },
    },
  },
};

test('what a creation only found is neither changed nor removed', async () => {
  const harm: string[] = [];
  const open = { id: 'product-basket-7', title: 'For the party' };
  const items = new Map<string, object>();
  const url = await serve((incoming, outgoing) => {
    const { url: path = '' } = incoming;
    const method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? '');
    const give = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const [, , id, below, item] = path.split('/');
    if (below === undefined) {
      if ((method === 'DELETE' || method === 'PATCH') && id === open.id) harm.push(`${method} ${path}`);
      return id === undefined ? give(200, method === 'GET' ? [open] : open) : id === open.id ? give(200, open) : give(404);
    }
    if (id !== open.id) return give(404);
    if (item === undefined) {
      if (method === 'GET') return give(200, [...items.values()]);
      const made = { id: `item-${items.size + 1}`, title: 'ct' };
      items.set(made.id, made);
      harm.push(`${method} ${path}`);
      return give(201, made);
    }
    const found = items.get(item);
    if (method === 'DELETE') items.delete(item);
    return found ? give(method === 'DELETE' ? 204 : 200, method === 'DELETE' ? undefined : found) : give(404);
  });
  await judgeForeign(writeDocument(baskets), url, { allow: ['mutation'], maxCreates: 100 });
  expect(harm).toEqual([]);
});
