import { describe, expect, test } from 'vitest';
import { toldUses } from '../../../src/checks/subjects/told-uses.ts';
import { besideOthers } from '../../beside-others.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };
const permit = object({ id: text, lapses_at: moment, created_at: moment });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

type Texts = { readonly own?: string; readonly tag?: string };

const documentWith = ({ own = 'Moves the end.', tag = 'Papers of anglers.' }: Texts): object => ({
  openapi: '3.0.3',
  info: { title: 'Angling', version: '1' },
  security: [{ key: [] }],
  tags: [{ name: 'Permits', description: tag }],
  components: { schemas: { Permit: permit }, securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/permits': {
      post: {
        tags: ['Permits'],
        requestBody: asks(object({ lapses_at: { ...moment, description: 'Must be in the future.' } }, ['lapses_at'])),
        responses: { '201': shows(ref('Permit')), '422': none },
      },
    },
    '/permits/{permit_id}': {
      parameters: [inPath('permit_id')],
      get: { tags: ['Permits'], responses: { '200': shows(ref('Permit')), '404': none } },
      delete: { tags: ['Permits'], responses: { '204': none, '404': none } },
    },
    '/permits/{permit_id}/extend': {
      parameters: [inPath('permit_id')],
      post: {
        tags: ['Permits'],
        description: own,
        requestBody: asks(object({ lapses_at: moment }, ['lapses_at'])),
        responses: { '200': shows(ref('Permit')), '404': none, '409': none, '422': none },
      },
    },
  },
});

const readIn = async (texts: Texts): Promise<readonly number[]> =>
  toldUses(await contractIn(writeDocument(documentWith(texts)))).map(({ limit }) => limit);

type Habit = 'keeps to it' | 'never refuses' | 'refuses the second' | 'does nothing more';

/** What is judged of an office that extends permits, each to a later moment, and what stays there. */
const judged = async (own: string, habit: Habit) => {
  const rows = new Map<string, { readonly id: string; lapses_at: string; times: number }>();
  let last = 0;
  const extend = (found: { lapses_at: string; times: number }, asked: unknown): Answer => {
    const most = habit === 'refuses the second' ? 1 : 2;
    if (typeof asked !== 'string' || !(Date.parse(asked) > Date.parse(found.lapses_at))) return [422];
    if (found.times >= most && habit !== 'never refuses')
      return habit === 'does nothing more' ? [200, { ...found, checked_at: new Date().toISOString() }] : [409];
    found.times += 1;
    found.lapses_at = asked;
    return [200, found];
  };
  const url = await serveAnswers((method, [root = '', id, action], given) => {
    const found = id === undefined ? undefined : rows.get(id);
    if (root !== 'permits' || (id !== undefined && !found)) return [404];
    if (found && action === 'extend') return method === 'POST' ? extend(found, given['lapses_at']) : [405];
    if (found && method === 'DELETE') rows.delete(found.id);
    if (found) return method === 'GET' ? [200, found] : [method === 'DELETE' ? 204 : 405];
    const { lapses_at: lapses } = given;
    if (method !== 'POST') return [405];
    if (typeof lapses !== 'string' || Date.parse(lapses) < Date.now()) return [422];
    const row = { id: `p${(last += 1)}`, lapses_at: lapses, times: 0 };
    rows.set(row.id, row);
    return [201, row];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith({ own })), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/uses-limited'], skip: [] },
  });
  const told = verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
  return { told, left: rows.size };
};

describe('an action that is possible a number of times', () => {
  test.each<readonly [Texts, number]>([
    [{ own: 'A permit can be extended twice.' }, 2],
    [{ own: 'Only open permits of grown-ups may be extended, and each of them twice at most; anything more is a `409`.' }, 2],
    [{ own: 'Possible three times, then 409.' }, 3],
    [{ own: 'The end moves on. At most twice per permit.' }, 2],
    [{ own: 'Extends the permit at most 4 times (409).' }, 4],
    [{ own: 'It can only be extended once.' }, 1],
    [{ tag: 'A permit is extended once; a second time is a conflict.' }, 1],
    [{ tag: 'Each permit may be extended up to three times; after that the answer is 409.' }, 3],
    [{ tag: 'A permit has at most two extensions.' }, 2],
    [{ tag: 'No more than 2 extensions per permit, further ones are refused.' }, 2],
  ])('is told: %j', async (texts, limit) => {
    expect(await readIn(texts)).toEqual([limit]);
  });

  test.each<Texts>([
    { own: 'A permit is extended twice.' },
    { own: 'A permit can be extended twice a year.' },
    { own: 'A permit can be extended twice without a fee.' },
    { own: 'A permit can be extended twice. More often with a letter of the warden.' },
    { own: 'Permits of juniors can be extended twice.' },
    { own: 'Lake permits can be extended twice.' },
    { own: 'A permit can usually be extended twice.' },
    { own: 'A permit can be extended twice; further calls are ignored.' },
    { own: 'A permit can be extended twice. A third call has no effect.' },
    { own: 'A permit can be extended twice at the same time.' },
    { own: 'Possible up to 3 days before the end.' },
    { own: 'A permit can be extended once, or twice for members; then 409.' },
    { own: 'A permit can be extended once (twice in the high season); then 409.' },
    { own: 'It can be extended up to three times, counted per calendar year; then 409.' },
    { own: 'A permit can be extended twice; after that only wardens can extend it (409).' },
    { own: 'Members extend as often as they like. A permit can be extended twice.' },
    { own: 'This bound is not enforced yet. A permit can be extended twice.' },
    { own: 'A permit can be extended twice. This is not enforced before 2027.' },
    { own: 'A permit can be extended twice and is then not refused but moved to a waiting list.' },
    { own: 'Extends the permit only once; repeated calls with the same key give no conflict.' },
    { own: 'Extends the permit at most once: repeating it answers 200 with the permit as it is, never 409.' },
    { own: 'It can be extended once; a second time is a conflict in strict mode.' },
    { tag: 'A permit can be extended twice, starting next year; then 409.' },
    { tag: 'Each permit may be extended up to three times, five with a stamp; after that the answer is 409.' },
    { own: 'The holder is told at most twice; then 409.' },
    { own: 'Twice.' },
    { tag: 'Possible at most twice.' },
    { tag: 'A rod can be extended twice.' },
    { tag: 'A permit can be printed twice.' },
    { tag: 'It can be extended twice.' },
    { own: 'A permit can be extended twice.', tag: 'A permit can be extended three times.' },
  ])('is not told of all: %j', async (texts) => {
    expect(await readIn(texts)).toEqual([]);
  });

  test.concurrent.for<readonly [string, Habit, readonly string[]]>([
    ['A permit can be extended twice.', 'keeps to it', ['pass']],
    ['A permit can be extended twice.', 'never refuses', ['used-too-often']],
    ['A permit can be extended twice.', 'refuses the second', ['inconclusive']],
    ['A permit can be extended twice.', 'does nothing more', ['inconclusive']],
    ['Twice at most; then the answer is 409.', 'does nothing more', ['used-too-often']],
    ['A permit can be extended twice a year.', 'never refuses', []],
  ])(
    'is tried so often and once more: %s %s',
    besideOthers(async ([own, habit, expected]) => {
      expect(await judged(own, habit)).toEqual({ told: expected, left: 0 });
    }),
  );
});
