import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 60 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 404: { description: 'None' }, 409: { description: 'Not possible as things are' }, 422: { description: 'Wrong' } };
const inPath = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: text }));
const adds = (takes: object, schema: object, description?: string) => ({
  post: {
    ...(description === undefined ? {} : { description }),
    requestBody: { required: true, ...json(object(takes)) },
    responses: { ...shows(schema, '201'), ...refused },
  },
});
const acts = (schema: object, description: string) => ({ post: { description, responses: { ...shows(schema), ...refused } } });
const reads = (schema: object) => ({ get: { responses: { ...shows(schema), ...refused } } });

const course = object({ id: text, title: text, state: { type: 'string', enum: ['draft', 'running', 'over'] } });
const lesson = object({ id: text, courseId: text, title: text });
const pupil = object({ id: text, title: text });
const enrolment = object({ id: text, courseId: text, pupilId: text, state: { type: 'string', enum: ['asked', 'confirmed'] } });
const points = { type: 'integer', minimum: 1, maximum: 15, examples: [5] };
const mark = object({ id: text, lessonId: text, pupilId: text, points });

const report = object({ id: text, courseId: text, pupilId: text, points: { type: 'integer' } });

/** Marks in the lessons of a course that is running, of pupils who are enrolled in that. */
const documentOf = (marks: string) => ({
  openapi: '3.1.0',
  info: { title: 'School', version: '1' },
  paths: {
    '/courses': adds({ title: text }, course, 'New courses are drafts.'),
    '/courses/{courseId}': {
      parameters: inPath('courseId'),
      ...reads(course),
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/courses/{courseId}/begin': {
      parameters: inPath('courseId'),
      ...acts(course, 'A draft becomes running. 409 if the course is no draft.'),
    },
    '/courses/{courseId}/end': {
      parameters: inPath('courseId'),
      ...acts(course, 'A running course becomes over. 409 if the course is not running.'),
    },
    '/reports': {
      ...reads({ type: 'array', items: report }),
      ...adds(
        { courseId: text, pupilId: text },
        report,
        'Sums up what the pupil reached in a course that is over, once. 409 if the course is not over, or there is nothing to sum up.',
      ),
    },
    '/courses/{courseId}/lessons': { parameters: inPath('courseId'), ...adds({ title: text }, lesson) },
    '/courses/{courseId}/lessons/{lessonId}': {
      parameters: inPath('courseId', 'lessonId'),
      ...reads(lesson),
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/courses/{courseId}/lessons/{lessonId}/marks': {
      parameters: inPath('courseId', 'lessonId'),
      ...reads({ type: 'array', items: mark }),
      ...adds({ pupilId: text, points }, mark, marks),
    },
    '/courses/{courseId}/enrolments': { parameters: inPath('courseId'), ...adds({ pupilId: text }, enrolment) },
    '/courses/{courseId}/enrolments/{enrolmentId}': { parameters: inPath('courseId', 'enrolmentId'), ...reads(enrolment) },
    '/courses/{courseId}/enrolments/{enrolmentId}/confirm': {
      parameters: inPath('courseId', 'enrolmentId'),
      ...acts(enrolment, 'An asked enrolment becomes confirmed.'),
    },
    '/pupils': adds({ title: text }, pupil),
    '/pupils/{pupilId}': { parameters: inPath('pupilId'), ...reads(pupil) },
  },
});

type Habits = {
  /** Is every enrolment confirmed at once? */
  readonly isQuick?: boolean;
  /** Are marks given to anybody? */
  readonly isFree?: boolean;
  /** What the answer shows in place of the points. */
  readonly points?: unknown;
  /** The same of a report. */
  readonly total?: unknown;
  /** So many points are the least that make a report. */
  readonly least?: number;
};

const judged = async (marks: string, { isQuick = false, isFree = false, points: shown, total, least = 0 }: Habits = {}) => {
  const all = new Map<string, Json>();
  let [next, given, summed] = [1, 0, 0];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method } = incoming;
    const [, root = '', id = '', name = '', part = '', below = ''] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const [owner, own] = [all.get(id), all.get(part)];
    if (id !== '' && owner?.['root'] !== root) return give(404);
    if (part !== '' && (own?.['root'] !== name || own['courseId'] !== id)) return give(404);
    const kind = below === 'marks' || below === 'confirm' ? below : part === '' ? name : '';
    const here = part === '' ? owner : own;
    if (method === 'GET' && root === 'reports')
      return give(
        200,
        [...all.values()].filter((one) => one['root'] === root),
      );
    if (method === 'GET' && kind === 'marks')
      return give(
        200,
        [...all.values()].filter((one) => one['lessonId'] === part),
      );
    if (method === 'GET' && kind === '' && here) return give(200, here);
    if (method === 'DELETE' && kind === '' && here) return give(all.delete(String(here['id'])) ? 204 : 404);
    const set = (value: Json): void => {
      all.set(String(value['id']), value);
      give(200, value);
    };
    if (method !== 'POST') return give(405);
    if (kind === 'begin' && owner) return owner['state'] === 'draft' ? set({ ...owner, state: 'running' }) : give(409);
    if (kind === 'end' && owner) return owner['state'] === 'running' ? set({ ...owner, state: 'over' }) : give(409);
    if (kind === 'confirm' && own) return own['state'] === 'asked' ? set({ ...own, state: 'confirmed' }) : give(409);
    if (id !== '' && !['lessons', 'enrolments', 'marks'].includes(kind)) return give(404);
    void objectBody(incoming).then((body) => {
      const { title, pupilId, points: got } = body ?? {};
      const made = { id: `n-${next++}`, root: kind === '' ? root : kind };
      const add = (value: Json): void => {
        all.set(made.id, { ...made, ...value });
        give(201, all.get(made.id));
      };
      const isNamed = all.get(String(pupilId))?.['root'] === 'pupils';
      if (root === 'reports') {
        const of = all.get(String(body?.['courseId']));
        if (!isNamed || of?.['root'] !== 'courses') return give(422);
        const lessons = new Set([...all.values()].flatMap((one) => (one['courseId'] === of['id'] ? [one['id']] : [])));
        const reachedBy = [...all.values()].filter((one) => one['pupilId'] === pupilId && lessons.has(one['lessonId']));
        const reached = reachedBy.reduce((sum, one) => sum + Number(one['points']), 0);
        const isThere = [...all.values()].some((one) => one['root'] === root && one['courseId'] === of['id'] && one['pupilId'] === pupilId);
        if (of['state'] !== 'over' || reachedBy.length === 0 || reached < least || isThere) return give(409);
        summed += 1;
        return add({ courseId: of['id'], pupilId, points: total ?? reached });
      }
      if (kind === '' || kind === 'lessons') {
        if (typeof title !== 'string' || title === '' || title.length > 60) return give(422);
        return add({ title, ...(kind === 'lessons' ? { courseId: id } : root === 'courses' ? { state: 'draft' } : {}) });
      }
      if (typeof pupilId !== 'string' || !isNamed) return give(422);
      const enrolled = [...all.values()].find(
        (one) => one['root'] === 'enrolments' && one['courseId'] === id && one['pupilId'] === pupilId,
      );
      if (kind === 'enrolments') return enrolled ? give(409) : add({ courseId: id, pupilId, state: isQuick ? 'confirmed' : 'asked' });
      if (typeof got !== 'number' || !Number.isInteger(got) || got < 1 || got > 15) return give(422);
      if (owner?.['state'] !== 'running' || (!isFree && enrolled?.['state'] !== 'confirmed')) return give(409);
      given += 1;
      return add({ lessonId: part, pupilId, points: shown ?? got });
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(marks)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 200,
    credentials: [],
    selection: { only: ['schema/response-body', 'status/documented-call', 'lifecycle/sent-is-shown'], skip: [] },
  });
  return { given, summed, found: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : [])) };
};

const confirmed =
  'Marks are given while the course is running, to pupils whose enrolment in the course is confirmed. Anything else is a 409.';
const only = 'Only for pupils with a confirmed enrolment (409), and only while the course is running.';

test.each<readonly [string, Habits]>([
  [confirmed, {}],
  [confirmed, { isQuick: true }],
  [confirmed, { isFree: true }],
  [only, {}],
])('a mark is given to somebody who is enrolled: "%s" %o', async (marks, habits) => {
  const { given, found } = await judged(marks, habits);
  expect(found).toEqual([]);
  expect(given).toBeGreaterThan(0);
});

test('a mark that is shown as what it is not is told', async () => {
  expect((await judged(confirmed, { points: 'many' })).found.join(' ')).toContain('marks');
});

test('nobody is enrolled for a mark where no text asks for it', async () => {
  expect((await judged('Marks are given while the course is running (409 otherwise).')).given).toBe(0);
});

test.each<readonly [string, Habits]>([
  ['of any marks', {}],
  ['of enough points', { least: 8 }],
])('a report is made once the pupil has done something in the course: %s', async (_what, habits) => {
  const { summed, found } = await judged(confirmed, habits);
  expect(found).toEqual([]);
  expect(summed).toBeGreaterThan(0);
});

test('a report that is shown as what it is not is told', async () => {
  expect((await judged(confirmed, { total: 'many' })).found.join(' ')).toContain('reports');
});
