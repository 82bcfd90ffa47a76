import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' }, 409: { description: 'Contradicts the present state' } };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const state = { type: 'string', enum: ['draft', 'open', 'closed'] };
const album = object({ id: { ...text, readOnly: true }, title: text, state }, ['id', 'title', 'state']);
const song = object({ id: { ...text, readOnly: true }, albumId: text, name: text }, ['id', 'albumId', 'name']);
const item = (name: string, schema: object, more: object = {}) => ({
  parameters: [{ name, in: 'path', required: true, schema: text }],
  get: { responses: { ...shows(schema), ...refused } },
  delete: { responses: { 204: { description: 'Gone' }, ...refused } },
  ...more,
});

/** Albums with a state that a change sets, and songs that name their album. */
const documentOf = (rule: string) => ({
  openapi: '3.1.0',
  info: { title: 'Albums', version: '1' },
  paths: {
    '/albums': {
      get: { responses: shows({ type: 'array', items: album }) },
      post: {
        requestBody: { required: true, ...json(object({ title: text }, ['title'])) },
        responses: { ...shows(album, '201'), ...refused },
      },
    },
    '/albums/{albumId}': item('albumId', album, {
      patch: { requestBody: { required: true, ...json(object({ title: text, state }, [])) }, responses: { ...shows(album), ...refused } },
    }),
    '/songs': {
      get: { responses: shows({ type: 'array', items: song }) },
      post: {
        summary: 'Add a song',
        description: rule,
        requestBody: { required: true, ...json(object({ albumId: text, name: text }, ['albumId', 'name'])) },
        responses: { ...shows(song, '201'), ...refused },
      },
    },
    '/songs/{songId}': item('songId', song),
  },
});

const told = async (rule: string, habit: 'refuses' | 'takes songs in every state' | 'wants an open one') => {
  const albums = new Map<string, Json>();
  const songs = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const all = root === 'albums' ? albums : songs;
    if (!['albums', 'songs'].includes(root)) return give(404);
    if (incoming.method === 'GET' && id === undefined) return give(200, [...all.values()]);
    if (id !== undefined && !all.has(id)) return give(404);
    if (incoming.method === 'GET') return give(200, all.get(id ?? ''));
    if (incoming.method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const made = { id: id ?? `${root}-${next++}`, ...all.get(id ?? ''), ...body };
      if (root === 'albums') {
        const { title, state: wanted = 'draft' }: Json = made;
        if (typeof title !== 'string' || !state.enum.includes(String(wanted)) || (id === undefined && body['state'] !== undefined))
          return give(400);
        albums.set(made.id, { ...made, state: wanted });
        return give(id === undefined ? 201 : 200, albums.get(made.id));
      }
      const above = albums.get(String(body['albumId']));
      if (typeof body['name'] !== 'string' || typeof body['albumId'] !== 'string' || !above) return give(400);
      if (above['state'] === 'closed' && habit !== 'takes songs in every state') return give(409);
      if (above['state'] !== 'open' && habit === 'wants an open one') return give(409);
      songs.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(rule)), url, {
    allow: ['mutation'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['lifecycle/refused-in-state'], skip: [] },
  });
  const failed = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.expected] : []));
  return { failed, passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length, left: [...albums.keys(), ...songs.keys()] };
};

const noMore = 'A `closed` album takes no more songs (`409`). An album that does not exist is a mistake.';
const openOnly = 'Songs can only be added to an open album, otherwise 409.';

test.each<readonly [string, Parameters<typeof told>[1], number]>([
  [noMore, 'refuses', 1],
  [openOnly, 'wants an open one', 1],
  ['Adds a song to an album.', 'takes songs in every state', 0],
])('nothing is told where what is added is refused as described: %s %s', async (rule, habit, passed) => {
  expect(await told(rule, habit)).toEqual({ failed: [], passed, left: [] });
});

test.each([noMore, openOnly])('a song that an album takes in a state in which it takes none is told: %s', async (rule) => {
  const { failed, left } = await told(rule, 'takes songs in every state');
  expect(failed).toEqual([expect.stringMatching(/^409 to POST \/songs, because the resource is "(?:closed|draft)/u)]);
  expect(left).toEqual([]);
});
