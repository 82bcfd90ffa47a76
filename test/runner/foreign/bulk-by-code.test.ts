import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const none = { description: 'None' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const takes = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const named = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const jetty = { type: 'object', required: ['name'], properties: { id: { ...text, readOnly: true }, name: text } };
const code = { ...text, pattern: '^[A-Z][0-9]{1,3}$' };
const asked = {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'metres'],
  properties: { code, metres: { type: 'integer', minimum: 2, maximum: 40 } },
};
const berth = { type: 'object', properties: { id: text, code, metres: { type: 'integer' } } };
const result = {
  type: 'object',
  required: ['index', 'status'],
  properties: { index: { type: 'integer', minimum: 0 }, status: { type: 'integer' }, berth },
};

/** Berths of a jetty, which nothing but a short code tells apart, and of which many can be added at once. */
const documentOf = (says: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Jetties', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/jetties': { post: { requestBody: takes(jetty), responses: { '201': shows(jetty), '422': none } } },
    '/jetties/{jettyId}': {
      parameters: [named('jettyId')],
      get: { responses: { '200': shows(jetty), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/jetties/{jettyId}/berths': {
      parameters: [named('jettyId')],
      get: { responses: { '200': shows({ type: 'array', items: berth }), '404': none } },
      post: { requestBody: takes(asked), responses: { '201': shows(berth), '404': none, '409': none, '422': none } },
    },
    '/jetties/{jettyId}/berths/bulk': {
      parameters: [named('jettyId')],
      post: {
        description: says,
        requestBody: takes({
          type: 'object',
          required: ['berths'],
          properties: { berths: { type: 'array', items: asked, minItems: 1, maxItems: 20 } },
        }),
        responses: {
          '207': shows({ type: 'object', properties: { results: { type: 'array', items: result } } }),
          '404': none,
          '422': none,
        },
      },
    },
    '/jetties/{jettyId}/berths/{berthId}': {
      parameters: [named('jettyId'), named('berthId')],
      get: { responses: { '200': shows(berth), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
  },
});

type Habit = 'goes on' | 'ends at a mistake' | 'tells of some only';

const isBerth = ({ code: own, metres }: Json): boolean =>
  /^[A-Z]\d{1,3}$/u.test(String(own)) && Number.isInteger(metres) && Number(metres) >= 2 && Number(metres) <= 40;

const judged = async (says: string, habit: Habit) => {
  const jetties = new Map<string, { readonly shown: Json; readonly berths: Map<string, Json> }>();
  let last = 0;
  const url = await serveAnswers((method, [root, jettyId, part, berthId], given): Answer => {
    const own = jetties.get(jettyId ?? '');
    if (root !== 'jetties' || (jettyId !== undefined && !own)) return [404];
    if (jettyId === undefined) {
      if (method !== 'POST' || typeof given['name'] !== 'string') return [422];
      const shown = { id: `j${(last += 1)}`, name: given['name'] };
      jetties.set(shown.id, { shown, berths: new Map() });
      return [201, shown];
    }
    if (!own) return [404];
    if (part === undefined) return method === 'DELETE' ? [jetties.delete(jettyId) ? 204 : 404] : [200, own.shown];
    const add = (body: Json): Answer => {
      if (!isBerth(body)) return [422];
      if ([...own.berths.values()].some((one) => one['code'] === body['code'])) return [409];
      const made = { id: `b${(last += 1)}`, ...body };
      own.berths.set(made.id, made);
      return [201, made];
    };
    if (berthId === 'bulk') {
      const list = Array.isArray(given['berths']) ? (given['berths'] as readonly Json[]) : [];
      if (list.length === 0 || list.length > 20) return [422];
      const results: Json[] = [];
      for (const [index, one] of list.entries()) {
        const [status, made] = add(one);
        results.push({ index, status, ...(made === undefined ? {} : { berth: made }) });
        if (habit === 'ends at a mistake' && status !== 201) break;
      }
      return [207, { results: habit === 'tells of some only' ? results.slice(0, 2) : results }];
    }
    if (berthId === undefined) return method === 'POST' ? add(given) : [200, [...own.berths.values()]];
    if (!own.berths.has(berthId)) return [404];
    return method === 'DELETE' ? [own.berths.delete(berthId) ? 204 : 404] : [200, own.berths.get(berthId)];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(says)), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 120,
    selection: { only: ['lifecycle/bulk-told-truly', 'lifecycle/bulk-breaches-refused', 'lifecycle/bulk-limit-kept'], skip: [] },
  });
  return {
    told: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : [])),
    passed: verdicts.filter(({ verdict }) => verdict.kind === 'pass').length,
    left: jetties.size,
  };
};

const apart =
  'Each berth is added by the same rules as a single one. A berth that is refused does not stop the others. The answer has one result for each berth, in the same order.';

test.concurrent.for<readonly [string, Habit]>([
  [apart, 'goes on'],
  // Where nothing says that each stands for itself, what is behind a mistake may be left out.
  ['Adds many berths, until one is refused.', 'ends at a mistake'],
  ['Adds many berths.', 'tells of some only'],
])(
  'entries that only a short code tells apart are accused of nothing: %s, %s',
  besideOthers(async ([says, habit]) => {
    expect(await judged(says, habit)).toEqual({ told: [], passed: 3, left: 0 });
  }),
);

test.concurrent.for<readonly [Habit, string]>([
  ['ends at a mistake', 'bulk-good-lost'],
  ['tells of some only', 'bulk-results-missing'],
])(
  'entries that only a short code tells apart: a service that %s is told by %s',
  besideOthers(async ([habit, breach]) => {
    const { told, left } = await judged(apart, habit);
    expect({ told, left }).toEqual({ told: [breach], left: 0 });
  }),
);
