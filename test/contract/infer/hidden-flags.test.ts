import { expect, test } from 'vitest';
import { hiddenByFlag, hiddenByOtherValue, keptToMaker } from '../../../src/contract/infer/roles/hidden-flags.ts';

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

const keptTo = (text: string, told: typeof roles = roles): string => {
  const found = keptToMaker([text], 'draft', ['poem'], told);
  return found === undefined ? 'nobody' : ['maker', ...(found.roles ?? ['others'])].join(' and ');
};

test.each<readonly [string, string]>([
  ['Drafts are visible only to their owner, others get `404`.', 'maker'],
  [
    'Poems in the states `draft` and `sent` are visible to their author and to curators only; for everybody else they do not exist.',
    'maker and curator',
  ],
  ['Poems in the states `sent` and `draft` are visible to their author only.', 'maker'],
  ['A draft poem can only be read by its author.', 'maker'],
  ['Draft poems can be seen by their author alone.', 'maker'],
  ['Only the author sees draft poems.', 'maker'],
  ['Only the author and porters can see poems that are drafts.', 'maker and porter'],
  ['Nobody but its creator can see a draft poem.', 'maker'],
  ['Draft poems are hidden from everybody but their author.', 'maker'],
  ['Draft poems are visible to their author and to members of the workshop only.', 'maker and others'],
  // Others see it too, or it is about something else than seeing.
  ['Draft poems are visible to their author.', 'nobody'],
  ['Draft poems are visible only to their author and to anyone who has the link.', 'nobody'],
  ['Draft poems are visible only to the author and to those they are shared with.', 'nobody'],
  ['Draft poems are visible to their author only unless they are public.', 'nobody'],
  ['Only the author can publish draft poems.', 'nobody'],
  ['Only the author can edit a draft poem.', 'nobody'],
  ['Draft poems are shown in the list only to their author.', 'nobody'],
  ['The comments of draft poems are by their author only.', 'nobody'],
  ['The text of a draft poem is visible only to its author.', 'nobody'],
  ['Published poems are visible to everybody; only the author sees who liked them.', 'nobody'],
  ['Draft poems are visible only to members.', 'nobody'],
  ['Once a draft poem is sent it is visible only to its author.', 'nobody'],
])('"%s" keeps drafts to %s', (text, expected) => {
  expect(keptTo(text)).toBe(expected);
});

test.each<readonly [string, string]>([
  ['Visitors get only the remarks with `circle` `all`.', 'visitor'],
  ['A visitor sees only remarks whose `circle` is `all`.', 'visitor'],
  ['Porters and visitors only read remarks with `circle` `all`.', 'all'],
  ['Visitors get only the remarks with `circle` `staff`.', 'nobody'],
  ['Visitors get only the remarks with `circle` `all` and their own.', 'nobody'],
  ['Visitors get only the remarks with `circle` `all` unless they ask for more.', 'nobody'],
  ['By default visitors get only the remarks with `circle` `all`.', 'nobody'],
  ['Visitors get only the remarks with `shape` `all`.', 'nobody'],
  ['Visitors get only the tours with `circle` `all`.', 'nobody'],
  ['Curators get only the remarks with `circle` `all`.', 'nobody'],
  ['The list has only the remarks with `circle` `all`.', 'nobody'],
])('"%s" hides what has another value from %s', (text, expected) => {
  const found = hiddenByOtherValue([text], { member: 'circle', value: 'staff' }, ['remark'], roles);
  expect(found === undefined ? 'nobody' : found.whom === 'all' ? 'all' : [...found.whom].join(' and ')).toBe(expected);
});
