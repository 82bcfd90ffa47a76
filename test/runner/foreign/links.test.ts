import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const id = { type: 'string', format: 'uuid' };
const named = { type: 'object', required: ['id', 'name'], properties: { id, name: { type: 'string', minLength: 1, maxLength: 80 } } };
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: id });
const takes = {
  required: true,
  content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: named.properties.name } } } },
};
const kept = (name: string) => ({
  parameters: [inPath(name)],
  get: { responses: { 200: json(named), 404: none } },
  delete: { responses: { 204: none, 404: none } },
});

/** How the document shows what is in an album, and how the service does. */
type Shape = 'photos' | 'entries with photos' | 'ids in the album';

/** @param says The description of the read of what is in an album. */
const document = (shape: Shape, says: string) => {
  const album = { ...named, properties: { ...named.properties, photoIds: { type: 'array', items: id } } };
  const entry = { type: 'object', required: ['photo'], properties: { photo: named, position: { type: 'integer' } } };
  const list = json({ type: 'array', items: shape === 'photos' ? named : entry });
  const albums = kept('albumId');
  return {
    openapi: '3.1.0',
    info: { title: 'Albums', version: '1' },
    paths: {
      '/albums': { post: { requestBody: takes, responses: { 201: json(named), 400: none } } },
      '/albums/{albumId}': shape === 'ids in the album' ? { ...albums, get: { responses: { 200: json(album), 404: none } } } : albums,
      '/photos': { post: { requestBody: takes, responses: { 201: json(named), 400: none } } },
      '/photos/{photoId}': kept('photoId'),
      ...(shape === 'ids in the album'
        ? {}
        : {
            '/albums/{albumId}/photos': {
              parameters: [inPath('albumId')],
              get: { description: says, responses: { 200: list, 404: none } },
            },
          }),
      '/albums/{albumId}/photos/{photoId}': {
        parameters: [inPath('albumId'), inPath('photoId')],
        put: { responses: { 200: none, 201: none, 404: none } },
        delete: { responses: { 204: none, 404: none } },
      },
    },
  };
};

type Flaw =
  | 'none'
  | 'adds nothing'
  | 'lists nothing'
  | 'adds it twice'
  | 'takes nothing out'
  | 'removes the photo'
  | 'always says 201'
  | 'never says 201'
  | 'refuses links';

const judged = async (flaw: Flaw, shape: Shape = 'photos', says = 'What is in the album.'): Promise<readonly string[]> => {
  const kinds = { albums: new Map<string, string>(), photos: new Map<string, string>() };
  const linked = new Map<string, string[]>();
  const url = await serve(async (incoming, outgoing) => {
    const [, kind = '', own = '', below, photoId = ''] = (incoming.url ?? '').split('/');
    const { method } = incoming;
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const all = kind === 'albums' || kind === 'photos' ? kinds[kind] : undefined;
    const body = (method === 'POST' ? await objectBody(incoming) : undefined) ?? {};
    if (!all) return give(404);
    if (own === '') {
      if (method !== 'POST') return give(405);
      if (typeof body['name'] !== 'string' || body['name'] === '') return give(400);
      const made = crypto.randomUUID();
      all.set(made, body['name']);
      return give(201, { id: made, name: body['name'] });
    }
    const name = all.get(own);
    if (name === undefined) return give(404);
    const inside = linked.get(own) ?? [];
    if (below === undefined) {
      if (method === 'DELETE') all.delete(own);
      const photoIds = kind === 'albums' && shape === 'ids in the album' ? { photoIds: inside } : {};
      return method === 'GET' ? give(200, { id: own, name, ...photoIds }) : give(method === 'DELETE' ? 204 : 405);
    }
    const photos = (flaw === 'lists nothing' ? [] : inside).map((one) => ({ id: one, name: kinds.photos.get(one) ?? '' }));
    if (photoId === '') return method === 'GET' ? give(200, shape === 'photos' ? photos : photos.map((photo) => ({ photo }))) : give(405);
    const isIn = inside.includes(photoId);
    if (method === 'PUT') {
      if (!kinds.photos.has(photoId)) return give(404);
      if (flaw === 'refuses links') return give(409);
      if (flaw !== 'adds nothing' && (!isIn || flaw === 'adds it twice')) linked.set(own, [...inside, photoId]);
      return give(flaw === 'always says 201' || (!isIn && flaw !== 'never says 201') ? 201 : 200);
    }
    if (method !== 'DELETE') return give(405);
    if (!isIn && flaw !== 'adds nothing') return give(404);
    if (flaw !== 'takes nothing out')
      linked.set(
        own,
        inside.filter((one) => one !== photoId),
      );
    if (flaw === 'removes the photo') kinds.photos.delete(photoId);
    return give(204);
  });
  const only = ['lifecycle/link-shown', 'lifecycle/link-says-created'];
  const { verdicts } = await judgeForeign(writeToolDocument(document(shape, says)), url, {
    allow: ['mutation'],
    selection: { only, skip: [] },
  });
  // A run removes what it has made.
  expect(kinds.albums.size).toBe(0);
  expect(kinds.photos.size).toBe(0);
  return verdicts
    .filter((one) => only.includes(one.case.check))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('a service that links photos to albums', () => {
  test.each<readonly [Shape]>([['photos'], ['entries with photos'], ['ids in the album']])(
    'as documented is accused of nothing: %s',
    async (shape) => {
      expect(await judged('none', shape)).toEqual(['pass', 'pass']);
    },
  );

  test('is not judged where it refuses links', async () => {
    expect(await judged('refuses links')).toEqual(['inconclusive', 'inconclusive']);
  });

  test('may leave out of a list what the list says that it leaves out', async () => {
    expect(await judged('lists nothing', 'photos', 'Only published photos.')).toEqual(['pass']);
  });

  test.each<readonly [Flaw, Shape, readonly string[]]>([
    ['adds nothing', 'photos', ['linked-not-listed', 'link-as-created']],
    ['adds nothing', 'ids in the album', ['linked-not-listed', 'link-as-created']],
    ['lists nothing', 'photos', ['linked-not-listed', 'pass']],
    ['adds it twice', 'entries with photos', ['linked-twice', 'pass']],
    ['takes nothing out', 'photos', ['unlinked-still-listed', 'pass']],
    ['removes the photo', 'photos', ['unlinked-removed', 'pass']],
    ['always says 201', 'photos', ['pass', 'link-as-created']],
    ['never says 201', 'photos', ['pass', 'link-as-created']],
  ])('is told: %s (%s)', async (flaw, shape, findings) => {
    expect(await judged(flaw, shape)).toEqual(findings);
  });
});
