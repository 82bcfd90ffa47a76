import { describe, expect, test } from 'vitest';
import { durationJudged, toldDurations } from '../../../src/checks/subjects/told-durations.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

type Json = Readonly<Record<string, unknown>>;

const date = { type: 'string', format: 'date' };
const moment = { type: 'string', format: 'date-time' };
const whole = { type: 'integer' };

const documentWith = (properties: Json, description = ''): object => ({
  openapi: '3.1.0',
  info: { title: 'Stays', version: '1' },
  paths: {
    '/stays/{id}': {
      get: {
        description,
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { '200': { description: 'It', content: { 'application/json': { schema: { type: 'object', properties } } } } },
      },
    },
  },
});

/** What an object shows of the number that a schema describes. */
const judged = async (properties: Json, object: Json, description?: string): Promise<string> => {
  const contract = await loadContract(writeDocument(documentWith(properties, description)));
  const [operation] = contract.operations;
  const [told] = operation ? toldDurations(contract, operation) : [];
  const found = told ? durationJudged(told, object) : 'silent';
  return typeof found === 'string' ? found : 'wrong';
};

const stay = (member: string, description: string): Json => ({ arrival: date, departure: date, [member]: { ...whole, description } });
const leave = (description: string): Json => ({ startDate: date, endDate: date, days: { ...whole, description } });
const shift = (description: string, more: Json = {}): Json => ({
  start: moment,
  end: moment,
  hours: { type: 'number', description },
  ...more,
});

// Thursday to Tuesday.
const week = { startDate: '2026-10-01', endDate: '2026-10-06' };
const day = { start: '2026-10-01T08:00:00Z', end: '2026-10-01T17:00:00+00:00' };

describe('a number that says how long a time is', () => {
  test.for<readonly [string, Json, Json, string]>([
    ['nights', stay('nights', 'Number of nights of the stay.'), { arrival: '2026-10-01', departure: '2026-10-04', nights: 3 }, 'agrees'],
    [
      'one night too many',
      stay('nights', 'Number of nights of the stay.'),
      { arrival: '2026-10-01', departure: '2026-10-04', nights: 4 },
      'wrong',
    ],
    ['days with both ends', leave('Days of the absence, both ends included.'), { ...week, days: 6 }, 'agrees'],
    ['days without the last', leave('Days of the absence, both ends included.'), { ...week, days: 5 }, 'wrong'],
    ['days of which nothing tells', leave('How many days the absence has.'), { ...week, days: 5 }, 'agrees'],
    ['days of which nothing tells, too many', leave('How many days the absence has.'), { ...week, days: 7 }, 'wrong'],
    ['weekdays', leave('Days of the absence without Saturdays and Sundays, first and last day included.'), { ...week, days: 4 }, 'agrees'],
    [
      'weekends counted',
      leave('Days of the absence without Saturdays and Sundays, first and last day included.'),
      { ...week, days: 6 },
      'wrong',
    ],
    [
      'holidays left out',
      leave('Working days in the range: no Saturdays, no Sundays, no public holidays.'),
      { ...week, days: 3 },
      'agrees',
    ],
    [
      'holidays left out, weekends counted',
      leave('Working days in the range: no Saturdays, no Sundays, no public holidays.'),
      { ...week, days: 6 },
      'wrong',
    ],
    [
      'a week of six days',
      leave('Working days from `startDate` to `endDate`.'),
      { startDate: '2026-10-01', endDate: '2026-10-14', days: 12 },
      'agrees',
    ],
    [
      'no free day in two weeks',
      leave('Working days from `startDate` to `endDate`.'),
      { startDate: '2026-10-01', endDate: '2026-10-14', days: 14 },
      'wrong',
    ],
    ['hours', shift('Length of the shift in hours.'), { ...day, hours: 9 }, 'agrees'],
    ['other hours', shift('Length of the shift in hours.'), { ...day, hours: 8 }, 'wrong'],
    [
      'less a break',
      shift('Hours from `start` to `end`, less the break.', { breakMinutes: whole }),
      { ...day, breakMinutes: 45, hours: 8.25 },
      'agrees',
    ],
    [
      'with the break',
      shift('(end − start) − breakMinutes, in hours.', { breakMinutes: whole }),
      { ...day, breakMinutes: 90, hours: 9 },
      'wrong',
    ],
    [
      'cut to hours',
      shift('Hours between start and end.'),
      { start: '2026-10-01T08:00:00Z', end: '2026-10-01T17:40:00Z', hours: 9 },
      'agrees',
    ],
    [
      'rounded to hours',
      shift('Hours between start and end.'),
      { start: '2026-10-01T08:00:00Z', end: '2026-10-01T17:40:00Z', hours: 10 },
      'agrees',
    ],
    ['no end yet', shift('Hours between start and end.'), { ...day, end: null, hours: 0 }, 'unknown'],
    [
      'clocks without an offset',
      shift('Hours between start and end.'),
      { start: '2026-10-24T20:00:00', end: '2026-10-25T06:00:00', hours: 11 },
      'unknown',
    ],
    ['a condition', leave('Days of the absence; 0 if it was cancelled.'), { ...week, days: 0 }, 'silent'],
    ['half days', leave('Days of the absence; half days count as 0.5.'), { ...week, days: 3 }, 'silent'],
    ['days that are left', leave('Remaining days of the period.'), { ...week, days: 30 }, 'silent'],
    ['holidays of which nothing tells how many', leave('Days of the absence without holidays.'), { ...week, days: 5 }, 'silent'],
    [
      'less a number by its name',
      shift('Hours of the shift, without the hours in `travelHours`.', { travelHours: whole }),
      { ...day, travelHours: 2, hours: 7 },
      'agrees',
    ],
    ['something that no member has', shift('Hours of the shift less the lunch.'), { ...day, hours: 8 }, 'silent'],
    ['a limit', leave('At most 30 days of the period.'), { ...week, days: 30 }, 'silent'],
    [
      'nights of a part',
      stay('nights', 'Nights of the stay that were charged.'),
      { arrival: '2026-10-01', departure: '2026-10-04', nights: 1 },
      'silent',
    ],
    ['days with something', leave('Days of the absence with bookings.'), { ...week, days: 1 }, 'silent'],
    ['days by a calendar', leave('Working days in the range, by the calendar of the employee.'), { ...week, days: 6 }, 'silent'],
    ['days that are begun', leave('Length of the absence in days, partial days rounded up.'), { ...week, days: 9 }, 'silent'],
    ['hours of something else', shift('Hours of sunshine in the period.'), { ...day, hours: 3 }, 'silent'],
    ['worked hours', shift('Hours worked in the shift.'), { ...day, hours: 8 }, 'silent'],
    [
      'a break that no text takes off',
      shift('Hours of the shift.', { breakMinutes: whole }),
      { ...day, breakMinutes: 60, hours: 8 },
      'silent',
    ],
    ['no time', leave('Days of the guarantee.'), { ...week, days: 700 }, 'silent'],
  ])('%s', async ([, properties, object, expected]) => {
    expect(await judged(properties, object)).toBe(expected);
  });
});

describe('days of which the text of the operation says how they are counted', () => {
  const bare = { startDate: date, endDate: date, days: whole };
  test.for<readonly [string, Json, Json, string]>([
    ['Both the first and the last day count.', bare, { ...week, days: 6 }, 'agrees'],
    ['Both the first and the last day count.', bare, { ...week, days: 5 }, 'wrong'],
    ['Shows a stay. The first and the last day are included.', bare, { ...week, days: 7 }, 'wrong'],
    ['Both the first and the last day count as holidays.', bare, { ...week, days: 5 }, 'silent'],
    ['Both the first and the last day count if they are booked.', bare, { ...week, days: 5 }, 'silent'],
    [
      'Both the first and the last day count.',
      { ...bare, days: { ...whole, description: 'Days of the guarantee.' } },
      { ...week, days: 5 },
      'silent',
    ],
    ['Both the first and the last day count.', { startDate: date, endDate: date, daysLeft: whole }, { ...week, daysLeft: 5 }, 'silent'],
    ['Shows a stay.', bare, { ...week, days: 5 }, 'silent'],
  ])('%s %o', async ([description, properties, object, expected]) => {
    expect(await judged(properties, object, description)).toBe(expected);
  });
});
