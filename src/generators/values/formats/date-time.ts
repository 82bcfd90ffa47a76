import * as fc from 'fast-check';
import { isDate } from '../../../contract/moment.ts';
import { dates } from './date.ts';
import type { TextFormat } from './text-format.ts';

const two = (value: number): string => String(value).padStart(2, '0');

const whole = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** RFC 3339, section 5.6, `date-time`: with a capital T and Z, and without a leap second, on which validators disagree. */
export const dateTime: TextFormat = {
  name: 'date-time',
  arb: fc
    .tuple(
      dates,
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 59 }),
      fc.constantFrom('', '.5', '.123', '.000001'),
      fc.constantFrom('Z', '+00:00', '+02:00', '-05:30'),
    )
    .map(([day, hour, minute, second, fraction, zone]) => `${day}T${two(hour)}:${two(minute)}:${two(second)}${fraction}${zone}`),
  accepts: (text) => isDate(whole.exec(text)?.[1] ?? ''),
  nearMisses: ['2026-02-30T10:00:00Z', '2026-01-05T25:00:00Z', '2026-01-05T10:61:00Z', '2026-01-05', '2026-01-05T10:00:00'],
};
