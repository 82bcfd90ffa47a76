import { expect, test } from 'vitest';
import { goneToldIn } from '../../../src/contract/infer/told-gone.ts';
import { namesIn } from '../../../src/contract/infer/told-removals.ts';

const others = ['/sessions', '/items', '/customers'].flatMap(namesIn);

const told = (...texts: readonly string[]): string => {
  const { isUnread, isUnlisted } = goneToldIn(texts, namesIn('/addresses'), others);
  return [...(isUnread ? ['unread'] : []), ...(isUnlisted ? ['unlisted'] : [])].join(' ');
};

test.each<readonly [text: string, expected: string]>([
  ['Gone. From now on the entry answers 404 and no list shows it.', 'unread unlisted'],
  ['An entry that a scheduled pickup refers to cannot go, you get 409. From then on the entry answers 404.', 'unread'],
  ['From then on `GET` gives `404`.', 'unread'],
  ['Afterwards, reading it is answered with a 404.', 'unread'],
  ['Reading the address afterwards gives 404.', 'unread'],
  ['Subsequent requests for it return 404 Not Found.', 'unread'],
  ['Subsequent reads will return `404`.', 'unread'],
  ['Once deleted, the address returns 410.', 'unread'],
  ['Its id is answered with 404 from then on.', 'unread'],
  ['The address and its notes answer 404 afterwards.', 'unread'],
  ['A 404 is returned for it from then on.', 'unread'],
  ['The address can no longer be read.', 'unread'],
  ['Afterwards it cannot be found by its id, and is no longer listed.', 'unread unlisted'],
  ['After the removal, a read ends in 404.', 'unread'],
  ['It disappears from all lists.', 'unlisted'],
  ['The address is archived. It no longer appears in the list.', 'unlisted'],
  ['It answers 404 from then on and appears in no list.', 'unread unlisted'],
])('is told: %s', (text, expected) => {
  expect(told('Remove an address', text)).toBe(expected);
});

test.each([
  'Deletes an address.',
  'Deleted for good.',
  'Permanently removes the address.',
  'Answers 404 if there is none.',
  'A second removal afterwards answers 404.',
  'Deleting it again gives 404 from then on.',
  'If it is already gone, the answer is 404.',
  'Its sessions answer 404 from then on.',
  'The item answers 404 from then on.',
  'From then on it answers 404 to other customers, and guests may not see it.',
  'From then on a read gives 404 unless `includeDeleted` is set.',
  'With `hard=true` a read gives 404 afterwards if nobody used it.',
  'From then on it is answered with 404 for guests.',
  'It can no longer be read by guests.',
  'It is no longer found in searches.',
  'It is no longer available for new shipments.',
  'It can no longer be changed.',
  'Archives the address. From then on it answers 404.',
  'Moves it to the trash for 30 days. After that it answers 404.',
  'The address is scheduled for deletion. Afterwards it answers 404.',
  'It is no longer listed by default.',
  'It disappears from lists unless `includeArchived=true` is given.',
  'Removal happens later, in a job at night. From then on it answers 404.',
  'Within a minute it answers 404 afterwards.',
  'Shipments that named it answer 404 from then on.',
  'From then on it may answer 404.',
  'It is no longer in the list of favourites.',
  'From then on the address answers 404; administrators can still read it.',
  'From now on no list shows it. Lists are cached for up to a minute.',
  'From now on no list shows it. The search index catches up after some seconds.',
  'From now on the address answers 404. Replicas may lag behind.',
  'Afterwards the address answers 404 to everyone else.',
  'From now on the address answers 404 to other users.',
  'The address is no longer listed publicly.',
  'After the deletion the address is not found in public lists.',
  'From version 3 on, no list shows it.',
  'From then on, no list shows it. Auditors see it in theirs.',
  'Afterwards the address is not found by the search.',
  'The address is no longer listed on the home page.',
  'Deletes the latest version of the address. After that it answers 404.',
  'Deletes the address in one language. From then on the address answers 404 in that language.',
  'From then on its id answers 404 on the mirror.',
  'From then on the entry is no longer listed in the overview.',
  'The entry is no longer listed once the index is rebuilt.',
  'The entry is no longer listed (may take a while).',
])('nothing is told: %s', (text) => {
  expect(told('Remove an address', text)).toBe('');
});
