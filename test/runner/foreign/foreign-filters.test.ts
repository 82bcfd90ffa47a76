import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const item = { type: 'object', required: ['id', 'hiveId'], properties: { id: { type: 'string' }, hiveId: { type: 'string' } } };
const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });

const document = (promise: string) => ({
  openapi: '3.0.3',
  info: { title: 'Hives', version: '1', description: promise },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/frames': {
      get: {
        parameters: [{ name: 'hiveId', in: 'query', description: 'Only frames of this hive.', schema: { type: 'string' } }],
        responses: { 200: shows({ type: 'array', items: item }), 401: { description: 'No' } },
      },
    },
    '/frames/{frameId}': {
      parameters: [{ name: 'frameId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows(item), 401: { description: 'No' }, 404: { description: 'None' } } },
    },
  },
});

const keys = { key: 'foreign-key-0123456789', other: 'other-key-0123456789' };
const frames = [
  { id: 'f1', hiveId: 'h1', of: keys.key },
  { id: 'f2', hiveId: 'h2', of: keys.key },
  { id: 'f3', hiveId: 'h9', of: keys.other },
];

type Habit = 'keeps apart' | 'filters before it keeps apart' | 'shares everything' | 'refuses foreign ids';

const failed = async (habit: Habit, promise = 'What belongs to another farm does not exist for you.'): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    const caller = incoming.headers.authorization?.replace('Bearer ', '');
    const give = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (caller !== keys.key && caller !== keys.other) return give(401, {});
    const own = frames.filter(({ of }) => of === caller || habit === 'shares everything');
    const wanted = searchParams.get('hiveId');
    const shown = ({ id, hiveId }: (typeof frames)[number]) => ({ id, hiveId });
    if (pathname !== '/frames') {
      const found = own.find(({ id }) => pathname === `/frames/${id}`);
      return found ? give(200, shown(found)) : give(404, {});
    }
    if (wanted === null) return give(200, own.map(shown));
    const among = habit === 'filters before it keeps apart' ? frames : own;
    const kept = among.filter(({ hiveId }) => hiveId === wanted);
    return habit === 'refuses foreign ids' && kept.length === 0 ? give(400, {}) : give(200, kept.map(shown));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(promise)), url, {
    allow: ['mutation'],
    credentials: ['key', 'other'],
    secrets: keys,
    selection: { only: ['auth/foreign-filter-shows-nothing'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('auth/foreign-filter-shows-nothing'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test('a filter that shows what the list hides is told', async () => {
  expect(await failed('filters before it keeps apart')).toEqual(['foreign-thing-listed']);
});

test.each<readonly [Habit, string]>([
  ['keeps apart', 'pass'],
  ['refuses foreign ids', 'pass'],
  ['shares everything', 'inconclusive'],
])('a server is not accused that %s', async (habit, verdict) => {
  expect(await failed(habit)).toEqual([verdict]);
});

test('nothing is judged where the document says nothing of other accounts', async () => {
  expect(await failed('filters before it keeps apart', 'Hives and their frames.')).toEqual([]);
});
