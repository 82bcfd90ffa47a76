import { describe, expect, test } from 'vitest';
import { msAhead, readingsAhead } from '../../src/contract/moment.ts';
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
