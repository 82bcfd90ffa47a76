import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };
const leaf = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'string' }, title: text } };
const page = {
  type: 'object',
  required: ['data', 'nextCursor'],
  properties: {
    data: { type: 'array', items: leaf },
    nextCursor: { type: ['string', 'null'], description: 'Cursor of the next page; null on the last one.' },
  },
};
const none = { 404: { description: 'None' } };

const documentOf = (introduction: string) => ({
  openapi: '3.1.0',
  info: { title: 'Leaves', version: '1', description: introduction },
  paths: {
    '/leaves': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50, default: 20 } },
          { name: 'cursor', in: 'query', description: 'The `nextCursor` of the page before.', schema: { type: 'string' } },
        ],
        responses: { 200: { description: 'd', ...json(page) }, 400: { description: 'Wrong' } },
      },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title: text } }) },
        responses: { 201: { description: 'd', ...json(leaf) }, 422: { description: 'Wrong' } },
      },
    },
    '/leaves/{leafId}': {
      parameters: [{ name: 'leafId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...json(leaf) }, ...none } },
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
  },
});

/** What a cursor names, which items come first, and how many there were before. */
type Habit = {
  readonly cursor: 'the last item' | 'a position' | 'the next item';
  readonly newestFirst?: boolean;
  readonly before?: number;
  readonly refuses?: boolean;
};

const judged = async (introduction: string, { cursor: names, newestFirst = false, before = 9, refuses = false }: Habit) => {
  const leaves = new Map<number, { id: string; title: unknown }>();
  let last = 0;
  const add = (title: unknown): { id: string; title: unknown } => {
    const made = { id: `leaf-${(last += 1)}`, title };
    leaves.set(last, made);
    return made;
  };
  for (let n = 0; n < before; n += 1) add(`Old ${n}`);
  const numberOf = (id: string | undefined): number => Number(id?.replace('leaf-', ''));
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://leaves');
      const [, root, id] = pathname.split('/');
      if (root !== 'leaves') return give(404);
      if (id !== undefined) {
        if (!leaves.has(numberOf(id))) return give(404);
        if (incoming.method === 'DELETE') return refuses ? give(404) : give(leaves.delete(numberOf(id)) ? 204 : 404);
        return give(200, leaves.get(numberOf(id)));
      }
      if (incoming.method === 'POST') {
        if (typeof body?.['title'] !== 'string' || body['title'] === '') return give(422);
        return give(201, add(body['title']));
      }
      const all = [...leaves.keys()].toSorted((a, b) => (newestFirst ? b - a : a - b));
      const [limit, cursor] = [Number(searchParams.get('limit') ?? 20), searchParams.get('cursor')];
      const behind = (key: number): boolean => {
        const at = Number(cursor);
        if (cursor === null) return true;
        return names === 'the next item' ? (newestFirst ? key <= at : key >= at) : newestFirst ? key < at : key > at;
      };
      const rest = names === 'a position' ? all.slice(Number(cursor ?? 0)) : all.filter(behind);
      const shown = rest.slice(0, limit);
      const following = { 'the last item': shown.at(-1), 'the next item': rest[limit], 'a position': Number(cursor ?? 0) + limit }[names];
      return give(200, { data: shown.map((key) => leaves.get(key)), nextCursor: rest.length > limit ? String(following) : null });
    });
  });
  const check = 'pagination/stable-under-removal';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(introduction)), url, {
    allow: ['mutation'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 30,
    selection: { only: [check], skip: [] },
  });
  if (!refuses) expect(leaves.size).toBe(before);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const promise = 'Items that exist during a whole walk are seen exactly once, even when other items are added or removed meanwhile.';
const disturbed = ['walk-disturbed-by-removal'];

/** Tests of walks through pages while something is removed. */
export const testWalksAndRemovals = (): void => {
  describe.concurrent('a walk through pages while something is removed', () => {
    test.for<readonly [string, Habit, readonly string[]]>([
      [promise, { cursor: 'the last item' }, ['pass']],
      [promise, { cursor: 'the next item' }, ['pass']],
      [promise, { cursor: 'the last item', newestFirst: true }, ['pass']],
      [promise, { cursor: 'the last item', before: 0 }, ['pass']],
      [promise, { cursor: 'the last item', before: 150 }, ['pass']],
      [promise, { cursor: 'a position' }, disturbed],
      [promise, { cursor: 'a position', newestFirst: true }, disturbed],
      [promise, { cursor: 'a position', newestFirst: true, before: 150 }, disturbed],
      ['Cursors stay valid: deletions between two pages never skip or repeat an item.', { cursor: 'a position' }, disturbed],
      [promise, { cursor: 'a position', refuses: true }, ['inconclusive']],
      ['New items never disturb the walk: no item is repeated.', { cursor: 'a position' }, []],
      ['Items may be skipped when others are removed meanwhile.', { cursor: 'a position' }, []],
      ['Pages are cut by a cursor.', { cursor: 'a position' }, []],
    ])(
      'told "%s" is judged of a service with %j',
      besideOthers(async ([introduction, habit, expected]) => {
        expect(await judged(introduction, habit)).toEqual(expected);
      }),
    );
  });
};
