import type { IncomingMessage, ServerResponse } from 'node:http';
import { csvText } from '../../src/contract/wire/csv.ts';
import { isObject } from '../../src/model/json.ts';

/** What a service of quizzes does otherwise than its document says. */
export type QuizFault = 'unquoted' | 'without the last' | 'blanks count as zero';

/** What a service of quizzes may do where its document does not speak of it. */
export type QuizHabit = 'without names' | 'semicolons' | 'a row for each answer' | 'a mark and line feeds';

const json = (schema: object) => ({ 'application/json': { schema } });
const shows = (schema: object) => ({ description: 'd', content: json(schema) });
const none = { 404: { description: 'none' }, 409: { description: 'not now' }, 422: { description: 'wrong' } };
const text = { type: 'string' };
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });

const answer = {
  type: 'object',
  required: ['taskId', 'value'],
  properties: {
    taskId: text,
    value: { description: 'One of the options for `pick`, a text for `word`, a number for `mark`.', oneOf: [text, { type: 'integer' }] },
  },
};
const quiz = {
  type: 'object',
  required: ['id', 'title', 'state'],
  properties: { id: text, title: text, state: { type: 'string', enum: ['draft', 'open', 'closed'] } },
};
const task = {
  type: 'object',
  required: ['id', 'kind', 'label'],
  properties: { id: text, kind: text, label: text, options: { type: ['array', 'null'], items: text } },
};
const sheet = {
  type: 'object',
  required: ['id', 'answers', 'grade', 'handedInAt'],
  properties: {
    id: text,
    answers: { type: 'array', items: answer },
    grade: {
      type: ['number', 'null'],
      description:
        'Mean of the answers to mark tasks, rounded half up to two decimals. Mark tasks without an answer are left out; null if none was answered.',
    },
    handedInAt: { type: 'string', format: 'date-time' },
  },
};

const kinds = ['pick', 'mark', 'word'];

/** Quizzes with tasks of three kinds, and the sheets that are handed in while they are open, which a file below the quiz shows as well. */
export const quizDocument = (
  promise = 'Then comes one line for each sheet.',
  head = 'A file as described in RFC 4180. The first line has the column names `sheet_id,handed_in_at`, followed by `t1`, `t2` and so on for the tasks.',
): object => ({
  openapi: '3.1.0',
  info: { title: 'Quizzes', version: '1' },
  paths: {
    '/quizzes': {
      get: { responses: { 200: shows({ type: 'array', items: quiz }) } },
      post: {
        requestBody: {
          required: true,
          content: json({ type: 'object', required: ['title'], properties: { title: { ...text, minLength: 1 } } }),
        },
        responses: { 201: shows(quiz), ...none },
      },
    },
    '/quizzes/{quizId}': {
      parameters: [inPath('quizId')],
      get: { responses: { 200: shows(quiz), ...none } },
      delete: { responses: { 204: { description: 'gone' }, ...none } },
    },
    '/quizzes/{quizId}/open': {
      parameters: [inPath('quizId')],
      post: {
        summary: 'Open a quiz',
        description: 'Turns a draft into an open quiz. Only drafts can be opened. Otherwise `409`.',
        responses: { 200: shows(quiz), ...none },
      },
    },
    '/quizzes/{quizId}/tasks': {
      parameters: [inPath('quizId')],
      get: { responses: { 200: shows({ type: 'array', items: task }), ...none } },
      post: {
        description: 'Only while the quiz is a draft (`409` afterwards).',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['kind', 'label'],
                properties: {
                  kind: { type: 'string', enum: kinds },
                  label: { ...text, minLength: 1 },
                  options: {
                    type: ['array', 'null'],
                    items: text,
                    minItems: 2,
                    description: 'Needed for `pick`, not allowed for the others.',
                  },
                },
              },
              example: { kind: 'pick', label: 'How did you come?', options: ['by train', 'on foot'] },
            },
          },
        },
        responses: { 201: shows(task), ...none },
      },
    },
    '/quizzes/{quizId}/tasks/{taskId}': {
      parameters: [inPath('quizId'), inPath('taskId')],
      get: { responses: { 200: shows(task), ...none } },
      delete: { responses: { 204: { description: 'gone' }, ...none } },
    },
    '/quizzes/{quizId}/sheets': {
      parameters: [inPath('quizId')],
      get: { responses: { 200: shows({ type: 'array', items: sheet }), ...none } },
      post: {
        description: 'Only open quizzes take sheets, otherwise `409`.',
        requestBody: {
          required: true,
          content: json({ type: 'object', required: ['answers'], properties: { answers: { type: 'array', items: answer } } }),
        },
        responses: { 201: shows(sheet), ...none },
      },
    },
    '/quizzes/{quizId}/sheets/{sheetId}': {
      parameters: [inPath('quizId'), inPath('sheetId')],
      get: { responses: { 200: shows(sheet), ...none } },
      delete: { responses: { 204: { description: 'gone' }, ...none } },
    },
    '/quizzes/{quizId}/export': {
      parameters: [inPath('quizId')],
      get: {
        summary: 'All sheets as CSV',
        description: `${head} ${promise}`.trim(),
        responses: { 200: { description: 'The file', content: { 'text/csv': { schema: text } } }, ...none },
      },
    },
  },
});

type Answer = { readonly taskId: string; readonly value: string | number };
type Task = { readonly id: string; readonly kind: string; readonly label: string; readonly options: readonly string[] | null };
type Sheet = { readonly id: string; readonly answers: readonly Answer[]; readonly handedInAt: string };
type Quiz = { readonly id: string; readonly title: string; state: string; tasks: Task[]; sheets: Sheet[] };

const fits = ({ kind, options }: Task, value: unknown): boolean => {
  if (kind === 'mark') return Number.isInteger(value);
  return typeof value === 'string' && (kind === 'word' || options?.includes(value) === true);
};

/** Serves quizzes. */
export const quizService = (fault?: QuizFault | QuizHabit): ((incoming: IncomingMessage, outgoing: ServerResponse) => void) => {
  const quizzes = new Map<string, Quiz>();
  let made = 0;
  const next = (noun: string): string => `${noun}-${++made}`;
  const shownSheet = (of: Quiz, { id, answers, handedInAt }: Sheet): object => {
    const marks = answers.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
    const count = fault === 'blanks count as zero' ? of.tasks.filter(({ kind }) => kind === 'mark').length : marks.length;
    const mean = marks.reduce((sum, one) => sum + one, 0) / count;
    return { id, answers, grade: marks.length === 0 ? null : Math.round(mean * 100) / 100, handedInAt };
  };
  const fileOf = ({ tasks, sheets }: Quiz): string => {
    const shown = fault === 'without the last' ? sheets.slice(0, -1) : sheets;
    const rows = shown.map(({ id, handedInAt, answers }) => [
      id,
      handedInAt,
      ...tasks.map((one) => answers.find(({ taskId }) => taskId === one.id)?.value ?? ''),
    ]);
    const names = ['sheet_id', 'handed_in_at', ...tasks.map((_, n) => `t${n + 1}`)];
    if (fault === 'without names') return csvText(rows);
    if (fault === 'semicolons')
      return [names, ...rows].map((cells) => `${cells.map((one) => `"${String(one).replaceAll('"', '""')}"`).join(';')}\r\n`).join('');
    if (fault === 'a row for each answer')
      return csvText([['sheet', 'value'], ...shown.flatMap(({ id, answers }) => answers.map(({ value }) => [id, value]))]);
    if (fault === 'a mark and line feeds') return `\uFEFF${csvText([names, ...rows]).replaceAll('\r\n', '\n')}`;
    return fault === 'unquoted' ? [names, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('') : csvText([names, ...rows]);
  };
  return (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (part: Buffer) => chunks.push(part));
    incoming.on('end', () => {
      const give = (status: number, value?: unknown, type = 'application/json'): void => {
        outgoing.writeHead(status, { 'content-type': type });
        outgoing.end(value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value));
      };
      const [, root, quizId, part, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
      const { method = 'GET' } = incoming;
      let body: Readonly<Record<string, unknown>> = {};
      try {
        const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString() || '{}');
        if (!isObject(parsed)) return give(422, {});
        body = parsed;
      } catch {
        return give(422, {});
      }
      if (root !== 'quizzes') return give(404, {});
      const shownQuiz = ({ id: own, title, state }: Quiz): object => ({ id: own, title, state });
      if (quizId === undefined) {
        if (method === 'GET') return give(200, [...quizzes.values()].map(shownQuiz));
        if (typeof body['title'] !== 'string' || body['title'] === '') return give(422, {});
        const fresh: Quiz = { id: next('quiz'), title: body['title'], state: 'draft', tasks: [], sheets: [] };
        quizzes.set(fresh.id, fresh);
        return give(201, shownQuiz(fresh));
      }
      const own = quizzes.get(quizId);
      if (!own) return give(404, {});
      if (part === undefined) {
        if (method === 'DELETE') quizzes.delete(quizId);
        return method === 'DELETE' ? give(204) : give(200, shownQuiz(own));
      }
      if (part === 'open') {
        if (own.state !== 'draft') return give(409, {});
        own.state = 'open';
        return give(200, shownQuiz(own));
      }
      if (part === 'export') return give(200, fileOf(own), 'text/csv');
      if (part === 'tasks' && id === undefined) {
        if (method === 'GET') return give(200, own.tasks);
        const { kind, label, options = null } = body;
        if (!kinds.includes(String(kind)) || typeof label !== 'string' || label === '') return give(422, {});
        if ((kind === 'pick') !== Array.isArray(options)) return give(422, {});
        if (own.state !== 'draft') return give(409, {});
        const added: Task = { id: next('task'), kind: String(kind), label, options: Array.isArray(options) ? options.map(String) : null };
        own.tasks.push(added);
        return give(201, added);
      }
      if (part === 'sheets' && id === undefined) {
        if (method === 'GET')
          return give(
            200,
            own.sheets.map((one) => shownSheet(own, one)),
          );
        const { answers } = body;
        if (!Array.isArray(answers)) return give(422, {});
        const given = answers.filter((one): one is Answer => isObject(one));
        const isRight = ({ taskId, value }: Answer): boolean => own.tasks.some((one) => one.id === taskId && fits(one, value));
        if (given.length < answers.length || !given.every(isRight)) return give(422, {});
        if (own.state !== 'open') return give(409, {});
        const handed: Sheet = { id: next('sheet'), answers: given, handedInAt: new Date().toISOString() };
        own.sheets.push(handed);
        return give(201, shownSheet(own, handed));
      }
      const [tasks, sheets] = [own.tasks.find((one) => one.id === id), own.sheets.find((one) => one.id === id)];
      const found = part === 'tasks' ? tasks : part === 'sheets' ? sheets : undefined;
      if (!found) return give(404, {});
      if (method === 'DELETE') {
        own.tasks = own.tasks.filter((one) => one.id !== id);
        own.sheets = own.sheets.filter((one) => one.id !== id);
        return give(204);
      }
      return give(200, part === 'sheets' && sheets ? shownSheet(own, sheets) : found);
    });
  };
};
