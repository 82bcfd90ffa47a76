import { expect, test } from 'vitest';
import { bringsWholeEntries, entriesOfBody } from '../../../src/contract/infer/listed-items.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const hive = { type: 'object', required: ['name'], properties: { id: { ...text, readOnly: true }, name: text } };
const weighing = { type: 'object', required: ['hiveId', 'grams'], properties: { hiveId: text, grams: { type: 'integer', minimum: 1 } } };
const list = { type: 'array', minItems: 1, maxItems: 20, items: weighing };

type Form = {
  readonly path?: string;
  readonly summary?: string;
  readonly status?: 200 | 207;
  readonly members?: object;
  readonly required?: readonly string[];
};

/** Beehives that are weighed, several with one request. */
const documentOf = ({
  path = '/weighings/bulk',
  summary = 'Update many weighings',
  status = 200,
  members = { weighings: list },
  required = ['weighings'],
}: Form): object => ({
  openapi: '3.1.0',
  info: { title: 'Hives', version: '1', description: 'A body that does not fit its schema is `422`.' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/hives': {
      get: { responses: { '200': shows({ type: 'array', items: hive }) } },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: hive } } },
        responses: { '201': shows(hive), '422': none },
      },
    },
    '/hives/{hiveId}': {
      parameters: [{ name: 'hiveId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(hive), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    [path]: {
      ...(path.includes('{') ? { parameters: [{ name: 'hiveId', in: 'path', required: true, schema: text }] } : {}),
      post: {
        summary,
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', required, properties: members } } } },
        responses: {
          [status]: shows({ type: 'object', properties: { results: { type: 'array', items: { type: 'object' } } } }),
          '400': none,
          '422': none,
        },
      },
    },
  },
});

type Habit = 'refuses' | 'takes empty lists' | 'takes what is missing' | 'tells inside' | 'fails each by itself';

const check = 'body/breach-refused';

/** The verdict about the list, and what it was sent without a list of whole entries. */
const judged = async (form: Form, habit: Habit) => {
  const hives = new Map<string, Json>();
  const odd: unknown[] = [];
  let last = 0;
  const url = await serveAnswers((method, [root, id, below], given): Answer => {
    if (method === 'POST' && (root === 'weighings' || below !== undefined)) {
      const sent = given['weighings'];
      const entries = (Array.isArray(sent) ? sent : []) as readonly Json[];
      const isWhole = entries.length > 0 && entries.length <= 20;
      if (!isWhole) odd.push(sent);
      const status = form.status ?? 200;
      if (!Array.isArray(sent) && habit !== 'takes what is missing') return [422];
      if (habit === 'tells inside' && !isWhole) return [status, { results: [{ index: 0, status: 422, error: { title: 'Not so many' } }] }];
      if (habit !== 'takes empty lists' && habit !== 'takes what is missing' && !isWhole) return [422];
      return [status, { results: entries.map((_, index) => ({ index, status: habit === 'fails each by itself' ? 422 : 200 })) }];
    }
    if (root !== 'hives' || (id !== undefined && !hives.has(id))) return [404];
    if (id !== undefined) return method === 'DELETE' ? [hives.delete(id) ? 204 : 404] : [200, hives.get(id)];
    if (method === 'GET') return [200, [...hives.values()]];
    if (typeof given['name'] !== 'string') return [422];
    const made = { id: `hive-${(last += 1)}`, name: given['name'] };
    hives.set(made.id, made);
    return [201, made];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(form)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 60,
    selection: { only: [check], skip: [] },
  });
  const place = (form.path ?? '/weighings/bulk').replaceAll('/', '~1');
  const own = verdicts.filter(({ case: one }) => one.check === check && one.id.includes(`${place}/post`));
  return {
    told: own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind)),
    isOddSent: odd.length > 0,
  };
};

const belowHive: Form = { path: '/hives/{hiveId}/weighings', summary: 'Weigh many at once', status: 207 };

test.concurrent.for<readonly [Habit, Form, string]>([
  ['takes empty lists', {}, 'breach-accepted-minItems'],
  ['takes empty lists', belowHive, 'breach-accepted-minItems'],
  ['takes empty lists', { ...belowHive, status: 200 }, 'breach-accepted-minItems'],
  ['refuses', {}, 'pass'],
  ['refuses', belowHive, 'pass'],
  ['tells inside', {}, 'pass'],
  ['tells inside', belowHive, 'pass'],
  ['fails each by itself', belowHive, 'pass'],
])(
  'of a list that is wrong as a whole, a service that %s is told: %o %s',
  besideOthers(async ([habit, form, told]: readonly [Habit, Form, string]) => {
    const found = await judged(form, habit);
    expect(found.isOddSent).toBe(true);
    expect(found.told.map((one) => (one === 'inconclusive' ? 'pass' : one))).toEqual([told]);
  }),
);

test.concurrent.for<Form>([
  { summary: 'Delete many weighings' },
  { summary: 'Send many weighings' },
  { path: '/weighings/sync', summary: 'Sync weighings' },
  { summary: 'Update many weighings', members: { weighings: list, filter: text } },
  { summary: 'Update many weighings', required: [] },
])(
  'what may be about everything without its entries is sent no wrong list: %o',
  besideOthers(async (form: Form) => {
    expect(await judged(form, 'takes empty lists')).toEqual({ told: [], isOddSent: false });
  }),
);

test('entries are whole where each has what it needs', async () => {
  const { document, operations } = await loadContract(writeDocument(documentOf({})));
  const operation = operations.find(({ path }) => path === '/weighings/bulk');
  expect(operation && entriesOfBody(document, operation)).toEqual({ name: 'weighings', needed: ['hiveId', 'grams'] });
  const isWhole = (value: unknown): boolean => operation !== undefined && bringsWholeEntries(document, operation, value);
  const good = { hiveId: 'a', grams: 1 };
  expect([{}, [], 'a', { weighings: [] }, { weighings: 5 }, { weighings: [good] }].map(isWhole)).toEqual(Array(6).fill(true));
  expect([{ weighings: [good, { grams: 1 }] }, { weighings: [{}] }, { weighings: [null] }].map(isWhole)).toEqual([false, false, false]);
});

test('ids alone do not say what is to be done with them', async () => {
  for (const members of [
    { ids: { type: 'array', items: text } },
    { hives: { type: 'array', items: { type: 'object', required: ['id'], properties: { id: text } } } },
  ]) {
    const { document, operations } = await loadContract(writeDocument(documentOf({ members, required: Object.keys(members) })));
    const operation = operations.find(({ path }) => path === '/weighings/bulk');
    expect(operation && entriesOfBody(document, operation)).toBeUndefined();
    expect(operation?.inferred?.byEntries).toBeUndefined();
  }
});
