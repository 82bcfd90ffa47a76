import { expect, test } from 'vitest';
import { neededAround } from '../../../src/contract/infer/needed-around.ts';
import type { Target } from '../../../src/model/target.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const status = { type: 'string', enum: ['planned', 'open', 'closed'] };
const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const shows = (schema: object, code = 200) => ({ [code]: { description: 'It', ...json(schema) } });
const refused = { 404: { description: 'None' }, 409: { description: 'Not now' }, 422: { description: 'Wrong' } };
const book = object({ id: text, name: text });
const note = object({ id: text, date: day });

/** Books that come with months, in which notes are made. `said`: what the document says of a note; `more`: other paths. */
const documentOf = (said: string, more: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Books', version: '1' },
  paths: {
    '/books': {
      post: { requestBody: { required: true, ...json(object({ name: text })) }, responses: { ...shows(book, 201), ...refused } },
    },
    '/books/{bookId}': { parameters: [inPath('bookId')], get: { responses: { ...shows(book), ...refused } } },
    '/books/{bookId}/months': {
      parameters: [inPath('bookId')],
      get: { responses: { ...shows({ type: 'array', items: object({ month: text, status }) }), ...refused } },
    },
    '/books/{bookId}/months/{month}': {
      parameters: [inPath('bookId'), inPath('month')],
      patch: {
        requestBody: { required: true, ...json(object({ status: { ...status, enum: ['open', 'closed'] } })) },
        responses: { ...shows(object({ month: text, status })), ...refused },
      },
    },
    '/books/{bookId}/notes': {
      parameters: [inPath('bookId')],
      post: {
        description: said,
        requestBody: { required: true, ...json(object({ date: day }), { example: { date: '2031-02-17' } }) },
        responses: { ...shows(note, 201), ...refused },
      },
    },
    '/books/{bookId}/notes/{noteId}': {
      parameters: [inPath('bookId'), inPath('noteId')],
      get: { responses: { ...shows(note), ...refused } },
    },
    ...more,
  },
});

const neededFor = async (said: string, more: object = {}): Promise<unknown> => {
  const contract = await contractIn(writeToolDocument(documentOf(said, more)));
  const operation = contract.operations.find(({ key }) => key === 'POST /books/{bookId}/notes');
  const needed = operation && neededAround(contract, operation);
  return needed && [needed.change.key, needed.member, needed.state, needed.times];
};

test.each<readonly [string, string | undefined]>([
  ['The date is not before 2020 (`422`), and the month it lies in is open (`409`).', 'open'],
  ['Its month has to be `closed`.', 'closed'],
  ['Notes are made in an open month.', 'open'],
  ['Only in open months.', 'open'],
  ['The month it lies in is not closed.', undefined],
  ['Never in a closed month.', undefined],
  ['The book is open.', undefined],
  ['A month is planned by the editors, and is open later.', undefined],
])('what has to be in a state around a note is read: %s', async (said, state) => {
  expect(await neededFor(said)).toEqual(
    state === undefined ? undefined : ['PATCH /books/{bookId}/months/{month}', 'status', state, ['date']],
  );
});

test.each<readonly [string, object]>([
  ['what has a path of its own', { '/months': { get: { responses: shows({ type: 'array', items: object({ month: text }) }) } } }],
  [
    'what something adds',
    { '/books/{id}/months/': { parameters: [inPath('id')], post: { responses: { 201: { description: 'Added' } } } } },
  ],
])('%s does not come with a resource', async (_what, more) => {
  expect(await neededFor('Only in open months.', more)).toBeUndefined();
});

/** What a run of all calls does to the months of books that were there before, and to those of its own; and what it says. */
const judged = async (allow: Target['allow'], isStuck = false) => {
  const changed: string[] = [];
  const made: unknown[] = [];
  const books = new Map([['b-0', new Map([['2031-02', 'planned']])]]);
  const notes = new Map<string, object>();
  const url = await serve((incoming, outgoing) => {
    const give = (code: number, value: object = {}): void => {
      outgoing.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    void (async () => {
      const body = (await objectBody(incoming)) ?? {};
      const [, id = '', kind, one] = /^\/books(?:\/([^/]+))?(?:\/(months|notes))?(?:\/([^/]+))?$/u.exec(incoming.url ?? '') ?? [];
      if (id === '' && incoming.method === 'POST') {
        const months = new Map([['2031-01', 'planned'] as const, ['2031-02', 'planned'] as const]);
        return give(201, { id: `b-${books.set(`b-${books.size}`, months).size - 1}`, name: body['name'] });
      }
      const months = books.get(id);
      if (!months) return give(404);
      if (kind === undefined) return give(200, { id, name: 'x' });
      if (kind === 'months' && one === undefined)
        return give(
          200,
          [...months].map(([month, now]) => ({ month, status: now })),
        );
      if (kind === 'months' && one !== undefined && incoming.method === 'PATCH') {
        if (!months.has(one)) return give(404);
        changed.push(id);
        if (body['status'] !== 'open' && body['status'] !== 'closed') return give(422);
        if (isStuck || months.get(one) !== (body['status'] === 'open' ? 'planned' : 'open')) return give(409);
        return give(200, { month: one, status: months.set(one, body['status']).get(one) });
      }
      if (kind === 'notes' && one === undefined) {
        const { date } = body;
        if (typeof date !== 'string') return give(422);
        const isOpen = months.get(date.slice(0, 7)) === 'open';
        if (isOpen) made.push(date);
        const kept = { id: `n-${notes.size}`, date };
        if (isOpen) notes.set(kept.id, kept);
        return isOpen ? give(201, kept) : give(409);
      }
      return notes.has(one ?? '') ? give(200, notes.get(one ?? '')) : give(404);
    })();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf('The month it lies in is open (409).')), url, {
    allow,
    credentials: [],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  return { changed, made, fails: verdicts.filter(({ verdict }) => verdict.kind === 'fail').length };
};

test('a month of a book of the run is opened for a note', async () => {
  const { changed, made, fails } = await judged(['mutation', 'permanent', 'destructive']);
  expect(fails).toBe(0);
  expect(made).toContain('2031-02-17');
  expect(changed.length).toBeGreaterThan(0);
  expect(changed).not.toContain('b-0');
});

test('no month is changed without the permission for that', async () => {
  const { changed, made } = await judged(['mutation', 'permanent']);
  expect([changed, made]).toEqual([[], []]);
});

test('a month that cannot be opened accuses nobody', async () => {
  const { made, fails } = await judged(['mutation', 'permanent', 'destructive'], true);
  expect([made, fails]).toEqual([[], 0]);
});
