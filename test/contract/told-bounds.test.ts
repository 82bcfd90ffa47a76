import { expect, test } from 'vitest';
import { boundsInText, boundsOfMember, lengthsAsBounds } from '../../src/contract/infer/told-bounds.ts';

const around = {
  names: ['startsAt', 'endsAt', 'validFrom', 'paidOn'],
  span: ['startsAt', 'endsAt'] as const,
  nouns: ['booking'],
};

test.each<readonly [string, readonly string[]]>([
  ['Before `endsAt`.', ['before endsAt strict']],
  ['Must be after `validFrom` (inclusive).', ['not-before validFrom']],
  ['Not before `validFrom`, or the answer is 422.', ['not-before validFrom']],
  ['Must be in the past or within the next hour.', []],
  ['Must be in the future for new bookings.', []],
])('of its own value a member says "%s"', (text, expected) => {
  const told = boundsOfMember(text, 'startsAt', around);
  expect(told.map(({ side, other, isStrict }) => `${side} ${other ?? 'now'}${isStrict ? ' strict' : ''}`)).toEqual(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['`422` if `endsAt` is before `startsAt`.', ['endsAt not-before startsAt']],
  ['A `startsAt` in the past is refused.', ['startsAt not-before now']],
  ['A `startsAt` in the past is refused for guests.', []],
  ['A `startsAt` in the past is refused in the app.', []],
  ['Bookings whose `startsAt` lies in the past are refused to be changed.', []],
  ['A `paidOn` after `endsAt` is refused by the bank.', []],
])('a text about several members says "%s"', (text, expected) => {
  expect(boundsInText(text, around).map(({ member, side, other }) => `${member} ${side} ${other ?? 'now'}`)).toEqual(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['A booking is 2 to 10 days long.', ['no-farther 240', 'no-nearer 48']],
  ['Bookings are at most 3 hours long.', ['no-farther 3']],
  ['Bookings are at most 3 hours long on weekends.', []],
  ['Bookings can be at most 3 hours long in the starter plan.', []],
  ['Bookings are at least 30 minutes long, shorter ones are rounded up.', []],
  // How long something takes as a rule.
  ['A booking takes 2 to 3 hours.', []],
])('how long a time is, by "%s"', (text, expected) => {
  expect(lengthsAsBounds(text, around).map(({ side, length }) => `${side} ${Math.round((length?.mostMs ?? 0) / 3_600_000)}`)).toEqual(
    expected,
  );
});
