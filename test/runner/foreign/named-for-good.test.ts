import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const refused = (...statuses: number[]) =>
  Object.fromEntries(statuses.map((status) => [status, json({ type: 'object', properties: { message: text } })]));
const yard = { name: 'X-Yard', in: 'header', required: true, description: 'Code of the yard', schema: text, example: 'OLD-1' };
const crateNumber = { name: 'crateNumber', in: 'path', required: true, schema: { ...text, pattern: '^[A-Z]{3}[0-9]{7}$' } };
const boxNumber = {
  name: 'boxNumber',
  in: 'path',
  required: true,
  schema: { ...text, minLength: 11, maxLength: 11 },
  example: 'CSQU3054383',
};
const members = {
  routeCode: { ...text, description: 'From the list of routes' },
  goal: { $ref: '#/components/schemas/Place' },
  note: text,
};
const crate = {
  type: 'object',
  required: ['crateNumber', 'status', 'routeCode', 'goal', 'note', 'boxes'],
  properties: {
    crateNumber: text,
    ...members,
    status: { ...text, enum: ['open', 'sealed', 'shipped'] },
    boxes: { type: 'array', items: text },
  },
};
const box = { type: 'object', required: ['boxNumber', 'size'], properties: { boxNumber: text, size: { type: 'integer', minimum: 1 } } };
const sent = (required: readonly string[], properties: object) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', additionalProperties: false, required, properties } } },
});

/** Crates and boxes that clients number and nobody removes, at one of several yards. */
const document = {
  openapi: '3.0.3',
  info: {
    title: 'Yards',
    version: '1',
    description: 'Every call but `GET /yards` says in `X-Yard` where it is, with a `code` from `GET /yards`.',
  },
  paths: {
    '/yards': { get: { responses: { 200: json({ type: 'array', items: { type: 'object', properties: { code: text, name: text } } }) } } },
    '/routes': {
      parameters: [yard],
      get: {
        responses: {
          200: json({
            type: 'array',
            items: { type: 'object', properties: { routeCode: text, goal: { $ref: '#/components/schemas/Place' } } },
          }),
          ...refused(400),
        },
      },
    },
    '/crates': {
      parameters: [yard],
      get: { responses: { 200: json({ type: 'array', items: { $ref: '#/components/schemas/Crate' } }), ...refused(400) } },
    },
    '/crates/{crateNumber}': {
      parameters: [yard, crateNumber],
      get: { responses: { 200: json({ $ref: '#/components/schemas/Crate' }), ...refused(400, 404) } },
      put: {
        description:
          'You choose the number. The first PUT creates the crate as `open` (201), later ones replace it (200) while it is `open`; 409 after that.',
        requestBody: sent(['routeCode', 'goal', 'note'], members),
        responses: {
          200: json({ $ref: '#/components/schemas/Crate' }),
          201: json({ $ref: '#/components/schemas/Crate' }),
          ...refused(400, 409, 422),
        },
      },
    },
    '/crates/{crateNumber}/seal': {
      parameters: [yard, crateNumber],
      post: {
        description: 'An `open` crate becomes `sealed`; 409 if it is not `open`, or if not all boxes have been added.',
        responses: { 200: json({ $ref: '#/components/schemas/Crate' }), ...refused(400, 404, 409) },
      },
    },
    '/boxes/{boxNumber}': {
      parameters: [yard, boxNumber],
      get: { responses: { 200: json({ $ref: '#/components/schemas/Box' }), ...refused(400, 404) } },
      put: {
        description: 'Registers a box (201) or corrects it (200). The number is an ISO 6346 one with its check digit, 422 otherwise.',
        requestBody: sent(['size'], { size: { type: 'integer', minimum: 1 } }),
        responses: {
          200: json({ $ref: '#/components/schemas/Box' }),
          201: json({ $ref: '#/components/schemas/Box' }),
          ...refused(400, 422),
        },
      },
    },
    '/crates/{crateNumber}/boxes/{boxNumber}': {
      parameters: [yard, crateNumber, boxNumber],
      put: {
        description: 'Adds a registered box to a crate that is `open` (409 otherwise), or if it has two already.',
        responses: {
          200: json({ $ref: '#/components/schemas/Crate' }),
          201: json({ $ref: '#/components/schemas/Crate' }),
          ...refused(400, 404, 409),
        },
      },
      delete: { description: 'Takes the box out.', responses: { 204: { description: 'out' }, ...refused(400, 404) } },
    },
  },
  components: { schemas: { Place: { ...text, pattern: '^[A-Z]{5}$' }, Crate: crate, Box: box } },
};

const kiel = { code: 'KIEL', name: 'Kiel' };

type Crate = { crateNumber: string; status: string; routeCode: string; goal: string; note: string; boxes: string[] };

type Way = 'as documented' | 'loses notes' | 'has every crate' | 'has two yards' | 'refuses to read crates' | 'fails to read crates';

const values: Readonly<Record<string, number>> = Object.fromEntries(
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ').map((one, n) => [
    one,
    [10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 34, 35, 36, 37, 38][n] ?? 0,
  ]),
);
const isRight = (number: string): boolean =>
  /^[A-Z]{3}U\d{7}$/u.test(number) &&
  (Array.from(number.slice(0, 10)).reduce((sum, one, n) => sum + (values[one] ?? Number(one)) * 2 ** n, 0) % 11) % 10 ===
    Number(number.at(-1));

const judged = async (
  way: Way,
  allow: readonly ('mutation' | 'permanent' | 'destructive')[] = ['mutation', 'permanent', 'destructive'],
) => {
  const crates = new Map<string, Crate>([
    ['OLD0000001', { crateNumber: 'OLD0000001', status: 'open', routeCode: 'N1', goal: 'NORTH', note: 'theirs', boxes: [] }],
  ]);
  const boxes = new Map<string, { boxNumber: string; size: number }>();
  const puts: string[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const [, root = '', name = '', below = '', inner = ''] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const { method = 'GET' } = incoming;
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const refuse = (status: number, message: string): void => give(status, { message });
    if (root === 'yards' && name === '')
      return method === 'GET' ? give(200, way === 'has two yards' ? [kiel, { code: 'LUND', name: 'Lund' }] : [kiel]) : refuse(405, 'no');
    if (incoming.headers['x-yard'] !== 'KIEL') return refuse(400, 'There is no such yard.');
    if (root === 'routes' && name === '') return method === 'GET' ? give(200, [{ routeCode: 'N7', goal: 'NARVI' }]) : refuse(405, 'no');
    if (root === 'crates' && name === '') return method === 'GET' ? give(200, [...crates.values()]) : refuse(405, 'no');
    if (root === 'boxes' && below === '') {
      const known = boxes.get(name);
      if (method === 'GET') return known ? give(200, known) : refuse(404, 'none');
      if (method !== 'PUT') return refuse(405, 'no');
      if (!isRight(name)) return refuse(422, 'The check digit is wrong.');
      const { size, ...more } = body ?? {};
      if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || Object.keys(more).length > 0) return refuse(400, 'wrong');
      boxes.set(name, { boxNumber: name, size });
      return give(known ? 200 : 201, boxes.get(name));
    }
    if (root !== 'crates') return refuse(404, 'none');
    const found = way === 'has every crate' ? (crates.get(name) ?? { ...crates.get('OLD0000001'), crateNumber: name }) : crates.get(name);
    if (below === '' && method === 'GET' && way === 'refuses to read crates') return refuse(403, 'not for you');
    if (below === '' && method === 'GET' && way === 'fails to read crates') return refuse(503, 'later');
    if (below === '' && method === 'GET') return found ? give(200, found) : refuse(404, 'none');
    if (below === '' && method === 'PUT') {
      puts.push(name);
      const { routeCode, goal, note, ...more } = body ?? {};
      if (!/^[A-Z]{3}[0-9]{7}$/u.test(name)) return refuse(400, 'number');
      if (typeof routeCode !== 'string' || typeof goal !== 'string' || typeof note !== 'string' || Object.keys(more).length > 0)
        return refuse(400, 'wrong');
      if (!/^[A-Z]{5}$/u.test(goal)) return refuse(400, 'goal');
      if (routeCode !== 'N7' || goal !== 'NARVI') return refuse(422, 'There is no such route.');
      const known = crates.get(name);
      if (known && known.status !== 'open') return refuse(409, 'It is sealed.');
      const made = { crateNumber: name, status: 'open', routeCode, goal, note: way === 'loses notes' ? '' : note, boxes: [] };
      crates.set(name, made);
      return give(known ? 200 : 201, made);
    }
    const own = crates.get(name);
    if (!own) return refuse(404, 'none');
    if (below === 'seal' && method === 'POST') {
      if (own.status !== 'open') return refuse(409, 'It is not open.');
      if (own.boxes.length < 2) return refuse(409, 'Not all boxes have been added.');
      own.status = 'sealed';
      return give(200, own);
    }
    if (below === 'boxes' && method === 'PUT') {
      if (!boxes.has(inner)) return refuse(404, 'no such box');
      const isThere = own.boxes.includes(inner);
      if (!isThere && (own.status !== 'open' || own.boxes.length > 1)) return refuse(409, 'It is full or sealed.');
      if (!isThere) own.boxes.push(inner);
      return give(isThere ? 200 : 201, own);
    }
    if (below === 'boxes' && method === 'DELETE') {
      if (!own.boxes.includes(inner)) return refuse(404, 'none');
      own.boxes = own.boxes.filter((one) => one !== inner);
      return give(204);
    }
    return refuse(405, 'no');
  });
  const { verdicts, ended } = await judgeForeign(writeToolDocument(document), url, {
    allow: [...allow],
    credentials: [],
    maxCreates: 60,
    selection: { only: ['lifecycle', 'contract/*', 'body/*', 'http/*', 'concurrency/*'], skip: ['http/allow-present'] },
  });
  const states = new Map((ended.coverage?.map ?? []).map((one) => [one.operation, one.state]));
  return {
    fails: verdicts.filter(({ verdict }) => verdict.kind === 'fail' || verdict.kind === 'broken').map(({ id }) => id),
    states,
    crates,
    boxes,
    puts,
  };
};

test('what clients number and nobody removes is created under free numbers, and what is there stays', async () => {
  const { fails, states, crates, puts } = await judged('as documented');
  expect(fails).toEqual([]);
  expect([...states].filter(([, state]) => state !== 'exercised')).toEqual([]);
  expect(crates.get('OLD0000001')?.note).toBe('theirs');
  expect(puts).not.toContain('OLD0000001');
});

test('a service that loses what such a PUT sends is told', async () => {
  expect((await judged('loses notes')).fails.filter((id) => id.startsWith('lifecycle/'))).not.toEqual([]);
});

test.each<Way>(['has every crate', 'refuses to read crates', 'fails to read crates'])(
  'nothing is put where a read does not show that there is nothing: a service that %s',
  async (way) => {
    expect((await judged(way)).puts.filter((name) => /^[A-Z]{3}[0-9]{7}$/u.test(name))).toEqual([]);
  },
);

test('without the permission for what stays nothing is put', async () => {
  expect((await judged('as documented', ['mutation'])).puts).toEqual([]);
});

test('where a list shows several yards, a run writes in none of them without the permission for what it did not create', async () => {
  const allow = ['mutation', 'permanent'] as const;
  expect((await judged('as documented', allow)).boxes.size).toBeGreaterThan(0);
  expect((await judged('has two yards', allow)).boxes.size).toBe(0);
  expect((await judged('has two yards')).boxes.size).toBeGreaterThan(0);
});
