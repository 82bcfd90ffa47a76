import * as fc from 'fast-check';
import type { TextFormat } from './text-format.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** RFC 3339, section 5.6, `full-time`: with a capital Z, and without a leap second, on which validators disagree. */
export const time: TextFormat = {
  name: 'time',
  arb: fc
    .tuple(
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 59 }),
      fc.constantFrom('Z', '+00:00', '+02:00', '-05:30'),
    )
    .map(([hour, minute, second, zone]) => `${two(hour)}:${two(minute)}:${two(second)}${zone}`),
  accepts: (text) => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(text),
  nearMisses: ['25:00:00Z', '10:61:00Z', '10:00', 'noon'],
};

/** RFC 3339, appendix A: whole units only, and weeks by themselves. */
export const duration: TextFormat = {
  name: 'duration',
  arb: fc
    .tuple(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 1, max: 59 }),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([days, hours, minutes, form]) => [`PT${minutes}M`, `P${days}D`, `P${days}DT${hours}H${minutes}M`, `P${minutes}W`][form] ?? 'P1D'),
  accepts: (text) => /^P(\d+W|(?=\d|T\d)(\d+Y(\d+M(\d+D)?)?|\d+M(\d+D)?|\d+D)?(T(?=\d)(\d+H(\d+M(\d+S)?)?|\d+M(\d+S)?|\d+S))?)$/.test(text),
  nearMisses: ['P', 'PT', '1D', 'P1', 'one day'],
};
