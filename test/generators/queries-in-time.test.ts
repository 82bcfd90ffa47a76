import { expect, test } from 'vitest';
import { asToldInQuery } from '../../src/generators/times-as-told.ts';

/** A Thursday. */
const nowMs = Date.UTC(2027, 5, 10, 12);
const made = '2030-01-01';

test.each([
  ['From tomorrow to 14 days ahead (UTC), otherwise `400`', made, '2027-06-14'],
  ['At most 30 days ahead.', made, '2027-06-14'],
  ['Not before tomorrow.', '2020-01-01', '2027-06-14'],
  ['Within the last 90 days.', made, '2027-06-09'],
  ['Must not be in the future', `${made}T00:00:00Z`, '2027-06-09T00:00:00Z'],
])('a parameter of a query lies where its description says: %s', (text, value, put) => {
  const found = asToldInQuery([text], value, nowMs);
  expect(found === undefined ? undefined : found.slice(10)).toBe(put.slice(10));
  const [day, wanted] = [found ?? '', put].map((one) => Date.parse(one.slice(0, 10)));
  expect(Math.abs((day ?? Number.NaN) - (wanted ?? Number.NaN))).toBeLessThanOrEqual(3 * 86_400_000);
  expect(asToldInQuery([text], value, nowMs)).toBe(found);
  expect(asToldInQuery([text], found, nowMs)).toBeUndefined();
});

test.each([
  ['The day', made],
  ['Entries at or after this time', made],
  ['If it is given, at most 14 days ahead', made],
  ['At most 14 days ahead', 'tomorrow'],
  ['From the beginning to 14', made],
  ['Defaults to the last 30 days', made],
])('and stays where nothing is said of that: %s', (text, value) => {
  expect(asToldInQuery([text], value, nowMs)).toBeUndefined();
});
