import { expect, test } from 'vitest';
import { beforeEnd } from '../../src/generators/before-end.ts';

const now = Date.parse('2026-05-04T08:00:00Z');

test.each<readonly [object, readonly string[], unknown, object | undefined]>([
  // By whole years of weeks, so that two times stay apart.
  [{ at: '2030-01-01T06:30:00Z' }, ['at'], '2029-08-31', { at: '2029-01-02T06:30:00Z' }],
  [{ at: '2030-01-02T06:30:00Z' }, ['at'], '2029-08-31', { at: '2029-01-03T06:30:00Z' }],
  [{ from: '2030-01-01', to: '2030-01-09', note: 'x' }, ['from', 'to'], '2030-01-05', { from: '2029-01-02', to: '2029-01-10', note: 'x' }],
  // On the last day that is certain, where a year back is over.
  [{ at: '2026-09-01' }, ['at'], '2026-06-01T12:00:00Z', { at: '2026-05-31' }],
  // On the day of the end it may be over.
  [{ at: '2029-08-31' }, ['at'], '2029-08-31', { at: '2028-09-01' }],
  [{ at: '2029-08-30' }, ['at'], '2029-08-31', undefined],
  [{ at: '2030-01-01' }, ['at'], '2026-05-05', undefined],
  [{ at: '2030-01-01' }, ['at'], '2020-01-01', undefined],
  [{ at: 'soon' }, ['at'], '2029-08-31', undefined],
  [{ at: '2030-01-01' }, ['at'], 'never', undefined],
  [{ at: '2030-01-01' }, ['at'], null, undefined],
  [{ other: '2030-01-01' }, ['at'], '2029-08-31', undefined],
])('%j with %j before %j', (value, members, end, expected) => {
  expect(beforeEnd(value as Record<string, unknown>, members, end, now)).toEqual(expected);
});
