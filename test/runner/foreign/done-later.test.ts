import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const onBatch = [{ name: 'batchId', in: 'path', required: true, schema: text }];
const batch = {
  type: 'object',
  required: ['id', 'name', 'status'],
  properties: { id: text, name: text, status: { ...text, enum: ['planned', 'firing', 'fired', 'cancelled'] } },
};
const act = (description: string, accepted: string): object => ({
  parameters: onBatch,
  post: { description, responses: { [accepted]: shows(batch), '404': none, '409': none } },
});

/** Batches of pots that a kiln fires in the background. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Kilns', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/batches': {
      post: {
        description: 'Starts as `planned`.',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } },
        },
        responses: { '201': shows(batch), '422': none },
      },
    },
    '/batches/{batchId}': { parameters: onBatch, get: { responses: { '200': shows(batch), '404': none } } },
    '/batches/{batchId}/fire': act('From `planned`; 409 otherwise. Becomes `firing`, and `fired` when all pots are done.', '202'),
    '/batches/{batchId}/cancel': act('From `planned`; 409 otherwise.', '200'),
  },
};

type Way = 'as documented' | 'cancels what is fired' | 'never ends' | 'ends at once';

const kiln = (way: Way) => {
  const batches = new Map<string, { id: string; name: string; status: string; since: number }>();
  const restMs = { 'as documented': 400, 'cancels what is fired': 400, 'never ends': Infinity, 'ends at once': 0 }[way];
  return (method: string, [root, id = '', action]: readonly string[], body: Readonly<Record<string, unknown>>): Answer => {
    if (root !== 'batches') return [404];
    for (const one of batches.values()) if (one.status === 'firing' && Date.now() - one.since >= restMs) one.status = 'fired';
    if (id === '') {
      if (method !== 'POST') return [405];
      if (typeof body['name'] !== 'string') return [422];
      const made = { id: `b${batches.size + 1}`, name: body['name'], status: 'planned', since: 0 };
      batches.set(made.id, made);
      return [201, made];
    }
    const found = batches.get(id);
    if (!found) return [404];
    if (action === undefined) return method === 'GET' ? [200, found] : [405];
    if (method !== 'POST') return [405];
    const isTaken = found.status === 'planned' || (way === 'cancels what is fired' && action === 'cancel' && found.status === 'fired');
    if (!isTaken) return [409];
    found.status = action === 'fire' ? 'firing' : 'cancelled';
    found.since = Date.now();
    return [action === 'fire' ? 202 : 200, found];
  };
};

const failing = async (way: Way): Promise<readonly string[]> => {
  const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(kiln(way)), {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/*'], skip: [] },
  });
  return verdicts.filter(({ verdict }) => verdict.kind === 'fail').map(({ id }) => id);
};

test.concurrent.for<readonly [Way, readonly string[]]>([
  ['as documented', []],
  ['never ends', []],
  ['ends at once', []],
  ['cancels what is fired', ['lifecycle/refused-in-state@#/paths/~1batches~1{batchId}~1cancel/post']],
])(
  'what is refused in the state to which work in the background leads is tried there: a service that goes on %o',
  besideOthers(async ([way, expected]) => {
    expect(await failing(way)).toEqual(expected);
  }),
);
