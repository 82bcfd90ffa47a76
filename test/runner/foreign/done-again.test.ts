import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const none = { description: 'None' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const shows = (name: string, headers: object = {}): object => ({
  description: 'It',
  headers,
  content: { 'application/json': { schema: ref(name) } },
});
const named = (name: string) => [{ name, in: 'path', required: true, schema: text }];

/** Canoes that are launched for an outing (or a stay, by the noun), which is at a path of its own and ends by a landing. */
const documentOf = (says: string, noun: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Canoes', version: '1' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Canoe: { type: 'object', required: ['id', 'name'], properties: { id: { ...text, readOnly: true }, name: text } },
      Trip: {
        type: 'object',
        required: ['id', 'canoeId', 'state'],
        properties: { id: text, canoeId: text, state: { ...text, enum: ['afloat', 'ashore'] } },
      },
    },
  },
  paths: {
    '/canoes': {
      get: {
        responses: { '200': { description: 'All', content: { 'application/json': { schema: { type: 'array', items: ref('Canoe') } } } } },
      },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: ref('Canoe') } } },
        responses: { '201': shows('Canoe'), '422': none },
      },
    },
    '/canoes/{canoeId}': {
      parameters: named('canoeId'),
      get: { responses: { '200': shows('Canoe'), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/canoes/{canoeId}/launch': {
      parameters: named('canoeId'),
      post: { summary: 'Launch a canoe', responses: { '201': shows('Trip', { Location: { schema: text } }), '404': none, '409': none } },
    },
    [`/${noun}s/{${noun}Id}`]: {
      parameters: named(`${noun}Id`),
      get: { responses: { '200': shows('Trip'), '404': none } },
    },
    [`/${noun}s/{${noun}Id}/land`]: {
      parameters: named(`${noun}Id`),
      post: { summary: 'Land', description: says, responses: { '200': shows('Trip'), '404': none, '409': none } },
    },
  },
});

const judged = async (says: string, looks: boolean, noun = 'outing') => {
  const canoes = new Map<string, Json>();
  const trips = new Map<string, Json>();
  let last = 0;
  const url = await serveAnswers((method, [root, id, verb], given): Answer => {
    const kept = root === 'canoes' ? canoes : root === `${noun}s` ? trips : undefined;
    const one = kept?.get(id ?? '');
    if (kept === undefined || (id !== undefined && !one)) return [404];
    if (verb === 'launch' && method === 'POST') {
      const made = { id: `t-${(last += 1)}`, canoeId: id, state: 'afloat' };
      trips.set(made.id, made);
      return [201, made];
    }
    if (verb === 'land' && method === 'POST') {
      if (looks && one?.['state'] === 'ashore') return [409];
      trips.set(id ?? '', { ...one, state: 'ashore' });
      return [200, trips.get(id ?? '')];
    }
    if (verb !== undefined) return [404];
    if (id !== undefined) return method === 'DELETE' && kept === canoes ? [canoes.delete(id) ? 204 : 404] : [200, one];
    if (method === 'GET') return kept === canoes ? [200, [...canoes.values()]] : [404];
    if (kept !== canoes || typeof given['name'] !== 'string') return [422];
    const made = { id: `c-${(last += 1)}`, name: given['name'] };
    canoes.set(made.id, made);
    return [201, made];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(says, noun)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 40,
    selection: { only: ['lifecycle/done-again-refused'], skip: [] },
  });
  const own = verdicts.filter(({ case: { check } }) => check === 'lifecycle/done-again-refused');
  return own.map(({ verdict }) => verdict.kind);
};

test.concurrent.for([
  ['Ends the outing. An outing which is ashore already is refused with 409.', 'outing'],
  ['Only an afloat outing can be landed; otherwise 409.', 'outing'],
  ['409 where the outing is already ashore.', 'outing'],
  ['Possible while the outing is afloat, otherwise 409.', 'outing'],
  ['Ends the stay. A stay which is ashore already is refused with 409 `state`.', 'stay'],
] as const)(
  'what was done on what an action left is refused again, or told: %s',
  besideOthers(async ([says, noun]: readonly [string, string]) => {
    expect([await judged(says, false, noun), await judged(says, true, noun)]).toEqual([['fail'], ['pass']]);
  }),
);

test.concurrent.for([
  'Ends the outing.',
  'Ends the outing. To land again changes nothing.',
  'Ends the outing. An outing that is ashore already is answered with 200.',
  'Ends the outing. 409 where the canoe is wrecked.',
  'An outing that is already ashore may be refused with 409.',
  'An outing that is ashore stays as it is, and 409 is for wrecks.',
])(
  'nothing is tried where the document does not say so: %s',
  besideOthers(async (says: string) => {
    expect(await judged(says, false)).toEqual([]);
  }),
);
