import { expect, test } from 'vitest';
import { endingClause } from '../../../src/checks/subjects/set-at-the-end.ts';

const done = new Set(['ready', 'delivered']);

test.each([
  'Set when ready or failed',
  'When it ended; null until it is done.',
  'Filled in as soon as the import is over.',
  'The weight in the end, known once it is `delivered`.',
  'Null before completion.',
  'Not set until the run has finished',
  'Absent as long as the job is not done',
])('"%s" promises a value at the end', (text) => {
  expect(endingClause(text, done)).toBeDefined();
});

test.each([
  'Set when failed',
  'Null unless it failed.',
  'Set when it was queued',
  'Not set when ready',
  'Null until somebody downloaded it',
  'May be set when ready',
  'Set when ready and there are rows that were left out',
  'Null until the first page is done',
  'Set when the error is known and it is over',
  'Where it is done',
  'Need not be set when ready',
  'Is not necessarily set when ready',
  'Never set when ready',
  'No longer set when ready',
  'Not always set when ready',
  'In earlier versions set when ready',
  'For premium accounts set when ready',
  'By default set when ready',
  "Isn't set when ready",
  'No longer available after completion',
])('"%s" promises none', (text) => {
  expect(endingClause(text, done)).toBeUndefined();
});
