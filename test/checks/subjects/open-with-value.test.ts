import { expect, test } from 'vitest';
import { isByValue } from '../../../src/checks/subjects/open-with-value.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

test.each([
  ['A `public` board', true],
  ['Boards that are public', true],
  ['All boards with the access `public` or `listed`', true],
  ['A pinned board', true],
  ['A board', false],
  ['A board that is not public', false],
  ['A board of a public club', false],
  ['An old board', false],
])('"%s" is open by a value of a new board: %s', async (what, expected) => {
  const properties = { access: { type: 'string', enum: ['private', 'listed', 'public'] }, pinned: { type: 'boolean' } };
  const board = { 'application/json': { schema: { type: 'object', properties } } };
  const post = { requestBody: { content: board }, responses: { 201: { description: 'd', content: board } } };
  const document = { openapi: '3.1.0', info: { title: 'Boards', version: '1' }, paths: { '/boards': { post } } };
  const contract = await loadContract(writeToolDocument(document));
  const [create] = contract.operations;
  expect(create && isByValue(contract, create, what)).toBe(expected);
});
