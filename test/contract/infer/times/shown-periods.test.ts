import { expect, test } from 'vitest';
import { holdsDay, periodFormOf, periodOf, weekOf } from '../../../../src/contract/infer/times/shown-periods.ts';

test.each([
  ['2026-01-01', '2026-W01'],
  ['2027-01-01', '2026-W53'],
  ['2024-12-30', '2025-W01'],
  ['2026-10-14', '2026-W42'],
])('a day is in a week of ISO 8601: %s', (day, week) => {
  expect(weekOf(day)).toBe(week);
  expect(periodOf('week', day)).toBe(week);
  expect(periodOf('month', day)).toBe(day.slice(0, 7));
});

test.each<readonly [unknown, boolean]>([
  [{ week: '2026-W42' }, true],
  [{ week: '2026-W41' }, false],
  [{ billingMonth: '2026-10' }, true],
  [{ month: '2026-11' }, false],
  [{ from: '2026-10-12', to: '2026-10-18' }, true],
  [{ startDate: '2026-10-15', endDate: '2026-10-18' }, false],
  [{ week: '2026-W42', from: '2026-10-12', to: '2026-10-18' }, true],
  [{ week: 42 }, false],
  [{ month: 'October' }, false],
  [{ from: 'Ghent', to: 'Bruges' }, false],
  [{ date: '2026-10-14' }, false],
  [null, false],
])('a thing shows a period that a day is in: %j', (thing, holds) => {
  expect(holdsDay(thing, '2026-10-14')).toBe(holds);
});

test('a member is called after the period that it tells', () => {
  expect(['week', 'isoWeek', 'billing_month', 'weekday', 'weeks'].map(periodFormOf)).toEqual([
    'week',
    'week',
    'month',
    undefined,
    undefined,
  ]);
});
