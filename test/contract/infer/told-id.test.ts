import { expect, test } from 'vitest';
import { toldId } from '../../../src/contract/infer/told-id.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

test.each([
  ['Slug of the parish', 'slug'],
  ['The `key` of the parish.', 'key'],
  ['Its unique name', 'name'],
  ["The parish's slug", 'slug'],
  ['Parish slug (lower case)', 'slug'],
  ['Id or slug of the parish', undefined],
  ['Name or number of the parish', undefined],
  ['The parish', undefined],
  ['Named after its saint', undefined],
  ['Key figures of the parish', undefined],
  ['The name under which it is listed', undefined],
])('the text "%s" of a parameter names a resource by %s', async (description, expected) => {
  const parish = { name: 'parish', in: 'path', required: true, description, schema: { type: 'string' } };
  const get = { parameters: [parish], responses: { 200: { description: 'd' } } };
  const document = { openapi: '3.1.0', info: { title: 'Parishes', version: '1' }, paths: { '/parishes/{parish}': { get } } };
  const { document: read, operations } = await loadContract(writeToolDocument(document));
  const [operation] = operations;
  expect(operation && toldId(read, operation)).toBe(expected);
});
