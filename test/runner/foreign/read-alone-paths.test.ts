import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', required, properties });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const gone = { 404: { description: 'None' } };
const kiln = object({ id: { ...text, readOnly: true }, name: { ...text, maxLength: 40 } }, ['name']);
const firing = object({ id: { ...text, readOnly: true }, clay: { ...text, maxLength: 40 } }, ['clay']);
const shows = (schema: object) => ({ description: 'It', ...json(schema) });
const inPath = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: text }));
const adds = (schema: object) => ({
  requestBody: { required: true, ...json(schema) },
  responses: { 201: shows(schema), 400: { description: 'Wrong' }, 409: { description: 'It has one' }, ...gone },
});

/** Kilns, each with a log of firings of which an entry is only read. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Kilns', version: '1' },
  paths: {
    '/kilns': { get: { responses: { 200: shows({ type: 'array', items: kiln }) } }, post: adds(kiln) },
    '/kilns/{kilnId}': {
      parameters: inPath('kilnId'),
      get: { responses: { 200: shows(kiln), ...gone } },
      delete: { description: 'Its firings go with it.', responses: { 204: { description: 'Gone' }, ...gone } },
    },
    '/kilns/{kilnId}/firings': {
      parameters: inPath('kilnId'),
      get: { responses: { 200: shows({ type: 'array', items: firing }), ...gone } },
      post: adds(firing),
    },
    '/kilns/{kilnId}/firings/{firingId}': {
      parameters: inPath('kilnId', 'firingId'),
      get: { responses: { 200: shows(firing), ...gone } },
    },
  },
};

/** How a server answers a change of an entry that can only be read. */
type Habit = 'lists what is allowed' | 'takes one entry for each' | 'hides it' | 'looks at no method' | 'lists nothing' | 'fails';

const told = async (habit: Habit) => {
  const kilns = new Map<string, object>();
  const firings = new Map<string, object>();
  const fired = new Set<string>();
  const seen: string[] = [];
  let next = 1;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const give = (status: number, value?: unknown, headers = {}): void => {
      outgoing.writeHead(status, { ...headers, ...(value === undefined ? {} : { 'content-type': 'application/json' }) });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id, below, entry] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const { method } = incoming;
    if (root !== 'kilns' || (id !== undefined && !kilns.has(id))) return give(404);
    const all = below === undefined ? kilns : firings;
    const last = below === undefined ? id : entry;
    const refuse = (allow: string): void => give(405, undefined, { Allow: allow });
    if (last === undefined && method === 'GET') return give(200, [...all.values()]);
    if (last === undefined && method === 'POST') {
      const value = body?.[below === undefined ? 'name' : 'clay'];
      if (typeof value !== 'string') return give(400);
      if (habit === 'takes one entry for each' && below !== undefined && fired.has(id ?? '')) return give(409);
      if (below !== undefined) fired.add(id ?? '');
      const made = { ...body, id: `k-${next++}-b` };
      all.set(made.id, made);
      return give(201, made);
    }
    if (last === undefined) return refuse('GET, POST');
    if (!all.has(last)) return give(404);
    if (method === 'GET') return give(200, all.get(last));
    if (below === undefined) return method === 'DELETE' ? give(kilns.delete(last) ? 204 : 404) : refuse('GET, DELETE');
    seen.push(method ?? '');
    if (habit === 'looks at no method') return give(200, all.get(last));
    if (habit === 'hides it') return give(404);
    if (habit === 'fails') return give(500);
    return habit === 'lists nothing' ? give(405) : refuse('GET');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    selection: { only: ['headers/type-negotiated', 'http/allow-present', 'http/other-methods-refused'], skip: [] },
  });
  return {
    codes: new Set(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []))),
    seen: new Set(seen),
  };
};

describe.concurrent('a path that names what the run created, and can only be read', () => {
  test.for<readonly [Habit, readonly string[]]>([
    ['lists what is allowed', []],
    ['takes one entry for each', []],
    ['hides it', []],
    ['looks at no method', []],
    ['lists nothing', ['allow-absent']],
    ['fails', ['other-method-failed']],
  ])(
    'is asked for by a method that it has not: %s',
    besideOthers(async ([habit, codes]) => {
      const found = await told(habit);
      expect(found.codes).toEqual(new Set(codes));
      expect(found.seen).toEqual(new Set(['PUT']));
    }),
  );
});
