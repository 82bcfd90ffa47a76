import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 80 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refused = { 401: { description: 'Who' }, 403: { description: 'Not yours' }, 404: { description: 'None' } };
const song = { type: 'object', required: ['id', 'title'], properties: { id: text, title: text } };
const page = { description: 'd', ...json({ type: 'array', items: song }) };

/** Songs of choirs, that each choir may search; `summary`: what is said of the search. */
const documentOf = (path: string, summary: string) => ({
  openapi: '3.1.0',
  info: { title: 'Songs', version: '1', description: 'A choir sees only its own songs; those of another choir get 404.' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/songs': {
      get: { responses: { 200: page, ...refused } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title: text } }) },
        responses: { 201: { description: 'd', ...json(song) }, ...refused, 422: { description: 'Wrong' } },
      },
    },
    '/songs/{songId}': {
      parameters: [{ name: 'songId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'd', ...json(song) }, ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    [path]: {
      get: { summary, parameters: [{ name: 'q', in: 'query', required: true, schema: text }], responses: { 200: page, ...refused } },
    },
  },
});

const tokens = { key: 'choir-one-0123456789', other: 'choir-two-0123456789' };

type Habit = 'finds what is its own' | 'finds it a moment later' | 'finds what is of all' | 'finds nothing' | 'refuses another choir';

const judged = async (habit: Habit, path = '/search/songs', summary = 'Search songs by a part of the title') => {
  const songs: { readonly id: string; readonly title: string; readonly choir: string; readonly at: number }[] = [];
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const sent = await objectBody(incoming);
    const choir = (incoming.headers.authorization ?? '').replace('Bearer ', '');
    if (!Object.values(tokens).includes(choir)) return give(401);
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://songs.example');
    const view = (some: typeof songs) => some.map(({ id, title }) => ({ id, title }));
    if (pathname === path) {
      const q = searchParams.get('q') ?? '';
      if (habit === 'refuses another choir' && choir !== tokens.key) return give(403);
      const since = habit === 'finds it a moment later' ? Date.now() - 300 : Date.now();
      const found = songs.filter(
        (one) => one.title.includes(q) && (one.choir === choir || habit === 'finds what is of all') && one.at <= since,
      );
      return give(200, habit === 'finds nothing' ? [] : view(found));
    }
    const [, root, id] = pathname.split('/');
    if (root !== 'songs') return give(404);
    const own = songs.filter((one) => one.choir === choir);
    if (id === undefined && incoming.method === 'GET') return give(200, view(own));
    if (id === undefined) {
      const title = sent?.['title'];
      if (typeof title !== 'string' || title === '' || title.length > 80) return give(422);
      songs.push({ id: `song-${(last += 1)}`, title, choir, at: Date.now() });
      return give(201, { id: `song-${last}`, title });
    }
    const one = own.find((each) => each.id === id);
    if (!one) return give(404);
    if (incoming.method === 'DELETE') songs.splice(songs.indexOf(one), 1);
    return incoming.method === 'DELETE' ? give(204) : give(200, view([one])[0]);
  });
  const check = 'auth/kept-from-other-accounts';
  const { key, other } = tokens;
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(path, summary)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 20,
    key,
    secrets: { other },
    credentials: ['key', 'other'],
    selection: { only: [check], skip: [] },
  });
  expect(songs).toEqual([]);
  return verdicts
    .filter(({ case: own }) => own.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.operation}` : verdict.kind));
};

describe.concurrent('a search by another account', () => {
  test.for<Habit>(['finds what is its own', 'finds it a moment later', 'finds nothing', 'refuses another choir'])(
    'of a service that %s is not accused',
    besideOthers(async (habit) => {
      expect(await judged(habit)).toEqual(['pass']);
    }),
  );

  test.for(['/search/songs', '/search', '/songs/search'])(
    'that finds what is of all is told at %s',
    besideOthers(async (path) => {
      expect(await judged('finds what is of all', path)).toEqual([`foreign-listed GET ${path}`]);
    }),
  );

  test(
    'is not judged where the document calls what it finds public',
    besideOthers(async () => {
      expect(await judged('finds what is of all', '/search/songs', 'Search the songs that choirs have published')).toEqual(['pass']);
    }),
  );
});
