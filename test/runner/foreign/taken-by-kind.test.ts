import { expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1 };
const grade = { type: 'string', enum: ['RAW', 'ROASTED', 'STALE'], default: 'RAW' };
const batch = { type: 'object', required: ['id', 'name', 'status'], properties: { id: text, name: text, status: grade } };
const job = {
  type: 'object',
  required: ['kind'],
  properties: {
    kind: { type: 'string', enum: ['CLEAN', 'FILL_HOPPER'] },
    batchId: { ...text, description: 'Required for FILL_HOPPER' },
  },
};
const made = { type: 'object', required: ['id', 'kind'], properties: { id: text, ...job.properties } };

/** Batches of beans, and jobs for a mill, one kind of which names a batch. */
const documentOf = (said: string, example?: object) => {
  const both = (path: string, input: object, schema: object, description?: string) => ({
    [path]: {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: schema }) } } },
      post: {
        ...(description === undefined ? {} : { description }),
        requestBody: { required: true, ...json(path === '/batches' && example ? { ...input, example } : input) },
        responses: {
          201: { description: 'Made', ...json(schema) },
          400: { description: 'Wrong' },
          409: { description: 'Not as things are' },
        },
      },
    },
    [`${path}/{id}`]: {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(schema) }, 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Mill', version: '1' },
    paths: {
      ...both('/batches', { type: 'object', required: ['name'], properties: { name: text, status: grade } }, batch),
      ...both('/jobs', job, made, said),
    },
  };
};

const failed = async (said: string, takes: readonly string[], isNameUnique = false) => {
  const all: Readonly<Record<string, Map<string, Json>>> = { batches: new Map(), jobs: new Map() };
  const taken = ['Santos 4'];
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', key] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const kept = all[root];
    if (!kept || (key !== undefined && !kept.has(key))) return give(404);
    if (incoming.method === 'GET') return give(200, key === undefined ? [...kept.values()] : kept.get(key));
    if (incoming.method === 'DELETE') return give(kept.delete(key ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (root === 'batches' && typeof body['name'] !== 'string') return give(400);
      const isTaken = [...taken, ...[...kept.values()].map(({ name }) => name)].includes(body['name']);
      if (root === 'batches' && isNameUnique && isTaken) return give(409);
      if (root === 'jobs') {
        if (!['CLEAN', 'FILL_HOPPER'].includes(String(body['kind']))) return give(400);
        const named = all['batches']?.get(String(body['batchId']));
        if (body['kind'] === 'FILL_HOPPER' && !named) return give(400);
        if (body['kind'] === 'FILL_HOPPER' && !takes.includes(String(named?.['status']))) return give(409);
      }
      const one = { ...(root === 'batches' ? { status: 'RAW' } : {}), ...body, id: `x-${next++}` };
      kept.set(one.id, one);
      return give(201, one);
    });
  });
  const { verdicts } = await judgeForeign(
    writeToolDocument(documentOf(said, isNameUnique ? { name: 'Santos 4', status: 'ROASTED' } : undefined)),
    url,
    {
      allow: ['mutation'],
      maxCreates: 20,
      credentials: [],
      selection: { only: ['lifecycle/unfit-reference-refused'], skip: [] },
    },
  );
  expect([...(all['batches'] ?? []), ...(all['jobs'] ?? [])]).toEqual([]);
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
};

test.each([
  'FILL_HOPPER takes a ROASTED batch, otherwise 409.',
  '`FILL_HOPPER` only takes a roasted charge of this year; anything else is 409.',
  'For FILL_HOPPER the batch must be ROASTED (409).',
  'FILL_HOPPER is possible with ROASTED batches only (409).',
])('what one kind of request names in a state that it does not take is told: %s', async (said) => {
  expect(await failed(said, ['RAW', 'ROASTED', 'STALE'])).toEqual(['unfit-accepted']);
  expect(await failed(said, ['ROASTED'])).toEqual([]);
});

test.each([
  'FILL_HOPPER takes a ROASTED batch.',
  'FILL_HOPPER usually takes a ROASTED batch, otherwise 409.',
  'FILL_HOPPER takes a RAW or ROASTED or STALE batch, otherwise 409.',
  'FILL_HOPPER takes a ROASTED batch into a STALE one, otherwise 409.',
  'FILL_HOPPER takes the latest ROASTED batch, otherwise 409 if the mill is full.',
  'For FILL_HOPPER the job must be ROASTED (409).',
])('nothing is told of what a sentence leaves open: %s', async (said) => {
  expect(await failed(said, ['RAW', 'ROASTED', 'STALE'])).toEqual([]);
});

test('what its example prints may be taken already', async () => {
  const said = 'FILL_HOPPER takes a ROASTED batch, otherwise 409.';
  expect(await failed(said, ['RAW', 'ROASTED', 'STALE'], true)).toEqual(['unfit-accepted']);
  expect(await failed(said, ['ROASTED'], true)).toEqual([]);
});
