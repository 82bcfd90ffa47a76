import { expect, test } from 'vitest';
import { bayContract, bayDocument, does, requestFor } from './bay-contract.ts';

const ranks = ['CAPTAIN', 'FIRST_MATE', 'COOK'];

/** The rank that is sent of somebody who joins a crew. */
const rankFor = async (description: string, member: object = {}): Promise<unknown> => {
  const schema = {
    type: 'object',
    required: ['name', 'rank'],
    properties: { name: { type: 'string' }, rank: { type: 'string', enum: ranks, ...member } },
  };
  const contract = await bayContract(
    bayDocument({ '/crew': { post: does({ description, requestBody: { required: true, content: { 'application/json': { schema } } } }) } }),
  );
  const { body } = requestFor(contract, 'POST /crew');
  return body?.kind === 'json' ? (body.value as { rank?: unknown }).rank : undefined;
};

test.each([
  ['A crew has one `CAPTAIN` at most (409).', 'FIRST_MATE'],
  ['There can be only one captain.', 'FIRST_MATE'],
  ['A second `CAPTAIN` is refused with 409.', 'FIRST_MATE'],
  ['A `CAPTAIN` comes from the owner, and at most one `FIRST_MATE` is taken on.', 'COOK'],
  ['Captains may only be entered by the office.', 'FIRST_MATE'],
])('a value that the text does not bind is sent: %s', async (description, rank) => {
  expect(await rankFor(description)).toBe(rank);
});

test.each([
  'Somebody joins the crew, such as a captain.',
  'The rank must be `CAPTAIN` or `FIRST_MATE`.',
  'Only `CAPTAIN` is possible for now.',
  'A second `FIRST_MATE` is refused.',
  'At most one captain, only one first mate, a single cook only.',
])('the first value stays: %s', async (description) => {
  expect(await rankFor(description)).toBe('CAPTAIN');
});

test('what the document prints stays', async () => {
  expect(await rankFor('A crew has one captain at most.', { default: 'CAPTAIN' })).toBe('CAPTAIN');
  expect(await rankFor('A crew has one captain at most.', { example: 'CAPTAIN' })).toBe('CAPTAIN');
});
