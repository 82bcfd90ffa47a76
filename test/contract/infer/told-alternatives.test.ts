import { describe, expect, test } from 'vitest';
import { alternativesToldIn } from '../../../src/contract/infer/told-alternatives.ts';

const names = ['voucher_id', 'boat_id', 'days', 'email', 'phone'];

describe('the alternatives that a text tells', () => {
  test.each([
    [
      'Give either the `voucher_id` of an open voucher, or `boat_id` and `days` to rent at once, not both (422).',
      [['voucher_id'], ['boat_id', 'days']],
      true,
    ],
    ['Either `email` or `phone` is required.', [['email'], ['phone']], false],
    ['You must give `email` or `phone`, but not both.', [['email'], ['phone']], true],
    ['Exactly one of `email`, `phone` and `voucher_id` must be given.', [['email'], ['phone'], ['voucher_id']], true],
    ['Needs exactly one of `email` or `phone`.', [['email'], ['phone']], true],
    ['Send either `email`, `phone` or `boat_id` together with `days`.', [['email'], ['phone'], ['boat_id', 'days']], false],
    ['One of `email` and `phone` has to be sent.', [['email'], ['phone']], false],
    ['Needs an `email` or a `phone` (or both, then they must be of one person: 422; neither: 400).', [['email'], ['phone']], false],
    ['A ride needs a `boat_id` or a `voucher_id`.', [['boat_id'], ['voucher_id']], false],
  ])('%s', (text, groups, isExclusive) => {
    expect(alternativesToldIn(text, names)).toEqual([{ groups, isExclusive }]);
  });

  test.each([
    ['of a choice that is open', 'You may give either `email` or `phone`.'],
    ['of some bodies only', 'If the boat is yours, give either `email` or `phone`.'],
    ['of values', 'Give either `open` or `closed`.'],
    ['of what is no member, or is always there', 'Give either `email` or `name`.'],
    ['of an answer', 'The answer contains either `email` or `phone`.'],
    ['of one member alone', 'Give either `email` or nothing.'],
    ['of what is in two of them', 'Give either `email`, or `email` and `phone`.'],
    ['of what needs one in some cases', 'Needs an `email` or a `phone` for guests.'],
    ['of what needs none', 'Never needs an `email` or a `phone`.'],
    ['without words that ask for one', 'Looks for `email` or `phone`.'],
  ])('are none %s', (_, text) => {
    expect(alternativesToldIn(text, names)).toEqual([]);
  });
});
