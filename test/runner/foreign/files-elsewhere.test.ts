import { expect, test } from 'vitest';
import { csvText } from '../../../src/contract/wire/csv.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 120 };
const rate = { type: 'integer', minimum: 1, maximum: 1000 };
const boat = { type: 'object', required: ['id', 'name', 'rate'], properties: { id: { ...text, readOnly: true }, name: text, rate } };
const tariff = {
  type: 'object',
  required: ['id', 'discount'],
  properties: { id: { ...text, readOnly: true }, discount: { ...rate, maximum: 50 } },
};

/** Boats of a harbour, and tariffs, each with a file of what every boat costs. */
const documentOf = (said: string) => {
  const both = (path: string, schema: object) => ({
    [path]: {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: schema }) } } },
      post: {
        requestBody: { required: true, ...json(schema) },
        responses: { 201: { description: 'Made', ...json(schema) }, 422: { description: 'Wrong' } },
      },
    },
    [`${path}/{id}`]: {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(schema) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Harbour', version: '1' },
    paths: {
      ...both('/boats', boat),
      ...both('/tariffs', tariff),
      '/tariffs/{id}/export': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
        get: {
          description: said,
          responses: {
            200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } },
            404: { description: 'None' },
          },
        },
      },
    },
  };
};

type Habit = 'quoted' | 'line feeds' | 'dear boats only' | 'with those of others' | 'unquoted';

const plain =
  'One line per boat of the harbour, after a header line `boat_id,name,rate`. The rate is that after the discount. Quoting as in RFC 4180.';

const judged = async (habit: Habit, said = plain): Promise<readonly string[]> => {
  const all: Readonly<Record<string, Map<string, Readonly<Record<string, unknown>>>>> = {
    boats: new Map([['b1', { id: 'b1', name: 'Möwe', rate: 200 }]]),
    tariffs: new Map([['t1', { id: 't1', discount: 10 }]]),
  };
  let next = 1;
  const fileOf = (discount: number): string => {
    const shown = [...(all['boats']?.values() ?? [])]
      .filter((one) => habit !== 'dear boats only' || Number(one['rate']) > 900)
      .map((one) => ({
        boat_id: String(one['id']),
        name: String(one['name']),
        rate: Math.floor((Number(one['rate']) * (100 - discount)) / 100),
      }));
    const rows = habit === 'with those of others' ? [...shown, { boat_id: 'x9', name: 'Reiher', rate: 1 }] : shown;
    if (habit === 'unquoted') return ['boat_id,name,rate', ...rows.map((one) => Object.values(one).join(','))].join('\r\n');
    const file = rows.length === 0 ? 'boat_id,name,rate\r\n' : csvText(rows);
    return habit === 'line feeds' ? file.replaceAll('\r\n', '\n') : file;
  };
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown, type = 'application/json'): void => {
      outgoing.writeHead(status, { 'content-type': type });
      outgoing.end(value === undefined || typeof value === 'string' ? value : JSON.stringify(value));
    };
    const [, root = '', key, part] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const kept = all[root];
    if (!kept || (key !== undefined && !kept.has(key))) return give(404);
    if (part === 'export') return give(200, fileOf(Number(kept.get(key ?? '')?.['discount'])), 'text/csv; charset=utf-8');
    if (incoming.method === 'GET') return give(200, key === undefined ? [...kept.values()] : kept.get(key));
    if (incoming.method === 'DELETE') return give(kept.delete(key ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (root === 'boats' ? typeof body['name'] !== 'string' || body['name'] === '' : typeof body['discount'] !== 'number')
        return give(422);
      const one = { ...body, id: `n${next++}` };
      kept.set(one.id, one);
      return give(201, one);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    allow: ['mutation'],
    credentials: [],
    selection: { only: ['headers/export-as-list'], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === 'headers/export-as-list')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test('a file of something else with a row for each item is told where its cells are not quoted', async () => {
  expect(await judged('unquoted')).toEqual(['csv-unreadable']);
});

test.each<Habit>(['quoted', 'line feeds', 'dear boats only', 'with those of others'])(
  'what a file of something else shows of the items is its own matter: %s',
  async (habit) => {
    expect(await judged(habit)).toEqual(['pass']);
  },
);

test.each([
  'One line per mooring and month, after a header line `boat_id,name,rate`.',
  'One line per mooring of the harbour.',
  'The rates of all boats, one below the other.',
])('a file of which it is not said what its rows are is not read: %s', async (said) => {
  expect(await judged('unquoted', said)).toEqual([]);
});
