import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const whole = { type: 'integer', minimum: 1, maximum: 90_000 };
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });

const boat = object({
  id: text,
  title: text,
  price: whole,
  remaining: { type: 'integer' },
  status: { type: 'string', enum: ['reserved', 'sold', 'scrapped'] },
});
const rate = object({ id: text, boat_id: text, amount: whole });
const missing = { 404: { description: 'None' } };
const refused = { 422: { description: 'Wrong' }, 409: { description: 'Not now' } };

/** Boats that are paid for in rates, of which a text may say what they are then. */
const documentOf = (said: string) => ({
  openapi: '3.1.0',
  info: { title: 'Boats', version: '1' },
  paths: {
    '/boats': {
      post: {
        requestBody: { required: true, ...json(object({ title: text, price: whole })) },
        responses: { 201: { description: 'Made', ...json(boat) }, ...refused },
      },
    },
    '/boats/{boatId}': {
      parameters: [{ name: 'boatId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(boat) }, ...missing } },
      delete: { responses: { 204: { description: 'Gone' }, ...missing } },
    },
    '/rates': {
      post: {
        description: `Pays a part of a boat. The amount cannot be more than what is remaining of the boat (422). ${said}`,
        requestBody: { required: true, ...json(object({ boat_id: text, amount: whole })) },
        responses: { 201: { description: 'Paid', ...json(rate) }, ...refused },
      },
    },
    '/rates/{rateId}': {
      parameters: [{ name: 'rateId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(rate) }, ...missing } },
      delete: { responses: { 204: { description: 'Gone' }, ...missing } },
    },
  },
});

type Boat = { id: string; title: unknown; price: number; remaining: number; status: string };

/** What is told of a service that sets a state when the last of a boat is paid, and takes off what was paid. */
const told = async (said: string, last: string, takesOff = true): Promise<readonly string[]> => {
  const boats = new Map<string, Boat>();
  const rates = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const all: ReadonlyMap<string, unknown> = root === 'boats' ? boats : rates;
    if (id !== undefined && !all.has(id)) return give(404);
    if (incoming.method === 'GET') return id === undefined ? give(404) : give(200, all.get(id));
    if (incoming.method === 'DELETE') return give((root === 'boats' ? boats : rates).delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const made = `n-${next++}`;
      if (root === 'boats') {
        const price = Number(body['price']);
        boats.set(made, { id: made, title: body['title'], price, remaining: price, status: 'reserved' });
        return give(201, boats.get(made));
      }
      const [on, amount] = [boats.get(String(body['boat_id'])), Number(body['amount'])];
      if (!on || !(amount >= 1) || amount > on.remaining) return give(422);
      const left = on.remaining - amount;
      boats.set(on.id, { ...on, remaining: takesOff ? left : on.remaining, status: left === 0 ? last : on.status });
      rates.set(made, { id: made, boat_id: on.id, amount });
      return give(201, rates.get(made));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/named-settled'], skip: [] },
  });
  return verdicts.flatMap(({ case: { requirement }, verdict: { kind } }) =>
    kind === 'skipped' || requirement !== 'OAS-238' ? [] : [kind],
  );
};

test.each<readonly [text: string, last: string, expected: string]>([
  ['When nothing is remaining any more the boat becomes `sold`.', 'sold', 'pass'],
  ['When nothing is remaining any more the boat becomes `sold`.', 'reserved', 'fail'],
  ['The boat is `sold` once it is paid in full.', 'reserved', 'fail'],
  ['Once the rest is paid, the boat is set to `sold`.', 'scrapped', 'fail'],
  ['The boat is `reserved` until nothing is remaining, then `sold`.', 'sold', 'pass'],
  ['The boat is `reserved` until nothing is remaining, then `sold`.', 'reserved', 'fail'],
  ['The boat stays `reserved` until it is fully paid, and then it becomes `sold`.', 'scrapped', 'fail'],
])('%s, and it is then %s: %s', async (said, last, expected) => {
  expect(await told(said, last)).toEqual([expected]);
});

test.each([
  'When nothing is remaining any more the boat may become `sold`.',
  'Once it is paid in full, the boat becomes `sold` within a day.',
  'Once a rate is paid, the boat is `reserved`.',
  'The boat becomes `sold` when the harbour agrees.',
  'The boat is `reserved` until nothing is remaining.',
  'The boat is `reserved` until the harbour agrees, then `sold`.',
  'The boat is `reserved` until nothing is remaining, then the harbour may make it `sold`.',
  'The boat is not `sold` until nothing is remaining, then it is checked.',
  'The boat is `reserved` until nothing is remaining, then usually `sold`.',
])('nothing is told of a text such as "%s"', async (said) => {
  expect(await told(said, 'reserved')).toEqual([]);
});

test('what still shows something to be left may be in any state', async () => {
  expect(await told('When nothing is remaining any more the boat becomes `sold`.', 'reserved', false)).toEqual(['inconclusive']);
});
