import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const written = { title: { type: 'string', minLength: 1, maxLength: 80 } };
const print = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'string' }, ...written } };
const none = { 404: { description: 'None' } };

const document = (ofSearch: string) => ({
  openapi: '3.0.3',
  info: { title: 'Prints', version: '1' },
  paths: {
    '/prints': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: print }) } } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: written }) },
        responses: { 201: { description: 'd', ...json(print) } },
      },
    },
    '/prints/{printId}': {
      parameters: [{ name: 'printId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...json(print) }, ...none } },
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
    '/search': {
      get: {
        description: ofSearch,
        parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'string', minLength: 1, maxLength: 100 } }],
        responses: {
          200: {
            description: 'd',
            ...json({ type: 'object', properties: { query: { type: 'string' }, results: { type: 'array', items: print } } }),
          },
        },
      },
    },
  },
});

type Habit = 'every' | 'any' | 'phrase' | 'every, a moment later' | 'parts by hyphens';

const judged = async (habit: Habit, ofSearch: string) => {
  const prints = new Map<string, { readonly id: string; readonly title: string; readonly at: number }>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://prints');
      const [, root, id] = pathname.split('/');
      const shown = ({ at: _at, ...one }: { id: string; title: string; at: number }): object => one;
      if (root === 'search') {
        const q = (searchParams.get('q') ?? '').toLowerCase();
        const words = q.split(habit === 'parts by hyphens' ? /[ -]+/u : / +/u).filter((word) => word !== '');
        const has = (title: string): boolean => {
          const within = (word: string): boolean => title.toLowerCase().includes(word);
          return habit === 'phrase' ? within(q) : habit === 'any' ? words.some(within) : words.every(within);
        };
        const isReady = (at: number): boolean => habit !== 'every, a moment later' || Date.now() - at > 900;
        return give(200, { query: q, results: [...prints.values()].filter(({ title, at }) => isReady(at) && has(title)).map(shown) });
      }
      if (root !== 'prints') return give(404);
      if (id !== undefined) {
        const found = prints.get(id);
        if (!found) return give(404);
        if (incoming.method === 'DELETE') prints.delete(id);
        return incoming.method === 'DELETE' ? give(204) : give(200, shown(found));
      }
      if (incoming.method === 'GET') return give(200, [...prints.values()].map(shown));
      if (typeof body?.['title'] !== 'string' || body['title'] === '') return give(422);
      const made = { id: `print-${prints.size + 1}`, title: body['title'], at: Date.now() };
      prints.set(made.id, made);
      return give(201, shown(made));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(ofSearch)), url, {
    allow: ['mutation'],
    credentials: [],
    maxCreates: 12,
    selection: { only: ['filtering/searched-words'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) =>
    check === 'filtering/searched-words' ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const ofEvery = 'Finds the prints in which every word of `q` occurs.';
const ofAny = 'Finds prints with at least one of the words.';

describe.concurrent('a search for several words', () => {
  test.for<readonly [Habit, string, readonly string[]]>([
    ['every', ofEvery, ['pass']],
    ['every, a moment later', ofEvery, ['pass']],
    ['parts by hyphens', ofEvery, ['pass']],
    ['phrase', ofEvery, ['pass']],
    ['any', ofAny, ['pass']],
    ['any', 'Finds prints.', []],
    ['any', 'Prints with every word come before those with some.', []],
    ['any', ofEvery, ['word-missing']],
    ['every', ofAny, ['word-not-found']],
  ])(
    'by %s, where the document says "%s"',
    besideOthers(async ([habit, ofSearch, expected]) => {
      expect(await judged(habit, ofSearch)).toEqual(expected);
    }),
  );
});
