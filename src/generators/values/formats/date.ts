import * as fc from 'fast-check';
import { daysIn, isDate } from '../../../contract/moment.ts';
import type { TextFormat } from './text-format.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** Days in the years in which services run. */
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
