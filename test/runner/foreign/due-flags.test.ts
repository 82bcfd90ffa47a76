import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const moment = { type: ['string', 'null'], format: 'date-time' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };

/** Chores that are done some day. */
const documentWith = (said: string): object => {
  const chore = object(
    { id: text, title: text, dueAt: moment, status: { ...text, enum: ['open', 'done'] }, overdue: { type: 'boolean', description: said } },
    ['id', 'title', 'status', 'overdue'],
  );
  return {
    openapi: '3.1.0',
    info: { title: 'Chores', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/chores': {
        get: { responses: { '200': shows({ type: 'array', items: chore }) } },
        post: {
          requestBody: asks(object({ title: text, dueAt: moment }, ['title'])),
          responses: { '201': shows(chore), '422': none },
        },
      },
      '/chores/{choreId}': {
        parameters: [inPath('choreId')],
        get: { responses: { '200': shows(chore), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/chores/{choreId}/complete': {
        parameters: [inPath('choreId')],
        post: { responses: { '200': shows(chore), '404': none, '409': none } },
      },
    },
  };
};

type Habit =
  | 'plain'
  | 'takes no past times'
  | 'keeps no past times'
  | 'is late to set it'
  | 'done at once'
  | 'looks at the time alone'
  | 'looks at the state alone'
  | 'sets nothing';

type Chore = { readonly id: string; readonly title: unknown; readonly dueAt: string | null; status: string; reads: number };

const chores = (habit: Habit) => {
  const all = new Map<string, Chore>();
  let last = 0;
  const shown = ({ reads, ...one }: Chore): Json => {
    const isOver = one.dueAt !== null && Date.parse(one.dueAt) < Date.now();
    const isOpen = one.status === 'open';
    const overdue: Readonly<Partial<Record<Habit, boolean>>> = {
      'looks at the time alone': isOver,
      'looks at the state alone': isOpen,
      'sets nothing': false,
      'is late to set it': isOver && isOpen && reads > 1,
    };
    return { ...one, overdue: overdue[habit] ?? (isOver && isOpen) };
  };
  return (method: string, [root, id, action]: readonly string[], given: Json): Answer => {
    if (root !== 'chores') return [404];
    if (id === undefined && method === 'GET') return [200, [...all.values()].map(shown)];
    if (id === undefined) {
      const { title, dueAt = null } = given;
      const isTime = dueAt === null || (typeof dueAt === 'string' && !Number.isNaN(Date.parse(dueAt)));
      if (typeof title !== 'string' || !isTime) return [422];
      const isPast = typeof dueAt === 'string' && Date.parse(dueAt) < Date.now();
      if (isPast && habit === 'takes no past times') return [422];
      const kept = isPast && habit === 'keeps no past times' ? null : dueAt;
      const made: Chore = {
        id: `c${(last += 1)}`,
        title,
        dueAt: kept,
        status: habit === 'done at once' && isPast ? 'done' : 'open',
        reads: 0,
      };
      all.set(made.id, made);
      return [201, shown(made)];
    }
    const found = all.get(id);
    if (!found) return [404];
    if (action === 'complete') {
      if (found.status === 'done') return [409];
      found.status = 'done';
      return [200, shown(found)];
    }
    if (method === 'DELETE') return [all.delete(id) ? 204 : 404];
    found.reads += 1;
    return [200, shown(found)];
  };
};

const usual = 'True if the chore is open and its due date has passed. What is done is never overdue.';

const judged = async (habit: Habit, said = usual): Promise<readonly string[]> => {
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), await serveAnswers(chores(habit)), {
    allow: ['mutation', 'destructive'],
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/due-flag-follows'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('lifecycle/due-flag-follows@'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('a flag for what is overdue', () => {
  test.concurrent.for<readonly [Habit, string]>([
    ['plain', 'pass'],
    ['is late to set it', 'pass'],
    ['takes no past times', 'inconclusive'],
    ['keeps no past times', 'pass'],
    ['done at once', 'pass'],
    ['looks at the time alone', 'set-in-other-state'],
    ['looks at the state alone', 'pass'],
    ['sets nothing', 'not-set-when-over'],
  ])(
    'of a service that %s: %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toEqual([expected]);
    }),
  );

  test.concurrent.for([
    'Is it late?',
    'True if the due date has passed.',
    'Set nightly: true if the chore is open and its due date has passed.',
  ])(
    'is not judged where the document says: %s',
    besideOthers(async (said) => {
      expect(await judged('looks at the time alone', said)).toEqual([]);
    }),
  );
});
