import { expect, test } from 'vitest';
import { hasDefault } from '../../../src/contract/infer/told-defaults.ts';

test.each([
  'Thirty days from today if not given.',
  'If left out, the berth of the owner.',
  'Defaults to the time of the request.',
  'When omitted, the crew of the last trip sails.',
  'May be left out.',
  'The skipper; whoever books if you leave it out.',
])('a description says what a member is where it is left out: %s', (description) => {
  expect(hasDefault({}, { type: 'string', description })).toBe(true);
});

test.each([
  'The berth. `422` if not given.',
  'Refused when omitted.',
  'Must be given: without it nothing is stored.',
  'Where the boat lies.',
  'In answers null if not set.',
])('nothing is read from what refuses, or speaks of answers: %s', (description) => {
  expect(hasDefault({}, { type: 'string', description })).toBe(false);
});
