import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const kite = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'integer' }, name: text } };
const none = { description: 'None' };
const takes = { required: true, ...json({ type: 'object', required: ['name'], properties: { name: text } }) };

/** Kites of an account, which counts its own from 1. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/kites': {
      get: { responses: { 200: json({ type: 'array', items: kite }), 401: none } },
      post: { requestBody: takes, responses: { 201: json(kite), 401: none, 403: none, 422: none } },
    },
    '/kites/{kiteId}': {
      parameters: [{ name: 'kiteId', in: 'path', required: true, schema: { type: 'integer' } }],
      get: { responses: { 200: json(kite), 401: none, 404: none } },
      put: { requestBody: takes, responses: { 200: json(kite), 401: none, 403: none, 404: none, 422: none } },
      delete: { responses: { 204: none, 401: none, 403: none, 404: none } },
    },
  },
};

const tokens = { key: 'kite_owner_0123456789', other: 'kite_pilot_0123456789' };

type Who = keyof typeof tokens;
type Kite = { readonly id: number; name: string };

/**
 * @param creates The account that may create, and may change nothing; the other one may do the rest.
 * @param isShared Whether both see the same kites.
 * @returns The kites that were there before and are changed or gone, and those of the run that are left.
 */
const judged = async (creates: Who, isShared = false) => {
  const theirs = new Map<number, Kite>(Array.from({ length: 60 }, (_, n) => [n + 1, { id: n + 1, name: 'theirs' }]));
  const made = isShared ? theirs : new Map<number, Kite>();
  let last = isShared ? 60 : 0;
  let created = 0;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const give = (code: number, value?: unknown): void => {
      outgoing.writeHead(code, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, token = ''] = /^Bearer (.+)$/u.exec(incoming.headers.authorization ?? '') ?? [];
    if (token !== tokens.key && token !== tokens.other) return give(401);
    const isMaker = token === tokens[creates];
    const kites = isMaker ? made : theirs;
    const [, root = '', id, more] = new URL(incoming.url ?? '/', 'http://kites').pathname.split('/');
    const { method = 'GET' } = incoming;
    if (root !== 'kites' || more !== undefined) return give(404);
    const name = body?.['name'];
    if (id === undefined && method === 'GET') return give(200, [...kites.values()].slice(0, 5));
    if (id === undefined) {
      if (method !== 'POST') return give(405);
      if (!isMaker) return give(403);
      if (typeof name !== 'string') return give(422);
      created += 1;
      last += 1;
      made.set(last, { id: last, name });
      return give(201, made.get(last));
    }
    const found = kites.get(Number(id));
    if (method === 'GET') return found ? give(200, found) : give(404);
    if (isMaker) return give(403);
    if (!found) return give(404);
    if (method === 'PUT' && typeof name !== 'string') return give(422);
    if (method === 'PUT') found.name = String(name);
    if (method === 'DELETE') kites.delete(found.id);
    return method === 'DELETE' ? give(204) : method === 'PUT' ? give(200, found) : give(405);
  });
  const { events } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    key: tokens.key,
    secrets: { other: tokens.other },
    credentials: ['key', 'other'],
    maxCreates: 40,
  });
  const before = [...theirs.values()].filter(({ id, name }) => id <= 60 && name === 'theirs').length;
  const failed = events.filter((event) => event.type === 'removed' && event.outcome === 'failed').length;
  return { created, harmed: 60 - before, left: isShared ? theirs.size - before : made.size, failed };
};

const inPath = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'integer' } });
const flight = {
  type: 'object',
  required: ['id', 'kiteId', 'note'],
  properties: { id: { type: 'integer' }, kiteId: { type: 'integer' }, note: text },
};
const requestBody = {
  required: true,
  ...json({ type: 'object', required: ['kiteId', 'note'], properties: { kiteId: { type: 'integer' }, note: text } }),
};

/** The same with flights, which name a kite. */
const withFlights = {
  ...document,
  paths: {
    ...document.paths,
    '/flights': {
      get: { responses: { 200: json({ type: 'array', items: flight }), 401: none } },
      post: { requestBody, responses: { 201: json(flight), 401: none, 403: none, 422: none } },
    },
    '/flights/{flightId}': {
      parameters: [inPath('flightId')],
      get: { responses: { 200: json(flight), 401: none, 404: none } },
      delete: { responses: { 204: none, 401: none, 403: none, 404: none } },
    },
  },
};

/** @returns How many flights the other account made, and of which kites that were there before. The key makes kites, and no flights. */
const flown = async (isShared: boolean): Promise<{ readonly made: number; readonly ofTheirs: number }> => {
  const theirs = new Map<number, Kite>(Array.from({ length: 60 }, (_, n) => [n + 1, { id: n + 1, name: 'theirs' }]));
  const own = isShared ? theirs : new Map<number, Kite>();
  const flights = new Map<number, { id: number; kiteId: number; note: string }>();
  let last = isShared ? 60 : 0;
  let [made, ofTheirs] = [0, 0];
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const give = (code: number, value?: unknown): void => {
      outgoing.writeHead(code, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, token = ''] = /^Bearer (.+)$/u.exec(incoming.headers.authorization ?? '') ?? [];
    if (token !== tokens.key && token !== tokens.other) return give(401);
    const isKey = token === tokens.key;
    const kites = isKey ? own : theirs;
    const [, root = '', id, more] = new URL(incoming.url ?? '/', 'http://kites').pathname.split('/');
    const { method = 'GET' } = incoming;
    if ((root !== 'kites' && root !== 'flights') || more !== undefined) return give(404);
    const things: Map<number, object> = root === 'kites' ? kites : flights;
    if (id === undefined && method === 'GET') return give(200, [...things.values()].slice(0, 5));
    if (id === undefined) {
      if (method !== 'POST') return give(405);
      if ((root === 'kites') !== isKey) return give(403);
      const { name, note, kiteId } = body ?? {};
      last += 1;
      if (root === 'kites') {
        if (typeof name !== 'string') return give(422);
        own.set(last, { id: last, name });
        return give(201, own.get(last));
      }
      const airborne = kites.get(Number(kiteId));
      if (typeof note !== 'string' || typeof kiteId !== 'number' || !airborne) return give(422);
      made += 1;
      if (airborne.name === 'theirs') ofTheirs += 1;
      flights.set(last, { id: last, kiteId, note });
      return give(201, flights.get(last));
    }
    const found = things.get(Number(id));
    if (!found) return give(404);
    if (method === 'GET') return give(200, found);
    if (method === 'DELETE') things.delete(Number(id));
    return method === 'DELETE' ? give(204) : give(405);
  });
  await judgeForeign(writeToolDocument(withFlights), url, {
    allow: ['mutation'],
    key: tokens.key,
    secrets: { other: tokens.other },
    credentials: ['key', 'other'],
    maxCreates: 40,
    selection: { only: ['* /flights*'], skip: [] },
  });
  return { made, ofTheirs };
};

test('what a body names is no kite of the same number of the account that asks', async () => {
  expect((await flown(false)).ofTheirs).toBe(0);
});

test('where both accounts see the same kites, one of them flies those of the other one', async () => {
  const { made, ofTheirs } = await flown(true);
  expect([made > 0, ofTheirs]).toEqual([true, 0]);
});

test.each<Who>(['key', 'other'])('what the account %s created is no kite of the same number of the other account', async (creates) => {
  const { created, harmed, left, failed } = await judged(creates);
  expect(created).toBeGreaterThan(0);
  expect(harmed).toBe(0);
  // Nobody may remove them, which is told.
  expect(failed).toBe(left);
});

test('where both accounts see the same kites, one of them removes what the other one created', async () => {
  const { created, harmed, left } = await judged('other', true);
  expect(created).toBeGreaterThan(0);
  expect([harmed, left]).toEqual([0, 0]);
});
