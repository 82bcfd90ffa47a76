import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };
const shelf = object({ id: text, title: text }, ['id', 'title']);
const memo = object({ id: text, words: text, starred: { type: 'boolean' } }, ['id', 'words', 'starred']);

/** Shelves with memos, of which few are starred. */
const documentWith = (said: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Shelves', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/shelves': {
      get: { responses: { '200': shows({ type: 'array', items: shelf }) } },
      post: { requestBody: asks(object({ title: text }, ['title'])), responses: { '201': shows(shelf), '422': none } },
    },
    '/shelves/{shelfId}': {
      parameters: [inPath('shelfId')],
      get: { responses: { '200': shows(shelf), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/shelves/{shelfId}/memos': {
      parameters: [inPath('shelfId')],
      get: { responses: { '200': shows({ type: 'array', items: memo }), '404': none } },
      post: {
        description: said,
        requestBody: asks(object({ words: text, starred: { type: 'boolean', default: false } }, ['words'])),
        responses: { '201': shows(memo), '404': none, '409': none, '422': none },
      },
    },
    '/memos/{memoId}': { parameters: [inPath('memoId')], delete: { responses: { '204': none, '404': none } } },
  },
});

type Habit = 'plain' | 'takes the star from the oldest' | 'stars nothing' | 'takes any number' | 'takes one too few';

type Memo = { readonly id: string; readonly shelf: string; readonly words: unknown; starred: boolean };

const shelves = (habit: Habit) => {
  const titles = new Map<string, unknown>();
  const memos = new Map<string, Memo>();
  let last = 0;
  const shown = ({ shelf: _shelf, ...rest }: Memo): Json => rest;
  return (method: string, [root, id, below]: readonly string[], given: Json): Answer => {
    if (root === 'memos') return [id !== undefined && method === 'DELETE' && memos.delete(id) ? 204 : 404];
    if (root !== 'shelves' || (id !== undefined && !titles.has(id))) return [404];
    if (id === undefined && method === 'GET') return [200, [...titles].map(([one, title]) => ({ id: one, title }))];
    if (id === undefined) {
      if (typeof given['title'] !== 'string') return [422];
      titles.set(`s${(last += 1)}`, given['title']);
      return [201, { id: `s${last}`, title: given['title'] }];
    }
    if (below === undefined) {
      if (method === 'GET') return [200, { id, title: titles.get(id) }];
      titles.delete(id);
      return [204];
    }
    const own = [...memos.values()].filter((one) => one.shelf === id);
    if (method === 'GET') return [200, own.map(shown)];
    if (typeof given['words'] !== 'string' || !['boolean', 'undefined'].includes(typeof given['starred'])) return [422];
    const starred = given['starred'] === true && habit !== 'stars nothing';
    const before = own.filter((one) => one.starred);
    const isFull = starred && before.length >= (habit === 'takes one too few' ? 1 : 2);
    if (isFull && habit === 'takes the star from the oldest') before[0]!.starred = false;
    else if (isFull && habit !== 'takes any number') return [409];
    const made: Memo = { id: `m${(last += 1)}`, shelf: id, words: given['words'], starred };
    memos.set(made.id, made);
    return [201, shown(made)];
  };
};

const usual = 'A shelf can have two starred memos. A third is refused with `409` / `too_many_starred`.';

const judged = async (habit: Habit, said = usual): Promise<readonly string[]> => {
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), await serveAnswers(shelves(habit)), {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/capacity-kept'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('lifecycle/capacity-kept@'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('few of what is below a resource may have a flag', () => {
  test.concurrent.for<readonly [Habit, string]>([
    ['plain', 'pass'],
    ['takes the star from the oldest', 'inconclusive'],
    ['stars nothing', 'inconclusive'],
    ['takes one too few', 'inconclusive'],
    ['takes any number', 'over-capacity'],
  ])(
    'a service that is %s: %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toEqual([expected]);
    }),
  );

  test.concurrent.for([
    'A shelf can have two starred memos.',
    'A shelf can have two starred memos. A third takes the place of the oldest.',
    'A shelf can have two framed memos. A third is refused with `409`.',
    'A crate can have two starred memos. A third is refused with `409`.',
    'On the free plan a shelf can have two starred memos. A third is refused with `409`.',
  ])(
    'nothing is judged where the document says: %s',
    besideOthers(async (said) => {
      expect(await judged('takes any number', said)).toEqual([]);
    }),
  );
});
