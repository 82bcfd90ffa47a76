import { expect, test } from 'vitest';
import { clockStepIn } from '../../../src/contract/infer/times/clock-steps.ts';

test.each<readonly [string, number]>([
  ['In the future, on a quarter of an hour', 15],
  ['Not in the past, on the quarter hour.', 15],
  ['Begins on a quarter hour, within the opening times', 15],
  ['Start of the tour. Must lie on the full hour.', 60],
  ['On the hour, at least a day ahead', 60],
  ['on the hour or half hour', 30],
  ['At every half hour', 30],
  ['In steps of 10 minutes', 10],
  ['Start of the slot, in increments of five minutes (UTC)', 5],
  ['On a 15-minute boundary', 15],
  ['Aligned to 20 minutes.', 20],
  ['Its minutes are 00, 15, 30 or 45', 15],
  ['In steps of a quarter of an hour', 15],
])('"%s" is a step of %i minutes', (text, minutes) => {
  expect(clockStepIn(text)).toBe(minutes);
});

test.each([
  'Rounded to a quarter of an hour',
  'On a quarter of an hour if the hall is shared',
  'May be on any quarter of an hour',
  'Not on the hour',
  'The mail is sent a quarter of an hour before it begins',
  'Shown on the full hour',
  'Usually on the hour',
  'At least a quarter of an hour ahead',
  'For at most half an hour',
  'In the last quarter of the year',
  'On a quarter of the shares',
  'On the hour hand',
  'In steps of 7 minutes',
  '',
])('"%s" is no step of the clock', (text) => {
  expect(clockStepIn(text)).toBeUndefined();
});
