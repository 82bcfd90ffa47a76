import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0, maximum: 100_000 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[]) => ({ type: 'object', required, properties });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) }, 404: { description: 'None' } });
const inPath = (name: string) => [{ name, in: 'path', required: true, schema: text }];
const dish = object({ name: text, priceCents: whole }, ['name', 'priceCents']);
const line = object({ dishId: text, count: whole }, ['dishId', 'count']);

const documentOf = (described: string) => ({
  openapi: '3.1.0',
  info: { title: 'Dishes', version: '1' },
  paths: {
    '/dishes': {
      post: { requestBody: { required: true, ...json(dish) }, responses: { ...shows(dish, '201'), 400: { description: 'Wrong' } } },
    },
    '/dishes/{dishId}': {
      parameters: inPath('dishId'),
      get: { responses: shows({ ...dish, properties: { ...dish.properties, id: text } }) },
      patch: { requestBody: { required: true, ...json({ ...dish, required: [] }) }, responses: shows(dish) },
      delete: { responses: { 204: { description: 'Gone' } } },
    },
    '/meals': {
      post: {
        requestBody: { required: true, ...json(object({ lines: { type: 'array', minItems: 1, items: line } }, ['lines'])) },
        responses: { ...shows(object({ id: text }, ['id']), '201'), 400: { description: 'Wrong' } },
      },
    },
    '/meals/{mealId}': {
      parameters: inPath('mealId'),
      get: {
        responses: shows(
          object(
            {
              id: text,
              lines: {
                type: 'array',
                items: object({ dishId: text, count: whole, unitPriceCents: { type: 'integer', description: described } }, []),
              },
            },
            ['id', 'lines'],
          ),
        ),
      },
      delete: { responses: { 204: { description: 'Gone' } } },
    },
  },
});

/** @param follows Are meals shown at the price that a dish has now. */
const judged = async (follows: boolean, described: string) => {
  const rows: Record<string, Map<string, Json>> = { dishes: new Map(), meals: new Map() };
  let made = 0;
  const server = createServer((incoming, outgoing) => {
    let sent = '';
    incoming.on('data', (chunk: Buffer) => (sent += chunk.toString()));
    incoming.on('end', () => {
      const send = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const [, kind = '', id = ''] = (incoming.url ?? '').split('/');
      const all = rows[kind];
      const priceOf = (dishId: unknown): unknown => rows['dishes']?.get(String(dishId))?.['priceCents'];
      const shown = (row: Json): Json => {
        const lines = row['lines'];
        if (!Array.isArray(lines)) return row;
        return { ...row, lines: (lines as Json[]).map((one) => (follows ? { ...one, unitPriceCents: priceOf(one['dishId']) } : one)) };
      };
      let body: Json = {};
      try {
        body = sent === '' ? {} : ((JSON.parse(sent) ?? {}) as Json);
      } catch {
        return send(400);
      }
      if (all === undefined) return send(404);
      if (id === '' && incoming.method === 'POST') {
        const lines = body['lines'];
        if (kind === 'dishes' && !(typeof body['name'] === 'string' && typeof body['priceCents'] === 'number')) return send(400);
        if (kind === 'meals' && !(Array.isArray(lines) && (lines as Json[]).every((one) => priceOf(one['dishId']) !== undefined)))
          return send(400);
        const row = {
          ...body,
          ...(Array.isArray(lines) ? { lines: (lines as Json[]).map((one) => ({ ...one, unitPriceCents: priceOf(one['dishId']) })) } : {}),
          id: `${kind}-${(made += 1)}-0a1b2c`,
        };
        all.set(row.id, row);
        return send(201, shown(row));
      }
      const found = all.get(id);
      if (!found) return send(404);
      if (incoming.method === 'DELETE') return send(all.delete(id) ? 204 : 404);
      if (incoming.method === 'PATCH') all.set(id, { ...found, ...body, id });
      return send(200, shown(all.get(id) ?? found));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(described)), await onLoopback(server), {
    allow: ['mutation'],
    maxCreates: 30,
    credentials: [],
    selection: { only: ['lifecycle/fixed-members-stay'], skip: [] },
  });
  const own = verdicts.filter(({ case: { check } }) => check === 'lifecycle/fixed-members-stay');
  const told = own.map(({ verdict, case: { level } }) => (verdict.kind === 'fail' ? `${level} ${verdict.finding.where}` : verdict.kind));
  return { told, left: Object.values(rows).flatMap((all) => [...all.keys()]) };
};

const fixed = 'Price of the dish when the meal was ordered; later changes do not touch it';

test.each<readonly [string, boolean, string, readonly string[]]>([
  ['stays', false, fixed, ['pass']],
  ['follows the price list', true, fixed, ['should /lines/unitPriceCents']],
  ['follows the price list where nothing is said of it', true, 'Price of the dish', []],
])('a price that %s', async (_what, follows, described, expected) => {
  expect(await judged(follows, described)).toEqual({ told: expected, left: [] });
});
