import { expect, test } from 'vitest';
import { hiddenByFlag } from '../../../src/contract/infer/roles/hidden-flags.ts';

const roles = { full: new Set(['curator']), lesser: new Set(['porter', 'visitor']) };

const from = (texts: readonly string[], own: readonly string[] = [], flag = 'internal'): string => {
  const found = hiddenByFlag(texts, own, flag, ['remark'], roles);
  return found === undefined ? 'nobody' : found.whom === 'all' ? 'all' : [...found.whom].join(' and ');
};

test.each<readonly [string, string]>([
  ["Internal remarks are for porters and curators; visitors don't get to see them.", 'visitor'],
  ['Visitors never see internal remarks.', 'visitor'],
  ['Internal notes are left out for visitors.', 'visitor'],
  ['Internal entries are not shown to porters or visitors.', 'all'],
  ['Only curators see internal remarks.', 'all'],
  ['Only porters and curators can read internal comments.', 'visitor'],
  ['Internal remarks are hidden from visitors, but porters see them.', 'visitor'],
  ['Internal remarks are hidden from visitors, and porters can read them.', 'visitor'],
  ['An `internal` remark is hidden from visitors.', 'visitor'],
  ['A `visitor` only reads and does not see internal remarks.', 'visitor'],
])('"%s" hides from %s', (text, expected) => {
  expect(from([text])).toBe(expected);
});

test.each<readonly [string, string]>([
  ['Not shown to visitors.', 'visitor'],
  ['If true, visitors do not see the remark.', 'visitor'],
  ['Only for curators to see.', 'all'],
])('the description "%s" hides from %s', (text, expected) => {
  expect(from([], [text])).toBe(expected);
});

test.each([
  'Visitors never see internal remarks of others.',
  'Visitors cannot add internal remarks.',
  'Only curators write internal remarks.',
  'Internal remarks are shown to visitors.',
  'Visitors do not see the inventory. Internal remarks are short.',
  'Internal remarks are hidden until the tour is over.',
  'Visitors do not get internal remarks by mail.',
  'Visitors do not see internal remarks in the list.',
  'Visitors do not see who wrote internal remarks.',
  'Only curators see internal remarks in full.',
  'Only curators see the text of internal remarks.',
  'Internal remarks are removed from a visitor when the visit ends.',
  'Internal remarks are hidden from visitors on request.',
  'Curators never see internal remarks.',
  'Visitors see no internal medicine.',
  'Internal remarks are left out of the export for visitors unless asked for.',
])('"%s" hides nothing', (text) => {
  expect(from([text])).toBe('nobody');
});

const inState = (text: string, state: string, nouns: readonly string[] = ['machine']): string => {
  const found = hiddenByFlag([text], [], state, nouns, roles);
  return found === undefined ? 'nobody' : found.whom === 'all' ? 'all' : [...found.whom].join(' and ');
};

test.each<readonly [string, string, string]>([
  ['By year. Retired machines are kept from visitors, in lists as well.', 'retired', 'visitor'],
  ['Visitors never see draft machines.', 'draft', 'visitor'],
  ['Drafts are not shown to porters or visitors.', 'draft', 'all'],
  ['Archived machines are left out for visitors.', 'archived', 'visitor'],
  ['Machines that are retired are hidden from visitors.', 'retired', 'visitor'],
  ['Only curators see machines in the state `on_hold`.', 'on_hold', 'all'],
])('"%s" hides what is %s from %s', (text, state, expected) => {
  expect(inState(text, state)).toBe(expected);
});

test('a noun that ends in y is known by its plural', () => {
  expect(inState('Sealed deliveries are hidden from visitors.', 'sealed', ['delivery'])).toBe('visitor');
});

test.each<readonly [string, string]>([
  ['Retired machines are hidden from the list.', 'retired'],
  ['Retired machines are hidden from visitors unless they rented them.', 'retired'],
  ['Visitors never see the price of retired machines; machines of others are shown to visitors.', 'sold'],
  ['Visitors cannot change retired machines.', 'retired'],
  ['Retired curators are hidden from visitors.', 'retired'],
  ['Retired machines are hidden from visitors by default.', 'retired'],
])('"%s" hides nothing that is %s', (text, state) => {
  expect(inState(text, state)).toBe('nobody');
});
