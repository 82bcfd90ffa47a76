import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import type { Permission } from '../../src/model/target.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeDocument } from '../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const shown = { description: 'd', content: { 'application/json': { schema: { type: 'object', properties: { id: text } } } } };
const at = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });

/** Probes are created below boxes, nothing removes them, and their checks have a path of their own. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Probes', version: '1' },
  paths: {
    '/boxes': { post: { responses: { 201: shown } } },
    '/boxes/{boxId}': { ...at('boxId'), get: { responses: { 200: shown } }, delete: { responses: { 204: { description: 'Gone' } } } },
    '/boxes/{boxId}/probes': { ...at('boxId'), post: { responses: { 201: shown } } },
    '/boxes/{boxId}/probes/{probeId}': { ...at('boxId', 'probeId'), get: { responses: { 200: shown } } },
    '/probes/{probeId}/checks': { ...at('probeId'), post: { responses: { 201: shown } } },
  },
};

test.for<readonly [readonly Permission[], string]>([
  [['mutation', 'permanent', 'destructive'], 'request'],
  [['mutation', 'destructive'], 'missing'],
])('what stays, and is created below another resource, is named at a path of its own with %j', async ([allow, kind]) => {
  const contract = await loadContract(writeDocument(document));
  const operation = contract.operations.find(({ path }) => path === '/probes/{probeId}/checks');
  const target = madeTarget({ name: 'probes', contract: 'probes', baseUrl: 'http://127.0.0.1:1', allow: [...allow] });
  const made = operation && validRequest(operation, { contract, target, fresh: (name) => `ct-${name}` });
  expect(made?.kind).toBe(kind);
});
