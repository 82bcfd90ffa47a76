import { expect, test } from 'vitest';
import { freeTimes } from '../../../src/checks/subjects/free-times.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const stay = { type: 'object', required: ['id'], properties: { id: text, berthId: text, from: day, to: day } };
const none = { description: 'None' };

/** Is the last day of a stay taken, by the text of its creation; undefined where no time is taken for itself. */
const isIncludedIn = async (
  description: string,
  time: Readonly<Record<string, object>> = { from: day, to: day },
): Promise<boolean | undefined> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Berths', version: '1' },
      paths: {
        '/stays': {
          post: {
            description,
            requestBody: {
              required: true,
              ...json({ type: 'object', required: ['berthId', ...Object.keys(time)], properties: { berthId: text, ...time } }),
            },
            responses: { 201: { description: 'It', ...json(stay) }, 409: none },
          },
        },
        '/stays/{id}': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
          get: { responses: { 200: { description: 'It', ...json(stay) }, 404: none } },
          delete: { responses: { 204: none, 404: none } },
        },
      },
    }),
  );
  return freeTimes(contract)[0]?.isIncluded;
};

test.each<readonly [string, boolean | undefined]>([
  ['409 when another stay at the berth has a day in common.', true],
  ['Two stays at one berth may not share a day (409).', true],
  ['No two stays at a berth have any day in common (409), both days included.', true],
  ['409 when another stay at the berth overlaps.', false],
  ['409 when another stay at the berth has a day in common; `to` is exclusive.', false],
  ['409 when another stay at the berth has a night in common.', false],
  ['Two stays at one berth may not overlap (409), but one may begin on the day on which another one ends.', false],
  ['`409` with `stay_overlap` if the berth already has a stay in part of that time (one may begin when another ends).', false],
  ['409 if the berth already has a stay during this period.', false],
  ['409 where the berth has another stay in the same time.', false],
  ['409 if the berth already has a confirmed stay in that time.', undefined],
  ['409 if the berth already has a stay.', undefined],
  ['No 409 if the berth already has a stay in that time.', undefined],
  ['There is no 409 when stays overlap.', undefined],
  ['It is no conflict when stays overlap.', undefined],
  ['Not refused when stays at a berth overlap.', undefined],
  ['The price is lower if the berth already has a stay in that time.', undefined],
  ['The berth has a crane in that time, else 409.', undefined],
  ['Stays of a day are cheaper.', undefined],
])('the last day by "%s"', async (description, expected) => {
  expect(await isIncludedIn(description)).toBe(expected);
});

test('ids of what lies at the begin and at the end are no time', async () => {
  const ids = { from_tide_id: text, to_tide_id: text };
  expect(await isIncludedIn('409 when another stay at the berth overlaps.', ids)).toBeUndefined();
});

/** May one begin when another one ends, by the text of a creation that says how long it lasts; undefined where no time is taken for itself. */
const mayTouchIn = async (description: string): Promise<boolean | undefined> => {
  const dive = { berthId: text, start: { type: 'string', format: 'date-time' }, durationMinutes: { type: 'integer', default: 45 } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Dives', version: '1' },
      paths: {
        '/dives': {
          post: {
            description,
            requestBody: { required: true, ...json({ type: 'object', required: ['berthId', 'start'], properties: dive }) },
            responses: { 201: { description: 'It', ...json({ type: 'object', properties: { id: text, ...dive } }) }, 409: none },
          },
        },
        '/dives/{id}': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
          get: { responses: { 200: { description: 'It', ...json({ type: 'object', properties: { id: text, ...dive } }) }, 404: none } },
          delete: { responses: { 204: none, 404: none } },
        },
      },
    }),
  );
  const [found] = freeTimes(contract);
  return found?.unitMs === 60_000 ? found.mayTouch : undefined;
};

test.each<readonly [string, boolean | undefined]>([
  ['Two dives at one berth may not overlap (409). Dives may follow each other directly.', true],
  ['409 if it overlaps another dive at the berth; adjacent dives are fine.', true],
  ['409 if it overlaps another dive at the berth.', false],
  ['409 if it overlaps another dive at the berth. Dives may follow each other only after a break.', false],
  ['409 if it overlaps another dive at the berth. Dives may not follow each other directly.', false],
  ['Dives may follow each other directly.', undefined],
])('what lasts so long touches by "%s"', async (description, expected) => {
  expect(await mayTouchIn(description)).toBe(expected);
});
