import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const object = (properties: object, required: readonly string[]): object => ({ type: 'object', required, properties });
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const shows = (name: string): object => ({ description: 'It', ...json({ $ref: `#/components/schemas/${name}` }) });
const asks = (properties: object, name: string): object => ({ required: true, ...json(object(properties, [name])) });
const inPath = (...names: readonly string[]): object => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })),
});
const refusals = {
  '400': { description: 'Not JSON' },
  '403': { description: 'No' },
  '404': { description: 'None' },
  '409': { description: 'Not now' },
  '422': { description: 'Wrong' },
};
const stars = { type: 'integer', minimum: 1, maximum: 5 };

const documentWith = (sight: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Posts', version: '1' },
  security: [{ key: [] }],
  components: {
    schemas: {
      Post: object({ id: text, title: text, author: text, status: { type: 'string', enum: ['draft', 'published'] } }, [
        'id',
        'status',
        'author',
      ]),
      Note: object({ id: text, text }, ['id', 'text']),
      Rating: object({ stars }, ['stars']),
    },
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/posts': {
      get: {
        description: 'Published posts.',
        responses: { '200': { description: 'Them', ...json({ type: 'array', items: { $ref: '#/components/schemas/Post' } }) } },
      },
      post: {
        description: 'Creates a draft.',
        requestBody: asks({ title: text }, 'title'),
        responses: { '201': shows('Post'), ...refusals },
      },
    },
    '/posts/{id}': {
      ...inPath('id'),
      get: { description: sight, responses: { '200': shows('Post'), ...refusals } },
      delete: { description: 'Author only.', responses: { '204': { description: 'Gone' }, ...refusals } },
    },
    '/posts/{id}/publish': {
      ...inPath('id'),
      post: { description: 'Author only. draft -> published, 409 from any other state.', responses: { '200': shows('Post'), ...refusals } },
    },
    '/posts/{id}/notes': {
      ...inPath('id'),
      post: {
        description: 'Only published posts can have notes (409).',
        requestBody: asks({ text }, 'text'),
        responses: { '201': shows('Note'), ...refusals },
      },
    },
    '/posts/{id}/notes/{noteId}': {
      ...inPath('id', 'noteId'),
      get: { responses: { '200': shows('Note'), ...refusals } },
      delete: { description: 'Its author only.', responses: { '204': { description: 'Gone' }, ...refusals } },
    },
    '/posts/{id}/rating': {
      ...inPath('id'),
      put: {
        description: 'Authors cannot rate their own posts (403).',
        requestBody: asks({ stars }, 'stars'),
        responses: { '200': shows('Rating'), ...refusals },
      },
      delete: { description: 'Own rating, 404 if there is none.', responses: { '204': { description: 'Gone' }, ...refusals } },
    },
  },
});

const tokens = { key: 'posts_ana_0123456789', other: 'posts_ben_0123456789' };
type Habit = 'lets authors rate' | 'shows drafts to others' | 'lets others remove notes';
type Post = {
  readonly id: string;
  readonly author: string;
  status: string;
  readonly notes: Map<string, object>;
  readonly ratedBy: Set<string>;
};

/** What is judged of posts that others see once they are published, and which operations succeeded. */
const judged = async (only: string, sight: string, habit?: Habit) => {
  const posts = new Map<string, Post>();
  let ratings = 0;
  let removed = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const who = Object.keys(tokens).find((name) => incoming.headers.authorization === `Bearer ${tokens[name as keyof typeof tokens]}`);
    const [, root, id, part, noteId] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const { method } = incoming;
    const given = (await objectBody(incoming)) ?? {};
    if (who === undefined) return give(401);
    if (root !== 'posts') return give(404);
    const shown = ({ notes: _notes, ratedBy: _ratedBy, ...one }: Post): object => one;
    if (id === undefined) {
      if (method === 'GET') return give(200, [...posts.values()].filter(({ status }) => status === 'published').map(shown));
      if (method !== 'POST') return give(405);
      if (typeof given['title'] !== 'string') return give(422);
      const made: Post = { id: randomUUID(), author: who, status: 'draft', notes: new Map(), ratedBy: new Set() };
      posts.set(made.id, made);
      return give(201, { ...shown(made), title: given['title'] });
    }
    const post = posts.get(id);
    const isHidden = post?.status === 'draft' && post.author !== who && !(habit === 'shows drafts to others' && method === 'GET');
    if (!post || isHidden) return give(404);
    const isMine = post.author === who;
    if (part === undefined && method === 'GET') return give(200, shown(post));
    if (part === undefined) return isMine ? give(posts.delete(id) ? 204 : 404) : give(403);
    if (part === 'publish') {
      if (!isMine) return give(403);
      if (post.status !== 'draft') return give(409);
      post.status = 'published';
      return give(200, shown(post));
    }
    if (part === 'rating') {
      if (method === 'DELETE') {
        if (!post.ratedBy.delete(who)) return give(404);
        removed += 1;
        return give(204);
      }
      if (isMine && habit !== 'lets authors rate') return give(403);
      const isFine = Number.isInteger(given['stars']) && Number(given['stars']) >= 1 && Number(given['stars']) <= 5;
      if (isFine) {
        post.ratedBy.add(who);
        ratings += 1;
      }
      return isFine ? give(200, { stars: given['stars'] }) : give(422);
    }
    if (noteId === undefined) {
      if (post.status !== 'published') return give(409);
      if (typeof given['text'] !== 'string') return give(422);
      const note = { id: randomUUID(), text: given['text'] };
      post.notes.set(note.id, note);
      return give(201, note);
    }
    const note = post.notes.get(noteId);
    if (!note) return give(404);
    if (method === 'GET') return give(200, note);
    if (!isMine && habit !== 'lets others remove notes') return give(403);
    return give(post.notes.delete(noteId) ? 204 : 404);
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(sight)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    key: tokens.key,
    secrets: { other: tokens.other },
    credentials: ['key', 'other'],
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: [only], skip: [] },
  });
  const found = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.operation] : []));
  return { found, ratings, removed };
};

const hiding = 'Drafts are visible to their author only, for others they are 404.';

describe.concurrent('what others see in some states alone', () => {
  const kept = 'auth/kept-from-other-accounts';

  test.for<readonly [string, string, Habit | undefined, readonly string[]]>([
    ['is not told of what is below a published one', hiding, undefined, []],
    ['is told of drafts that others see', hiding, 'shows drafts to others', ['GET /posts/{id}']],
    ['is told of what others remove below a published one', hiding, 'lets others remove notes', ['DELETE /posts/{id}/notes/{noteId}']],
    [
      'is told where the document lets nobody else see it',
      'Posts are visible to their author only.',
      undefined,
      ['GET /posts/{id}/notes/{noteId}'],
    ],
  ])(
    '%s',
    besideOthers(async ([, sight, habit, expected]) => {
      expect((await judged(kept, sight, habit)).found).toEqual(expected);
    }),
  );

  test(
    'is brought there for what is not for whoever made it',
    besideOthers(async () => {
      expect((await judged('body/unparsable-refused', hiding)).ratings).toBeGreaterThan(0);
    }),
  );

  test.for<readonly [Habit | undefined, readonly string[]]>([
    [undefined, []],
    ['lets authors rate', ['PUT /posts/{id}/rating']],
  ])(
    'is refused to whoever made it: %s',
    besideOthers(async ([habit, expected]) => {
      expect((await judged('auth/own-decision-refused', hiding, habit)).found).toEqual(expected);
    }),
  );

  test(
    'is removed by the account that put it there',
    besideOthers(async () => {
      expect((await judged('**', hiding)).removed).toBeGreaterThan(0);
    }),
  );
});
