import { expect, test } from 'vitest';
import { refusedParameter } from '../../../src/checks/subjects/accept-words.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const refusedWith = async (description: string): Promise<string | undefined> => {
  const contract = await bayContract(
    bayDocument({ '/bays': { get: does({}) } }, {}, { info: { title: 'Bays', version: '1', description } }),
  );
  const [operation] = contract.operations;
  return operation && refusedParameter(contract, operation);
};

test.each([
  ['An `Accept` that names our type only with parameters is `406`.', 'charset=utf-8'],
  ['We answer 406 where every type in Accept has media type parameters.', 'charset=utf-8'],
  ['`406` if the type in `Accept` carries parameters other than `charset`.', 'ct=1'],
  ['Media types with parameters in `Accept` are ignored, and 406 is answered where none is left.', undefined],
  ['406 where Accept names no type with parameters.', undefined],
  ['`Accept` needs a type with a parameter `v`, 406 otherwise.', undefined],
  ['An `Accept` that cannot be met is 406.', undefined],
  ['A `Content-Type` with parameters is 415.', undefined],
])('a type in Accept is refused with a parameter by "%s"', async (said, expected) => {
  expect(await refusedWith(said)).toBe(expected);
});
