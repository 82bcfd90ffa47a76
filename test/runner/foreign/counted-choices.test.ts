import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const days = { type: 'integer', minimum: 0, maximum: 60 };
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({ type: 'object', required, properties });

const house = object({ id: text, title: text, free_days: days });
const lease = object({ id: text, house_id: text, status: { type: 'string', enum: ['free', 'running', 'ended'] } });
const missing = { 404: { description: 'None' } };
const refused = { 422: { description: 'Wrong' } };

const ofHouse =
  'With days for nothing (`free_days` here, or else those of the house, above 0) it starts as `free`. Without any it starts as `running`.';
const ofItself = 'With `free_days` above 0 a lease starts as `free`. Without it starts as `running`.';

/** Leases of houses, some of which cost nothing in the first days. */
const documentOf = (said: string) => {
  const item = (name: string, shown: object) => ({
    parameters: [{ name, in: 'path', required: true, schema: text }],
    get: { responses: { 200: { description: 'It', ...json(shown) }, ...missing } },
    delete: { responses: { 204: { description: 'Gone' }, ...missing } },
  });
  const asked = { ...object({ title: text, free_days: days }, ['title']), example: { title: 'Mill', free_days: 14 } };
  return {
    openapi: '3.1.0',
    info: { title: 'Leases', version: '1' },
    paths: {
      '/houses': {
        post: { requestBody: { required: true, ...json(asked) }, responses: { 201: { description: 'Made', ...json(house) }, ...refused } },
      },
      '/houses/{houseId}': item('houseId', house),
      '/leases': {
        post: {
          description: said,
          requestBody: { required: true, ...json(object({ house_id: text, free_days: days }, ['house_id'])) },
          responses: { 201: { description: 'Made', ...json(lease) }, ...refused },
        },
      },
      '/leases/{leaseId}': item('leaseId', lease),
    },
  };
};

type Way = 'of both' | 'of the lease' | 'of the house';

const told = async (said: string, way: Way): Promise<readonly string[]> => {
  const all = { houses: new Map<string, Json>(), leases: new Map<string, Json>() };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const kept = root === 'houses' || root === 'leases' ? all[root] : new Map<string, Json>();
    if (id !== undefined && !kept.has(id)) return give(404);
    if (incoming.method === 'GET') return id === undefined ? give(404) : give(200, kept.get(id));
    if (incoming.method === 'DELETE') return give(kept.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const made = `n-${next++}`;
      const own = typeof body['free_days'] === 'number' ? body['free_days'] : undefined;
      if (root === 'houses') kept.set(made, { id: made, title: body['title'], free_days: own ?? 0 });
      else {
        const on = all.houses.get(String(body['house_id']));
        if (!on) return give(422);
        const theirs = Number(on['free_days']);
        const free = { 'of both': own ?? theirs, 'of the lease': own ?? 0, 'of the house': theirs }[way];
        kept.set(made, { id: made, house_id: on['id'], status: free > 0 ? 'free' : 'running' });
      }
      return give(201, kept.get(made));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/state-chosen'], skip: [] },
  });
  return verdicts.filter(({ id }) => id.startsWith('lifecycle/state-chosen')).map(({ verdict: { kind } }) => kind);
};

test.each<readonly [string, Way, string]>([
  [ofHouse, 'of both', 'pass'],
  [ofHouse, 'of the lease', 'pass'],
  [ofHouse, 'of the house', 'fail'],
  [ofItself, 'of the lease', 'pass'],
  [ofItself, 'of the house', 'fail'],
])('"%s", and the days %s count: %s', async (said, way, expected) => {
  expect(await told(said, way)).toEqual([expected]);
});
