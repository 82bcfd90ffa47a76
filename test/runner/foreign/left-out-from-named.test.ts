import { describe, expect, test } from 'vitest';
import { leftOutFromNamed } from '../../../src/checks/families/lifecycle/left-out-from-named.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };
const weight = { type: 'integer', minimum: 1, maximum: 400 };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const takes = (schema: object): object => ({ requestBody: { required: true, content: { 'application/json': { schema } } } });
const crate = { type: 'object', required: ['id', 'label', 'weight'], properties: { id: text, label: text, weight } };
const load = { type: 'object', required: ['id', 'crate_id', 'weight'], properties: { id: text, crate_id: text, weight } };
const parameter = (name: string): readonly object[] => [{ name, in: 'path', required: true, schema: text }];

/** Crates, and loads that name one, or more. */
const documentOf = (said: string, names: readonly string[] = ['crate_id']): object => ({
  openapi: '3.0.3',
  info: { title: 'Loads', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/crates': {
      get: { responses: { '200': shows({ type: 'array', items: crate }) } },
      post: {
        ...takes({ type: 'object', required: ['label', 'weight'], properties: { label: text, weight } }),
        responses: { '201': shows(crate), '422': none },
      },
    },
    '/crates/{crateId}': {
      parameters: parameter('crateId'),
      get: { responses: { '200': shows(crate), '404': none } },
      patch: {
        ...takes({ type: 'object', properties: { label: text, weight } }),
        responses: { '200': shows(crate), '404': none, '422': none },
      },
      delete: { responses: { '204': none, '404': none } },
    },
    '/loads': {
      get: { responses: { '200': shows({ type: 'array', items: load }) } },
      post: {
        ...takes({
          type: 'object',
          required: names.slice(0, 1),
          properties: { ...Object.fromEntries(names.map((name) => [name, text])), weight: { ...weight, description: said } },
        }),
        responses: { '201': shows(load), '422': none },
      },
    },
    '/loads/{loadId}': {
      parameters: parameter('loadId'),
      get: { responses: { '200': shows(load), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
  },
});

type Thing = Record<string, unknown>;

/** The weight of a load without one: that of the crate, a fixed one, or that which the crate had at first. */
type Habit = 'crate' | 'fixed' | 'first';

const judged = async (said: string, habit: Habit) => {
  const all: Record<string, Map<string, Thing>> = { crates: new Map(), loads: new Map() };
  const seeded: Thing = { id: 'c-0', label: 'theirs', weight: 9 };
  all['crates']?.set('c-0', seeded);
  const first = new Map<string, unknown>();
  let last = 0;
  const isWeight = (value: unknown): boolean => typeof value === 'number' && value >= 1 && value <= 400;
  const url = await serveAnswers((method, [root = '', id], given): Answer => {
    const things = all[root];
    const found = things?.get(id ?? '');
    if (!things || (id !== undefined && !found)) return [404];
    if (found && method === 'DELETE') return [things.delete(id ?? '') ? 204 : 404];
    if (method === 'GET') return [200, found ?? [...things.values()]];
    if (given['weight'] !== undefined && !isWeight(given['weight'])) return [422];
    if (found) return [200, Object.assign(found, given)];
    last += 1;
    if (root === 'crates') {
      if (typeof given['label'] !== 'string' || !isWeight(given['weight'])) return [422];
      const made = { id: `c-${last}`, label: given['label'], weight: given['weight'] };
      things.set(made.id, made);
      first.set(made.id, made.weight);
      return [201, made];
    }
    const of = all['crates']?.get(String(given['crate_id']));
    if (!of) return [422];
    const kept = { crate: of['weight'], fixed: 1, first: first.get(String(of['id'])) }[habit];
    const made = { id: `l-${last}`, crate_id: of['id'], weight: given['weight'] ?? kept };
    things.set(made.id, made);
    return [201, made];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(said)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 40,
    selection: { only: ['lifecycle/left-out-from-named'], skip: [] },
  });
  const own = verdicts.filter(({ case: { check } }) => check === 'lifecycle/left-out-from-named');
  expect(seeded['weight']).toBe(9);
  return { kinds: own.map(({ verdict }) => verdict.kind), left: [...(all['crates']?.keys() ?? []), ...(all['loads']?.keys() ?? [])] };
};

test.for<readonly [readonly string[], number]>([
  [['crate_id'], 1],
  [['crate_id', 'spare_crate_id'], 1],
  [['from_crate_id', 'to_crate_id'], 0],
])('what is left out is looked for in the one thing that a sentence means, beside %o', async ([names, count]) => {
  const contract = await loadContract(writeDocument(documentOf('The weight of the crate if left out', names)));
  expect(leftOutFromNamed.locations(contract)).toHaveLength(count);
});

describe.concurrent('what a body leaves out', () => {
  test.for<readonly [string, Habit, readonly string[]]>([
    ['The weight of the crate if left out', 'crate', ['pass']],
    ['The weight of the crate if left out', 'fixed', ['fail']],
    ["Defaults to the crate's weight.", 'fixed', ['fail']],
    ['If omitted, the weight of the crate is used.', 'first', ['fail']],
    ['The weight of the lorry if left out', 'fixed', []],
    ['In kilograms.', 'fixed', []],
  ])(
    'is judged by "%s" of a service that takes that of "%s"',
    besideOthers(async ([said, habit, kinds]) => {
      expect(await judged(said, habit)).toEqual({ kinds, left: ['c-0'] });
    }),
  );
});
