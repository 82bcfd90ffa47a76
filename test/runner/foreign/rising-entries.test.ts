import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const price = { type: 'object', required: ['from', 'cents'], properties: { from: day, cents: { type: 'integer', minimum: 1 } } };
const ticket = {
  type: 'object',
  required: ['id', 'prices'],
  properties: { id: text, name: text, prices: { type: 'array', items: price } },
};
const id = { parameters: [{ name: 'id', in: 'path', required: true, schema: text }] };

const document = {
  openapi: '3.1.0',
  info: { title: 'Tickets', version: '1' },
  paths: {
    '/tickets': {
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['name', 'first'], properties: { name: text, first: price } }) },
        responses: { 201: { description: 'd', ...json(ticket) }, 422: { description: 'Wrong' } },
      },
    },
    '/tickets/{id}': {
      ...id,
      get: { responses: { 200: { description: 'd', ...json(ticket) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'd' }, 404: { description: 'None' } } },
    },
    '/tickets/{id}/prices': {
      ...id,
      post: {
        description: '`from` must be later than that of the latest price (409 otherwise).',
        requestBody: { required: true, ...json(price) },
        responses: { 201: { description: 'd', ...json(ticket) }, 409: { description: 'No' }, 404: { description: 'None' } },
      },
    },
  },
};

test('an addition that has to be later than the last one is', async () => {
  const tickets = new Map<string, { readonly id: string; readonly prices: { readonly from: string }[] }>();
  const answers: number[] = [];
  const url = await serve((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const [, , own = '', prices] = (incoming.url ?? '').split('/');
      const send = (status: number, body?: unknown): void => {
        if (prices !== undefined) answers.push(status);
        outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      };
      const sent = JSON.parse(Buffer.concat(parts).toString() || '{}') as {
        readonly name?: string;
        readonly first?: { from: string };
        readonly from?: string;
      };
      if (incoming.method === 'POST' && own === '') {
        const made = { id: `t${tickets.size + 1}`, name: sent.name, prices: [sent.first ?? { from: '' }] };
        tickets.set(made.id, made);
        return send(201, made);
      }
      const found = tickets.get(own);
      if (!found) return send(404, {});
      if (incoming.method === 'DELETE') tickets.delete(own);
      if (prices === undefined) return incoming.method === 'DELETE' ? send(204) : send(200, found);
      const last = found.prices.at(-1)?.from ?? '';
      if (sent.from === undefined || sent.from <= last) return send(409, {});
      found.prices.push({ ...sent, from: sent.from });
      return send(201, found);
    });
  });
  await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  expect(answers).toContain(201);
  expect(answers).not.toContain(409);
});
