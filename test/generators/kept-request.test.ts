import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { keptRequest } from '../../src/generators/kept-request.ts';
import type { Making } from '../../src/generators/member-value.ts';
import type { Decided } from '../../src/generators/valid-request.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const vase = {
  type: 'object',
  required: ['height'],
  properties: { height: { type: 'integer', example: 12 }, kilnId: { type: 'string', example: 'k1' } },
};
const content = { 'application/json': { schema: vase, example: { height: 12, kilnId: 'k1' } } };
const ok = { 200: { description: 'OK', content: { 'application/json': { schema: vase } } } };
const document = {
  openapi: '3.1.0',
  info: { title: 'Pottery', version: '1' },
  paths: {
    '/vases': { get: { responses: ok } },
    '/vases/{vaseId}': { get: { parameters: [{ name: 'vaseId', in: 'path', required: true, schema: { type: 'string' } }], responses: ok } },
    '/vases/measure': { put: { requestBody: { required: true, content }, responses: ok } },
    '/glazes': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
          },
        },
        responses: { 201: { description: 'Made' } },
      },
    },
  },
};

/** The requests to one operation: each with texts for its own purpose. */
const requestsTo = async (key: string) => {
  const contract = await loadContract(writeToolDocument(document));
  const target = targetOf({ allow: ['mutation', 'permanent', 'destructive'] });
  const operation = contract.operations.find((one) => one.key === key);
  if (!operation) throw new Error(`no ${key}`);
  return (purpose: string, more: Partial<Making> = {}, decided: Decided = {}): PlannedRequest => {
    const making = { contract, target, fresh: (name: string) => `ct-${purpose}-${name}`, now: () => 0, ...more };
    const made = keptRequest(operation, making, decided);
    if (made.kind === 'missing') throw new Error('no request');
    return made.request;
  };
};

test('a request is the same each time where nothing in it is of the run, and each caller has its own', async () => {
  const request = await requestsTo('GET /vases');
  const [first, second] = ['one', 'two'].map((purpose) => request(purpose));
  expect(second).toEqual(first);
  expect(second).not.toBe(first);
});

test('each value of a path has a request of its own', async () => {
  const request = await requestsTo('GET /vases/{vaseId}');
  const values = ['v1', 'v2', 'v1'].map((vaseId) => request('read', {}, { pathValues: { vaseId } }).pathValues);
  expect(values).toEqual([{ vaseId: 'v1' }, { vaseId: 'v2' }, { vaseId: 'v1' }]);
});

test('a request with a text of the run has another one for each purpose', async () => {
  const request = await requestsTo('POST /glazes');
  const bodies = ['one', 'two'].map((purpose) => JSON.stringify(request(purpose).body));
  expect(bodies[0]).toContain('ct-one');
  expect(bodies[1]).toContain('ct-two');
});

test('a request is made anew as soon as answers tell something else of what it asked for', async () => {
  const request = await requestsTo('PUT /vases/measure');
  const none: ReadonlySet<string> = new Set();
  const refused: ReadonlySet<string> = new Set(['kilnId']);
  const bodyWith = (declined: ReadonlySet<string>): unknown => {
    const { body } = request('measure', { declined: () => declined });
    return body?.kind === 'json' ? body.value : undefined;
  };
  expect([none, none, refused, none].map(bodyWith)).toEqual([
    { height: 12, kilnId: 'k1' },
    { height: 12, kilnId: 'k1' },
    { height: 12 },
    { height: 12, kilnId: 'k1' },
  ]);
});
