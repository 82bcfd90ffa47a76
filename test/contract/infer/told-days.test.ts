import { expect, test } from 'vitest';
import { daysToldIn, isOfKind } from '../../../src/contract/infer/times/told-days.ts';

const monday = { weekdays: [1] };
const sixDays = { weekdays: [1, 2, 3, 4, 5, 6] };
const workdays = { weekdays: [1, 2, 3, 4, 5] };

test.each([
  ['A Monday, not before the current week (UTC)', monday],
  ['Must be a Monday.', monday],
  ['The Monday of the week', monday],
  ['The Monday on which the shift begins.', monday],
  ['Has to fall on a Sunday. Others are answered 422.', { weekdays: [0] }],
  ['Always a Friday', { weekdays: [5] }],
  ['First day of the roster. A Wednesday.', { weekdays: [3] }],
  ['Tuesdays and Thursdays only', { weekdays: [2, 4] }],
  ['A Monday. Any other day is refused with 422.', monday],
  ['A Saturday or Sunday', { weekdays: [0, 6] }],
  ['Monday to Thursday', { weekdays: [1, 2, 3, 4] }],
  ['Friday through Monday', { weekdays: [0, 1, 5, 6] }],
  ['Must be a working day', workdays],
  ['A business day; the mill is closed otherwise.', workdays],
  ['Must not be a weekend', workdays],
  ['Must not fall on a Sunday.', { weekdays: [1, 2, 3, 4, 5, 6] }],
  ['Never a Sunday', { weekdays: [1, 2, 3, 4, 5, 6] }],
  ['Today (UTC) or later, no Sunday', sixDays],
  ['No Sunday', sixDays],
  ['Not before today, not on a Sunday', sixDays],
  ['Day of the pickup, must not be a Sunday', sixDays],
  ['In the future; no Sunday', sixDays],
  ['Must be in the future, but never a Saturday or a Sunday', workdays],
  ['Today or later, no Saturday and no Sunday', workdays],
  ['Today or later, not on a weekend', workdays],
  ['Never a Saturday nor a Sunday', workdays],
  ['The first of a month', { ofMonth: 'first' }],
  ['Must be the first day of the month.', { ofMonth: 'first' }],
  ['The last day of a calendar month', { ofMonth: 'last' }],
])('a day is told by "%s"', (text, kind) => {
  expect(daysToldIn([text], [], 'day')).toEqual(kind);
});

test.each([
  ['`day` must be a Monday.', monday],
  ['`day` has to be the first of a month.', { ofMonth: 'first' }],
  ['Opens a book. A `day` that is not a Monday is refused with `422`.', monday],
  ['A `day` that is a Sunday is rejected.', { weekdays: [1, 2, 3, 4, 5, 6] }],
])('a day is told beside its name by "%s"', (text, kind) => {
  expect(daysToldIn([], [text], 'day')).toEqual(kind);
});

test.each([
  'Today or later, no Sunday surcharge',
  'Today or later, no Sunday unless express',
  'Today or later, no Sunday or holiday',
  'Usually today or later, no Sunday',
  'If express, no Sunday',
  'No Sunday is needed',
  'Not only a Sunday',
  'Today or later, not only a Sunday',
  'Today or later, not necessarily a Sunday',
  'Any day, no Sunday rule applies',
  'The day, no Sunday work is done',
  'Today, no Monday needed',
  'Day, not counting a Sunday',
  'Delivered daily, not on a Sunday',
  'Day it runs, no Sundays',
  'Hours of the day, no Sunday',
  'The start of a week, not always a Monday',
  'Usually a Monday',
  'For example a Monday',
  'The following Monday is taken.',
  'A Monday, unless that is a holiday.',
  'Moved to the Monday of the week.',
  'The day of the week, 1 is Monday.',
  'Monday is 1 and Sunday is 7.',
  'A Monday morning slot',
  'A Monday or any day before it',
  'Delivered by Monday',
  'Before the Sunday of the fair',
  'The week of a Monday',
  'If it is a Sunday, the office is closed.',
  'The first of the two days',
  'Monday to Sunday',
  'A day, e.g. a Monday.',
  'A Monday. Any other day is moved back to it.',
  'A Monday; other days of the week stand for it.',
  'The first of a month. Other days are set to the first.',
  'The first of a month. The server rounds down.',
])('no kind of day is told by "%s"', (text) => {
  expect(daysToldIn([text], [], 'day')).toBeUndefined();
});

test('what is said of another member, or twice in different ways, counts for none', () => {
  expect(daysToldIn([], ['`night` must be a Monday.'], 'day')).toBeUndefined();
  expect(daysToldIn([], ['Must be a Monday.'], 'day')).toBeUndefined();
  expect(daysToldIn(['A Monday.'], ['`day` must be a Sunday.'], 'day')).toBeUndefined();
});

test('a day is of its kind by its date', () => {
  expect(['2027-03-01', '2027-03-02'].map((day) => isOfKind(monday, Date.parse(day)))).toEqual([true, false]);
  expect(['2027-03-01', '2027-03-31'].map((day) => isOfKind({ ofMonth: 'first' }, Date.parse(day)))).toEqual([true, false]);
  expect(['2027-03-01', '2028-02-29'].map((day) => isOfKind({ ofMonth: 'last' }, Date.parse(day)))).toEqual([false, true]);
});
