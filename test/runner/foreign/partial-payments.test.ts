import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const cents = { type: 'integer', minimum: 1, maximum: 90_000 };
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const json = (schema: object, example?: object) => ({ content: { 'application/json': { schema, ...(example && { example }) } } });
const bill = object({
  id: text,
  title: text,
  total: cents,
  outstanding: { type: 'integer', minimum: 0 },
  status: { ...text, enum: ['open', 'partially_paid', 'paid'] },
});
const it = { description: 'It', ...json(bill) };
const no = Object.fromEntries(['404', '409', '422'].map((status) => [status, { description: 'No' }]));
const parameters = [{ name: 'billId', in: 'path', required: true, schema: text }];

/** Bills that may be paid in parts. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Bills', version: '1' },
  paths: {
    '/bills': {
      post: {
        requestBody: { required: true, ...json(object({ title: text, total: cents }), { title: 'Repair', total: 9000 }) },
        responses: { 201: it, ...no },
      },
    },
    '/bills/{billId}': {
      parameters,
      get: { responses: { 200: it, ...no } },
      delete: { responses: { 204: { description: 'Gone' }, ...no } },
    },
    '/bills/{billId}/payments': {
      parameters,
      post: {
        summary: 'Record a payment',
        description:
          'Takes from `outstanding`. The bill is `partially_paid` until nothing is outstanding, then `paid`. More than is outstanding cannot be paid (`409`).',
        requestBody: { required: true, ...json(object({ amount: cents }), { amount: 25 }) },
        responses: { 201: it, ...no },
      },
    },
  },
};

type Bill = { id: string; title: unknown; total: number; outstanding: number; status: string };

/** The checks that fail on a service whose bills have a state once nothing is left of them. */
const failed = async (last: string): Promise<readonly string[]> => {
  const bills = new Map<string, Bill>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, below] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    void objectBody(incoming).then((body = {}) => {
      if (root !== 'bills') return give(404);
      if (id === undefined) {
        const total = Number(body['total']);
        if (!(total >= 1)) return give(422);
        const made = { id: `b${next++}`, title: body['title'], total, outstanding: total, status: 'open' };
        bills.set(made.id, made);
        return give(201, made);
      }
      const found = bills.get(id);
      if (!found) return give(404);
      if (incoming.method === 'GET') return give(200, found);
      if (incoming.method === 'DELETE') return give(bills.delete(id) ? 204 : 404);
      if (below !== 'payments') return give(404);
      const amount = Number(body['amount']);
      if (!(amount >= 1)) return give(422);
      if (amount > found.outstanding) return give(409);
      const outstanding = found.outstanding - amount;
      bills.set(id, { ...found, outstanding, status: outstanding === 0 ? last : 'partially_paid' });
      return give(201, bills.get(id));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 30,
    selection: { only: ['lifecycle/leads-to-state', 'lifecycle/named-settled'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === 'fail' ? [check] : []));
};

test('a payment of a part leads to no state that the last one leads to', async () => {
  expect(await failed('paid')).toEqual([]);
});

test('a bill that is paid in full and not shown so is told', async () => {
  expect(await failed('partially_paid')).toEqual(['lifecycle/named-settled']);
});
