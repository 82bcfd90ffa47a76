import * as fc from 'fast-check';
import type { TextFormat } from './text-format.ts';

const two = (value: number): string => String(value).padStart(2, '0');

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Is a text a day of the calendar, `YYYY-MM-DD`, with a year of four digits that needs no century rule of its own. */
export const isDate = (text: string): boolean => {
  const [, year = '', month = '', day = ''] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? [];
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  return year !== '' && y >= 100 && m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m);
};

/** Days of the years in which services live. */
export const dates: fc.Arbitrary<string> = fc
  .tuple(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .map(([year, month, day]) => `${year}-${two(month)}-${two(Math.min(day, daysIn(year, month)))}`);

/** RFC 3339, section 5.6, `full-date`. */
export const date: TextFormat = {
  name: 'date',
  arb: dates,
  accepts: isDate,
  nearMisses: ['2026-02-30', '2026-13-01', '2026-00-10', '2026-1-5', '05.01.2026'],
};
