import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object) => ({ description: 'It', ...json(schema) });
const none = { description: 'None' };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const shelf = object({ id: text, name: text }, ['id', 'name']);
const book = object({ id: text, title: text, shelfId: text, deletedAt: { ...text, format: 'date-time', nullable: true } }, [
  'id',
  'title',
  'shelfId',
]);
const named = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const takes = (schema: object) => ({ requestBody: { required: true, ...json(schema) } });

/** Shelves with books; with a trash, books that were thrown away can be brought back. */
const documentOf = (said: string, hasTrash: boolean, shelfNamed: object | undefined): object => ({
  openapi: '3.0.3',
  info: { title: 'Shelves', version: '1' },
  paths: {
    '/shelves': {
      get: { responses: { 200: shows({ type: 'array', items: shelf }) } },
      post: { ...takes(object({ name: text }, ['name'])), responses: { 201: shows(shelf), 422: none } },
    },
    '/shelves/{shelfId}': {
      ...named('shelfId'),
      get: { responses: { 200: shows(shelf), 404: none } },
      delete: { description: said, responses: { 204: none, 404: none, 409: none } },
    },
    '/books': {
      get: { responses: { 200: shows({ type: 'array', items: book }) } },
      post: {
        ...takes(
          shelfNamed
            ? object({ title: text, shelfId: shelfNamed }, ['title'])
            : object({ title: text, shelfId: text }, ['title', 'shelfId']),
        ),
        responses: { 201: shows(book), 422: none },
      },
    },
    '/books/{bookId}': {
      ...named('bookId'),
      get: { responses: { 200: shows(book), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    ...(hasTrash
      ? { '/books/{bookId}/restore': { ...named('bookId'), post: { responses: { 200: shows(book), 404: none, 409: none } } } }
      : {}),
  },
});

type Row = { readonly id: string; readonly [name: string]: unknown; deletedAt?: string | null };

const judged = async (
  said: string,
  hasTrash: boolean,
  isKept: (books: readonly Row[], shelf: string) => boolean,
  shelfNamed?: object,
): Promise<readonly string[]> => {
  const rows: Record<'shelves' | 'books', Row[]> = { shelves: [], books: [] };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((given) => {
      const [, root = '', id, action] = new URL(incoming.url ?? '/', 'http://shelves').pathname.split('/');
      if (root !== 'shelves' && root !== 'books') return give(404);
      const there = rows[root].filter(({ deletedAt }) => !deletedAt);
      if (id === undefined) {
        if (incoming.method === 'GET') return give(200, there);
        const asked = root === 'shelves' ? ['name'] : ['title', 'shelfId'];
        // Books without a shelf are put on the one that was there before.
        const isMain = root === 'books' && shelfNamed !== undefined && given?.['shelfId'] === undefined;
        const body = isMain ? { ...given, shelfId: 'the-first' } : given;
        if (asked.some((name) => typeof body?.[name] !== 'string')) return give(422);
        if (root === 'books' && ![...rows.shelves, { id: 'the-first' }].some((one) => one.id === body?.['shelfId'])) return give(422);
        const made: Row = {
          id: `${root}-${next++}`,
          ...Object.fromEntries(asked.map((name) => [name, body?.[name]])),
          ...(root === 'books' ? { deletedAt: null } : {}),
        };
        rows[root].push(made);
        return give(201, made);
      }
      if (action === 'restore') {
        const found = rows.books.find((one) => one.id === id);
        if (!hasTrash || !found?.deletedAt) return give(found ? 409 : 404);
        found.deletedAt = null;
        return give(200, found);
      }
      const found = there.find((one) => one.id === id);
      if (!found || action !== undefined) return give(404);
      if (incoming.method === 'GET') return give(200, found);
      if (root === 'shelves' && isKept(rows.books, id)) return give(409);
      if (root === 'books' && hasTrash) found.deletedAt = new Date().toISOString();
      else rows[root] = rows[root].filter((one) => one !== found);
      return give(204);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said, hasTrash, shelfNamed)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    selection: { only: ['lifecycle/used-is-kept'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => check === 'lifecycle/used-is-kept')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const isOn = (books: readonly Row[], shelfId: string): boolean => books.some((one) => one['shelfId'] === shelfId);
const isOnIt = (books: readonly Row[], shelfId: string): boolean =>
  isOn(
    books.filter(({ deletedAt }) => !deletedAt),
    shelfId,
  );

test.for([
  'As long as there are boxes, or books kept on it (those in the trash included), we refuse with a 409.',
  'Refused with 409 while there are any boxes or books on it.',
  'While it has boxes, or books that somebody put there, the answer is 409.',
])('what keeps a shelf is one of several kinds: %s', async (said) => {
  // What is in the trash may count, or not.
  for (const hasTrash of [true, false]) {
    const found = [isOn, isOnIt, () => false].map((isKept) => judged(said, hasTrash, isKept));
    expect(await Promise.all(found)).toEqual([['pass'], ['pass'], ['used-removed']]);
  }
  let ever = new Set<string>();
  expect(
    await judged(said, false, (books, id) => {
      ever = new Set([...ever, ...books.map((one) => String(one['shelfId']))]);
      return ever.has(id);
    }),
  ).toEqual(['unused-kept']);
});

test('what may name a shelf, and names another one by itself, keeps it where it does', async () => {
  const said = 'Shelves that still hold books (those in the trash not counted) are refused with 409.';
  const main = { ...text, description: 'Defaults to the main shelf.' };
  const found = [isOnIt, () => false].map((isKept) => judged(said, true, isKept, main));
  expect(await Promise.all(found)).toEqual([['pass'], ['used-removed']]);
});

test.for([
  'As long as there are repairs going on, 409; or books of it are moved.',
  'Refused with 409 for guests or books in a hurry.',
  'With it go its boxes or books.',
])('what is no reason keeps nothing: %s', async (said) => {
  expect(await judged(said, false, () => false)).toEqual([]);
});
