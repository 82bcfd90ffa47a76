import { describe, expect, test } from 'vitest';
import { mergedTimes, timesIn } from '../../../src/checks/subjects/merged-intervals.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const moment = { type: 'string', format: 'date-time' };
const object = (properties: object) => ({ type: 'object', properties });

/** Of which times the text of a query says that they are merged. */
const mergedBy = async (
  description: string,
  entry: object = { start: moment, end: moment },
  asked: object = { from: moment, to: moment },
) => {
  const content = (schema: object) => ({ content: { 'application/json': { schema } } });
  const answer = object({ from: moment, people: { type: 'array', items: object({ busy: { type: 'array', items: object(entry) } }) } });
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Times', version: '1' },
      paths: {
        '/busy': {
          post: {
            description,
            requestBody: { required: true, ...content(object({ ...asked, people: { type: 'array', items: { type: 'string' } } })) },
            responses: { 200: { description: 'd', ...content(answer) } },
          },
        },
      },
    }),
  );
  return mergedTimes(contract).map(
    ({ way, isTouching, whose }) => `${way.join('/')} ${isTouching ? 'touch' : 'overlap'} ${whose?.member ?? '-'}`,
  );
};

test.each<readonly [string, string]>([
  ['* Intervals are cut to the range, ordered, and merged where they overlap or touch.', 'touch'],
  ['Overlapping and adjacent intervals are merged.', 'touch'],
  ['Ordered by start; overlapping blocks are joined.', 'overlap'],
  ['The busy periods of a person never overlap.', 'overlap'],
  ['Lists non-overlapping intervals.', 'overlap'],
])('%s', async (text, kind) => {
  expect(await mergedBy(text)).toEqual([`people/*/busy ${kind} people`]);
});

describe('nothing is read of times that may overlap', () => {
  test.each([
    'Intervals that overlap are not merged.',
    'Overlapping intervals may be merged.',
    'Clients should expect overlapping intervals to be merged by them.',
    'Intervals are merged where they overlap if `merge` is true.',
    'Intervals of the same calendar are merged where they overlap.',
    'Intervals are usually merged where they overlap.',
    'Intervals can overlap.',
    'Accounts are merged when they are equal.',
    'Only tentative intervals are merged where they overlap.',
  ])('%s', async (text) => {
    expect(await mergedBy(text)).toEqual([]);
  });

  const said = 'Overlapping intervals are merged.';
  test.each<readonly [string, object, object | undefined]>([
    ['each of which is something of its own', { id: { type: 'string' }, start: moment, end: moment }, undefined],
    ['that are days', { start: { type: 'string', format: 'date' }, end: { type: 'string', format: 'date' } }, undefined],
    ['that are asked for without a time', { start: moment, end: moment }, {}],
  ])('%s', async (_what, entry, asked) => {
    expect(await mergedBy(said, entry, asked)).toEqual([]);
  });
});

test.each<readonly [string, readonly (readonly [number, number])[], boolean, boolean | undefined]>([
  [
    'two that overlap',
    [
      [8, 10],
      [9, 11],
    ],
    false,
    true,
  ],
  [
    'two with one time',
    [
      [8, 10],
      [8, 10],
    ],
    false,
    true,
  ],
  [
    'one inside another, behind it',
    [
      [8, 12],
      [9, 10],
    ],
    false,
    true,
  ],
  [
    'two that touch where nothing is said of that',
    [
      [8, 10],
      [10, 11],
    ],
    false,
    false,
  ],
  [
    'two that touch',
    [
      [8, 10],
      [10, 11],
    ],
    true,
    true,
  ],
  [
    'two apart, in any order',
    [
      [12, 13],
      [8, 10],
    ],
    true,
    false,
  ],
  [
    'one without a length',
    [
      [8, 10],
      [9, 9],
    ],
    true,
    false,
  ],
  ['one that ends before it begins', [[10, 8]], true, undefined],
])('%s', (_what, hours, isTouching, isApart) => {
  const at = (hour: number): string => `2030-01-01T${String(hour).padStart(2, '0')}:00:00Z`;
  const body = { people: [{ busy: hours.map(([start, end]) => ({ start: at(start), end: at(end) })) }, { busy: [] }] };
  const found = timesIn({ way: ['people', '*', 'busy'], begin: 'start', end: 'end', isTouching }, body);
  expect(found && found.apart !== undefined).toBe(isApart);
});
