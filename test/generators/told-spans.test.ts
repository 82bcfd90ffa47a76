import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const nowMs = Date.parse('2027-03-10T12:00:00Z');
const hourMs = 3_600_000;

/** The body of the creation of a lease, at a known moment. */
const body = async (
  description: string,
  { required = ['until'], format = 'date-time', example = undefined as object | undefined } = {},
) => {
  const time = { type: 'string', format };
  const schema = { type: 'object', required, properties: { since: time, until: time } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Leases', version: '1' },
      paths: {
        '/leases': {
          post: {
            description,
            requestBody: { required: true, content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } } },
            responses: { 201: { description: 'Made', content: { 'application/json': { schema } } }, 422: { description: 'Wrong' } },
          },
        },
      },
    }),
  );
  const [create] = contract.operations;
  if (!create) throw new Error('no operation');
  const made = validRequest(create, { contract, target: targetOf({}), fresh: (name) => `${name}-1`, now: () => nowMs });
  if (made.kind === 'missing' || made.request.body?.kind !== 'json') throw new Error('no body');
  return made.request.body.value as { readonly since?: string; readonly until: string };
};

const lasting = ({ since = '', until }: { readonly since?: string; readonly until: string }): number =>
  (Date.parse(until) - Date.parse(since)) / hourMs;

test('a begin that may be left out is sent where the document says how long something lasts', async () => {
  const made = await body(
    '`since` defaults to now, must not lie in the past and not more than 7 days ahead. A lease lasts at least 15 minutes and at most 4 hours.',
  );
  expect(lasting(made)).toBeGreaterThanOrEqual(0.25);
  expect(lasting(made)).toBeLessThanOrEqual(4);
  expect(Date.parse(made.since ?? '')).toBeGreaterThan(nowMs);
  expect(Date.parse(made.since ?? '')).toBeLessThan(nowMs + 7 * 24 * hourMs);
});

test.each<readonly [string, number, number]>([
  ['A lease lasts at least 3 hours.', 3, 24],
  ['A lease must last between 2 hours and 5 hours.', 2, 5],
  ['A lease is at most 30 minutes long.', 0.01, 0.5],
])('the made-up end is as far away as told: "%s"', async (said, least, most) => {
  const made = await body(said, { required: ['since', 'until'] });
  expect(lasting(made)).toBeGreaterThanOrEqual(least);
  expect(lasting(made)).toBeLessThanOrEqual(most);
});

test('days are counted in whole days', async () => {
  const made = await body('A lease lasts at least 3 days and at most 10 days.', { required: ['since', 'until'], format: 'date' });
  expect(made.since).toMatch(/^\d{4}-\d\d-\d\d$/u);
  expect(lasting(made)).toBeGreaterThanOrEqual(72);
  expect(lasting(made)).toBeLessThanOrEqual(240);
});

test.each([
  'Makes a lease.',
  'Usually a lease lasts at most 4 hours.',
  'A reminder is sent at most 4 hours before the end.',
  'A lease need not last 4 hours.',
])('without such words the begin stays away: "%s"', async (said) => {
  expect((await body(said)).since).toBeUndefined();
});

test('what the document prints stays as it is', async () => {
  const example = { since: '2031-02-03T04:00:00Z', until: '2031-02-03T05:00:00Z' };
  expect(await body('A lease lasts at least 3 hours.', { required: ['since', 'until'], example })).toEqual(example);
});
