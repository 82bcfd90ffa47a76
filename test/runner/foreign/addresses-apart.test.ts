import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const address = { type: 'string', format: 'uri', maxLength: 300 };
const feed = {
  type: 'object',
  required: ['id', 'source', 'reads_count', 'added_at'],
  properties: {
    id: { type: 'integer' },
    source: address,
    reads_count: { type: 'integer' },
    added_at: { type: 'string', format: 'date-time' },
  },
};

/** Feeds of which nothing but an address is sent, and no operation reads one. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Feeds', version: '1', description: 'A key belongs to one library. Feeds of other libraries do not exist for it (404).' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/feeds': {
      get: { responses: { '200': shows({ type: 'array', items: feed }), '401': none } },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['source'], properties: { source: address } } } },
        },
        responses: { '201': shows(feed), '401': none, '422': none },
      },
    },
    '/feeds/{feedId}': {
      parameters: [{ name: 'feedId', in: 'path', required: true, schema: { type: 'integer' } }],
      delete: { responses: { '204': none, '401': none, '404': none } },
    },
  },
};

type Feed = { readonly id: number; readonly source: string; reads_count: number; readonly added_at: string };

const failures = async (listsAll: boolean): Promise<readonly string[]> => {
  const accounts = ['one', 'two'].map((name) => ({ name, feeds: new Map<number, Feed>() }));
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const who = accounts.find(({ name }) => incoming.headers.authorization === `Bearer ${name}-key-0123456789`);
    if (!who) return give(401);
    const [, root, id] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (root !== 'feeds') return give(404);
    void objectBody(incoming).then((body = {}) => {
      if (id !== undefined) return give(incoming.method === 'DELETE' && who.feeds.delete(Number(id)) ? 204 : 404);
      if (incoming.method === 'GET') {
        const shown = (listsAll ? accounts : [who]).flatMap(({ feeds }) => [...feeds.values()]);
        for (const one of shown) one.reads_count += 1;
        return give(200, shown);
      }
      const { source } = body;
      if (typeof source !== 'string' || !/^https?:/u.test(source)) return give(422);
      const made: Feed = { id: (last += 1), source, reads_count: 0, added_at: new Date().toISOString() };
      who.feeds.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 20,
    key: 'one-key-0123456789',
    credentials: ['key', 'other'],
    secrets: { other: 'two-key-0123456789' },
    selection: { only: ['auth/kept-from-other-accounts', 'lifecycle/secret-shown-once', 'status/documented-call'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
};

test(
  'what has nothing but a made-up address is found in the list of another account',
  besideOthers(async () => {
    expect(await failures(false)).toEqual([]);
    expect(await failures(true)).toEqual(['foreign-listed']);
  }),
);
