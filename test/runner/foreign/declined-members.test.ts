import { describe, expect, test } from 'vitest';
import type { Target } from '../../../src/model/target.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const shelf = { type: 'object', properties: { id: text, name: text, aboveId: text } };
const book = { type: 'object', properties: { id: text, title: text, shelfId: text, cover: text } };
const item = (schema: object) => ({
  parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
  get: { responses: { 200: { description: 'd', ...json(schema) }, 404: { description: 'None' } } },
  delete: { responses: { 204: { description: 'd' }, 404: { description: 'None' } } },
});
const list = (items: object) => ({ responses: { 200: { description: 'd', ...json({ type: 'array', items }) } } });

/** Shelves that may stand on others, and books on shelves. The examples name shelves of their author. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Shelves', version: '1' },
  paths: {
    '/shelves': {
      get: list(shelf),
      post: {
        requestBody: {
          required: true,
          ...json(
            { type: 'object', required: ['name'], properties: { name: text, aboveId: text } },
            { example: { name: 'Low', aboveId: 'sh_77' } },
          ),
        },
        responses: { 201: { description: 'd', ...json(shelf) }, 422: { description: 'Wrong' } },
      },
    },
    '/shelves/{id}': item(shelf),
    '/books': {
      get: list(book),
      post: {
        requestBody: {
          required: true,
          ...json(
            {
              type: 'object',
              required: ['title', 'shelfId', 'cover'],
              properties: { title: text, shelfId: text, cover: { ...text, pattern: '^[a-z]+/[a-z0-9.+-]+$' } },
            },
            { example: { title: 'Tides', shelfId: 'sh_77', cover: 'image/png' } },
          ),
        },
        responses: { 201: { description: 'd', ...json(book) }, 409: { description: 'Taken' }, 422: { description: 'Wrong' } },
      },
    },
    '/books/{id}': item(book),
  },
};

type Body = Readonly<Record<string, unknown>>;

const textIn = (body: Body, name: string): string => JSON.stringify(body[name]) ?? '';

/** @param takesShelves Does the service let the caller add shelves. */
const judged = async (
  {
    refusal = { error: { param: 'aboveId', message: 'No such shelf.' } },
    takesShelves = true,
  }: { readonly refusal?: Body; readonly takesShelves?: boolean },
  allow: Target['allow'] = ['mutation', 'destructive'],
) => {
  const known: Readonly<Record<string, Map<string, Body>>> = {
    shelves: new Map([['sh_1', { id: 'sh_1', name: 'Top' }]]),
    books: new Map(),
  };
  const sent: { readonly kind: string; readonly body: Body; readonly status: number }[] = [];
  const url = await serve((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const [, kind = '', id] = (incoming.url ?? '/').split('/');
      const all = known[kind];
      const send = (status: number, body?: unknown): void => {
        if (incoming.method === 'POST') sent.push({ kind, body: JSON.parse(Buffer.concat(parts).toString()) as Body, status });
        outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      };
      if (!all) return send(404);
      if (incoming.method === 'POST') {
        const body = JSON.parse(Buffer.concat(parts).toString()) as Body;
        if (kind === 'shelves' && !takesShelves) return send(403);
        if (body['aboveId'] !== undefined && ![...all.keys()].some((one) => textIn(body, 'aboveId') === JSON.stringify(one)))
          return send(422, refusal);
        if (kind === 'books' && known['shelves']?.has(String(body['shelfId'])) !== true)
          return send(422, { error: { param: 'shelfId', message: 'No such shelf.' } });
        const one = `${kind}-${all.size + 2}`;
        all.set(one, { ...body, id: one });
        return send(201, { ...body, id: one });
      }
      if (id === undefined) return send(200, [...all.values()]);
      const found = all.get(id);
      if (incoming.method === 'DELETE') all.delete(id);
      return found ? send(incoming.method === 'DELETE' ? 204 : 200, incoming.method === 'DELETE' ? undefined : found) : send(404);
    });
  });
  await judgeForeign(writeToolDocument(document), url, { allow, selection: { only: ['status/documented-call'], skip: [] } });
  const of = (kind: string) => sent.filter((one) => one.kind === kind);
  return { shelves: of('shelves'), books: of('books') };
};

describe('an optional member whose example is refused', () => {
  test.each<readonly [string, Body]>([
    ['a place', { error: { param: 'aboveId', message: 'No such shelf.' } }],
    ['a pointer', { errors: [{ pointer: '/aboveId', detail: 'is unknown' }] }],
    ['its own name', { errors: { aboveId: ['is unknown'] } }],
  ])('is left out from then on, where the refusal names it by %s', async (_how, refusal) => {
    const { shelves } = await judged({ refusal });
    const [first, second, ...others] = shelves;
    expect([first?.status, second?.status]).toEqual([422, 201]);
    expect(others.every(({ body }) => !('aboveId' in body))).toBe(true);
  });

  test('is sent as before, where the refusal names nothing', async () => {
    const { shelves } = await judged({ refusal: { message: 'Wrong' } });
    expect(shelves.length).toBeGreaterThan(0);
    expect(shelves.every(({ body, status }) => body['aboveId'] === 'sh_77' && status === 422)).toBe(true);
  });

  test('is sent as before, where the refusal names a member that has to be there as well', async () => {
    const { shelves } = await judged({
      refusal: {
        errors: [
          { pointer: '/aboveId', detail: 'is unknown' },
          { pointer: '/name', detail: 'is odd' },
        ],
      },
    });
    expect(shelves.every(({ body }) => body['aboveId'] === 'sh_77')).toBe(true);
  });
});

describe('what a body has to name and the run cannot create', () => {
  test('is one that the list shows, where the operator allows that', async () => {
    const { books } = await judged({ takesShelves: false });
    expect(books.at(-1)).toMatchObject({ body: { shelfId: 'sh_1' }, status: 201 });
  });

  test('is never somebody else’s without that permission', async () => {
    const { books } = await judged({ takesShelves: false }, ['mutation']);
    expect(books.every(({ body }) => body['shelfId'] !== 'sh_1')).toBe(true);
  });
});

test('a printed media type is sent as it is', async () => {
  const { books } = await judged({});
  expect(books.length).toBeGreaterThan(0);
  expect(new Set(books.map(({ body }) => body['cover']))).toEqual(new Set(['image/png']));
});
