import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const bill = {
  type: 'object',
  required: ['id', 'title', 'balance_due'],
  properties: {
    id: { ...text, readOnly: true },
    title: text,
    total: { ...whole, readOnly: true },
    balance_due: { ...whole, readOnly: true },
  },
};
const shows = (status: number) => ({ [status]: { description: 'It', ...json(bill) } });
const refused = { 404: { description: 'None' }, 409: { description: 'Too much' }, 422: { description: 'Wrong' } };
const asks = (properties: object, example: object) => ({
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { type: 'object', required: Object.keys(properties), properties }, example } },
  },
});
const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', minLength: 8, maxLength: 64 } };

const documentWith = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Bills', version: '1' },
  paths: {
    '/bills': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: bill }) } } },
      post: { ...asks({ title: text }, { title: 'Rope' }), responses: { ...shows(201), 422: { description: 'Wrong' } } },
    },
    '/bills/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { ...shows(200), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/bills/{id}/settle': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      post: {
        summary: 'Settle a bill',
        description,
        parameters: [key],
        ...asks({ amount: whole }, { amount: 5 }),
        responses: { ...shows(200), ...refused },
      },
    },
  },
});

type Bill = { id: string; title: string; total: number; balance_due: number };

/** @param most What may be paid of a bill at most. */
const judged = async (description: string, most: (bill: Bill) => number, takesParts = true) => {
  const bills = new Map<string, Bill>();
  const keys = new Map<string, string>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, action] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'bills') return give(404);
    void objectBody(incoming).then((body = {}) => {
      if (id === undefined && incoming.method === 'GET') return give(200, [...bills.values()]);
      if (id === undefined) {
        if (typeof body['title'] !== 'string') return give(422);
        const made = { id: `b${bills.size + 1}`, title: body['title'], total: 1250, balance_due: 1250 };
        bills.set(made.id, made);
        return give(201, made);
      }
      const found = bills.get(id);
      if (!found) return give(404);
      if (action === undefined) return give(incoming.method === 'DELETE' ? 204 : 200, incoming.method === 'DELETE' ? undefined : found);
      const amount = body['amount'];
      const sent = String(incoming.headers['idempotency-key']);
      if (keys.has(sent) && keys.get(sent) !== JSON.stringify(body)) return give(409);
      keys.set(sent, JSON.stringify(body));
      if (typeof amount !== 'number' || amount < 1) return give(422);
      if (amount > most(found) || (!takesParts && amount !== found.balance_due)) return give(409);
      found.balance_due = Math.max(0, found.balance_due - amount);
      return give(200, found);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(description)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    maxCreates: 20,
    selection: { only: ['lifecycle/unsuited-refused'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => check === 'lifecycle/unsuited-refused')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.expected : verdict.kind));
};

const told = 'No more can be paid than `balance_due`: a larger amount gets 409, while paying exactly what is due is fine.';

test('no more is taken than is left after a first part', async () => {
  expect(await judged(told, (bill_) => bill_.balance_due)).toEqual(['pass']);
  expect(await judged(told, (bill_) => bill_.balance_due, false)).toEqual(['inconclusive']);
});

test('a service that compares with the total is told, and one that takes any amount', async () => {
  expect(await judged(told, ({ total }) => total)).toEqual([expect.stringContaining('an amount above what is left after a first part')]);
  expect(await judged(told, () => Number.POSITIVE_INFINITY)).toEqual([expect.stringContaining('an amount above what the resource shows')]);
});

test('nothing is judged where more may be paid', async () => {
  expect(await judged('Whatever is paid beyond `balance_due` is kept for the next bill.', () => Number.POSITIVE_INFINITY)).toEqual([]);
});
