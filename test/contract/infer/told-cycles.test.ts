import { expect, test } from 'vitest';
import { cycleToldIn } from '../../../src/contract/infer/told-cycles.ts';

test.each<readonly [string, { itself: boolean; below: boolean }]>([
  ['A shelf cannot be its own parent.', { itself: true, below: false }],
  ['A shelf must not be placed below itself or one of its descendants (409).', { itself: true, below: true }],
  ['Cycles are rejected with 422.', { itself: true, below: true }],
  ['Not even wardens may move a shelf into itself.', { itself: true, below: false }],
])('"%s" refuses a cycle', (text, told) => {
  expect(cycleToldIn(text)).toEqual(told);
});

test.each([
  'Cycles are not rejected.',
  'Cycles are not detected; take care not to make one.',
  'The server does not check for cycles.',
  'Circular references are no longer refused.',
  'Circular references are allowed but not recommended.',
  'In earlier versions a cycle was refused with 409.',
  'The mobile app never shows cycles.',
  'No cycle detection is done.',
  'A move never fails because of a cycle.',
  'A cycle is not an error.',
  'If strict mode is on, cycles are refused with 422.',
  'Moving a shelf into itself has no effect.',
  'Moving a shelf into one of its own children is a no-op, not a 409.',
  'A shelf cannot be moved into its children unless `force` is set.',
  'Cycles can not be excluded.',
  'Cycles may be refused.',
  'Cycle through the colours; no colour is used twice.',
  'Only direct cycles are refused.',
  "Must not be the id of its own parent's neighbour.",
])('"%s" refuses none', (text) => {
  expect(cycleToldIn(text)).toBeUndefined();
});

test('a member names what may not be above', () => {
  expect(cycleToldIn('Not the shelf itself, nor one of its descendants.', 'member')).toEqual({ itself: true, below: true });
  expect(cycleToldIn('The shelf itself is refused.', 'member')).toEqual({ itself: true, below: false });
});

test.each([
  'The parent shelf, never null for descendants.',
  'The parent; not necessarily itself a root.',
  'Cannot be itself archived.',
  'The shelf itself is not moved.',
])('a member with "%s" names nothing', (text) => {
  expect(cycleToldIn(text, 'member')).toBeUndefined();
});

test('a refusal that is denied names nothing', () => {
  expect(cycleToldIn('The parent is missing. Cycles are not refused.', 'refusal')).toBeUndefined();
});
