import { expect, test } from 'vitest';
import { isOfPast, pastDay } from '../../src/generators/past-day.ts';

test.each<readonly [string, string, boolean]>([
  ['birth_date', '', true],
  ['bought', 'Not later than today', true],
  ['consentAt', 'When the person agreed. Not in the future.', true],
  ['seenOn', 'Must be in the past', true],
  ['seen_at', 'Now, if left out. More than five minutes ahead is a 422.', true],
  ['starts_at', 'More than ninety days ahead is a 422.', false],
  ['starts_at', 'More than five minutes ahead is fine.', false],
  ['due', 'Not before today', false],
  ['start', 'In the future', false],
  ['end', '', false],
])('%s (%s) lies behind: %s', (name, description, isPast) => {
  expect(isOfPast(name, { type: 'string', format: 'date', description })).toBe(isPast);
});

test.each([
  ['birthDate', '1990-06-15'],
  ['dob', '1990-06-15'],
  ['boughtOn', '2020-01-01'],
])('%s is made up as %s', (name, day) => {
  expect(pastDay(name)).toBe(day);
});
