import { expect, test } from 'vitest';
import { contractIn } from '../contract/last-contracts.ts';
import { minimalBody } from '../../src/generators/minimal-body.ts';
import { toldOrder } from '../../src/generators/told-order.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

/** The creation of a ski lift with two members, what its text says, and the body that is sent for it. */
const lift = async (
  properties: Readonly<Record<string, object>>,
  { says = 'Adds a lift.', example, inside }: { readonly says?: string; readonly example?: object; readonly inside?: string } = {},
) => {
  const own = { type: 'object', required: Object.keys(properties), properties };
  const schema = inside === undefined ? own : { type: 'object', required: [inside], properties: { [inside]: own } };
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Lifts', version: '1' },
      paths: {
        '/lifts': {
          post: {
            description: says,
            requestBody: { required: true, content: { 'application/json': { schema, ...(example && { example }) } } },
            responses: { 201: { description: 'Made' }, 422: { description: 'Not valid' } },
          },
        },
      },
      components: {
        schemas: {
          Time: { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', example: '07:30' },
          Fare: { type: 'string', pattern: '^\\d{1,5}\\.\\d{2}$', example: '12.50' },
          Day: { type: 'string', format: 'date', example: '2031-02-03' },
        },
      },
    }),
  );
  const [create] = contract.operations;
  if (!create) throw new Error('no operation');
  const making = { contract, target: targetOf({ allow: ['mutation', 'destructive'] }), fresh: (name: string) => `ct-${name}` };
  const made = minimalBody(create, making);
  return { order: toldOrder(contract, create), body: (made.kind === 'body' ? made.value : {}) as Readonly<Record<string, unknown>> };
};

const named = (name: string, description?: string) =>
  description === undefined ? { $ref: `#/components/schemas/${name}` } : { allOf: [{ $ref: `#/components/schemas/${name}` }], description };

test.each(['Later than `opens_at`', 'Has to be after `opens_at`.', 'The last ride; must be later than `opens_at` (422).'])(
  'two times of a day that share an example are sent in the order that is told: %s',
  async (description) => {
    const { body } = await lift({ opens_at: named('Time'), closes_at: named('Time', description) });
    expect(body).toEqual({ opens_at: '07:30', closes_at: '17:00' });
  },
);

test.each<readonly [string, string, string]>([
  ['At least an hour after `opens_at`', '07:30', '17:00'],
  ['At least 10 hours after `opens_at`', '07:30', '17:30'],
  ['At least 30 minutes and at most 4 hours after `opens_at`', '07:30', '09:45'],
  ['No more than 10 minutes after `opens_at`', '07:30', '07:35'],
  ['The last ride', '07:30', '17:00'],
])('two times of a day that share an example lie as far apart as told: %s', async (description, opens, closes) => {
  const { body } = await lift({ opens_at: named('Time'), closes_at: named('Time', description) });
  expect(body).toEqual({ opens_at: opens, closes_at: closes });
});

test('times of a day of which the document gives each its own are sent as they are', async () => {
  const own = (example: string) => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', example });
  expect((await lift({ opens_at: own('22:00'), closes_at: own('06:00') })).body).toEqual({ opens_at: '22:00', closes_at: '06:00' });
});

test('the order holds in what a member of the body holds, too', async () => {
  const { body } = await lift({ opens_at: named('Time'), closes_at: named('Time', 'Later than `opens_at`') }, { inside: 'lift' });
  expect(body).toEqual({ opens_at: '07:30', closes_at: '17:00' });
});

test.each<readonly [string, Readonly<Record<string, object>>, Readonly<Record<string, unknown>>]>([
  [
    'numbers',
    { seats_min: { type: 'integer', minimum: 1 }, seats_max: { type: 'integer', minimum: 1, description: 'Greater than `seats_min`.' } },
    { seats_min: 1, seats_max: 2 },
  ],
  [
    'numbers of which the greater one ends',
    {
      low: { type: 'integer', minimum: 1, maximum: 9, example: 9 },
      high: { type: 'integer', minimum: 1, maximum: 9, example: 9, description: 'More than `low`.' },
    },
    { low: 8, high: 9 },
  ],
  [
    'amounts that are texts',
    { child_fare: named('Fare', 'Less than `adult_fare`.'), adult_fare: named('Fare') },
    { child_fare: '12.50', adult_fare: '13.50' },
  ],
  [
    'days',
    { built_on: named('Day'), inspected_on: named('Day', 'After `built_on`.') },
    { built_on: '2031-02-03', inspected_on: '2031-02-04' },
  ],
  [
    'what is in order already',
    {
      seats_min: { type: 'integer', example: 2 },
      seats_max: { type: 'integer', example: 8, description: 'At least `seats_min`; not less than `seats_min`.' },
    },
    { seats_min: 2, seats_max: 8 },
  ],
])('the values of a body lie to each other as told: %s', async (_what, properties, expected) => {
  expect((await lift(properties)).body).toEqual(expected);
});

test('both ends may be equal where the text allows it, and an example of the whole is sent as it is', async () => {
  const equal = await lift({ opens_at: named('Time'), pause_at: named('Time', 'Not before `opens_at`.') });
  expect(equal.body).toEqual({ opens_at: '07:30', pause_at: '07:30' });
  const printed = { valley_at: '10:00', summit_at: '10:00' };
  const whole = await lift({ valley_at: named('Time'), summit_at: named('Time', 'After `valley_at`.') }, { example: printed });
  expect(whole.body).toEqual(printed);
});

test.each([
  'Usually later than `opens_at`.',
  'If given, after `opens_at`.',
  'Like `opens_at`, in local time.',
  'Later than `opens_at` by the time of the ride.',
  'May be later than `opens_at`.',
])('no order is read from what tells none: %s', async (description) => {
  expect((await lift({ opens_at: named('Time'), closes_at: named('Time', description) })).order).toEqual([]);
});

test('what a member holds lies to each other as its own schema tells', async () => {
  const number = { type: 'integer', minimum: 1, maximum: 9 };
  const span = (description: string) => ({
    type: 'object',
    required: ['low', 'high'],
    properties: { low: number, high: number },
    description,
  });
  const own = await lift({
    seats: span('Both ends of what it takes, `low` has to be below `high` (422).'),
    speeds: { type: 'array', minItems: 1, items: span('`low` is less than `high`') },
    weights: span('From `low` to `high`'),
  });
  expect(own.body).toEqual({ seats: { low: 1, high: 2 }, speeds: [{ low: 1, high: 2 }], weights: { low: 1, high: 1 } });
});
