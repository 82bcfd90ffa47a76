import { expect, test } from 'vitest';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const jar = { type: 'object', required: ['id', 'label'], properties: { id: text, label: text } };
const entry = { type: 'object', required: ['label'], properties: { label: text } };
const parameters = [{ name: 'shelfId', in: 'path', required: true, schema: text }];
const shelf = { type: 'object', required: ['id', 'label'], properties: { id: text, label: text } };

/** Shelves whose jars are added one by one, or many at once. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Shelves', version: '1' },
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  security: [{ key: [] }],
  paths: {
    '/shelves': {
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['label'], properties: { label: text } }) },
        responses: { 201: { description: 'It', ...json(shelf) }, 422: none },
      },
    },
    '/shelves/{shelfId}': {
      parameters,
      get: { responses: { 200: { description: 'It', ...json(shelf) }, 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/shelves/{shelfId}/jars': {
      parameters,
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: jar }) }, 404: none } },
      post: {
        requestBody: { required: true, ...json(entry) },
        responses: { 201: { description: 'It', ...json(jar) }, 404: none, 422: none },
      },
    },
    '/shelves/{shelfId}/jars/{jarId}': {
      parameters: [...parameters, { name: 'jarId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: { description: 'It', ...json(jar) }, 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/shelves/{shelfId}/jars/batch': {
      parameters,
      post: {
        operationId: 'batchJars',
        summary: 'Add many jars',
        requestBody: {
          required: true,
          ...json({ type: 'object', required: ['jars'], properties: { jars: { type: 'array', minItems: 1, items: entry } } }),
        },
        responses: { 200: { description: 'Done', ...json({ type: 'object' }) }, 400: none, 404: none, 422: none },
      },
    },
  },
};

type Way = 'checked' | 'unchecked' | 'closed';

/** Serves the shelves: one that is closed refuses every batch. */
const serveShelves = (way: Way): Promise<string> => {
  const rows = new Map<string, Readonly<Record<string, unknown>>>();
  let last = 0;
  const made = (given: Readonly<Record<string, unknown>>, above?: string): Answer => {
    if (typeof given['label'] !== 'string') return [422, {}];
    last += 1;
    rows.set(`n${last}`, { id: `n${last}`, label: given['label'], ...(above === undefined ? {} : { above }) });
    return [201, { id: `n${last}`, label: given['label'] }];
  };
  return serveAnswers((method, [, id, below, jarId], given): Answer => {
    if (id === undefined) return made(given);
    if (!rows.has(id)) return [404, {}];
    if (jarId === 'batch') return way === 'unchecked' || (way === 'checked' && Array.isArray(given['jars'])) ? [200, {}] : [422, {}];
    if (below !== undefined && jarId === undefined)
      return method === 'POST' ? made(given, id) : [200, [...rows.values()].filter(({ above }) => above === id)];
    const one = jarId ?? id;
    if (!rows.has(one)) return [404, {}];
    if (method === 'DELETE') return rows.delete(one) ? [204] : [404, {}];
    return [200, rows.get(one)];
  });
};

const judged = async (way: Way) => {
  const { verdicts } = await judgeForeign(writeDocument(document), await serveShelves(way), {
    allow: ['mutation', 'permanent', 'destructive'],
    selection: { only: ['body/missing-member-refused', 'body/wrong-type-refused'], skip: [] },
  });
  const ofBatch = verdicts.filter(({ id }) => id.includes('batch') && /^body\/(?:missing-member|wrong-type)-refused/u.test(id));
  return Object.fromEntries(ofBatch.map(({ id, verdict }) => [id.split('@')[0], verdict.kind]));
};

test.each<readonly [Way, string]>([
  ['checked', 'pass'],
  ['unchecked', 'fail'],
  ['closed', 'inconclusive'],
])('mistakes in what acts on many things below a resource of the run, by a service that is %s: %s', async (way, expected) => {
  expect(await judged(way)).toEqual({ 'body/missing-member-refused': expected, 'body/wrong-type-refused': expected });
});
