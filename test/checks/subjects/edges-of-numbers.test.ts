import { expect, test } from 'vitest';
import { edgesOf } from '../../../src/checks/scenarios/bodies/documented-values.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

/** The numbers at the limits of the schema that a creation is tried with, where its body has to name something else. */
const numbersTried = async (reference: string, number: string): Promise<readonly unknown[]> => {
  const properties = {
    name: { type: 'string' },
    [reference]: { type: 'integer' },
    [number]: { type: 'integer', minimum: 2, maximum: 4000 },
  };
  const post = {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { type: 'object', required: ['name', reference], properties } } },
    },
    responses: { 201: { description: 'Made' }, 400: { description: 'Wrong' } },
  };
  const document = { openapi: '3.1.0', info: { title: 'Boats', version: '1' }, paths: { '/boats': { post } } };
  const contract = await loadContract(writeToolDocument(document));
  const [operation] = contract.operations;
  return operation ? edgesOf(contract, operation).flatMap(({ member, value }) => (member === number ? [value] : [])) : [];
};

test.each<readonly [string, string, readonly number[]]>([
  // What a thing is counted among limits none of its numbers.
  ['categoryId', 'rooms', [2, 4000, 2001]],
  ['boatTypeId', 'rooms', [2, 4000, 2001]],
  // A price is that of the thing itself.
  ['harbourId', 'price', [2, 4000, 2001]],
  ['harbourId', 'weightKg', [2, 4000, 2001]],
  // A harbour may have fewer places, and an owner a smaller account.
  ['harbourId', 'places', []],
  ['ownerId', 'amount', []],
])('beside %s, %s is tried with %j', async (reference, number, expected) => {
  expect(await numbersTried(reference, number)).toEqual(expected);
});
