import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const units: Readonly<Record<string, readonly string[]>> = { rope: ['m'], paint: ['l', 'ml'], sand: ['kg', 't'] };
const members = {
  ware: { type: 'string', enum: Object.keys(units) },
  unit: { type: 'string', enum: Object.values(units).flat() },
  count: { type: 'integer', minimum: 1, maximum: 90 },
};
const lot = {
  type: 'object',
  required: ['id', 'ware', 'unit', 'count'],
  properties: { id: { type: 'string', readOnly: true }, ...members },
};

/** Lots of wares; which unit a ware takes is said by the creation. */
const documentOf = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Lots', version: '1' },
  paths: {
    '/lots': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: lot }) } } },
      post: {
        description,
        requestBody: { required: true, ...json(lot) },
        responses: { 201: { description: 'Made', ...json(lot) }, 422: { description: 'Wrong' } },
      },
    },
    '/lots/{lotId}': {
      parameters: [{ name: 'lotId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(lot) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

const told = async (description: string, compares: boolean) => {
  const all = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'lots' || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const suited = units[String(body['ware'])];
      const isListed = members.unit.enum.includes(String(body['unit']));
      const isRight = suited !== undefined && isListed && Number.isInteger(body['count']);
      if (!isRight || (compares && !suited.includes(String(body['unit'])))) return give(422);
      const made = { ...body, id: `l-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(description)), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['body/unsuited-value-refused'], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ case: { requirement, level }, verdict }) => (verdict.kind === 'fail' ? [`${requirement} ${level}`] : [])),
    passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length,
    left: [...all.keys()],
  };
};

const rules = [
  'The unit has to suit the ware: `rope` takes `m`, `paint` takes `l` or `ml`, `sand` takes `kg` or `t`; everything else is answered with 422.',
  'Units must fit.\n\n- `rope`: `m`.\n- `paint`: `l`, `ml`.\n- `sand`: `kg`, `t`.',
  'Only these go together:\n\n| ware | units |\n|---|---|\n| `rope` | `m` |\n| `paint` | `l`, `ml` |\n| `sand` | `kg`, `t` |',
];

test.each(rules)('values that do not suit are told where they are taken: %s', async (rule) => {
  expect(await told(rule, false)).toEqual({ failed: ['OAS-116 should'], passed: 0, left: [] });
});

test.each<readonly [string, boolean, number]>([
  ...rules.map((rule) => [rule, true, 1] as const),
  ['Adds a lot, for example `rope` in `m`, or `paint` in `ml`.', false, 0],
  ['`rope` is usually counted in `m`, and `paint` in `l`. A count must be positive.', false, 0],
  ['A lot of `rope` or `paint` must have a unit, one of `m`, `l` and `kg`.', false, 0],
])('nothing is told: %s (compares: %s)', async (rule, compares, passed) => {
  expect(await told(rule, compares)).toEqual({ failed: [], passed, left: [] });
});
