import { expect, test } from 'vitest';

import { operationOf } from '../../../src/contract/operation.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const parameters = [{ name: 'bellId', in: 'path', required: true, schema: { type: 'string' } }];

const creationSaying = async (description: string) => {
  const contract = await bayContract(
    bayDocument({
      '/bells': { get: does({}), post: does({ description }) },
      '/bells/{bellId}': { parameters, get: does({}), delete: does({}) },
    }),
  );
  const { effect, inferred } = operationOf(contract, 'POST /bells');
  return { effect, isReaching: inferred?.reaches !== undefined };
};

test.each([
  'An account has five bells at most; one more takes the place of the oldest.',
  'Up to 5 bells. The oldest is removed when another one is added.',
  'With the sixth bell the oldest one will be dropped.',
  'Hangs a bell and replaces the current one.',
])('what takes the place of what is there reaches further: %s', async (said) => {
  expect(await creationSaying(said)).toEqual({ effect: 'creates', isReaching: true });
});

test.each([
  'Hangs a bell.',
  'An account has five bells at most; the sixth is a `409`.',
  'The oldest bell comes first in the list.',
  'It never replaces the current one.',
])('other creations do not: %s', async (said) => {
  expect(await creationSaying(said)).toEqual({ effect: 'creates', isReaching: false });
});
