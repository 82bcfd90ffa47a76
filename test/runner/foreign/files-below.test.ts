import { expect, test } from 'vitest';
import { csvText } from '../../../src/contract/wire/csv.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { quizDocument, type QuizFault, type QuizHabit, quizService } from '../../worlds/quizzes.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const check = 'headers/export-as-list';

const judged = async (fault?: QuizFault | QuizHabit, promise?: string, about = check, head?: string): Promise<readonly string[]> => {
  const url = await serve(quizService(fault));
  const { verdicts } = await judgeForeign(writeToolDocument(quizDocument(promise, head)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    selection: { only: [check, about], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === about)
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test('a file below a resource is read beside the list below the same one', async () => {
  expect(await judged()).toEqual(['pass']);
});

test('a file below a resource whose cells are not quoted is told', async () => {
  expect(await judged('unquoted')).toEqual(['csv-unreadable']);
});

test('a file below a resource that lacks a row is told where it is said to have one for each item', async () => {
  expect(await judged('without the last')).toEqual(['rows-too-few']);
});

test('a file below a resource that may leave items out is not accused for that', async () => {
  expect(await judged('without the last', 'Then comes one line for each sheet, except those that are withdrawn.')).toEqual(['pass']);
});

test('a file that has its rows for something else is not compared', async () => {
  expect(await judged(undefined, 'Then comes one line for each answer of a sheet.')).toEqual([]);
});

test('a mean of some of what is said of others below the same resource is judged', async () => {
  const right = await judged(undefined, undefined, 'schema/sums-agree');
  expect(right).toContain('pass');
  expect(right).not.toContain('sum-otherwise');
  expect(await judged('blanks count as zero', undefined, 'schema/sums-agree')).toContain('sum-otherwise');
});

test.each<readonly [QuizHabit, string, string]>([
  ['without names', 'One line for each sheet.', 'pass'],
  ['semicolons', 'One line for each sheet, below a line with names.', 'inconclusive'],
  ['a row for each answer', '', 'pass'],
  ['a mark and line feeds', 'One line for each sheet.', 'pass'],
])('a file that is written in its own way, of which nothing is said, is not accused: %s', async (habit, promise, expected) => {
  expect(await judged(habit, promise, check, '')).toEqual([expected]);
});

test.each([true, false])(
  'nothing is created below a resource of others for the sake of a file, with parents of the run: %s',
  async (isMade) => {
    const json = (schema: object) => ({ content: { 'application/json': { schema } } });
    const shows = (schema: object) => ({ description: 'd', ...json(schema) });
    const text = { type: 'string', minLength: 1 };
    const of = (asked: object) => ({ type: 'object', required: ['id', ...Object.keys(asked)], properties: { id: text, ...asked } });
    const [box, note] = [{ name: text }, { text }];
    const collection = (asked: object) => ({
      get: { responses: { 200: shows({ type: 'array', items: of(asked) }), 404: { description: 'none' } } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: Object.keys(asked), properties: asked }) },
        responses: { 201: shows(of(asked)), 404: { description: 'none' }, 422: { description: 'wrong' } },
      },
    });
    const item = (asked: object) => ({
      get: { responses: { 200: shows(of(asked)), 404: { description: 'none' } } },
      delete: { responses: { 204: { description: 'gone' }, 404: { description: 'none' } } },
    });
    const inPath = (...names: readonly string[]) => ({
      parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })),
    });
    const document = {
      openapi: '3.1.0',
      info: { title: 'Boxes', version: '1' },
      paths: {
        '/boxes': isMade ? collection(box) : { get: collection(box).get },
        '/boxes/{boxId}': { ...inPath('boxId'), get: item(box).get, ...(isMade ? { delete: item(box).delete } : {}) },
        '/boxes/{boxId}/notes': { ...inPath('boxId'), ...collection(note) },
        '/boxes/{boxId}/notes/{noteId}': { ...inPath('boxId', 'noteId'), ...item(note) },
        '/boxes/{boxId}/export': {
          ...inPath('boxId'),
          get: {
            summary: 'All notes as CSV',
            description: 'Has a header row and one line for each note.',
            responses: { 200: { description: 'The file', content: { 'text/csv': { schema: text } } }, 404: { description: 'none' } },
          },
        },
      },
    };
    const others = ['others-1', 'others-2'];
    const boxes = new Map<string, { readonly name: unknown; readonly notes: Map<string, unknown> }>(
      others.map((id) => [id, { name: id, notes: new Map([[`${id}-note`, 'Mine']]) }]),
    );
    const disturbed: string[] = [];
    let made = 0;
    const url = await serve((incoming, outgoing) => {
      const give = (status: number, value?: unknown, type = 'application/json'): void => {
        outgoing.writeHead(status, { 'content-type': type });
        outgoing.end(value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value));
      };
      void objectBody(incoming).then((body = {}) => {
        const { method = 'GET' } = incoming;
        const [, root, id = '', part, noteId = ''] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
        if (method !== 'GET' && others.includes(id)) disturbed.push(`${method} ${incoming.url ?? ''}`);
        if (root !== 'boxes') return give(404);
        const fresh = `new-${(made += 1)}`;
        if (id === '') {
          if (method === 'GET')
            return give(
              200,
              [...boxes].map(([own, { name }]) => ({ id: own, name })),
            );
          if (typeof body['name'] !== 'string' || body['name'] === '') return give(422);
          boxes.set(fresh, { name: body['name'], notes: new Map() });
          return give(201, { id: fresh, name: body['name'] });
        }
        const own = boxes.get(id);
        if (!own) return give(404);
        const notes = [...own.notes].map(([key, value]) => ({ id: key, text: value }));
        if (part === 'export') return give(200, csvText(notes.length > 0 ? notes : [['id', 'text']]), 'text/csv');
        if (part === undefined) return method === 'DELETE' ? give(boxes.delete(id) ? 204 : 404) : give(200, { id, name: own.name });
        if (noteId !== '') {
          const found = own.notes.get(noteId);
          if (found === undefined) return give(404);
          return method === 'DELETE' ? give(own.notes.delete(noteId) ? 204 : 404) : give(200, { id: noteId, text: found });
        }
        if (method === 'GET') return give(200, notes);
        if (typeof body['text'] !== 'string' || body['text'] === '') return give(422);
        own.notes.set(fresh, body['text']);
        return give(201, { id: fresh, text: body['text'] });
      });
    });
    const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
      allow: ['mutation'],
      selection: { only: [check], skip: [] },
    });
    expect(verdicts.filter((one) => one.case.check === check).map(({ verdict }) => verdict.kind)).toEqual(['pass']);
    expect(disturbed).toEqual([]);
    expect([...boxes.keys()]).toEqual(others);
  },
);
