import { expect, test } from 'vitest';
import { boundsInText } from '../../../src/contract/infer/told-bounds.ts';
import { toldPair } from '../../../src/contract/infer/told-pairs.ts';

const names = ['start_id', 'finish_id', 'buyerId', 'sellerId', 'colour', 'finish'];

test.each<readonly [string, readonly [string, string] | undefined]>([
  ['Start and colour have to be two different harbours of yours', ['start_id', 'colour']],
  ['The buyer and the seller must not be the same person', ['buyerId', 'sellerId']],
  ['`start_id` and `finish_id` must differ', ['start_id', 'finish_id']],
  ['Buyer and seller cannot be the same', ['buyerId', 'sellerId']],
  // Two members may be meant.
  ['Start and finish have to be two different harbours', undefined],
  ['Buyer and seller must be different if the price is above 100', undefined],
  ['Buyer and seller may be different', undefined],
  ['Buyer and seller are two different people', undefined],
  ['Buyer and seller must be two people', undefined],
  ['Skipper and mate must be different people', undefined],
])('the two members that a sentence says to differ: %s', (sentence, expected) => {
  expect(toldPair(sentence, names)).toEqual(expected);
});

test('they are bounds of each other', () => {
  const text = 'Books a crossing. Buyer and seller must be two different people. A price is needed.';
  expect(boundsInText(text, { names, span: undefined })).toEqual([{ member: 'sellerId', side: 'other-than', other: 'buyerId' }]);
});
