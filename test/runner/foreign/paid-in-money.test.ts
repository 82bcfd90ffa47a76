import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const money = {
  type: 'object',
  required: ['amount', 'currency'],
  additionalProperties: false,
  properties: { amount: { type: 'integer', minimum: 0 }, currency: { ...text, enum: ['EUR', 'GBP'] } },
};
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const json = (schema: object, example?: object) => ({ content: { 'application/json': { schema, ...(example && { example }) } } });
const bill = object({ id: text, table: { type: 'integer' }, total: money, status: { ...text, enum: ['open', 'paid'] } });
const it = { description: 'It', ...json(bill) };
const no = Object.fromEntries(['404', '409', '422'].map((status) => [status, { description: 'No' }]));
const billId = [{ name: 'billId', in: 'path', required: true, schema: text }];

/** Bills of a restaurant, paid with an amount that has its currency beside it. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Bills', version: '1' },
  paths: {
    '/bills': {
      post: {
        description: 'Opens a bill.',
        requestBody: { required: true, ...json(object({ table: { type: 'integer', minimum: 1 } }), { table: 4 }) },
        responses: { 201: it, 422: { description: 'No' } },
      },
    },
    '/bills/{billId}': {
      parameters: billId,
      get: { responses: { 200: it, ...no } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'No' } } },
    },
    '/bills/{billId}/payment': {
      parameters: billId,
      post: {
        summary: 'Pay a bill',
        description:
          'Takes an open bill to `paid`. The amount has to be the exact `total` of the bill in the same currency, partial payments do not exist (`422`). A bill that is not open cannot be paid (`409`).',
        requestBody: {
          required: true,
          ...json(object({ method: { ...text, enum: ['cash', 'card'] }, amount: money }), {
            method: 'card',
            amount: { amount: 8400, currency: 'EUR' },
          }),
        },
        responses: { 200: it, ...no },
      },
    },
  },
};

const isMoney = (value: unknown): value is { amount: number; currency: string } =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).toSorted().join() === 'amount,currency' &&
  Number.isInteger(Object.values(value).find((one) => typeof one === 'number')) &&
  ['EUR', 'GBP'].includes(String((value as Json)['currency'])) &&
  Number((value as Json)['amount']) >= 0;

const judged = async (takesAny: boolean, only: readonly string[]) => {
  const bills = new Map<string, Json>();
  const paid: unknown[] = [];
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, below] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    void objectBody(incoming).then((body = {}) => {
      if (root !== 'bills') return give(404);
      if (id === undefined) {
        if (!Number.isInteger(body['table']) || Number(body['table']) < 1) return give(422);
        const made = { id: `b${next}`, table: body['table'], total: { amount: 1000 + next, currency: 'GBP' }, status: 'open' };
        next += 1;
        bills.set(made.id, made);
        return give(201, made);
      }
      const found = bills.get(id);
      if (!found) return give(404);
      if (incoming.method === 'GET') return give(200, found);
      if (incoming.method === 'DELETE') return give(bills.delete(id) ? 204 : 404);
      if (below !== 'payment') return give(404);
      const { amount, method } = body;
      if (!isMoney(amount) || !['cash', 'card'].includes(String(method))) return give(422);
      if (found['status'] !== 'open') return give(409);
      const total = found['total'] as Json;
      const isTotal = amount.amount === total['amount'] && amount.currency === total['currency'];
      if (!isTotal && !takesAny) return give(422);
      bills.set(id, { ...found, status: 'paid' });
      paid.push(amount);
      return give(200, bills.get(id));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 12,
    selection: { only: [...only], skip: [] },
  });
  const of = (kind: string): readonly string[] =>
    verdicts.flatMap(({ case: { check }, verdict }) => (verdict.kind === kind ? [check] : []));
  return { failed: of('fail'), passed: of('pass'), paid };
};

test('what is to be paid is sent in its currency, and what follows from a payment is judged', async () => {
  const { failed, passed, paid } = await judged(false, [
    'lifecycle/unsuited-refused',
    'lifecycle/leads-to-state',
    'lifecycle/refused-in-state',
  ]);
  expect(failed).toEqual([]);
  expect(passed).toEqual(expect.arrayContaining(['lifecycle/unsuited-refused', 'lifecycle/leads-to-state', 'lifecycle/refused-in-state']));
  expect(paid).toContainEqual({ amount: expect.any(Number), currency: 'GBP' });
});

test('a service that takes any amount of money is told', async () => {
  expect((await judged(true, ['lifecycle/unsuited-refused'])).failed).toEqual(['lifecycle/unsuited-refused']);
});
