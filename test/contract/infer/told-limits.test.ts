import { expect, test } from 'vitest';
import { type HeldKind, limitsToldIn } from '../../../src/contract/infer/told-limits.ts';

/** The limits in the description of a member, as `maxLength 80`. */
const limitsIn = (text: string, kind: HeldKind): readonly string[] =>
  limitsToldIn(text, 'motto', kind, true).map(({ keyword, limit }) => `${keyword} ${limit}`);

test.each<readonly [string, HeldKind, readonly string[]]>([
  ['At most 80 characters.', 'text', ['maxLength 80']],
  ['No longer than 80 characters.', 'text', ['maxLength 80']],
  ['Never shorter than 3 characters.', 'text', ['minLength 3']],
  ['Not above 500.', 'number', ['maximum 500']],
  ['Not below 5.', 'number', ['minimum 5']],
  ['Never negative.', 'number', ['minimum 0']],
  ['A non-negative amount.', 'number', ['minimum 0']],
  ['Must not be blank.', 'text', ['pattern \\S']],
  ['No more than 5 entries.', 'list', ['maxItems 5']],
])('a text that limits a member: %s', (text, kind, expected) => {
  expect(limitsIn(text, kind)).toEqual(expected);
});

test.each<readonly [string, HeldKind]>([
  ['Not limited to 80 characters.', 'text'],
  ["It isn't limited to 80 characters.", 'text'],
  ['At most 80 characters, not counting blanks.', 'text'],
  ['At most 80 characters, which is not enforced.', 'text'],
  ['Longer than 80 characters is fine.', 'text'],
  ['Need not be blank.', 'text'],
  ["Doesn't have to be at least 3 characters.", 'text'],
  ['May be negative.', 'number'],
  ['Need not be negative.', 'number'],
  ['Not above 500 for guests.', 'number'],
  ['No longer than 14 days.', 'number'],
  ['More than 5 entries are allowed.', 'list'],
])('a text that does not: %s', (text, kind) => {
  expect(limitsIn(text, kind)).toEqual([]);
});

test.each<readonly [string, readonly string[]]>([
  ['A group tour takes at most 20 guests.', []],
  ['Drafts have at most 20 guests.', []],
  ['A tour takes at most 20 guests.', ['maxItems 20']],
])('a value of another member picks some: %s', (text, expected) => {
  const kinds = new Set(['group', 'single', 'draft']);
  expect(limitsToldIn(text, 'guests', 'list', false, kinds).map(({ keyword, limit }) => `${keyword} ${limit}`)).toEqual(expected);
});
