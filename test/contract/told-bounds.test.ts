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
  ['If both are given it has to be earlier than `endsAt`', ['before endsAt strict']],
  ['When both of them are set, it must be before `endsAt`.', ['before endsAt strict']],
  ['Has to be before `endsAt` if both are given.', ['before endsAt strict']],
  ['Has to be before `endsAt` if both are there (422).', ['before endsAt strict']],
  ['Has to be before `endsAt` if both are there and the hall is open (422).', []],
  ['If both are late it has to be earlier than `endsAt`', []],
  ['If it is given by both it has to be earlier than `endsAt`', []],
  ['Must be in the past or within the next hour.', []],
  ['Must be in the future for new bookings.', []],
])('of its own value a member says "%s"', (text, expected) => {
  const told = boundsOfMember(text, 'startsAt', around);
  expect(told.map(({ side, other, isStrict }) => `${side} ${other ?? 'now'}${isStrict ? ' strict' : ''}`)).toEqual(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['Not above the least price.', ['not-after price/least']],
  ['Must not be greater than the least of the price.', ['not-after price/least']],
  ['Has to be at or after `price.least`', ['not-before price/least']],
  ["Never below the price's least.", ['not-before price/least']],
  ['Not above the least price for members.', []],
  ['Not above the least prices.', []],
])('of a value beside an object a member says "%s"', (text, expected) => {
  const told = boundsOfMember(text, 'deposit', { names: ['deposit', 'price', 'price/least', 'price/most'], span: undefined });
  expect(told.map(({ side, other }) => `${side} ${other ?? 'now'}`)).toEqual(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['`422` if `endsAt` is before `startsAt`.', ['endsAt not-before startsAt']],
  ['`endsAt` has to be later than `startsAt` when both are given.', ['endsAt after startsAt']],
  ['`endsAt` has to be later than `startsAt` when both are weekdays.', []],
  ['A `startsAt` in the past is refused.', ['startsAt not-before now']],
  ['A `startsAt` in the past is refused for guests.', []],
  ['A `startsAt` in the past is refused in the app.', []],
  ['Bookings whose `startsAt` lies in the past are refused to be changed.', []],
  ['A `paidOn` after `endsAt` is refused by the bank.', []],
  ['The hours of a room, `endsAt` must not be before `startsAt`.', ['endsAt not-before startsAt']],
  ['The hours of a room: `startsAt` must not be after `endsAt`.', ['startsAt not-after endsAt']],
  ['`422` unless `endsAt` is after `startsAt`.', ['endsAt after startsAt']],
  ['`422` unless `endsAt` is after `startsAt` and the room is free.', ['endsAt after startsAt']],
  ['`422` if `endsAt` is not after `startsAt`, and 409 if the room is taken.', ['endsAt after startsAt']],
  ['`422` if `endsAt` is not after `startsAt` and `kind` is `fixed`.', []],
  ['`422` if `endsAt` is before `startsAt` and `kind` is `fixed`.', []],
  ['`422` if `endsAt` is not after `startsAt`, unless `open` is set.', []],
  ['`422` unless `endsAt` is after `startsAt`, or `open` is set.', []],
  ['If `endsAt` is not after `startsAt`, the booking is stored with an error flag.', []],
  ['For rooms without a key, `endsAt` must not be before `startsAt`.', []],
])('a text about several members says "%s"', (text, expected) => {
  expect(boundsInText(text, around).map(({ member, side, other }) => `${member} ${side} ${other ?? 'now'}`)).toEqual(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['A booking is 2 to 10 days long.', ['no-farther 240', 'no-nearer 48']],
  ['A booking lasts from 2 hours up to and including 3 days.', ['no-farther 72', 'no-nearer 2']],
  ['Bookings last between 2 hours and 1 week.', ['no-farther 168', 'no-nearer 2']],
  ['A booking lasts from 2 hours on.', []],
  ['A booking lasts from 2 hours to 3 days on weekends.', []],
  ['From 2 hours to 3 days of a booking are free.', []],
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

test.each<readonly [text: string, member: string, expected: readonly string[]]>([
  ['At least an hour after startsAt', 'endsAt', ['no-nearer 60']],
  ['At least 30 minutes after `startsAt`, else `422`', 'endsAt', ['no-nearer 30']],
  ['Must be at least 45 minutes after `startsAt` (422 otherwise).', 'endsAt', ['no-nearer 45']],
  ['No more than 4 hours after the start', 'endsAt', ['no-farther 240']],
  ['At least 30 minutes and at most 4 hours after `startsAt`', 'endsAt', ['no-farther 240', 'no-nearer 30']],
  ['At most 8 hours later than `startsAt`, in UTC', 'endsAt', ['no-farther 480']],
  ['At least an hour before `endsAt`', 'startsAt', ['no-nearer 60']],
  ['At least an hour before `endsAt`', 'note', []],
  ['At least an hour after the booking', 'endsAt', []],
  ['At least an hour after `startsAt` the room is cleaned', 'endsAt', []],
  ['At least an hour after `startsAt`, the room is cleaned', 'endsAt', []],
  ['A reminder is sent, at least an hour after startsAt', 'endsAt', []],
  ['At least an hour after startsAt if it is a hall', 'endsAt', []],
  ['At least an hour after startsAt for groups', 'endsAt', []],
  ['At least an hour after startsAt on weekends', 'endsAt', []],
  ['At least an hour after startsAt, except on Sundays', 'endsAt', []],
  ['At least an hour after startsAt. This is not enforced.', 'endsAt', []],
  ['Usually at least an hour after `startsAt`', 'endsAt', []],
  ['Should be at least an hour after `startsAt`', 'endsAt', []],
  ['May be at least an hour after startsAt', 'endsAt', []],
  ['Need not be at least an hour after startsAt', 'endsAt', []],
  ['Not at least an hour after startsAt', 'endsAt', []],
  ['By default an hour after `startsAt`', 'endsAt', []],
  ['Ready at least an hour after startsAt', 'endsAt', []],
  ['While open, at least an hour after startsAt', 'endsAt', []],
])('how far one end is from the other, by its own description: "%s" of %s', (text, member, expected) => {
  expect(lengthsAsBounds(text, around, member).map(({ side, length }) => `${side} ${Math.round((length?.mostMs ?? 0) / 60_000)}`)).toEqual(
    expected,
  );
});

test.each<readonly [text: string, isMoments: boolean, expected: readonly string[]]>([
  [
    'Bookings are made by the porter: they lie in the future, end after they begin and last no longer than four hours.',
    true,
    ['endsAt after startsAt strict', 'endsAt no-farther startsAt 4'],
  ],
  [
    'A booking starts on the hour, ends after it starts and lasts ten hours at most (`422`).',
    true,
    ['endsAt after startsAt strict', 'endsAt no-farther startsAt 10'],
  ],
  [
    'Bookings must begin in the future, end later than they begin, and last at least one hour and at most 3 days.',
    false,
    ['endsAt after startsAt', 'endsAt no-farther startsAt 72', 'endsAt no-nearer startsAt 1'],
  ],
  [
    'Bookings last 3 days at most, end after they start, and may not overlap another booking of the same hall (`409`).',
    true,
    ['endsAt after startsAt strict', 'endsAt no-farther startsAt 72'],
  ],
  ['Every booking ends after it starts.', true, ['endsAt after startsAt strict']],
  [
    'Starts in the future, ends after it starts, lasts eight hours at most (422).',
    true,
    ['endsAt after startsAt strict', 'endsAt no-farther startsAt 8'],
  ],
  ['After the start, at most 8 hours later.', true, ['endsAt no-farther startsAt 8']],
  ['After the start, at most 8 hours later it is shown.', true, []],
  ['Lasts no longer than four hours on weekends.', true, []],
  ['Every booking ends after it starts.', false, ['endsAt after startsAt']],
  // A condition may be one of all that stands in the row.
  ['Bookings lie in the future and last no longer than four hours on weekends.', true, []],
  ['Bookings usually lie in the future and last no longer than four hours.', true, []],
  ['Bookings start when the porter is there, and last no longer than four hours.', true, []],
  ['Bookings can last at most four hours and start on the hour, unless the porter agrees.', true, []],
  // Of something else.
  ['Shifts lie in the future and last no longer than four hours.', true, []],
  ['Bookings are made by the porter: he works in the evening, and shifts last no longer than four hours.', true, []],
])('a row of verbs says of a time by each of them: "%s"', (text, areMoments, expected) => {
  const told = [...boundsInText(text, { ...around, areMoments }), ...lengthsAsBounds(text, around)];
  const words = told.map(({ member, side, other, isStrict, length }) =>
    [member, side, other ?? 'now', ...(isStrict ? ['strict'] : []), ...(length ? [Math.round(length.mostMs / 3_600_000)] : [])].join(' '),
  );
  expect(words.filter((one) => !one.endsWith('now'))).toEqual(expected);
});

test.each<readonly [text: string, expected: readonly string[]]>([
  ['422 unless `endsAt` is after `startsAt`.', ['endsAt after startsAt']],
  ['422 if `endsAt` is not after `startsAt`.', ['endsAt after startsAt']],
  ['`endsAt` is no earlier than `startsAt`.', ['endsAt not-before startsAt']],
  ['`endsAt` is after `startsAt`, or equal to it.', ['endsAt not-before startsAt']],
  ['A stay need not end after it starts.', []],
  ["A stay doesn't have to end after it starts.", []],
  ['`endsAt` before `startsAt` is no error.', []],
  ['`endsAt` before `startsAt` is never refused.', []],
  ['`endsAt` is not always after `startsAt`.', []],
  ['`endsAt` is not necessarily after `startsAt`.', []],
])('a text denies a bound, or says it by its lack: %s', (text, expected) => {
  const denied = { ...around, areMoments: true };
  expect(boundsInText(text, denied).map(({ member, side, other }) => `${member} ${side} ${other ?? 'now'}`)).toEqual(expected);
});
