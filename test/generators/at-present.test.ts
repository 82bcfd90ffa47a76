import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const nowMs = Date.parse('2027-03-10T12:00:00.000Z');

/** The moment of the first position that is added to a ride. */
const sent = async (description: string, { path = '/rides/{rideId}/positions', own = '' } = {}) => {
  const moment = { type: 'string', format: 'date-time', ...(own === '' ? {} : { description: own }) };
  const entry = { type: 'object', required: ['at', 'km'], properties: { at: moment, km: { type: 'integer', minimum: 0 } } };
  const schema = { type: 'object', required: ['positions'], properties: { positions: { type: 'array', minItems: 1, items: entry } } };
  const parameters = path.includes('{') ? [{ name: 'rideId', in: 'path', required: true, schema: { type: 'string' } }] : [];
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Rides', version: '1' },
      paths: {
        [path]: {
          post: {
            description,
            parameters,
            requestBody: { required: true, content: { 'application/json': { schema } } },
            responses: { 200: { description: 'Stored' }, 422: { description: 'Wrong' } },
          },
        },
      },
    }),
  );
  const [add] = contract.operations;
  if (!add) throw new Error('no operation');
  const target = targetOf({ values: {} });
  const made = validRequest(add, { contract, target, fresh: (name) => `${name}-1`, now: () => nowMs, pathValues: { rideId: 'r1' } });
  if (made.kind === 'missing' || made.request.body?.kind !== 'json') throw new Error(JSON.stringify(made));
  const { positions } = made.request.body.value as { readonly positions: readonly { readonly at: string }[] };
  return positions[0]?.at;
};

test.each([
  'Each `at` must not be earlier than the start of the ride and not in the future.',
  '`at` lies never before the start of the ride, nor later than now.',
])('a moment since what has just begun lies at present: "%s"', async (said) => {
  expect(await sent(said)).toBe('2027-03-10T12:00:00.000Z');
});

test('its own description says so as well', async () => {
  expect(await sent('Adds positions.', { own: 'Not before the start of the ride. Never in the future.' })).toBe('2027-03-10T12:00:00.000Z');
});

test('it lies a little ahead where clocks may differ', async () => {
  const said = 'Each `at` must not be earlier than the start of the ride and not in the future (a minute of skew is forgiven).';
  expect(await sent(said)).toBe('2027-03-10T12:00:20.000Z');
});

test.each([
  'Adds positions.',
  '`at` may lie in the future.',
  '`at` must not lie in the future.',
  '`at` must not be earlier than the start of the ride.',
  '`km` is not less than at the start of the ride, and never in the future.',
])('otherwise it stays as it is made up: "%s"', async (said) => {
  expect(await sent(said)).not.toMatch(/^2027-03-10T12:00/u);
});

test('nor does it change where the path names nothing that has begun', async () => {
  const said = 'Each `at` must not be earlier than the start of the ride and not in the future.';
  expect(await sent(said, { path: '/positions' })).not.toMatch(/^2027-03-10T12:00/u);
});
