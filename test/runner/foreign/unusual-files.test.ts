import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const shown = (name: string) => ({ ...shows(ref(name)), headers: { Location: { schema: text } } });
const inPath = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });
const takes = (properties: Json, required: readonly string[] = []) => ({
  requestBody: { required: required.length > 0, content: { 'application/json': { schema: { type: 'object', required, properties } } } },
});
const none = { description: 'None' };

type Words = { readonly file?: string; readonly body?: Json };

const delimiter = { delimiter: { ...text, enum: [',', ';'], default: ',' } };

const document = ({ file = 'CSV as in RFC 4180, with the delimiter of the export.', body = delimiter }: Words) => ({
  openapi: '3.1.0',
  info: { title: 'Boards', version: '1' },
  paths: {
    '/boards': { post: { ...takes({ title: text }, ['title']), responses: { 201: shown('Board'), 422: none } } },
    '/boards/{boardId}': {
      ...inPath('boardId'),
      get: { responses: { 200: shows(ref('Board')), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/boards/{boardId}/cards': {
      ...inPath('boardId'),
      get: { responses: { 200: shows({ type: 'array', items: ref('Card') }), 404: none } },
      post: { ...takes({ note: text }, ['note']), responses: { 201: shown('Card'), 404: none, 422: none } },
    },
    '/boards/{boardId}/cards/{cardId}': {
      ...inPath('boardId', 'cardId'),
      get: { responses: { 200: shows(ref('Card')), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/boards/{boardId}/exports': {
      ...inPath('boardId'),
      post: { summary: 'Start an export', ...takes(body), responses: { 202: shown('Export'), 404: none } },
    },
    '/exports/{exportId}': { ...inPath('exportId'), get: { responses: { 200: shows(ref('Export')), 404: none } } },
    '/exports/{exportId}/file': {
      ...inPath('exportId'),
      get: {
        description: file,
        responses: {
          200: { description: 'The file', content: { 'text/csv': { schema: text } } },
          404: none,
          409: { description: 'Not done yet' },
        },
      },
    },
  },
  components: {
    schemas: {
      Board: { type: 'object', properties: { id: text, title: text } },
      Card: { type: 'object', properties: { id: text, note: text } },
      Export: {
        type: 'object',
        required: ['id', 'status'],
        properties: { id: text, status: { ...text, enum: ['running', 'done', 'failed'] } },
      },
    },
  },
});

type Service = {
  /** How a cell is written. */
  readonly cell?: (cell: string, separator: string) => string;
  /** The separator that the service takes; by default the one that the request chose. */
  readonly separator?: (chosen: string) => string;
  readonly lineEnd?: string;
  /** A line below the others. */
  readonly last?: (separator: string) => string;
  /** The title of a board is the name of the file. */
  readonly isNamed?: true;
  /** Letters beyond Latin 1, or line breaks, are refused in texts. */
  readonly refuses?: RegExp;
  /** All but the first so many exports fail. */
  readonly works?: number;
};

const honest = (cell: string, separator: string): string =>
  cell.includes(separator) || /["\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const chosenIn = (body: Json): string => {
  const names: Readonly<Record<string, string>> = { comma: ',', semicolon: ';', tab: '\t' };
  const value = body['delimiter'] ?? body['separator'];
  return typeof value === 'string' ? (names[value] ?? value) : ',';
};

const judged = async (service: Service, words: Words = {}): Promise<readonly string[]> => {
  const { cell = honest, separator = (chosen) => chosen, lineEnd = '\r\n', last, refuses = /\0/u, works = 1000 } = service;
  const boards = new Map<string, { readonly title: string; readonly cards: Map<string, string> }>();
  const tasks = new Map<string, { readonly at: number; readonly n: number; readonly title: string; readonly file: string }>();
  const url = await serve((incoming, outgoing) => {
    let sent = '';
    incoming.on('data', (part: Buffer) => (sent += part.toString()));
    incoming.on('end', () => {
      const end = (status: number, value?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
        outgoing.writeHead(status, { 'content-type': 'application/json', ...fields });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const { method } = incoming;
      const [, root = '', id = '', below, item] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
      const body = (method === 'POST' && sent !== '' ? JSON.parse(sent) : {}) as Json;
      if (root === 'boards' && id === '' && method === 'POST') {
        const title = String(body['title']);
        if (refuses.test(title)) return end(422);
        const made = `b${boards.size + 1}`;
        boards.set(made, { title, cards: new Map() });
        return end(201, { id: made, title }, { location: `/boards/${made}` });
      }
      const board = root === 'boards' ? boards.get(id) : undefined;
      if (board && below === undefined) return method === 'DELETE' ? (boards.delete(id), end(204)) : end(200, { id, title: board.title });
      if (board && below === 'cards') {
        if (method === 'GET' && item === undefined)
          return end(
            200,
            [...board.cards].map(([one, note]) => ({ id: one, note })),
          );
        if (item !== undefined && !board.cards.has(item)) return end(404);
        if (item !== undefined)
          return method === 'DELETE' ? (board.cards.delete(item), end(204)) : end(200, { id: item, note: board.cards.get(item) });
        const note = String(body['note']);
        if (refuses.test(note)) return end(422);
        const made = `c${board.cards.size + 1}`;
        board.cards.set(made, note);
        return end(201, { id: made, note }, { location: `/boards/${id}/cards/${made}` });
      }
      if (board && below === 'exports' && method === 'POST') {
        const own = separator(chosenIn(body));
        const rows = [['id', 'board', 'note'], ...[...board.cards].map(([one, note]) => [one, board.title, note])];
        const lines = [...rows.map((cells) => cells.map((one) => cell(one, own)).join(own)), ...(last ? [last(own)] : [])];
        const made = `e${tasks.size + 1}`;
        tasks.set(made, { at: Date.now(), n: tasks.size, title: board.title, file: lines.map((line) => line + lineEnd).join('') });
        return end(202, { id: made, status: 'running' }, { location: `/exports/${made}` });
      }
      const task = root === 'exports' && method === 'GET' ? tasks.get(id) : undefined;
      if (!task) return end(404);
      const status = Date.now() - task.at < 100 ? 'running' : task.n < works ? 'done' : 'failed';
      if (below === undefined) return end(200, { id, status });
      if (status !== 'done') return end(409);
      // No field takes such letters.
      if (service.isNamed && /[^\0-\u00FF]/u.test(task.title)) return end(500);
      outgoing.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' }).end(task.file);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(words)), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 40,
    durations: { 'created.settled': 3 },
    selection: { only: ['lifecycle/task-followed', 'errors/no-failure', 'headers/csv-readable'], skip: [] },
  });
  const chosen = verdicts.filter(
    ({ id }) => id.startsWith('lifecycle/task-followed@') || (!id.startsWith('lifecycle') && id.includes('~1file/get')),
  );
  return chosen.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [`${id.slice(0, id.indexOf('@'))} ${verdict.finding.code}`] : []));
};

const task = 'lifecycle/task-followed';

test.each<readonly [string, Service, readonly string[]]>([
  ['quotes no cells', { cell: (cell) => cell }, [`${task} result-unreadable`, 'headers/csv-readable csv-unreadable']],
  ['quotes for commas alone', { cell: (cell) => honest(cell.replaceAll(/["\n]/gu, ''), ',') }, [`${task} rows-uneven`]],
  ['does not double quotes', { cell: (cell) => `"${cell}"` }, [`${task} result-unreadable`, 'headers/csv-readable csv-unreadable']],
  ['passes over the choice', { separator: () => ',' }, [`${task} result-unreadable`]],
  ['fails for letters beyond Latin 1', { isNamed: true }, ['errors/no-failure server-failure']],
])('a service that %s is told', async (_what, service, expected) => {
  expect((await judged(service)).toSorted()).toEqual(expected.toSorted());
});

test('ends of lines are told where the text says which', async () => {
  const file = 'CSV (RFC 4180, UTF-8, CRLF).';
  expect(await judged({ lineEnd: '\n' }, { file })).toEqual([`${task} lines-not-ended`]);
  expect(await judged({ lineEnd: '\n' })).toEqual([]);
  expect(await judged({}, { file })).toEqual([]);
});

test.each<readonly [string, Service, Words]>([
  ['writes as it promises', {}, {}],
  ['quotes all cells', { cell: (cell) => `"${cell.replaceAll('"', '""')}"` }, {}],
  ['refuses letters beyond Latin 1', { refuses: /[^\0-\u00FF]/u }, {}],
  ['refuses line breaks and quotes', { refuses: /["\n]/u }, {}],
  ['works off no further export', { works: 1 }, {}],
  ['always takes semicolons, as it says', { separator: () => ';' }, { body: {}, file: 'Semicolon-separated, quoted as in RFC 4180.' }],
  ['always takes semicolons, without a word', { separator: () => ';' }, { body: {} }],
  ['lets the separator be named', {}, { body: { separator: { ...text, enum: ['comma', 'semicolon', 'tab'] } } }],
  ['separates decimals by choice', { separator: () => ',' }, { body: { decimalSeparator: { ...text, enum: [',', ';'] } } }],
  ['has a total below', { last: (own) => `total${own}2` }, { file: 'CSV as in RFC 4180, with a total row.' }],
  ['promises no quotes', { cell: (cell) => cell }, { file: 'The cards as CSV.' }],
  [
    'writes backslashes',
    { cell: (cell) => cell.replaceAll(/([",;\n])/gu, '\\$1') },
    { file: 'CSV. Cells with a comma are not quoted; quotes are not doubled but escaped by a backslash.' },
  ],
])('a service that %s is not accused', async (_what, service, words) => {
  expect(await judged(service, words)).toEqual([]);
});
