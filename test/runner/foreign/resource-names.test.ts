import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (properties: object, example: object): object => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required: ['title'], properties }, example } },
});
const none = { description: 'None' };
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const resource = (example: string, more: object): object => ({
  type: 'object',
  required: ['name', 'title'],
  properties: { name: { ...text, readOnly: true, example }, title: text, ...more },
});

const book = { book: { ...text, pattern: '^shelves/[^/]+/books/[^/]+$' } };

/** Shelves, books on them, and loans of books, all of which have resource names; a creation is answered with 200. */
const document = (): object => {
  const type = (path: string, above: readonly string[], one: object, asked: object): object => {
    const last = path.split('/').at(-1) ?? '';
    const item = last.slice(0, -1).replace('shelve', 'shelf');
    return {
      [path]: {
        parameters: above.map(inPath),
        get: { responses: { '200': shows({ type: 'object', required: [last], properties: { [last]: { type: 'array', items: one } } }) } },
        post: { requestBody: asked, responses: { '200': shows(one), '400': none, '404': none } },
      },
      [`${path}/{${item}}`]: {
        parameters: [...above, item].map(inPath),
        get: { responses: { '200': shows(one), '404': none } },
        delete: { responses: { '200': shows({ type: 'object' }), '404': none } },
      },
    };
  };
  return {
    openapi: '3.0.3',
    info: { title: 'Shelves', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      ...type('/v1/shelves', [], resource('shelves/7', {}), asks({ title: text }, { title: 'Travel' })),
      ...type('/v1/shelves/{shelf}/books', ['shelf'], resource('shelves/7/books/12', {}), asks({ title: text }, { title: 'Maps' })),
      ...type('/v1/loans', [], resource('loans/3', book), {
        required: true,
        content: {
          'application/json': {
            schema: { type: 'object', required: ['title', 'book'], properties: { title: text, ...book } },
            example: { title: 'Reading', book: 'shelves/7/books/12' },
          },
        },
      }),
    },
  };
};

type Fault = 'books stay';

const shelves = (fault?: Fault) => {
  const all = new Map<string, Json>([['shelves/theirs', { name: 'shelves/theirs', title: 'Travel' }]]);
  let last = 10;
  return (method: string, [root, ...path]: readonly string[], given: Json): Answer => {
    const own = path.join('/');
    if (root !== 'v1') return [404];
    if (path.length % 2 === 0) {
      const found = all.get(own);
      if (!found) return [404];
      if (method === 'GET') return [200, found];
      if (fault !== 'books stay' || path.length < 4) all.delete(own);
      return [200, {}];
    }
    if (path.length > 1 && !all.has(path.slice(0, -1).join('/'))) return [404];
    const kind = path.at(-1) ?? '';
    if (method === 'GET')
      return [200, { [kind]: [...all].filter(([name]) => name.split('/').slice(0, -1).join('/') === own).map(([, one]) => one) }];
    const isBook = kind !== 'loans' || all.has(String(given['book']));
    if (typeof given['title'] !== 'string' || !isBook) return [400];
    const name = `${own}/${(last += 1)}`;
    const made = {
      title: given['title'],
      name,
      ...(kind === 'loans' && { book: given['book'] }),
    };
    all.set(name, made);
    return [200, made];
  };
};

const judged = async (fault?: Fault) => {
  const { verdicts } = await judgeForeign(writeDocument(document()), await serveAnswers(shelves(fault)), {
    allow: ['mutation'],
    selection: { only: ['lifecycle/created-is-readable', 'lifecycle/removed-stays-away', 'lifecycle/creation-shown'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.operation}` : verdict.kind));
};

describe('resources with names that hold their path', () => {
  test.concurrent.for<readonly [Fault | undefined, readonly string[]]>([
    [undefined, []],
    ['books stay', ['removed-listed GET /v1/shelves/{shelf}/books']],
  ])(
    'are created, named, read and removed: %s',
    besideOthers(async ([fault, expected]) => {
      const all = await judged(fault);
      expect(all.filter((one) => one === 'pass').length).toBeGreaterThan(4);
      expect(all.filter((one) => one !== 'pass')).toEqual(expected);
    }),
  );
});
