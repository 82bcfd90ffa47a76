import { describe, expect, test } from 'vitest';
import { type About, type Around, timesAllowedIn, timesToldIn } from '../../../../src/contract/infer/times/told-times.ts';

const session: Around = { names: ['startsAt', 'capacity', 'courseId'], times: ['startsAt'], nouns: ['session'], isCreation: true };
const three: Around = {
  names: ['startsAt', 'endsAt', 'deliverOn', 'due_date'],
  times: ['startsAt', 'endsAt', 'deliverOn', 'due_date'],
  nouns: ['order'],
  isCreation: true,
};

/** What is read, as `member earliest -30` or `member latest 28..31`. */
const read = (text: string, about: About = { kind: 'operation' }, around: Around = session): readonly string[] =>
  timesToldIn(text, about, around).map(
    ({ member, end, least, most }) => `${member} ${end} ${least === most ? least : `${least}..${most}`}`,
  );

const own = (text: string): readonly string[] => read(text, { kind: 'member', member: 'startsAt' });

describe('an operation', () => {
  test.each<readonly [string, ...string[]]>([
    [
      'Refused with 422: a course, room or instructor which does not exist; a start which is not in the future or more than 400 days ahead; a capacity above that of the room.',
      'startsAt earliest 0',
      'startsAt latest 400',
    ],
    ['A day after today is refused with `422`.', 'startsAt latest 0'],
    ['`startsAt` in the past is refused', 'startsAt earliest 0'],
    ['`startsAt` must lie from tomorrow to 14 days ahead.', 'startsAt earliest 1', 'startsAt latest 14'],
    ['`startsAt` must lie between today and 2 weeks from now.', 'startsAt earliest 0', 'startsAt latest 14'],
    ['A start before tomorrow is refused with 422.', 'startsAt earliest 1'],
    ['`startsAt` must be tomorrow or later.', 'startsAt earliest 1'],
    ['Reminders go out from tomorrow to 14 days ahead.'],
    ['`startsAt` must not be changed before tomorrow.'],
    ['`startsAt` must lie in the future (422).', 'startsAt earliest 0'],
    ['409 if the start is in the past.', 'startsAt earliest 0'],
    ['A session that starts in the past is refused.', 'startsAt earliest 0'],
    ['A session must start in the future, otherwise 422.', 'startsAt earliest 0'],
    ['Returns 422 when the start lies less than 2 days ahead.', 'startsAt earliest 2'],
    ['A start that is not at least 3 days ahead gives 422.', 'startsAt earliest 3'],
    ['The start must be at least 2 days ahead and at most one year from now; else 422', 'startsAt earliest 2', 'startsAt latest 365..366'],
    ['Starts are on the full hour, at least two days and at most 90 days from now.', 'startsAt earliest 2', 'startsAt latest 90'],
    [
      '`startsAt` has to be at least 30 seconds and at most 90 days from now, otherwise `422`.',
      `startsAt earliest ${30 / 86_400}`,
      'startsAt latest 90',
    ],
    ['A start less than 10 seconds from now gives 422.', `startsAt earliest ${10 / 86_400}`],
    ['The start lies between 1 and 90 days from now.', 'startsAt earliest 1', 'startsAt latest 90'],
    ['Sessions must start from 2 to 30 days ahead, on a quarter of an hour.', 'startsAt earliest 2', 'startsAt latest 30'],
    ['`startsAt` must not be in the past or more than 30 days ahead.', 'startsAt earliest 0', 'startsAt latest 30'],
    ['A start further ahead than 60 days is rejected.', 'startsAt latest 60'],
    ['Past dates are not allowed.', 'startsAt earliest 0'],
    ['Sessions in the past are refused.', 'startsAt earliest 0'],
    ['`422` → start in the past', 'startsAt earliest 0'],
    ['`422 invalid_time`: the start is in the past.', 'startsAt earliest 0'],
    ['Answers `422` with the code `past` when the start is in the past.', 'startsAt earliest 0'],
    ['Refused with `422`:\n\n- a start in the past\n- a capacity above 3', 'startsAt earliest 0'],
    ['Refused with 400: a `startsAt` in the future or more than 90 days ago.', 'startsAt latest 0', 'startsAt earliest -90'],
    ['A start in the past is refused with `422 start_in_past`.', 'startsAt earliest 0'],
    ['A session starts in the future, ends after it starts and lasts ten hours at most (`400`).', 'startsAt earliest 0'],
    [
      'Sessions are planned by the office: they lie in the future, end after they begin and last no longer than four hours.',
      'startsAt earliest 0',
    ],
    ['All sessions begin in the future.', 'startsAt earliest 0'],
    ['Starts in the future, ends after it starts, lasts eight hours at most (422).', 'startsAt earliest 0'],
    ['Nothing is planned back: a lecture or session whose start lies before now is 422.', 'startsAt earliest 0'],
    ['A session whose start lies more than 30 days ahead is refused with 422.', 'startsAt latest 30'],
    ['`startsAt` is today or later (400). 409 when the room is taken.', 'startsAt earliest 0'],
    ['The start is now or later (422).', 'startsAt earliest 0'],
    // What has to be, or what is refused.
    ['The start is in the future (422).'],
    ['`startsAt` lies in the past (400).'],
  ])('%s', (text, ...rules) => {
    expect(read(text)).toEqual(rules);
  });

  test.each([
    'Usually a start in the past is refused.',
    'A session usually starts in the future.',
    'A session starts in the past.',
    'Some sessions start in the future.',
    'A course starts in the future.',
    'A session that starts in the future can be moved.',
    'A session starts in the future unless it is online.',
    'Sessions are shown as planned: they lie in the future if they are open.',
    'A start in the past is refused unless it is online.',
    'A start in the past is refused for online sessions.',
    '409 if the start is in the past and the kind is online.',
    '422 if the start is in the past, for members.',
    'Sessions in the past cannot be changed.',
    'On the full hour, at least two days and at most 90 days from the opening.',
    'Starts are on the full hour, for members at least 2 days and at most 90 days from now.',
    'A reminder is sent between 1 and 3 days from now.',
    'Classes are shown 10 days ahead.',
    'A session lies at most 10 days ahead of the course.',
    'A start 3 days in the future is refused.',
    'A start at most 3 days ahead is refused.',
    'A start in the past is refused. This does not hold for admins.',
    'The start may be in the past.',
    'The start should be in the future.',
    'A course in the past is refused with 422.',
    'The start must be at most 10 working days from now.',
    '403 if the start is in the past.',
    'Starts in the future are shown first.',
    'A session whose course lies in the past is refused with 422.',
    'A lecture whose start lies in the past is refused with 422.',
    'A session whose start lies in the past is refused with 422 unless it is online.',
    'A session whose start lies in the past is shown last.',
  ])('nothing is read: %s', (text) => {
    expect(read(text)).toEqual([]);
  });
});

test.each<readonly [string, ...string[]]>([
  ['A date in the past is refused.'],
  ['`deliverOn` is a day of work. A day before today is refused with 422.', 'deliverOn earliest 0'],
  ['422 if the delivery date is in the past.', 'deliverOn earliest 0'],
  ['A due date in the past, or a start more than 2 weeks ahead, is refused.', 'due_date earliest 0', 'startsAt latest 14'],
  ['An expiry date in the past is refused.'],
])('of several times the one that is meant: %s', (text, ...rules) => {
  expect(read(text, { kind: 'operation' }, three)).toEqual(rules);
});

test.each<readonly [string, ...string[]]>([
  ['The start is in the past, or the room is taken.', 'startsAt earliest 0'],
  ['Not valid: a start in the past', 'startsAt earliest 0'],
  ['startsAt must be in the future', 'startsAt earliest 0'],
  ['The start is in the past and the room is taken.'],
  ['The session is over.'],
])('an answer that refuses: %s', (text, ...rules) => {
  expect(read(text, { kind: 'refusal' })).toEqual(rules);
});

test.each<readonly [string, ...string[]]>([
  ['In the future, at most 400 days ahead.', 'startsAt earliest 0', 'startsAt latest 400'],
  ['Within the next two weeks.', 'startsAt latest 14'],
  ['When it took place; not in the future.', 'startsAt latest 0'],
  ['At least 3 days ahead. At most 20 days ahead.', 'startsAt earliest 3', 'startsAt latest 20'],
  ['Begin of the class, no more than 30 days in the past', 'startsAt earliest -30'],
  ['Must not be in the past nor more than 6 months ahead', 'startsAt earliest 0', 'startsAt latest 179..185'],
  ['Today or later', 'startsAt earliest 0'],
  ['A future date.', 'startsAt earliest 0'],
  ['Must be more than 12 hours from now', 'startsAt earliest 0.5'],
  ['Must be in the past or in the future'],
  ['More than 3 days ahead'],
  ['Set to a time in the past.'],
  ['Must be set to a time in the past.', 'startsAt latest 0'],
  ['Usually a few days ahead.'],
  ['May be at most 10 days ahead.'],
  ['If it is online, at most 10 days ahead.'],
  ['For online classes, at most 10 days ahead.'],
  ['Not in the future; for online classes it may be.'],
  ['Reminders are sent at most 3 days ahead.'],
])('a member: %s', (text, ...rules) => {
  expect(own(text)).toEqual(rules);
});

test('what is not created may be stored already, where it is a conflict', () => {
  const around = { ...session, isCreation: false };
  expect(read('409 if `startsAt` is in the past', { kind: 'operation' }, around)).toEqual([]);
  expect(read('422 if `startsAt` is in the past', { kind: 'operation' }, around)).toEqual(['startsAt earliest 0']);
});

test('what may be remembered in advance is marked', () => {
  expect(timesToldIn('At most 2 days in advance', { kind: 'member', member: 'startsAt' }, session)).toEqual([
    { member: 'startsAt', end: 'latest', least: 2, most: 2, isInAdvance: true },
  ]);
});

test.each<readonly [string, ...string[]]>([
  ['For visits that are logged later the start may lie in the past.', 'earliest'],
  ['Sessions in the future can be moved.', 'latest'],
  ['Managers may also enter past lessons.', 'earliest'],
  ['Any day is accepted.', 'earliest', 'latest'],
  ['Further members may be added to answers at any time.'],
  ['The start may not lie in the past.'],
  ['A start in the past is refused (today is fine).'],
  ['May be at most 3 days ahead.'],
])('what a text allows: %s', (text, ...ends) => {
  expect(timesAllowedIn(text)).toEqual(ends);
});

test.each<readonly [string, ...string[]]>([
  ['At least 14 days from today, and not before the season begins (422).', 'startsAt earliest 14'],
  ['At most 60 days ahead (`422`).', 'startsAt latest 60'],
  // That may be what has to be, or what is refused.
  ['More than 60 days ahead (422).'],
  ['In the past (422).'],
])('a status behind what a member says: %s', (text, ...rules) => {
  expect(own(text)).toEqual(rules);
});

describe('a rule that is said once more behind a dash', () => {
  test.each<readonly [string, ...string[]]>([
    ['Today (in UTC) or later - we do not take dates in the past', 'startsAt earliest 0'],
    ['Today or later — we never accept anything in the past.', 'startsAt earliest 0'],
  ])('%s', (text, ...expected) => {
    expect(own(text)).toEqual(expected);
  });

  test.each([
    'Today or later - we can take earlier dates for managers',
    'Usually today or later - we do not check it',
    'The day of the visit - we do not look at it',
  ])('nothing is read from: %s', (text) => {
    expect(own(text)).toEqual([]);
  });
});
