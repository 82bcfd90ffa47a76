import { expect, test } from 'vitest';
import { computedAgainIn, isComputedAgain } from '../../src/contract/infer/told-computed.ts';

const names = ['fee', 'premium', 'travelTime', 'dose', 'state'];

test.each<readonly [string, readonly string[]]>([
  ['Changes a policy. The premium is computed again.', ['premium']],
  ['The fee and the premium are recalculated with every change.', ['fee', 'premium']],
  ['Changes the stops of a trip, and the travel time is re-calculated.', ['travelTime']],
  ['Recalculates the dose.', ['dose']],
  ['When the weight of the patient changes, the dose is computed anew.', ['dose']],
  ['Changes a booking; its fee is adjusted accordingly.', ['fee']],
  ['It computes the `travelTime` again.', ['travelTime']],
])('what a change computes again is read: %s', (text, expected) => {
  expect(computedAgainIn(text, names)).toEqual(expected);
});

test.each([
  'The premium is not computed again.',
  'The premium is computed again at the next renewal.',
  'If the age changes, the premium is computed again.',
  'The premium may be recalculated by staff.',
  'The premium is computed from the age.',
  'Recalculates the premium only for drafts.',
  'The premium of the contract is never updated.',
  'The discount is computed again.',
  'The fee is updated.',
  'The premium is recalculated nightly.',
])('nothing is read: %s', (text) => {
  expect(computedAgainIn(text, names)).toEqual([]);
});

test.each<readonly [string, boolean]>([
  ['Recalculated with every change.', true],
  ['Cents. Computed again after each update.', true],
  ['Calculated by the server.', false],
  ['Recalculated every night.', false],
])('a member says of itself that it is computed again: %s %s', (text, expected) => {
  expect(isComputedAgain(text)).toBe(expected);
});
