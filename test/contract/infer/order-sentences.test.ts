import { expect, test } from 'vitest';
import { orderToldIn } from '../../../src/contract/infer/conventions/ordering/sentences.ts';

test.each([
  ['The latest `surveyed_on` comes first.', '`surveyed_on`', 'descending'],
  ['The highest `bill_no` first.', '`bill_no`', 'descending'],
  ['The earliest `startsAt` is first.', '`startsAt`', 'ascending'],
  ['All of them, the oldest `filedOn` first.', '`filedOn`', 'ascending'],
  ['The highest priority first.', 'priority', 'descending'],
  ['Shows the lowest `rank` first; then by name.', '`rank`', 'ascending'],
])('%s', (text, about, direction) => {
  expect(orderToldIn(text)).toEqual({ about, direction });
});

test.each([
  // What is the latest of several values is said by no name.
  'The latest survey first.',
  'The newest one comes first.',
  'The latest `surveyed_on` counts.',
  'The latest `surveyed_on` comes first, if `sort` is set.',
  'With the parameter `by`, the highest `rank` comes first.',
  'The highest `rank` first within the class.',
])('none: %s', (text) => {
  expect(orderToldIn(text)).toBeUndefined();
});
