import { expect, test } from 'vitest';
import { isOfPast } from '../../src/generators/past-day.ts';

test.each<readonly [string, string, boolean]>([
  ['birth_date', '', true],
  ['bought', 'Not later than today', true],
  ['consentAt', 'When the person agreed. Not in the future.', true],
  ['seenOn', 'Must be in the past', true],
  ['due', 'Not before today', false],
  ['start', 'In the future', false],
  ['end', '', false],
])('%s (%s) lies behind: %s', (name, description, isPast) => {
  expect(isOfPast(name, { type: 'string', format: 'date', description })).toBe(isPast);
});
