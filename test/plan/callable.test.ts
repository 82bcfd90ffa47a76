import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import type { Case } from '../../src/model/case.ts';
import { hindrances } from '../../src/plan/lacking.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeDocument } from '../worlds/without-x-assay-document.ts';

const json = { content: { 'application/json': { schema: { type: 'object', properties: { id: { type: 'string' } } } } } };
const document = {
  openapi: '3.1.0',
  info: { title: 'Crates', version: '1' },
  paths: {
    '/crates': {
      get: { responses: { 200: { description: 'd', ...json } } },
      post: { requestBody: { required: true, ...json }, responses: { 201: { description: 'd', ...json } } },
    },
  },
};

test('what one check at an operation needs is no hindrance of its call', async () => {
  const contract = await loadContract(writeDocument(document));
  const around = { contract, target: targetOf({ allow: [] }) };
  const lacking = {
    id: 'pagination/walk-complete@#/paths/~1crates/get',
    lacks: [{ kind: 'permission', name: 'mutation' }],
  } as unknown as Case;
  const hindranceOf = hindrances(around, { cases: [lacking] });
  const [read, create] = ['GET /crates', 'POST /crates'].map((key) => contract.operations.find((one) => one.key === key));
  expect(read && hindranceOf(read)).toBeUndefined();
  expect(create && hindranceOf(create)?.reason).toContain('needs the permission "mutation"');
});

test('a security scheme that the key does not belong to needs a credential of its own', async () => {
  const contract = await loadContract(
    writeDocument({
      ...document,
      security: [{ login: [] }],
      paths: {
        ...document.paths,
        '/figures': { get: { security: [{ machine: [] }], responses: { 200: { description: 'd', ...json } } } },
        '/labels': { get: { security: [{ login: [] }, { machine: [] }], responses: { 200: { description: 'd', ...json } } } },
      },
      components: { securitySchemes: { login: { type: 'http', scheme: 'basic' }, machine: { type: 'http', scheme: 'bearer' } } },
    }),
  );
  const hindranceOf = hindrances({ contract, target: targetOf({ allow: [], credentials: ['key'] }) }, { cases: [] });
  const [figures, labels] = ['GET /figures', 'GET /labels'].map((key) => contract.operations.find((one) => one.key === key));
  expect(figures && hindranceOf(figures)).toEqual({
    reason: 'needs the credential "machine"',
    lacks: [{ kind: 'credential', name: 'machine' }],
  });
  expect(labels && hindranceOf(labels)).toBeUndefined();
});
