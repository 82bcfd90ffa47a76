import { describe, expect, test } from 'vitest';
import { daysIn, isDate, momentIn, msAhead, readingsAhead, readMoment } from '../../src/contract/moment.ts';
import { timeForms } from '../../src/contract/x-assay/rate-limit.ts';

const now = Date.parse('2026-05-02T06:30:00Z');

describe('a moment', () => {
  test.each([
    ['90', 'seconds', 90_000],
    ['0', 'seconds', 0],
    [' 90 ', 'seconds', 90_000],
    ['1500', 'milliseconds', 1500],
    ['1777703460', 'epoch-seconds', 60_000],
    ['1777703460000', 'epoch-milliseconds', 60_000],
    ['Sat, 02 May 2026 06:31:00 GMT', 'http-date', 60_000],
    ['Saturday, 02-May-26 06:31:00 GMT', 'http-date', 60_000],
    ['Sat May  2 06:31:00 2026', 'http-date', 60_000],
    ['2026-05-02T06:31:00Z', 'date-time', 60_000],
    ['2026-05-02T08:31:00.5+02:00', 'date-time', 60_500],
    ['2026-05-02t06:31:00z', 'date-time', 60_000],
  ] as const)('written as %j is read as %s', (text, form, ms) => {
    expect(msAhead(text, form, now)).toBe(ms);
  });

  test.each([
    ['1777703340', 'epoch-seconds', -60_000],
    ['1777703340000', 'epoch-milliseconds', -60_000],
    ['Sat, 02 May 2026 06:29:00 GMT', 'http-date', -60_000],
    ['2026-05-02T06:29:00Z', 'date-time', -60_000],
  ] as const)('that is over, %j as %s, is behind', (text, form, ms) => {
    expect(msAhead(text, form, now)).toBe(ms);
  });

  test('with a year of two digits is never more than 50 years ahead', () => {
    expect(msAhead('Sunday, 06-Nov-94 08:49:37 GMT', 'http-date', now)).toBe(Date.parse('1994-11-06T08:49:37Z') - now);
    expect(msAhead('Friday, 01-May-76 00:00:00 GMT', 'http-date', now)).toBe(Date.parse('2076-05-01T00:00:00Z') - now);
  });

  test.each([
    ['', 'seconds'],
    ['-1', 'seconds'],
    ['1.5', 'seconds'],
    ['soon', 'seconds'],
    ['12345678901234567', 'milliseconds'],
    ['90', 'epoch-seconds'],
    ['1777703460000', 'epoch-seconds'],
    ['1777703460', 'epoch-milliseconds'],
    ['Monday 5', 'http-date'],
    ['Sat, 02 May 2026 06:31:00 +0200', 'http-date'],
    ['Sat, 02 May 2026 06:31:00', 'http-date'],
    ['Sat, 02 Mai 2026 06:31:00 GMT', 'http-date'],
    ['2026-05-02T06:31:00Z', 'http-date'],
    ['2026-05-02T06:31:00', 'date-time'],
    ['2026-05-02', 'date-time'],
    ['2026-13-02T06:31:00Z', 'date-time'],
    ['1777703460', 'date-time'],
  ] as const)('cannot be read from %j as %s', (text, form) => {
    expect(msAhead(text, form, now)).toBeUndefined();
  });

  test('has every reading that its forms allow, in their order', () => {
    expect(readingsAhead('60', ['seconds', 'milliseconds', 'epoch-seconds'], now)).toEqual([
      { form: 'seconds', ms: 60_000 },
      { form: 'milliseconds', ms: 60 },
    ]);
    expect(readingsAhead('1777703460', timeForms, now).map(({ form }) => form)).toEqual(['seconds', 'milliseconds', 'epoch-seconds']);
    expect(readingsAhead('2026-05-02T06:31:00Z', timeForms, now)).toEqual([{ form: 'date-time', ms: 60_000 }]);
    expect(readingsAhead('60', 'seconds', now)).toEqual([{ form: 'seconds', ms: 60_000 }]);
    expect(readingsAhead('soon', timeForms, now)).toEqual([]);
  });
});

describe('a moment in a body', () => {
  const bare = { hasTime: true, hasZone: false };
  const zoned = { hasTime: true, hasZone: true };

  test.each([
    ['2026-05-02', '2026-05-02T00:00:00Z', { hasTime: false, hasZone: false }],
    ['2026-05-02T06:31', '2026-05-02T06:31:00Z', bare],
    ['2026-05-02 06:31:00', '2026-05-02T06:31:00Z', bare],
    ['2026-05-02T06:31:00.123456', '2026-05-02T06:31:00.123Z', bare],
    ['2026-05-02T06:31Z', '2026-05-02T06:31:00Z', zoned],
    ['2026-05-02t06:31:00.5z', '2026-05-02T06:31:00.500Z', zoned],
    ['2026-05-02 06:31:00 UTC', '2026-05-02T06:31:00Z', zoned],
    ['2026-05-02T08:31:00+02:00', '2026-05-02T06:31:00Z', zoned],
    ['2026-05-02T08:31:00+0200', '2026-05-02T06:31:00Z', zoned],
    ['2026-05-01 23:31:00-07', '2026-05-02T06:31:00Z', zoned],
  ])('is read from %j, in UTC where it names no zone', (text, moment, known) => {
    expect(readMoment(text)).toEqual({ ms: Date.parse(moment), ...known });
    expect(momentIn(text)).toBe(known.hasZone ? Date.parse(moment) : undefined);
  });

  test.each([
    '2026-02-30',
    '2026-13-01T06:31:00Z',
    '2026-05-02T25:00:00Z',
    '2026-05-02T06',
    '20260502T063100Z',
    '02.05.2026',
    1777703460,
    null,
  ])('cannot be read from %j', (value) => {
    expect(readMoment(value)).toBeUndefined();
    expect(momentIn(value)).toBeUndefined();
  });

  test('is on an existing day', () => {
    expect(['2024-02-29', '2000-02-29', '2026-04-30'].map(isDate)).toEqual([true, true, true]);
    expect(['2026-02-29', '1900-02-29', '2026-04-31', '2026-00-10', '2026-05-00', '2026-5-2'].map(isDate)).toEqual(Array(6).fill(false));
    expect([daysIn(2024, 2), daysIn(2026, 2), daysIn(2026, 11), daysIn(2026, 12)]).toEqual([29, 28, 30, 31]);
  });
});
