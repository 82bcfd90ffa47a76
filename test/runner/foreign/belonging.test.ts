import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const item = (name: string) => [{ name, in: 'path', required: true, schema: text }];
const schema = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const camp = { id: text, name: text };
const stay = { id: text, campId: text, nights: { type: 'integer' } };
const none = { 404: { description: 'None' } };

/** Camps, and stays in them, which a creation answers with 200. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Camps', version: '1' },
  paths: {
    '/camps': {
      post: {
        requestBody: { required: true, ...json(schema({ name: text })) },
        responses: { 201: { description: 'Made', ...json(schema(camp)) }, 400: { description: 'Wrong' } },
      },
    },
    '/camps/{campId}': {
      parameters: item('campId'),
      get: { responses: { 200: { description: 'It', ...json(schema(camp)) }, ...none } },
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
    '/stays': {
      post: {
        requestBody: { required: true, ...json(schema({ campId: text, nights: { type: 'integer', minimum: 1, maximum: 30 } })) },
        responses: { 200: { description: 'Made', ...json(schema(stay)) }, 400: { description: 'Wrong' } },
      },
    },
    '/stays/{stayId}': {
      parameters: item('stayId'),
      get: { responses: { 200: { description: 'It', ...json(schema(stay)) }, ...none } },
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
  },
};

/** What a run says of such a service, and what it leaves there. `answers`: the stay that a creation answers with, where that is another one than it made. */
const judged = async (answers?: Json) => {
  const all = new Map<string, Json>([['s0', { id: 's0', campId: 'c0', nights: 3 }]]);
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    const found = all.get(id ?? '');
    if (!['camps', 'stays'].includes(root) || (id !== undefined && !found)) return give(404);
    if (incoming.method === 'GET') return give(found ? 200 : 405, found);
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    const body = await objectBody(incoming);
    const isRight =
      root === 'camps' ? typeof body?.['name'] === 'string' : all.has(String(body?.['campId'])) && Number(body?.['nights']) >= 1;
    if (!isRight) return give(400);
    if (root === 'stays' && answers) return give(200, answers);
    const made = { id: `${root[0]}${(last += 1)}`, ...body };
    all.set(made.id, made);
    return give(root === 'camps' ? 201 : 200, made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent'],
    credentials: [],
    maxCreates: 60,
    selection: { only: ['lifecycle/sent-is-shown'], skip: [] },
  });
  const ofStays = verdicts.filter(({ case: { places } }) => places[0]?.operation === 'POST /stays');
  return { kinds: ofStays.map(({ verdict }) => verdict.kind), left: [...all.keys()].toSorted() };
};

test('what a creation answers with 200 is removed by the run where it belongs to what the run created', async () => {
  expect((await judged()).left).toEqual(['s0']);
});

test('what belongs to something else is not', async () => {
  const { kinds, left } = await judged({ id: 's0', campId: 'c0', nights: 3 });
  expect(kinds).not.toContain('pass');
  expect(left).toContain('s0');
});
