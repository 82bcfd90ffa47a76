import { expect, test } from 'vitest';
import { itemsOf, isType, membersOf } from '../../../src/contract/infer/schema-parts.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

const pages = [
  ['of anything', { type: 'array' }],
  ['of anything, as an empty schema says', { type: 'array', items: {} }],
  ['of objects', { type: 'array', items: { type: 'object' } }],
  ['of objects with any members', { type: 'array', items: { type: 'object', additionalProperties: true } }],
  ['of anything, as true says', { type: 'array', items: true }],
] as const;
const page = { type: 'object', properties: { data: { type: 'array' }, total: { type: 'integer' } } };
const kite = { type: 'object', properties: { id: { type: 'string' } } };

test('of a member that several parts describe, each counts', () => {
  const schema = { allOf: [page, { properties: { data: { items: kite }, total: { type: 'integer' } } }] };
  const members = membersOf({}, schema);
  expect(isType({}, members.get('data'), 'array')).toBe(true);
  expect(itemsOf({}, members.get('data'))).toBe(kite);
  // What says no more than the part before it changes nothing.
  expect(members.get('total')).toBe(page.properties.total);
});

test.each(pages)('a list is known where a page %s and the type of its items are described apart', async (_what, data) => {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Page' }, { properties: { data: { items: { $ref: '#/components/schemas/Kite' } } } }],
  };
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Kites', version: '1' },
      paths: { '/kites': { get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } } } } },
      components: { schemas: { Page: { ...page, properties: { ...page.properties, data } }, Kite: kite } },
    }),
  );
  expect(contract.collections.map(({ operation, items, id }) => [operation.key, items, id])).toEqual([
    ['GET /kites', ['$response.body#/data'], '/id'],
  ]);
});
