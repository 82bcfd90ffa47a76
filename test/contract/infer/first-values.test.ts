import { describe, expect, test } from 'vitest';
import { firstValuesIn } from '../../../src/contract/infer/conventions/ordering/first-values.ts';
import { itemMembers } from '../../../src/contract/infer/conventions/item-members.ts';

const item = {
  type: 'object',
  properties: {
    severity: { type: 'string', enum: ['minor', 'major', 'critical'] },
    status: { type: 'string', enum: ['open', 'in_repair', 'done'] },
    isPinned: { type: 'boolean' },
    name: { type: 'string' },
  },
};

const read = (text: string) => firstValuesIn({}, text, itemMembers({}, item));

describe('values that stand at the beginning of a list', () => {
  test.each<readonly [string, string, readonly unknown[]]>([
    ['Critical faults first.', '/severity', ['critical']],
    ['Critical ones come first, then the newest.', '/severity', ['critical']],
    ['All faults of the site, with critical ones on top.', '/severity', ['critical']],
    ['`severity` puts critical faults first', '/severity', ['critical']],
    ['By severity means from `minor` to `critical`.', '/severity', ['minor', 'major', 'critical']],
    ['By severity goes from critical down to minor.', '/severity', ['critical', 'major', 'minor']],
    ['Sorted from critical to minor.', '/severity', ['critical', 'major', 'minor']],
    ['Ordered by `severity`: critical, major, minor.', '/severity', ['critical', 'major', 'minor']],
    ['Pinned notes come first; newest first.', '/isPinned', [true]],
    ['Those `in_repair` first', '/status', []],
    ['Begins with open faults.', '/status', ['open']],
  ])('"%s"', (text, at, values) => {
    expect(read(text)).toEqual(values.length === 0 ? undefined : { at, values });
  });

  test.each([
    'A critical first name is refused.',
    'Open the list first.',
    'Critical faults usually come first.',
    'Critical faults come first within a site.',
    'By name, critical ones first.',
    'Critical faults first, open ones first.',
    'Faults must be critical or major first.',
    'Critical or major faults first.',
    'Faults are done first in, first out.',
    'Critical faults come first if `urgent` is set.',
    'The first critical fault.',
    'Newest first.',
    'Lists open faults oldest first.',
    'Open ones most recent first.',
    'Each fault has a severity: critical, major, minor.',
    'Faults from critical to minor.',
    'A fault may be minor, major, critical.',
    'Pinned first page.',
    'A fault by means of minor and critical signs.',
    'Named by a number from minor to critical.',
  ])('nothing is read in "%s"', (text) => {
    expect(read(text)).toBeUndefined();
  });
});
