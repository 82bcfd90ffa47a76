import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const inPath = { parameters: [{ name: 'jobId', in: 'path', required: true, schema: text }] };

type Words = {
  /** Listed states: of what waits, what is under way, what is done and what has failed. */
  readonly states?: readonly [string, string, string, string];
  /** Text of the read of the file. */
  readonly read?: string;
  /** Descriptions of its refusals. */
  readonly refusals?: Readonly<Record<string, string>>;
  /** What its number of rows is described with. */
  readonly count?: string;
};

const usual = ['queued', 'running', 'succeeded', 'failed'] as const;

const document = ({ states = usual, read = '', count, refusals = { 409: 'Conflict', 404: 'No such job' } }: Words) => {
  const job = {
    type: 'object',
    required: ['id', 'status'],
    properties: { id: text, status: { ...text, enum: states }, rows: { type: ['integer', 'null'], description: count } },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Ledgers', version: '1' },
    paths: {
      '/jobs': {
        post: {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: { type: 'object', required: ['kind'], properties: { kind: { ...text, enum: ['all'] } } } },
            },
          },
          responses: { 202: { ...json(job), headers: { Location: { schema: text } } } },
        },
      },
      '/jobs/{jobId}': { ...inPath, get: { responses: { 200: json(job), 404: { description: 'none' } } } },
      '/jobs/{jobId}/file': {
        ...inPath,
        get: {
          description: read,
          responses: {
            200: { description: 'The file', content: { 'text/csv': { schema: text } } },
            ...Object.fromEntries(Object.entries(refusals).map(([status, description]) => [status, { description }])),
          },
        },
      },
    },
  };
};

/** How a service answers a read of the file before the end, and how many reads of the job its work takes. */
type Habit = {
  readonly early?: readonly [status: number, body?: string];
  readonly takes?: number;
  readonly ends?: string;
  readonly rows?: number;
};

const whole = 'id,name\r\n1,Ink\r\n2,Quill\r\n';

const failed = async (habit: Habit, words: Words = {}): Promise<readonly string[]> => {
  const { early = [409], takes = 2 } = habit;
  const states = words.states ?? usual;
  const looks = new Map<string, number>();
  const url = await serve((incoming, outgoing) => {
    const end = (status: number, value?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json', ...fields });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id = '', below] = (incoming.url ?? '').split('/');
    if (root !== 'jobs') return end(404);
    if (incoming.method === 'POST') {
      const made = `j${looks.size + 1}`;
      looks.set(made, 0);
      return end(202, { id: made, status: states[0] }, { location: `/jobs/${made}` });
    }
    const seen = looks.get(id);
    if (seen === undefined) return end(404);
    if (below === undefined) {
      looks.set(id, seen + 1);
      const status = seen >= takes ? (habit.ends ?? states[2]) : states[Math.min(seen, 1)];
      return end(200, { id, status, rows: seen >= takes ? (habit.rows ?? 2) : null });
    }
    // A service whose work ends between the two reads answers as it does before the end.
    const isDone = seen > takes;
    const [status, body = ''] = isDone ? [200, whole] : early;
    outgoing.writeHead(status, { 'content-type': status === 200 ? 'text/csv' : 'application/json' }).end(body);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(words)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 10,
    durations: { 'created.settled': 4 },
    selection: { only: ['lifecycle/task-followed'], skip: [] },
  });
  const own = verdicts.filter(({ id }) => id.startsWith('lifecycle/task-followed'));
  return own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const saying: readonly Words[] = [
  { read: 'A line for each record. Before the job has succeeded: `409` `not-ready`.' },
  { read: 'The file, once the job is done; until it is finished the answer is 404.' },
  { refusals: { 404: 'No such job, or it is not finished yet' } },
  { refusals: { 425: 'Still running' } },
  { read: 'Answers 409 while the job is queued or running.' },
  { states: ['pending', 'processing', 'ready', 'failed'], read: '409 as long as it is pending.' },
];

test.each(saying)('a result that is given before the end is told: %j', async (words) => {
  expect(await failed({ early: [200] }, words)).toEqual(['result-early']);
  expect(await failed({ early: [Number(Object.keys(words.refusals ?? { 409: '' })[0])] }, words)).toEqual(['pass']);
});

test.each<readonly [string, Habit, string]>([
  ['empty', { early: [200], takes: 0 }, 'result-early'],
  ['cut off', { early: [200, whole.slice(0, 12)], takes: 0 }, 'result-early'],
  ['whole', { early: [200, whole], takes: 0 }, 'pass'],
  ['refused', { early: [409], takes: 0 }, 'pass'],
])('one that is %s may be so only when the work was done by then', async (_what, habit, expected) => {
  expect(await failed(habit, saying[0])).toEqual([expected]);
});

test.each<readonly [string, Habit, Words]>([
  ['where nothing says that it is refused', { early: [200] }, {}],
  ['where it answers 202 or 204 until then', { early: [204] }, saying[0] ?? {}],
  ['where a conflict is described for another reason', { early: [200] }, { refusals: { 409: 'The export has been withdrawn' } }],
])('a service is not accused %s', async (_what, habit, words) => {
  expect(await failed(habit, words)).toEqual(['pass']);
});

test.each<readonly [string, string, number, string]>([
  ['Number of exported ledgers, once it is done', 'CSV with a header line.', 2, 'pass'],
  ['Number of exported ledgers, once it is done', 'CSV with a header line.', 3, 'result-counted-otherwise'],
  ['How many ledgers were written', 'CSV, including a header.', 3, 'result-counted-otherwise'],
  ['Rows in the file without the header line; null until it is done.', 'As CSV.', 2, 'pass'],
  ['Rows in the file without the header line; null until it is done.', 'As CSV.', 3, 'result-counted-otherwise'],
  ['Lines of the export, not counting the headings.', 'CSV with a header line.', 3, 'result-counted-otherwise'],
  ['Number of rows in the file', 'CSV with a header line.', 3, 'result-counted-otherwise'],
  ['Number of rows in the file, including the header line', 'CSV with a header line.', 3, 'pass'],
  ['Rows in the file for members.', 'CSV with a header line.', 3, 'pass'],
  // Nothing says whether the first line is a row, or what is counted.
  ['Number of exported ledgers, once it is done', 'As CSV.', 3, 'pass'],
  ['Number of exported ledgers, once it is done', 'As CSV, without a header line.', 3, 'pass'],
  ['Number of exported ledgers of the last year', 'CSV with a header line.', 3, 'pass'],
])('the number %j of a file %j: %i', async (count, read, rows, expected) => {
  expect(await failed({ rows }, { count, read })).toEqual([expected]);
});

test('a task that was given up shows nothing', async () => {
  expect(await failed({ ends: 'cancelled' }, { states: ['queued', 'running', 'done', 'cancelled'] })).toEqual(['inconclusive']);
});
