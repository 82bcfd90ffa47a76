import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const box = { type: 'object', required: ['grams'], properties: { grams: { type: 'integer', minimum: 1, maximum: 30000 } } };
const load = {
  type: 'object',
  required: ['id', 'name', 'totalGrams'],
  properties: { id: { type: 'string' }, name: { type: 'string' }, totalGrams: { type: 'integer' } },
};

/** Loads, which a list orders by a number that follows from the boxes with which they were created. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Loads', version: '1' },
  paths: {
    '/loads': {
      get: {
        parameters: [{ name: 'sort', in: 'query', schema: { type: 'string', enum: ['totalGrams', '-totalGrams'] } }],
        responses: { 200: { description: 'All', ...json({ type: 'array', items: load }) } },
      },
      post: {
        requestBody: {
          required: true,
          ...json({
            type: 'object',
            required: ['name', 'boxes'],
            properties: { name: { type: 'string', minLength: 1, maxLength: 80 }, boxes: { type: 'array', minItems: 1, items: box } },
          }),
        },
        responses: { 201: { description: 'It', ...json(load) }, 422: none },
      },
    },
    '/loads/{loadId}': {
      parameters: [{ name: 'loadId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(load) }, 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
  },
};

const judged = async (compares: 'numbers' | 'texts'): Promise<readonly string[]> => {
  const loads = new Map([2400, 1100, 5200].map((totalGrams, n) => [`l${n}`, { id: `l${n}`, name: `Load ${n}`, totalGrams }]));
  let next = 3;
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://loads.example');
    const [, root, id = ''] = pathname.split('/');
    const give = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
    };
    const write = async (): Promise<void> => {
      const { name, boxes } = (await objectBody(incoming)) ?? {};
      const grams = Array.isArray(boxes) ? boxes.map((one: unknown) => Number(Object(one)['grams'])) : [];
      const isRight = grams.length > 0 && grams.every((one) => Number.isInteger(one) && one >= 1 && one <= 30_000);
      if (typeof name !== 'string' || name.length === 0 || [...name].length > 80 || !isRight) return give(422);
      const made = { id: `l${next++}`, name, totalGrams: grams.reduce((sum, one) => sum + one, 0) };
      loads.set(made.id, made);
      return give(201, made);
    };
    if (root !== 'loads') return give(404);
    if (incoming.method === 'POST') return void write();
    if (id === '') {
      const sort = searchParams.get('sort') ?? '';
      const inOrder = [...loads.values()].toSorted((a, b) =>
        compares === 'numbers' ? a.totalGrams - b.totalGrams : String(a.totalGrams) < String(b.totalGrams) ? -1 : 1,
      );
      return give(200, sort === '' ? [...loads.values()] : sort.startsWith('-') ? inOrder.toReversed() : inOrder);
    }
    const found = loads.get(id);
    if (!found) return give(404);
    if (incoming.method === 'DELETE') loads.delete(id);
    return incoming.method === 'DELETE' ? give(204) : give(200, found);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    selection: { only: ['ordering/order-as-asked'], skip: [] },
  });
  return verdicts.filter((one) => one.case.check === 'ordering/order-as-asked').map(({ verdict }) => verdict.kind);
};

test('an order by a number that the service works out from what was sent is an order of numbers', async () => {
  expect(await judged('numbers')).toEqual(['pass']);
  expect(await judged('texts')).toEqual(['fail']);
});
