import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 80 };
const none = { description: 'None' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const named = (name: string): object => ({ name, in: 'path', required: true, schema: text });

/** How a remark on an exhibit names the one above it, and how those that do so are counted. */
type Told = {
  readonly by: string;
  readonly count: string;
  /** What is said of the member, of the count, and of the creation. */
  readonly ofMember?: string;
  readonly ofCount?: string;
  readonly ofCreation?: string;
};

const documentOf = ({ by, count, ofMember, ofCount, ofCreation }: Told): object => {
  const above = { type: ['string', 'null'], maxLength: 60, ...(ofMember === undefined ? {} : { description: ofMember }) };
  const number = { type: 'integer', minimum: 0, readOnly: true, ...(ofCount === undefined ? {} : { description: ofCount }) };
  const remark = {
    type: 'object',
    required: ['id', 'words', by, count],
    properties: { id: { ...text, readOnly: true }, words: text, [by]: above, [count]: number },
  };
  const exhibit = { type: 'object', required: ['id', 'title'], properties: { id: { ...text, readOnly: true }, title: text } };
  const asked = { type: 'object', required: ['words'], properties: { words: text, [by]: above } };
  return {
    openapi: '3.1.0',
    info: { title: 'Exhibits', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/exhibits': {
        post: {
          requestBody: takes({ type: 'object', required: ['title'], properties: { title: text } }),
          responses: { '201': shows(exhibit), '422': none },
        },
      },
      '/exhibits/{exhibitId}': {
        parameters: [named('exhibitId')],
        get: { responses: { '200': shows(exhibit), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/exhibits/{exhibitId}/remarks': {
        parameters: [named('exhibitId')],
        post: {
          ...(ofCreation === undefined ? {} : { description: ofCreation }),
          requestBody: takes(asked),
          responses: { '201': shows(remark), '404': none, '422': none },
        },
      },
      '/exhibits/{exhibitId}/remarks/{remarkId}': {
        parameters: [named('exhibitId'), named('remarkId')],
        get: { responses: { '200': shows(remark), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
    },
  };
};

/** What the count of a service does not follow, or what it counts besides. */
type Habit = 'counts all' | 'counts all below' | 'misses creations' | 'misses removals';

const judged = async (told: Told, habit: Habit): Promise<readonly string[]> => {
  const { by, count } = told;
  const exhibits = new Map<string, Json>();
  const remarks = new Map<string, { readonly exhibit: string; readonly words: string; readonly above: string | null; lost: number }>();
  let last = 0;
  const below = (id: string): number =>
    [...remarks]
      .filter(([, one]) => one.above === id)
      .reduce((sum, [each]) => sum + 1 + (habit === 'counts all below' ? below(each) : 0), 0);
  const view = (id: string): Json | undefined => {
    const one = remarks.get(id);
    const number = habit === 'misses creations' ? 0 : below(id) + (one?.lost ?? 0);
    return one && { id, words: one.words, [by]: one.above, [count]: number };
  };
  const url = await serveAnswers((method, [root, id = '', kind, remark = ''], given): Answer => {
    if (root !== 'exhibits') return [404];
    if (id === '') {
      if (typeof given['title'] !== 'string') return [422];
      const made = { id: `e${(last += 1)}`, title: given['title'] };
      exhibits.set(made.id, made);
      return [201, made];
    }
    if (!exhibits.has(id)) return [404];
    if (kind === undefined) return method === 'DELETE' ? [exhibits.delete(id) ? 204 : 404] : [200, exhibits.get(id)];
    if (remark === '') {
      const { words, [by]: above = null } = given;
      // What is named is to be of the same exhibit.
      const isRight = above === null || (typeof above === 'string' && remarks.get(above)?.exhibit === id);
      if (typeof words !== 'string' || words === '' || !isRight) return [422];
      const made = `r${(last += 1)}`;
      remarks.set(made, { exhibit: id, words, above: typeof above === 'string' ? above : null, lost: 0 });
      return [201, view(made)];
    }
    const one = remarks.get(remark);
    if (one?.exhibit !== id) return [404];
    if (method !== 'DELETE') return [200, view(remark)];
    const upper = remarks.get(one.above ?? '');
    if (upper && habit === 'misses removals') upper.lost += 1;
    remarks.delete(remark);
    return [204];
  });
  const check = 'lifecycle/children-counted';
  const { verdicts } = await judgeForeign(writeDocument(documentOf(told)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 20,
    selection: { only: [check], skip: [] },
  });
  expect(exhibits.size).toBe(0);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

const answered: Told = { by: 'trail', count: 'answer_count', ofMember: 'The remark this is an answer to, null for others.' };
const replied: Told = { by: 'thread', count: 'replies', ofCount: 'How many replies there are now.' };

describe.concurrent('the count of what names one of its own kind', () => {
  test.for<readonly [Told, Habit, readonly string[]]>([
    [answered, 'counts all', ['pass']],
    [answered, 'counts all below', ['pass']],
    [answered, 'misses creations', ['count-not-raised /answer_count']],
    [answered, 'misses removals', ['count-not-lowered /answer_count']],
    [
      { ...replied, ofCreation: 'To reply, give the id of the remark as `thread`: it has to be one of the same exhibit.' },
      'counts all',
      ['pass'],
    ],
    [{ ...replied, ofCreation: 'To reply, give the id of the remark as `thread`.' }, 'misses removals', ['count-not-lowered /replies']],
    [{ by: 'parentId', count: 'childCount' }, 'misses removals', ['count-not-lowered /childCount']],
    [{ by: 'parent_remark_id', count: 'num_replies', ofCount: 'Number of direct replies' }, 'counts all', ['pass']],
    [{ by: 'in_reply_to', count: 'reply_count' }, 'misses creations', ['count-not-raised /reply_count']],
    // Nothing says that the one names a remark, or that the other counts those.
    [replied, 'misses removals', []],
    [{ by: 'reply_to', count: 'reply_count' }, 'misses removals', []],
    [{ ...answered, count: 'answer_limit' }, 'misses removals', []],
    [{ ...answered, ofCount: 'Number of answers that were ever given.' }, 'misses removals', []],
    [{ ...answered, ofCount: 'Number of answers by experts.' }, 'misses removals', []],
  ])(
    'told by %j is judged of a service that %s',
    besideOthers(async ([told, habit, expected]) => {
      expect(await judged(told, habit)).toEqual(expected);
    }),
  );
});
