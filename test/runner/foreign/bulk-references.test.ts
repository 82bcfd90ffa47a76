import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' } };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const album = object({ id: { ...text, readOnly: true }, title: text }, ['id', 'title']);
const song = object({ id: { ...text, readOnly: true }, albumId: text, name: text }, ['id', 'albumId', 'name']);
const collection = (schema: object) => ({
  get: { responses: shows({ type: 'array', items: schema }) },
  post: { requestBody: { required: true, ...json(schema) }, responses: { ...shows(schema, '201'), ...refused } },
});
const item = (name: string, schema: object) => ({
  parameters: [{ name, in: 'path', required: true, schema: text }],
  get: { responses: { ...shows(schema), ...refused } },
  delete: { responses: { 204: { description: 'Gone' }, ...refused } },
});

/** Songs that name their album, also many at once. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Albums', version: '1' },
  paths: {
    '/albums': collection(album),
    '/albums/{albumId}': item('albumId', album),
    '/songs': collection(song),
    '/songs/{songId}': item('songId', song),
    '/songs/batch': {
      post: {
        requestBody: { required: true, ...json(object({ songs: { type: 'array', items: song } }, ['songs'])) },
        responses: { ...shows({ type: 'array', items: song }, '201'), ...refused },
      },
    },
  },
};

const judged = async (forgets: boolean) => {
  const stores: Readonly<Record<string, Map<string, Json>>> = { albums: new Map(), songs: new Map() };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const all = stores[root];
    const isBatch = root === 'songs' && id === 'batch' && incoming.method === 'POST';
    if (!all || (id !== undefined && !isBatch && !all.has(id))) return give(404);
    if (incoming.method === 'GET') return give(200, id === undefined ? [...all.values()] : all.get(id));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const isRight = (one: Json): boolean =>
        root === 'albums'
          ? typeof one['title'] === 'string'
          : typeof one['name'] === 'string' && stores['albums']?.has(String(one['albumId'])) === true;
      const list = isBatch ? body['songs'] : [body];
      if (!Array.isArray(list) || list.length === 0 || !list.every(isRight)) return give(400);
      const made = list.map((one: Json) => ({ ...one, id: `${root}-${next++}`, ...(isBatch && forgets ? { albumId: 'albums-0' } : {}) }));
      for (const one of made) all.set(one.id, one);
      return give(201, isBatch ? made : made[0]);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 40,
    credentials: [],
    selection: { only: ['lifecycle/bulk-entry-kept'], skip: [] },
  });
  const kinds = verdicts
    .filter(({ case: { check } }) => check === 'lifecycle/bulk-entry-kept')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.where : verdict.kind));
  return { kinds, left: Object.values(stores).flatMap((all) => [...all.keys()]) };
};

test('what the entries of a bulk creation refer to is shown as it was sent', async () => {
  expect(await judged(false)).toEqual({ kinds: ['pass'], left: [] });
});

test('a bulk creation that forgets what its entries refer to is told', async () => {
  expect((await judged(true)).kinds).toEqual(['/albumId of an entry']);
});
