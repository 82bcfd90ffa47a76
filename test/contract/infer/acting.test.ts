import { expect, test } from 'vitest';
import { lives } from '../../../src/checks/subjects/lives.ts';
import { isActing } from '../../../src/contract/infer/acting.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const json = (name: string) => ({
  description: 'It',
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});
const id = { name: 'kennelId', in: 'path', required: true, schema: { type: 'string' } };
const takes = { required: true, ...json('Kennel') };
const gone = { description: 'Done' };

/** Kennels with something below one of them. */
const kennels = async (path: string, item: object) =>
  loadContract(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Kennels', version: '1' },
      paths: {
        '/kennels': { post: { requestBody: takes, responses: { 201: json('Kennel') } } },
        '/kennels/{kennelId}': { parameters: [id], get: { responses: { 200: json('Kennel') } }, delete: { responses: { 204: gone } } },
        [`/kennels/{kennelId}/${path}`]: { parameters: [id], ...item },
      },
      components: {
        schemas: {
          Kennel: {
            type: 'object',
            properties: {
              id: { type: 'string', readOnly: true },
              name: { type: 'string' },
              status: { type: 'string', enum: ['open', 'closed'], readOnly: true },
            },
          },
          Address: { type: 'object', properties: { street: { type: 'string' } } },
        },
      },
    }),
  );

test.each<readonly [string, string, object, boolean]>([
  ['a PUT that answers the resource', 'close', { put: { responses: { 200: json('Kennel') } } }, true],
  ['a PATCH that answers the resource', 'close', { patch: { responses: { 200: json('Kennel') } } }, true],
  ['a PUT that answers nothing', 'close', { put: { responses: { 204: gone } } }, true],
  ['a PUT that a DELETE takes back', 'closed', { put: { responses: { 204: gone } }, delete: { responses: { 204: gone } } }, true],
  ['a PUT with a body', 'close', { put: { requestBody: takes, responses: { 200: json('Kennel') } } }, false],
  [
    'a PUT of what is read',
    'address',
    { put: { responses: { 200: json('Kennel') } }, get: { responses: { 200: json('Address') } } },
    false,
  ],
  ['a PUT that answers something else', 'address', { put: { responses: { 200: json('Address') } } }, false],
  ['a POST', 'close', { post: { responses: { 200: json('Kennel') } } }, true],
])('an action on one resource: %s', async (_what, path, item, expected) => {
  const { operations } = await kennels(path, item);
  const found = operations.filter((one) => one.path.endsWith(path)).filter(({ method }) => !['GET', 'DELETE'].includes(method));
  expect(found.map(isActing)).toEqual([expected]);
});

test('a PUT that is an action leads from state to state, on the resource that its path names alone', async () => {
  const contract = await kennels('close', { put: { responses: { 200: json('Kennel') } } });
  const close = contract.operations.find(({ path }) => path.endsWith('close'));
  expect([close?.effect, close?.inferred?.onOne]).toEqual(['destructive', true]);
  expect(lives(contract).flatMap(({ leading }) => leading.map(({ operation, to }) => [operation.key, to.name]))).toEqual([
    ['PUT /kennels/{kennelId}/close', 'closed'],
  ]);
});
