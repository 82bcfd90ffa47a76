import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const load = {
  type: 'object',
  required: ['kind', 'lengthCm', 'heightCm'],
  properties: {
    kind: { type: 'string', enum: ['car', 'van'] },
    plate: { type: 'string', minLength: 2, maxLength: 9 },
    lengthCm: { type: 'integer', minimum: 50, maximum: 2500 },
    heightCm: { type: 'integer', minimum: 50, maximum: 450 },
  },
};
const crossing = {
  type: 'object',
  required: ['id', 'guest'],
  properties: {
    id: { type: 'string', readOnly: true },
    guest: { type: 'string', minLength: 1, maxLength: 40 },
    loads: { type: 'array', items: load },
  },
};
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const document = {
  openapi: '3.1.0',
  info: { title: 'Crossings', version: '1' },
  paths: {
    '/crossings': {
      post: {
        requestBody: { required: true, ...json(crossing) },
        responses: { 201: { description: 'Made', ...json(crossing) }, 409: { description: 'Twice' }, 422: { description: 'Wrong' } },
      },
    },
    '/crossings/{crossingId}': {
      parameters: [{ name: 'crossingId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'It', ...json(crossing) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
};

type Habit = 'looks at each' | 'looks at the first' | 'one of each kind' | 'looks at the first plate';

const isRight = ({
  kind,
  plate,
  lengthCm,
  heightCm,
}: {
  kind?: unknown;
  plate?: unknown;
  lengthCm?: unknown;
  heightCm?: unknown;
}): boolean =>
  (kind === 'car' || kind === 'van') &&
  (plate === undefined || (typeof plate === 'string' && plate.length >= 2 && plate.length <= 9)) &&
  [lengthCm, heightCm].every((one) => Number.isInteger(one) && Number(one) >= 50) &&
  Number(lengthCm) <= 2500 &&
  Number(heightCm) <= 450;

const told = async (habit: Habit) => {
  const all = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('/');
    if (root !== 'crossings' || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, all.get(id ?? ''));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const { guest, loads = [] }: { guest?: unknown; loads?: unknown } = body;
      if (typeof guest !== 'string' || guest.length < 1 || guest.length > 40 || !Array.isArray(loads)) return give(422);
      const looked: readonly unknown[] = habit === 'looks at the first' ? loads.slice(0, 1) : loads;
      if (habit === 'looks at the first plate') loads.slice(1).forEach((one: { plate?: unknown }) => delete one.plate);
      if (!looked.every((one) => typeof one === 'object' && one !== null && isRight(one))) return give(422);
      const kinds = loads.map((one: Json) => one['kind']);
      if (habit === 'one of each kind' && new Set(kinds).size < kinds.length) return give(409);
      const made = { ...body, id: `c-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['body/breach-refused'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [verdict.finding.where] : verdict.kind === 'skipped' ? [] : [verdict.kind],
  );
};

test.each<readonly [Habit, readonly string[]]>([
  ['looks at each', ['pass']],
  ['one of each kind', ['pass']],
  ['looks at the first', ['request body /loads/1/plate']],
  ['looks at the first plate', ['request body /loads/1/plate']],
])('a mistake behind a right entry is sent to a service that %s', async (habit, expected) => {
  expect(await told(habit)).toEqual(expected);
});
