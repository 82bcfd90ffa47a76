import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Habit = 'right' | 'price as a text';

const text = { type: 'string', maxLength: 60 };
const object = (properties: object, required: readonly string[]): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const quay = object({ id: text, name: text }, ['id', 'name']);
const mooring = object({ id: text, price: { type: 'integer' } }, ['id', 'price']);
const pages = ['page', 'perPage'].map((name) => ({ name, in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50 } }));
const page = object({ items: { type: 'array', items: mooring }, total: { type: 'integer', description: 'All moorings of the quay.' } }, [
  'items',
  'total',
]);
const none = { description: 'None' };

/** Quays that anybody may add, and moorings that nobody adds by this API. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Quays', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/quays': {
      get: { responses: { '200': shows({ type: 'array', items: quay }) } },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: object({ name: text }, ['name']) } } },
        responses: { '201': shows(quay), '422': none },
      },
    },
    '/quays/{quayId}': {
      parameters: [{ name: 'quayId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(quay), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/quays/{quayId}/moorings': {
      parameters: [{ name: 'quayId', in: 'path', required: true, schema: text }],
      get: { parameters: pages, responses: { '200': shows(page), '404': none } },
    },
  },
};

const judged = async (habit: Habit, check: string) => {
  const quays = new Map([
    ['q1', { id: 'q1', name: 'Empty' }],
    ['q2', { id: 'q2', name: 'Old' }],
  ]);
  const asked: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://quays.example');
    const [, root, id = '', below] = pathname.split('/');
    asked.push(`${incoming.method} ${pathname}`);
    const give = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const make = async (): Promise<void> => {
      const { name } = (await objectBody(incoming)) ?? {};
      if (typeof name !== 'string') return give(422);
      const made = { id: `n${quays.size + 1}`, name };
      quays.set(made.id, made);
      return give(201, made);
    };
    if (root !== 'quays') return give(404);
    if (id === '') return incoming.method === 'POST' ? void make() : give(200, [...quays.values()]);
    const found = quays.get(id);
    if (!found) return give(404);
    if (incoming.method === 'DELETE') quays.delete(id);
    if (incoming.method !== 'GET') return give(204);
    if (below !== 'moorings') return give(200, found);
    const all = id === 'q2' ? [1, 2, 3, 4, 5].map((n) => ({ id: `m${n}`, price: habit === 'price as a text' ? `${n}` : n })) : [];
    const size = Number(searchParams.get('perPage') ?? 20);
    const items = all.slice((Number(searchParams.get('page') ?? 1) - 1) * size).slice(0, size);
    return give(200, { items, total: all.length });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['status/documented-call', check], skip: [] },
  });
  const told = verdicts
    .filter((one) => one.case.check === check && one.case.id.includes('moorings'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
  return { told, changed: asked.filter((line) => !line.startsWith('GET') && /q[12]/u.test(line)) };
};

test.concurrent.for<readonly [Habit, string, string]>([
  ['right', 'schema/response-body', 'pass'],
  ['price as a text', 'schema/response-body', 'schema-type'],
])(
  'what is below something that was there before is read where there is nothing below what the run creates: %s, %s',
  besideOthers(async ([habit, check, expected]) => {
    expect(await judged(habit, check)).toEqual({ told: [expected], changed: [] });
  }),
);
