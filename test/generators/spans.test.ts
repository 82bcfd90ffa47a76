import { expect, test } from 'vitest';
import { endingAfter } from '../../src/generators/spans.ts';

test.each<readonly [string, Readonly<Record<string, unknown>>, readonly string[], Readonly<Record<string, unknown>>]>([
  [
    'moments',
    { startsAt: '2030-01-01T00:00:00Z', endsAt: '2030-01-01T00:00:00Z' },
    ['startsAt', 'endsAt'],
    { startsAt: '2030-01-01T00:00:00Z', endsAt: '2030-01-01T01:00:00Z' },
  ],
  ['days', { from: '2030-01-31', until: '2030-01-31' }, ['from', 'until'], { from: '2030-01-31', until: '2030-02-01' }],
  [
    'an end that is there',
    { check_in: '2030-01-02', check_out: '2030-01-01' },
    ['check_in'],
    { check_in: '2030-01-02', check_out: '2030-01-01' },
  ],
  ['an end that is later', { start: '2030-01-02', end: '2030-01-05' }, ['end'], { start: '2030-01-02', end: '2030-01-05' }],
  ['what is no time', { from: 'Oslo', to: 'Oslo' }, ['from', 'to'], { from: 'Oslo', to: 'Oslo' }],
  [
    'times of two things',
    { startsAt: '2030-01-01', warrantyEnds: '2030-01-01' },
    ['warrantyEnds'],
    { startsAt: '2030-01-01', warrantyEnds: '2030-01-01' },
  ],
])('what is made up ends after it begins: %s', (_what, value, madeUp, expected) => {
  expect(endingAfter(value, madeUp)).toEqual(expected);
});
