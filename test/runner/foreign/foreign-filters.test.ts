import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const memberOf = ({ name }: Parameter): string => (name === 'q' ? 'label' : name);
const itemWith = (parameter: Parameter) => ({
  type: 'object',
  required: ['id', memberOf(parameter)],
  properties: { id: { type: 'string' }, [memberOf(parameter)]: { type: 'string', description: parameter.shown } },
});
const shows = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });

/** The parameter, and the member that it filters by. */
type Parameter = { readonly name: string; readonly description: string; readonly shown: string };

const byName: Parameter = { name: 'hiveId', description: 'Only frames of this hive.', shown: 'The hive.' };
const byDescription: Parameter = {
  name: 'resource',
  description: 'Id or slug of the thing that a frame is in.',
  shown: 'Id (of sheds the slug) of what it is in.',
};
const bySearch: Parameter = { name: 'q', description: 'Looks into the label, whatever its case.', shown: 'The label.' };
const ofNothing: Parameter = { name: 'resource', description: 'Colour of the frame.', shown: 'Colour of the frame.' };

const document = (promise: string, parameter: Parameter) => ({
  openapi: '3.0.3',
  info: { title: 'Hives', version: '1', description: promise },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/frames': {
      get: {
        parameters: [{ name: parameter.name, in: 'query', description: parameter.description, schema: { type: 'string' } }],
        responses: { 200: shows({ type: 'array', items: itemWith(parameter) }), 401: { description: 'No' } },
      },
    },
    '/frames/{frameId}': {
      parameters: [{ name: 'frameId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows(itemWith(parameter)), 401: { description: 'No' }, 404: { description: 'None' } } },
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

const isPromised = 'What belongs to another farm does not exist for you.';

const failed = async (habit: Habit, promise = isPromised, parameter = byName): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    const caller = incoming.headers.authorization?.replace('Bearer ', '');
    const give = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (caller !== keys.key && caller !== keys.other) return give(401, {});
    const own = frames.filter(({ of }) => of === caller || habit === 'shares everything');
    const wanted = searchParams.get(parameter.name);
    const shown = ({ id, hiveId }: (typeof frames)[number]) => ({
      id,
      [memberOf(parameter)]: parameter.name === 'q' ? `Frame of ${hiveId}` : hiveId,
    });
    if (pathname !== '/frames') {
      const found = own.find(({ id }) => pathname === `/frames/${id}`);
      return found ? give(200, shown(found)) : give(404, {});
    }
    if (wanted === null) return give(200, own.map(shown));
    const among = habit === 'filters before it keeps apart' ? frames : own;
    const kept = among.filter(({ hiveId }) =>
      parameter.name === 'q' ? `frame of ${hiveId}`.includes(wanted.toLowerCase()) : hiveId === wanted,
    );
    return habit === 'refuses foreign ids' && kept.length === 0 ? give(400, {}) : give(200, kept.map(shown));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(promise, parameter)), url, {
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

test.each(['Frames of other farms cannot be reached.', 'You can not access frames of another farm.'])(
  'accounts are kept apart by what cannot be reached: %s',
  async (promise) => {
    expect(await failed('filters before it keeps apart', promise)).toEqual(['foreign-thing-listed']);
    expect(await failed('keeps apart', promise)).toEqual(['pass']);
  },
);

test('a filter is one for resources by its description, too', async () => {
  expect(await failed('filters before it keeps apart', isPromised, byDescription)).toEqual(['foreign-thing-listed']);
  expect(await failed('keeps apart', isPromised, byDescription)).toEqual(['pass']);
  expect(await failed('filters before it keeps apart', isPromised, ofNothing)).toEqual([]);
});

test('a search that finds what the list hides is told, and one of everything is not', async () => {
  expect(await failed('filters before it keeps apart', isPromised, bySearch)).toEqual(['foreign-thing-listed']);
  expect(await failed('keeps apart', isPromised, bySearch)).toEqual(['pass']);
  expect(await failed('shares everything', isPromised, bySearch)).toEqual(['inconclusive']);
  const wide = { ...bySearch, description: 'Searches the label of the frames of all companies.' };
  expect(await failed('filters before it keeps apart', isPromised, wide)).toEqual([]);
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
