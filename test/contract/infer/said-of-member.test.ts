import { expect, test } from 'vitest';
import { saidOfMember } from '../../../src/contract/infer/said-of-member.ts';

test.each<readonly [text: string, member: string, expected: string | undefined]>([
  [
    'The newest first. `dueTotal` is the sum over all bills that match, not only those on the page.',
    'dueTotal',
    'the sum over all bills that match, not only those on the page',
  ],
  [
    '`berths` counts all berths of the pier, `free` those that are open; `queue` is its length.',
    'free',
    'the number of berths that are open',
  ],
  [
    '`berths` counts all berths of the pier, `free` those that are open; `queue` is its length.',
    'berths',
    'the number of all berths of the pier',
  ],
  ['`weight` of a cart adds up the weights of all its crates.', 'weight', 'the sum of the weights of all its crates'],
  [
    'The `balance` is what the guest still owes: the sum of `due` over the open bills of the guest.',
    'balance',
    'what the guest still owes: the sum of `due` over the open bills of the guest',
  ],
  // Two things, something else, or nothing.
  ['`free` is the number of berths. `free` is the sum of all lengths.', 'free', undefined],
  ['`berths` counts all berths, `free` may be set by the harbour.', 'free', undefined],
  ['`berths` is the number of berths; closed ones are left out.', 'berths', undefined],
  ['`berths` is the number of berths. Closed ones are not counted.', 'berths', undefined],
  ['Berths are sorted by `free` and then by name.', 'free', undefined],
  ['If `free` is 0, nobody can moor.', 'free', undefined],
  ['A pier has berths.', 'free', undefined],
])('"%s" of %s', (text, member, expected) => {
  expect(saidOfMember([text], member)).toBe(expected);
});
