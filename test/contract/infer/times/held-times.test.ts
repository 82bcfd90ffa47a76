import { expect, test } from 'vitest';
import { heldTimesOf } from '../../../../src/contract/infer/times/held-times.ts';
import { aroundWindow, intoWindow, windowOf } from '../../../../src/generators/into-window.ts';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';
import { contractIn } from '../../last-contracts.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const moment = { type: 'string', format: 'date-time' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const asks = (schema: object) => ({ requestBody: { required: true, ...json(schema) } });
const shows = (status: string, schema: object) => ({ responses: { [status]: { description: 'It', ...json(schema) } } });
const one = { name: 'id', in: 'path', required: true, schema: text };

const holderOf = async (entry: string, refusal = 'Wrong', member = ''): Promise<unknown> => {
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Sheets', version: '1' },
      components: {
        schemas: {
          Period: object({ id: text, firstDay: day, lastDay: day }),
          Sheet: object({ id: text, payPeriodId: text }),
          Entry: object({ id: text, start: moment, end: moment }),
        },
      },
      paths: {
        '/pay-periods': { get: shows('200', { type: 'array', items: ref('Period') }) },
        '/sheets': { post: { ...asks(object({ payPeriodId: text })), ...shows('201', ref('Sheet')) } },
        '/sheets/{id}': { parameters: [one], get: shows('200', ref('Sheet')) },
        '/sheets/{id}/entries': {
          parameters: [one],
          post: {
            ...asks({ ...object({ start: { ...moment, description: member }, end: moment }), description: entry }),
            responses: { 201: { description: 'Added', ...json(ref('Entry')) }, 400: { description: refusal } },
          },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === 'POST /sheets/{id}/entries');
  const held = operation && heldTimesOf(contract, operation);
  return held && [held.members, held.bounds, held.above?.key, held.via, held.holder.read.key];
};

const inPeriod = [['start', 'end'], ['firstDay', 'lastDay'], 'GET /sheets/{id}', 'payPeriodId', 'GET /pay-periods'];

test.each([
  ['The UTC date of `start` has to lie within the pay period (400 otherwise).'],
  ['An entry must fall in the pay period of its sheet.'],
  ['Entries outside of the pay period are refused.'],
  ['Must be between the first and last day of the pay period.'],
  ['`start` is not before the pay period begins.'],
  ['Never earlier than the first day of the pay period.'],
  ['Not before `start`, and no later than the end of the pay period (400).'],
  ["A start on or after the pay period's beginning."],
  ['Anything after the last day of the pay period is refused.'],
  ['400 for a start before the pay period starts.'],
])('times lie in what the resource above names: %s', async (said) => {
  expect(await holderOf(said)).toEqual(inPeriod);
});

test('the member or a refusal may say so', async () => {
  expect(await holderOf('', 'The start lies outside the period')).toEqual(inPeriod);
  expect(await holderOf('', 'Wrong', 'Only within the pay period')).toEqual(inPeriod);
});

test.each([
  ['The pay period is closed within a week.'],
  ['Entries must not lie within a closed pay period.'],
  ['Entries outside of the pay period are counted as overtime.'],
  ['Must lie within the project.'],
  ['Entries may never overlap within the pay period.'],
  ['Entries before the pay period begins are counted as overtime.'],
  ['Not before the project begins.'],
  ['The clerk is told before the pay period ends.'],
  ['Nothing is paid out before it is approved.'],
])('nothing is read of: %s', async (said) => {
  expect(await holderOf(said)).toBeUndefined();
});

test('times are moved by whole days into a window, as far from its ends as they can be', () => {
  const window = windowOf('2031-03-01', '2031-03-10');
  const body = { start: '2027-05-05T22:00:00+01:00', end: '2027-05-06T06:00:00+01:00', note: 'x' };
  const moved = window && intoWindow(body, ['start', 'end'], window);
  expect(moved?.['start']).toMatch(/^2031-03-0[2-8]T22:00:00\+01:00$/u);
  expect(Date.parse(String(moved?.['end'])) - Date.parse(String(moved?.['start']))).toBe(8 * 3_600_000);
  expect(moved?.['note']).toBe('x');
  expect(window && moved && intoWindow(moved, ['start', 'end'], window)).toBeUndefined();
  expect(window && intoWindow({ start: '2027-05-05', end: '2027-06-05' }, ['start', 'end'], window)).toBeUndefined();
  // What has no end yet has room for several, whatever their length.
  const open = windowOf('2031-03-01', null);
  const months = Array.from(
    { length: 12 },
    (_, n) => open && intoWindow({ start: `20${20 + n}-01-01`, end: `20${20 + n}-01-31` }, ['start', 'end'], open),
  );
  expect(months.every((each) => String(each?.['start']) > '2031-03-01' && String(each?.['end']) < '2032-03-01')).toBe(true);
  expect(new Set(months.map((each) => String(each?.['start']).slice(0, 7))).size).toBeGreaterThan(4);
  expect(windowOf(null, '2031-03-10')).toBeUndefined();
  expect(windowOf('2031-03-11', '2031-03-10')).toBeUndefined();
});

/** The resource in whose time an entry lies that is created right below it, and whether it may not lie in the future. */
const bookOf = async (said: string): Promise<unknown> => {
  const book = object({ id: text, firstDay: day, lastDay: day });
  const entry = object({ id: text, date: day });
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Books', version: '1' },
      paths: {
        '/books': { post: { ...asks(object({ name: text })), ...shows('201', book) } },
        '/books/{id}': { parameters: [one], get: shows('200', book) },
        '/books/{id}/entries': {
          parameters: [one],
          post: { description: said, ...asks(object({ date: day })), ...shows('201', entry) },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === 'POST /books/{id}/entries');
  const held = operation && heldTimesOf(contract, operation);
  return held && [held.members, held.holder.read.key, held.isPast ?? false];
};

test.each([
  ['The date lies in the fiscal year of the book, and is not in the future.', [['date'], 'GET /books/{id}', true]],
  ['The date must be within the fiscal year of the book. It is never later than today.', [['date'], 'GET /books/{id}', true]],
  ['The date lies in the fiscal year of the book.', [['date'], 'GET /books/{id}', false]],
  ['An entry is made on a day of the book.', undefined],
  ['An entry takes place on a day of the book.', [['date'], 'GET /books/{id}', false]],
  ['The date lies in the fiscal year.', undefined],
])('times lie in what is right above: %s', async (said, expected) => {
  expect(await bookOf(said)).toEqual(expected);
});

/** The members of a cover note of a hire that have to hold the time of the hire. */
const coverOf = async (said: string): Promise<unknown> => {
  const hire = object({ id: text, startsOn: day, endsOn: day });
  const note = object({ id: text, validFrom: day, validUntil: day });
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Hires', version: '1' },
      paths: {
        '/hires': { post: { ...asks(object({ name: text })), ...shows('201', hire) } },
        '/hires/{id}': { parameters: [one], get: shows('200', hire) },
        '/hires/{id}/cover-notes': {
          parameters: [one],
          post: { description: said, ...asks(object({ validFrom: day, validUntil: day })), ...shows('201', note) },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === 'POST /hires/{id}/cover-notes');
  const held = operation && heldTimesOf(contract, operation);
  return held?.isAround ? [held.members, held.bounds] : undefined;
};

const aroundHire = [
  ['validFrom', 'validUntil'],
  ['startsOn', 'endsOn'],
];

test.each([
  ['A note covers the whole period of the hire (`422`) and is filed once.', aroundHire],
  ['Must span the entire hire.', aroundHire],
  ['It is valid for the whole duration of the hire, otherwise 409.', aroundHire],
  ['The dates have to include all days of the hire.', aroundHire],
  ['The note is in force throughout the hire.', aroundHire],
  ['A note covers the costs of the hire.', undefined],
  ['A note may cover a part of the period of the hire.', undefined],
  ['The note is valid for one day.', undefined],
  ['`validFrom` must lie within the period of the hire.', undefined],
  ['It does not cover the whole period of the hire.', undefined],
])('times hold those of what is right above: %s', async (said, expected) => {
  expect(await coverOf(said)).toEqual(expected);
});

test('times are drawn apart until they hold a window, and stay where they do', () => {
  const window = windowOf('2031-03-01', '2031-03-10');
  const span = (from: string, until: string) => window && aroundWindow({ from, until, note: 'x' }, ['from', 'until'], window);
  expect(span('2031-04-01', '2031-09-30')).toEqual({ from: '2031-03-01', until: '2031-09-30', note: 'x' });
  expect(span('2030-01-01', '2030-02-01')).toEqual({ from: '2030-01-01', until: '2031-03-10', note: 'x' });
  expect(span('2031-01-01', '2031-12-31')).toBeUndefined();
  expect(span('soon', '2031-12-31')).toBeUndefined();
});
