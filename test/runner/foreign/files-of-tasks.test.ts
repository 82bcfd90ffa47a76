import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const refused = (description: string) => ({ description });
const takes = (properties: Json, required: readonly string[] = []) => ({
  requestBody: { required: required.length > 0, content: { 'application/json': { schema: { type: 'object', required, properties } } } },
});

type Words = {
  /** Text of the read of the file. */
  readonly file?: string;
  /** Descriptions of its refusals, beside 404. */
  readonly refusals?: Readonly<Record<string, string>>;
};

const task = (noun: string, schema: string) => ({
  [`/boards/{boardId}/${noun}`]: {
    ...inPath('boardId'),
    post: {
      operationId: `start${schema}`,
      summary: `Start ${schema === 'Export' ? 'an' : 'a'} ${schema.toLowerCase()} of all cards`,
      ...takes({ shape: { ...text, enum: ['plain', 'wide'], default: 'plain' } }),
      responses: {
        202: { ...shows(ref(schema)), headers: { Location: { schema: text } } },
        404: refused('No such board'),
      },
    },
  },
  [`/${noun}/{${schema.toLowerCase()}Id}`]: {
    ...inPath(`${schema.toLowerCase()}Id`),
    get: { operationId: `get${schema}`, responses: { 200: shows(ref(schema)), 404: refused('No such one') } },
  },
});

const state = {
  type: 'object',
  required: ['id', 'status'],
  properties: { id: text, status: { ...text, enum: ['queued', 'running', 'done', 'failed', 'expired'] } },
};

const document = ({ file = 'The file of a finished export.', refusals = { 409: 'The export is not done yet' } }: Words) => ({
  openapi: '3.1.0',
  info: { title: 'Boards', version: '1' },
  paths: {
    '/boards': {
      post: {
        ...takes({ title: text }, ['title']),
        responses: { 201: { ...shows(ref('Board')), headers: { Location: { schema: text } } } },
      },
    },
    '/boards/{boardId}': {
      ...inPath('boardId'),
      get: { responses: { 200: shows(ref('Board')), 404: refused('No such board') } },
      delete: { responses: { 204: refused('Gone'), 404: refused('No such board') } },
    },
    ...task('exports', 'Export'),
    ...task('drawings', 'Drawing'),
    '/exports/{exportId}/file': {
      ...inPath('exportId'),
      get: {
        operationId: 'downloadExport',
        description: file,
        responses: {
          200: { description: 'The file', content: { 'text/csv': { schema: text } } },
          404: refused('No such export'),
          ...Object.fromEntries(Object.entries(refusals).map(([status, description]) => [status, refused(description)])),
        },
      },
    },
    '/drawings/{drawingId}/result': {
      ...inPath('drawingId'),
      get: {
        operationId: 'getDrawn',
        responses: { 200: shows({ type: 'object', properties: { lines: { type: 'integer' } } }), 404: refused('Not drawn yet') },
      },
    },
  },
  components: {
    schemas: { Board: { type: 'object', properties: { id: text, title: text } }, Export: state, Drawing: { ...state, title: 'Drawing' } },
  },
});

/** How the service works a task off. */
type Habits = {
  /** Milliseconds until a task is done. */
  readonly takesMs?: number;
  /** How the n-th task ends, counted from 0; done where it says nothing. */
  readonly ends?: (n: number) => 'failed' | 'expired' | undefined;
  /** After so many reads a file is gone. */
  readonly reads?: number;
  /** Answers a file with 500. */
  readonly isBroken?: true;
};

const usual: readonly string[] = ['http/head-as-get', 'errors/no-failure'];

const run = async (habits: Habits, words: Words = {}, only = usual) => {
  const boards = new Map<string, string>();
  const tasks = new Map<string, { readonly at: number; readonly n: number; reads: number }>();
  const asked: string[] = [];
  const url = await serve((incoming, outgoing) => {
    let sent = '';
    incoming.on('data', (part: Buffer) => (sent += part.toString()));
    incoming.on('end', () => {
      const end = (status: number, value?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
        outgoing.writeHead(status, { 'content-type': 'application/json', ...fields });
        outgoing.end(value === undefined || incoming.method === 'HEAD' ? undefined : JSON.stringify(value));
      };
      const method = incoming.method === 'HEAD' ? 'GET' : incoming.method;
      const [, root = '', id = '', below] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
      if (root === 'boards') {
        if (method === 'POST' && id === '') {
          const made = `b${boards.size + 1}`;
          const { title } = JSON.parse(sent) as { title?: unknown };
          if (typeof title !== 'string') return end(400);
          boards.set(made, title);
          return end(201, { id: made, title }, { location: `/boards/${made}` });
        }
        const title = boards.get(id);
        if (title === undefined) return end(404);
        if (below === undefined && method === 'DELETE') return (boards.delete(id), end(204));
        if (below === undefined) return end(method === 'GET' ? 200 : 405, { id, title });
        const made = `${below.slice(0, 1)}${tasks.size + 1}`;
        tasks.set(made, { at: Date.now(), n: tasks.size, reads: 0 });
        return method === 'POST' ? end(202, { id: made, status: 'queued' }, { location: `/${below}/${made}` }) : end(405);
      }
      const found = ['exports', 'drawings'].includes(root) && method === 'GET' ? tasks.get(id) : undefined;
      if (!found || !id.startsWith(root.slice(0, 1))) return end(404);
      const isOver = Date.now() - found.at >= (habits.takesMs ?? 300);
      const status = isOver ? (habits.ends?.(found.n) ?? 'done') : 'running';
      if (below === undefined) return end(200, { id, status });
      if (status !== 'done') return end(root === 'drawings' ? 404 : 409);
      asked.push(`${incoming.method} ${id}`);
      if (found.reads++ >= (habits.reads ?? 1000)) return end(404);
      if (root === 'drawings') return end(200, { lines: 3 });
      if (habits.isBroken) return end(500);
      outgoing.writeHead(200, { 'content-type': 'text/csv' }).end(incoming.method === 'HEAD' ? undefined : 'id,name\r\n1,Ink\r\n');
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(words)), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 40,
    durations: { 'created.settled': 3 },
    selection: { only, skip: [] },
  });
  return { asked, verdicts };
};

/** The verdicts of the chosen checks about what the tasks bring. */
const judged = async (...asked: Parameters<typeof run>): Promise<Readonly<Record<string, string>>> => {
  const { verdicts } = await run(...asked);
  const [, , only = usual] = asked;
  return Object.fromEntries(
    verdicts
      .filter(({ id }) => only.some((check) => id.startsWith(`${check}@`)) && /~1(?:file|result)\/get/u.test(id))
      .map(({ id, verdict }) => [
        `${id.slice(0, id.indexOf('@'))} ${id.includes('~1file/') ? 'file' : 'drawing'}`,
        verdict.kind === 'fail' ? verdict.finding.code : verdict.kind,
      ]),
  );
};

test('what a task brought is read by every check once the task is done, each kind by its own task', async () => {
  expect(await judged({})).toEqual({
    'http/head-as-get file': 'pass',
    'http/head-as-get drawing': 'pass',
    'errors/no-failure file': 'pass',
    'errors/no-failure drawing': 'pass',
  });
  const { asked } = await run({});
  expect(asked.map((one) => one.replace(/\d+$/u, ''))).toContain('HEAD e');
  expect(new Set(asked.map((one) => one.split(' ')[1])).size).toBe(2);
});

test('a defect of what it brought is told', async () => {
  expect(await judged({ isBroken: true })).toMatchObject({
    'errors/no-failure file': 'server-failure',
    'errors/no-failure drawing': 'pass',
  });
});

test.each<readonly [string, Habits, Words]>([
  ['fails', { ends: () => 'failed' }, {}],
  ['never ends', { takesMs: 1_000_000 }, {}],
  ['expires at once', { ends: () => 'expired' }, { refusals: { 409: 'Not done yet', 410: 'The export has expired' } }],
  ['brings what is there for one read', { reads: 1 }, { file: 'The file of a finished export. It can be downloaded only once.' }],
  ['brings what is there for one read, as a refusal says', { reads: 1 }, { refusals: { 404: 'Not there, or already downloaded' } }],
  ['brings what is deleted by a read', { reads: 1 }, { file: 'Deleted after the first successful download.' }],
  ['brings what is there for seconds', { reads: 1 }, { file: 'The file is kept for 30 seconds.' }],
])('nothing is told of a task that %s', async (_what, habits, words) => {
  const found = await judged(habits, words, ['http/head-as-get', 'errors/no-failure', 'status/plain-call-succeeds']);
  expect(
    Object.entries(found).filter(([name, verdict]) => name.endsWith('file') && !['skipped', 'inconclusive', 'pass'].includes(verdict)),
  ).toEqual([]);
});

test('another one is started where the first has expired or failed', async () => {
  const words = { refusals: { 409: 'Not done yet', 410: 'The export has expired' } };
  expect(await judged({ ends: (n) => (n < 3 ? 'expired' : undefined) }, words)).toMatchObject({ 'http/head-as-get file': 'pass' });
  expect(await judged({ ends: (n) => (n === 0 ? 'failed' : undefined) })).toMatchObject({ 'http/head-as-get file': 'pass' });
});

test.each(['Gives the file once it is done.', 'The file is available within a few seconds.', 'Kept for 30 days after the last download.'])(
  'a text that says nothing of one read hinders none: %s',
  async (file) => {
    expect(await judged({}, { file })).toMatchObject({ 'http/head-as-get file': 'pass' });
  },
);
