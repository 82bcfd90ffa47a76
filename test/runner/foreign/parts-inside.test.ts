import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const none = { description: 'None' };
const number = { type: 'integer', minimum: 0, maximum: 9000, nullable: true };
const bounds = { type: 'object', properties: { upper: number, lower: number } };
const shownBounds = {
  type: 'object',
  required: ['upper', 'lower', 'used'],
  properties: { upper: number, lower: number, used: { type: 'integer' } },
};
const tank = { type: 'object', required: ['id', 'name', 'bounds'], properties: { id: text, name: text, bounds: shownBounds } };
const inPath = { name: 'tankId', in: 'path', required: true, schema: text };

/** Tanks whose bounds are put at a path of their own, and read in the tank alone. */
const documentWith = (ofPut: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Tanks', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/tanks': {
      post: {
        requestBody: asks({ type: 'object', required: ['name'], properties: { name: { ...text, minLength: 1, maxLength: 60 } } }),
        responses: { 201: shows(tank), 422: none },
      },
    },
    '/tanks/{tankId}': {
      parameters: [inPath],
      get: { responses: { 200: shows(tank), 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/tanks/{tankId}/bounds': {
      parameters: [inPath],
      put: { description: ofPut, requestBody: asks(bounds), responses: { 200: shows(shownBounds), 404: none, 422: none } },
    },
  },
});

/** What a server does that somebody else wrote. */
type Habit = 'replaces' | 'merges' | 'forgets' | 'leaves out what is null' | 'refuses less than both';

const isFine = (value: unknown): boolean =>
  value === undefined || value === null || (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 9000);

const told = async (habit: Habit, ofPut: string): Promise<readonly string[]> => {
  const tanks = new Map<string, { readonly name: unknown; bounds: Json }>();
  let last = 0;
  const shownOf = ({ upper = null, lower = null }: Json): Json =>
    habit === 'leaves out what is null'
      ? { ...(upper !== null && { upper }), ...(lower !== null && { lower }), used: 0 }
      : { upper, lower, used: 0 };
  const answer = (method: string, [root, id, below]: readonly string[], given: Json): Answer => {
    if (root !== 'tanks') return [404];
    if (id === undefined) {
      if (method !== 'POST') return [405];
      if (typeof given['name'] !== 'string' || given['name'] === '') return [422];
      const made = `tank-${(last += 1)}`;
      tanks.set(made, { name: given['name'], bounds: {} });
      return [201, { id: made, name: given['name'], bounds: shownOf({}) }];
    }
    const found = tanks.get(id);
    if (!found) return [404];
    if (below === undefined && method === 'GET') return [200, { id, name: found.name, bounds: shownOf(found.bounds) }];
    if (below === undefined) return [tanks.delete(id) ? 204 : 404];
    const { upper, lower } = given;
    if (!isFine(upper) || !isFine(lower)) return [422];
    if (habit === 'refuses less than both' && (upper === undefined || lower === undefined)) return [422];
    const changed = {
      ...(habit === 'merges' && found.bounds),
      ...(upper !== undefined && { upper }),
      ...(lower !== undefined && { lower }),
    };
    if (habit !== 'forgets') found.bounds = changed;
    return [200, shownOf(changed)];
  };
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(ofPut)), await serveAnswers(answer), {
    allow: ['mutation'],
    maxCreates: 20,
    selection: { only: ['lifecycle/part-kept'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('lifecycle/part-kept@'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const replaces = 'Replaces both bounds; a member that is left out is set to `null` (no bound).';

describe.concurrent('a part that only its resource shows', () => {
  test.for<[Habit, string, string]>([
    ['merges', replaces, 'left-out-kept'],
    ['forgets', replaces, 'part-not-kept'],
    ['replaces', replaces, 'pass'],
    ['leaves out what is null', replaces, 'pass'],
    ['refuses less than both', replaces, 'pass'],
    ['merges', 'Sets the bounds.', 'pass'],
    ['merges', 'Sets the bounds; one that is left out stays as it is.', 'pass'],
  ])(
    'of a server that %s (%s)',
    besideOthers(async ([habit, ofPut, expected]) => {
      expect(await told(habit, ofPut)).toEqual([expected]);
    }),
  );
});
