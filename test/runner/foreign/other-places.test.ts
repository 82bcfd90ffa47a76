import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const text = { type: 'string', minLength: 1, maxLength: 60 };
const inPath = (parameter: string) => ({ name: parameter, in: 'path', required: true, schema: { type: 'string' } });
const bodyOf = (properties: object) => ({ required: true, ...json({ type: 'object', required: Object.keys(properties), properties }) });
const shown = (name: string) => json({ $ref: `#/components/schemas/${name}` });
const schema = (properties: object) => ({
  type: 'object',
  required: ['id', ...Object.keys(properties)],
  properties: { id: { type: 'string' }, ...properties },
});

const collection = (path: string, parameter: string, name: string, properties: object) => ({
  [path]: {
    get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: { $ref: `#/components/schemas/${name}` } }) } } },
    post: { requestBody: bodyOf(properties), responses: { 201: { description: 'It', ...shown(name) }, 422: none } },
  },
  [`${path}/{${parameter}}`]: {
    parameters: [inPath(parameter)],
    get: { responses: { 200: { description: 'It', ...shown(name) }, 404: none } },
    delete: { responses: { 204: none, 404: none } },
  },
});

const crate = { label: text, depotId: { type: 'string' } };
const haul = { crateId: { type: 'string' }, toDepotId: { type: 'string' } };

/** Crates that are moved between depots; what is in a depot already is not moved there. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Depots', version: '1' },
  paths: {
    ...collection('/depots', 'depotId', 'Depot', { name: text }),
    ...collection('/crates', 'crateId', 'Crate', crate),
    '/hauls': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: { $ref: '#/components/schemas/Haul' } }) } } },
      post: {
        summary: 'Move a crate to another depot',
        requestBody: bodyOf(haul),
        responses: { 201: { description: 'It', ...shown('Haul') }, 422: none },
      },
    },
  },
  components: { schemas: { Depot: schema({ name: text }), Crate: schema(crate), Haul: schema(haul) } },
};

test('a thing is moved to another place than the one that it is at', async () => {
  const stores: Record<string, Map<string, Record<string, unknown>>> = { depots: new Map(), crates: new Map(), hauls: new Map() };
  const [moved, refused]: [string[], string[]] = [[], []];
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const [, root = '', id = ''] = new URL(incoming.url ?? '/', 'http://depots.example').pathname.split('/');
    const give = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
    };
    const things = stores[root];
    if (!things) return give(404);
    const add = async (): Promise<void> => {
      const body = await objectBody(incoming);
      const [crateId, to, at] = [body?.['crateId'], body?.['toDepotId'], body?.['depotId']];
      if (root === 'crates' && !stores['depots']?.has(String(at))) return give(422);
      if (root === 'hauls') {
        const held = stores['crates']?.get(String(crateId));
        if (!held || !stores['depots']?.has(String(to))) return give(422);
        (held['depotId'] === to ? refused : moved).push(String(to));
        if (held['depotId'] === to) return give(422);
      }
      const made = { ...body, id: `own-${next++}` };
      things.set(made.id, made);
      return give(201, made);
    };
    const found = things.get(id);
    if (incoming.method === 'POST' && id === '') return void add();
    if (id === '') return give(200, [...things.values()]);
    if (!found) return give(404);
    if (incoming.method === 'DELETE') things.delete(id);
    return incoming.method === 'DELETE' ? give(204) : give(200, found);
  });
  await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  expect(moved.length).toBeGreaterThan(0);
  expect(refused).toEqual([]);
});
