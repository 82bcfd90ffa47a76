import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const answer = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const days = { type: 'integer', minimum: 1, maximum: 90, default: 14 };

/** A lease of a boat: required members that have a default, here, in words and in an object inside. */
const lease = {
  type: 'object',
  required: ['id', 'name', 'days', 'berth', 'mast'],
  properties: {
    id: { type: 'string', readOnly: true },
    name: { type: 'string', minLength: 1, maxLength: 80 },
    days: { $ref: '#/components/schemas/Days' },
    berth: { type: 'string', maxLength: 40, description: 'Where it lies; the berth of its owner if not given.' },
    mast: {
      type: 'object',
      required: ['height', 'stays'],
      properties: { height: { type: 'integer', minimum: 1 }, stays: { type: 'integer', default: 2 } },
    },
  },
};

const document = {
  openapi: '3.1.0',
  info: { title: 'Leases', version: '1' },
  paths: {
    '/leases': {
      get: { responses: { 200: answer({ type: 'array', items: lease }) } },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: lease } } },
        responses: { 201: answer(lease), 400: { description: 'not valid' } },
      },
    },
    '/leases/{leaseId}': {
      parameters: [{ name: 'leaseId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: answer(lease), 404: { description: 'none' } } },
      delete: { responses: { 204: { description: 'gone' }, 404: { description: 'none' } } },
    },
  },
  components: { schemas: { Days: days } },
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown, most: number): boolean => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;

const failed = async (demands: (body: Json) => boolean): Promise<readonly string[]> => {
  const all = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = new URL(incoming.url ?? '/', 'http://localhost').pathname.split('/');
    if (root !== 'leases' || (id !== undefined && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body) => {
      if (body === undefined) return give(400);
      const { mast: own } = body;
      const whole: Json = { days: 14, berth: 'A1', ...body, ...(isObject(own) ? { mast: { stays: 2, ...own } } : {}) };
      const { days: length, mast, berth } = whole;
      const isRight =
        typeof berth === 'string' &&
        [...berth].length <= 40 &&
        isCount(length, 90) &&
        isObject(mast) &&
        isCount(mast['height'], Infinity) &&
        Number.isInteger(mast['stays']);
      if (!isRight || !demands(body)) return give(400);
      const made = { ...whole, id: `l-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['body/*'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : []));
};

const hasName = ({ name }: Json): boolean => typeof name === 'string' && name !== '' && [...name].length <= 80;

test('a required member with a default may be left out', async () => {
  expect(await failed(hasName)).toEqual([]);
});

test('one without a default may not', async () => {
  expect(await failed((body) => body['name'] === undefined || hasName(body))).toEqual(
    expect.arrayContaining(['body/missing-member-refused', 'body/breach-refused']),
  );
});
