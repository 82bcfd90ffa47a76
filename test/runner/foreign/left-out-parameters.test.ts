import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const kite = {
  type: 'object',
  required: ['id', 'colour'],
  properties: { id: { type: 'string', readOnly: true }, colour: { type: 'string', minLength: 1, maxLength: 80 } },
};
const idParameter = { name: 'kiteId', in: 'path', required: true, schema: { type: 'string' } };
const text = { type: 'string', minLength: 4, maxLength: 60 };

const required = (name: string, where: 'query' | 'header', more: object = {}) => ({
  name,
  in: where,
  required: true,
  schema: text,
  ...more,
});

type Has = {
  readonly parameter: Json & { readonly name: string; readonly in: string };
  readonly on: 'list' | 'post' | 'patch' | 'fly' | 'delete';
  readonly refusals?: readonly number[];
  readonly introduction?: string;
};

/** Kites, of which one operation takes a parameter. */
const documentOf = ({ parameter, on, refusals = [400], introduction = 'Kites of a club.' }: Has) => {
  const own = (one: Has['on']) => (one === on ? { parameters: [parameter] } : {});
  const refused = Object.fromEntries(refusals.map((status) => [status, { description: 'Wrong' }]));
  const missing = { 404: { description: 'None' } };
  return {
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1', description: introduction },
    paths: {
      '/kites': {
        get: { ...own('list'), responses: { 200: { description: 'All', ...json({ type: 'array', items: kite }) }, ...refused } },
        post: {
          ...own('post'),
          requestBody: { required: true, ...json(kite) },
          responses: { 201: { description: 'Made', ...json(kite) }, ...refused },
        },
      },
      '/kites/{kiteId}': {
        parameters: [idParameter],
        get: { responses: { 200: { description: 'It', ...json(kite) }, ...missing } },
        patch: {
          ...own('patch'),
          requestBody: { required: true, ...json({ type: 'object', properties: { colour: kite.properties.colour } }) },
          responses: { 200: { description: 'Changed', ...json(kite) }, ...missing, ...refused },
        },
        delete: { ...own('delete'), responses: { 204: { description: 'Gone' }, ...missing, ...refused } },
      },
      '/kites/{kiteId}/fly': {
        parameters: [idParameter],
        post: { ...own('fly'), responses: { 200: { description: 'It flies', ...json(kite) }, ...missing, ...refused } },
      },
    },
  };
};

const told = async (has: Has, demands: boolean) => {
  const all = new Map<string, Json>();
  let next = 1;
  const { name, in: where } = has.parameter;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
    const [, root, id, action] = pathname.split('/');
    if (root !== 'kites' || (id !== undefined && !all.has(id))) return give(404);
    const called = { GET: 'list', POST: action === undefined ? 'post' : 'fly', PATCH: 'patch', DELETE: 'delete' }[incoming.method ?? ''];
    const isAsked = called === has.on && !(incoming.method === 'GET' && id !== undefined);
    const isThere = where === 'query' ? searchParams.has(name) : incoming.headers[name.toLowerCase()] !== undefined;
    void objectBody(incoming).then((body = {}) => {
      if (demands && isAsked && !isThere) return give(400);
      if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
      if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
      if (action !== undefined) return give(200, all.get(id ?? ''));
      if (incoming.method === 'PATCH' && id !== undefined) {
        all.set(id, { ...all.get(id), ...body, id });
        return give(200, all.get(id));
      }
      if (typeof body['colour'] !== 'string') return give(400);
      const made = { ...body, id: `k-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(has)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['query/left-out-refused', 'query/write-left-out-refused'], skip: [] },
  });
  return {
    failed: verdicts.flatMap(({ case: { requirement, level }, verdict }) => (verdict.kind === 'fail' ? [`${requirement} ${level}`] : [])),
    passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length,
    left: [...all.keys()],
  };
};

const key = required('Idempotency-Key', 'header');

const judged: readonly Has[] = [
  { parameter: required('field', 'query'), on: 'list' },
  { parameter: required('X-Pilot', 'header'), on: 'list', refusals: [422] },
  { parameter: key, on: 'post' },
  { parameter: required('reason', 'query'), on: 'patch' },
  { parameter: key, on: 'fly' },
  { parameter: key, on: 'fly', introduction: '`Idempotency-Key` is mandatory for flights and optional for everything else.' },
];

const unjudged: readonly (readonly [string, Has])[] = [
  ['no refusal is described', { parameter: key, on: 'post', refusals: [409] }],
  ['it has a default', { parameter: required('field', 'query', { schema: { ...text, default: 'north' } }), on: 'list' }],
  [
    'its text says what it is without one',
    { parameter: required('field', 'query', { description: 'Without it, all fields are shown.' }), on: 'list' },
  ],
  [
    'its text says when to leave it out',
    { parameter: required('field', 'query', { description: 'One field. Leave it out to see all.' }), on: 'list' },
  ],
  ['its text lets it be absent', { parameter: required('field', 'query', { description: 'All fields if left out.' }), on: 'list' }],
  ['the introduction lets it be absent', { parameter: key, on: 'post', introduction: '`Idempotency-Key` is optional.' }],
  ['it is not required', { parameter: { ...key, required: false }, on: 'post' }],
  ['it chooses a version', { parameter: required('X-Api-Version', 'header'), on: 'list' }],
  ['it names the request', { parameter: required('X-Request-Id', 'header'), on: 'post' }],
  ['it is a field of HTTP', { parameter: required('Accept-Language', 'header'), on: 'list' }],
  ['it belongs to a removal', { parameter: required('reason', 'query'), on: 'delete' }],
];

describe.concurrent('a required parameter that is left out', () => {
  test.for(judged)(
    'is told where it is not demanded: $on',
    besideOthers(async (has: Has) => {
      expect(await told(has, false)).toEqual({ failed: ['OAS-203 should'], passed: 0, left: [] });
    }),
  );

  test.for(judged)(
    'is refused by a service that demands it: $on',
    besideOthers(async (has: Has) => {
      expect(await told(has, true)).toEqual({ failed: [], passed: 1, left: [] });
    }),
  );

  test.for(unjudged)(
    'is not judged where %s',
    besideOthers(async ([, has]: readonly [string, Has]) => {
      expect(await told(has, false)).toEqual({ failed: [], passed: 0, left: [] });
    }),
  );
});

/** Barges of two regions, each of which numbers its own; who names no region is at the west. */
const inRegions = async () => {
  const region = { name: 'X-Region', in: 'header', required: true, schema: { type: 'string', enum: ['east', 'west'] } };
  const wrong = { 400: { description: 'Wrong' }, 404: { description: 'None' } };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Barges', version: '1' },
    paths: {
      '/barges': {
        parameters: [region],
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: kite }) }, ...wrong } },
        post: { requestBody: { required: true, ...json(kite) }, responses: { 201: { description: 'Made', ...json(kite) }, ...wrong } },
      },
      '/barges/{kiteId}': {
        parameters: [region, idParameter],
        get: { responses: { 200: { description: 'It', ...json(kite) }, ...wrong } },
        delete: { responses: { 204: { description: 'Gone' }, ...wrong } },
      },
    },
  };
  const theirs = Array.from({ length: 9 }, (_, n) => ({ id: `b${n + 1}`, colour: 'theirs' }));
  const regions = new Map([
    ['east', theirs],
    ['west', []],
  ]);
  const last = new Map([
    ['east', 9],
    ['west', 0],
  ]);
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const where = String(incoming.headers['x-region'] ?? 'west');
    const [, , id] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    const here = regions.get(where);
    if (!here) return give(400);
    const at = here.findIndex((one) => one.id === id);
    void objectBody(incoming).then(({ colour } = {}) => {
      if (incoming.method === 'GET' && id === undefined) return give(200, here);
      if (incoming.method === 'GET') return at < 0 ? give(404) : give(200, here[at]);
      if (incoming.method === 'DELETE') return at < 0 ? give(404) : give(here.splice(at, 1).length > 0 ? 204 : 404);
      if (typeof colour !== 'string') return give(400);
      const made = { id: `b${(last.get(where) ?? 0) + 1}`, colour };
      last.set(where, (last.get(where) ?? 0) + 1);
      here.push(made);
      return give(201, made);
    });
  });
  await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['query/**'], skip: [] },
  });
  return regions;
};

test('a parameter that says where something is stays, so that nothing of others is removed under its id', async () => {
  const regions = await inRegions();
  expect(regions.get('east')?.filter(({ colour }) => colour === 'theirs')).toHaveLength(9);
  expect(regions.get('west')).toEqual([]);
});
