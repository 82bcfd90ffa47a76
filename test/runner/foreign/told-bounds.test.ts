import { expect, test } from 'vitest';
import { judgeCollection } from './serve-collection.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

type Said = {
  readonly operation?: string;
  /** The description of the tag of the creation. */
  readonly tag?: string;
  readonly members?: Readonly<Record<string, string>>;
  /** The schemas of the members, beside the name; all are required. */
  readonly schemas: Readonly<Record<string, object>>;
  /** What the text of a change says, whose members are described without words; there is no change without it. */
  readonly change?: string;
};

/** Stays, of which the operation or the members say how their values lie to each other. */
const documentOf = ({ operation, tag, members = {}, schemas, change }: Said) => {
  const described = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      members[name] === undefined ? schema : { ...schema, description: members[name] },
    ]),
  );
  const stay = {
    type: 'object',
    required: ['id', 'title', ...Object.keys(schemas)],
    properties: { id: { type: 'string', readOnly: true }, title: { type: 'string', minLength: 1, maxLength: 80 }, ...described },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Stays', version: '1' },
    ...(tag === undefined ? {} : { tags: [{ name: 'stays', description: tag }] }),
    paths: {
      '/stays': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: stay }) } } },
        post: {
          ...(operation === undefined ? {} : { description: operation }),
          ...(tag === undefined ? {} : { tags: ['stays'] }),
          requestBody: { required: true, ...json(stay) },
          responses: { 201: { description: 'Made', ...json(stay) }, 422: { description: 'Wrong' } },
        },
      },
      '/stays/{stayId}': {
        parameters: [{ name: 'stayId', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: 'It', ...json(stay) }, 404: { description: 'None' } } },
        ...(change === undefined
          ? {}
          : {
              patch: {
                description: change,
                requestBody: { required: true, ...json({ type: 'object', properties: { title: { type: 'string' }, ...schemas } }) },
                responses: { 200: { description: 'Changed', ...json(stay) }, 404: { description: 'None' }, 422: { description: 'Wrong' } },
              },
            }),
        delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
      },
    },
  };
};

type Holds = (body: Json) => boolean;

const told = (said: Said, holds: Holds, holdsLater = holds) =>
  judgeCollection(
    documentOf(said),
    { root: 'stays', name: 'title', refusal: 422, takes: holds, takesChange: holdsLater },
    'body/told-bound-refused',
    20,
  );

const day = { type: 'string', format: 'date' };
const moment = { type: 'string', format: 'date-time' };
const days = { starts_on: day, ends_on: day };
const hours = { startsAt: moment, endsAt: moment };
const clock = { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', examples: ['09:00'] };
const number = { type: 'integer', minimum: 1, maximum: 900 };
const year = { type: 'integer', minimum: 1900, maximum: 2200 };
const ms = (value: unknown): number => Date.parse(String(value));
const today = (): string => new Date().toISOString().slice(0, 10);

const later =
  (first: string, second: string): Holds =>
  (body) =>
    ms(body[first]) < ms(body[second]);

const inOrder =
  (first: string, second: string): Holds =>
  (body) =>
    ms(body[first]) <= ms(body[second]);

const closed = (properties: Json) => ({ type: 'object', required: Object.keys(properties), additionalProperties: false, properties });
const beds = closed({ first: number, last: number });
const saidOfBeds = 'Beds of a hall, `first` must not be after `last`.';
const inBeds = (place: Json = {}): boolean => place['first'] === undefined || Number(place['first']) <= Number(place['last']);
const prices = { type: 'object', required: ['least', 'most'], properties: { least: number, most: number } };
const leastOf = ({ price }: Json): number => Number((price as Json | undefined)?.['least']);

const rules: readonly (readonly [name: string, said: Said, holds: Holds])[] = [
  ['described', { members: { ends_on: 'Not before `starts_on`' }, schemas: days }, inOrder('starts_on', 'ends_on')],
  [
    'one day or more',
    { members: { ends_on: 'The same day as `starts_on` or a later one.' }, schemas: days },
    inOrder('starts_on', 'ends_on'),
  ],
  ['by hours', { members: { endsAt: 'Has to be after `startsAt` (`422`).' }, schemas: hours }, later('startsAt', 'endsAt')],
  ['said of the whole', { operation: 'A stay ends after it starts.', schemas: hours }, later('startsAt', 'endsAt')],
  ['said of whole days', { operation: 'A stay ends after it starts.', schemas: days }, inOrder('starts_on', 'ends_on')],
  ['refused', { operation: 'A `ends_on` before `starts_on` is refused.', schemas: days }, inOrder('starts_on', 'ends_on')],
  ['ahead', { members: { startsAt: 'Has to lie in the future.' }, schemas: hours }, ({ startsAt }) => ms(startsAt) > Date.now()],
  ['not over', { operation: '`starts_on` must not be in the past.', schemas: days }, ({ starts_on: from }) => String(from) >= today()],
  ['behind', { members: { born: 'Not later than today' }, schemas: { born: day } }, ({ born }) => String(born) <= today()],
  [
    'numbers',
    { members: { high: 'Must not be less than `low`.' }, schemas: { low: number, high: number } },
    (body) => Number(body['high']) >= Number(body['low']),
  ],
  [
    'years',
    { members: { until: 'Year; never before `opened`.' }, schemas: { opened: year, until: year } },
    (body) => body['until'] === undefined || body['opened'] === undefined || Number(body['until']) >= Number(body['opened']),
  ],
  [
    'texts',
    {
      operation: '`home` and `away` must differ.',
      schemas: { home: { type: 'string', enum: ['a', 'b', 'c'] }, away: { type: 'string', enum: ['b', 'a', 'c'] } },
    },
    (body) => body['home'] !== body['away'],
  ],
  [
    'inside',
    {
      members: { window: 'When somebody is there. `from` has to be earlier than `to` (`422`).' },
      schemas: { window: { type: 'object', required: ['from', 'to'], properties: { from: clock, to: { ...clock, examples: ['12:30'] } } } },
    },
    ({ window: { from, to } = {} }: { readonly window?: { readonly from?: string; readonly to?: string } }) => String(from) < String(to),
  ],
  [
    'by a member of an object beside it',
    { members: { deposit: 'Not above the least price.' }, schemas: { deposit: number, price: prices } },
    (body) => Number(body['deposit']) <= leastOf(body),
  ],
  [
    'by its way',
    { operation: '`price.least` must not be lower than `deposit`.', schemas: { deposit: number, price: prices } },
    (body) => Number(body['deposit']) <= leastOf(body),
  ],
  [
    'in a list',
    {
      schemas: {
        guests: {
          type: 'array',
          minItems: 1,
          items: { type: 'object', required: ['born'], properties: { born: { ...day, description: 'Not in the future.' } } },
        },
      },
    },
    ({ guests }) => Array.isArray(guests) && guests.every((one: Json) => String(one['born']) <= today()),
  ],
  [
    'in one alternative',
    { schemas: { place: { type: 'object', oneOf: [closed({ door: number }), { ...beds, description: saidOfBeds }] } } },
    ({ place }: { readonly place?: Json }) => inBeds(place),
  ],
  [
    'in one alternative of what a list has',
    { schemas: { places: { type: 'array', items: { oneOf: [closed({ door: number }), { ...beds, description: saidOfBeds }] } } } },
    ({ places }) => Array.isArray(places) && places.every((one: Json) => inBeds(one)),
  ],
];

const minutesOf = (value: unknown): number => Number(String(value).slice(0, 2)) * 60 + Number(String(value).slice(3));
const window = { timeFrom: clock, timeTo: clock };
const open = (body: Json): number => minutesOf(body['timeTo']) - minutesOf(body['timeFrom']);

const hourMs = 3_600_000;
const span = { start: moment, end: moment };
const long = (body: Json, first: string, second: string): number => ms(body[second]) - ms(body[first]);

const lengths: typeof rules = [
  [
    'of hours',
    { operation: 'At most 16 hours from start to end, and end is after start.', schemas: span },
    (body) => long(body, 'start', 'end') > 0 && long(body, 'start', 'end') <= 16 * hourMs,
  ],
  [
    'of days',
    { operation: 'A stay is 2 to 10 days long, first and last day included.', schemas: days },
    (body) => long(body, 'starts_on', 'ends_on') >= 24 * hourMs && long(body, 'starts_on', 'ends_on') <= 9 * 24 * hourMs,
  ],
  [
    'by the end',
    { members: { endsAt: 'The end is no more than 3 months after the start.' }, schemas: hours },
    (body) => long(body, 'startsAt', 'endsAt') <= 92 * 24 * hourMs,
  ],
  [
    'in the section of the resource',
    {
      tag: 'Rooms are for guests. Stays are arranged by the host: they end after they begin and last no longer than four hours.',
      schemas: hours,
    },
    (body) => long(body, 'startsAt', 'endsAt') > 0 && long(body, 'startsAt', 'endsAt') <= 4 * hourMs,
  ],
  [
    'of a window of a day, by the end',
    { members: { timeTo: 'At least an hour after timeFrom' }, schemas: window },
    (body) => open(body) >= 60,
  ],
  [
    'of a window of a day, by both of its limits',
    { members: { timeTo: 'At least 15 minutes and at most 4 hours after `timeFrom`, else `422`.' }, schemas: window },
    (body) => open(body) >= 15 && open(body) <= 240,
  ],
  [
    'of a window of a day, by the operation',
    { operation: 'Stays must not be shorter than 30 minutes.', schemas: window },
    (body) => open(body) >= 30,
  ],
  [
    'of at least so many minutes',
    { operation: 'Stays must not be shorter than 30 minutes.', schemas: hours },
    (body) => long(body, 'startsAt', 'endsAt') >= 30 * 60_000,
  ],
  [
    'from so many minutes to so many hours',
    { operation: 'A stay lasts from 30 minutes up to and including 8 hours.', schemas: hours },
    (body) => long(body, 'startsAt', 'endsAt') >= 30 * 60_000 && long(body, 'startsAt', 'endsAt') <= 8 * hourMs,
  ],
];

test.each(lengths)('a time that is too long or too short is told where it is taken: %s', async (_name, said, holds) => {
  expect((await told(said, () => true)).failed).toEqual(['OAS-131 should']);
  expect((await told(said, holds)).failed).toEqual([]);
});

test('of hours that are numbers nobody says how long they are', async () => {
  const said: Said = { operation: 'A stay lasts at least 1 hour.', schemas: { fromHour: number, toHour: number } };
  expect((await told(said, () => true)).failed).toEqual([]);
});

test('nobody says whether both days count', async () => {
  const said: Said = { operation: 'A stay is at most 10 days long.', schemas: days };
  for (const nights of [9, 10])
    expect((await told(said, (body) => long(body, 'starts_on', 'ends_on') <= nights * 24 * hourMs)).failed).toEqual([]);
});

test.each(rules)('a value on the wrong side is told where it is taken: %s', async (_name, said) => {
  expect(await told(said, () => true)).toEqual({ failed: ['OAS-131 should'], passed: 0, left: [] });
});

const differing: Said = {
  members: { destination: 'Another one than `origin`.' },
  schemas: { origin: { type: 'string', pattern: '^[A-Z]{5}$' }, destination: { type: 'string', pattern: '^[A-Z]{5}$' } },
};
const differs: Holds = (body) => body['origin'] !== body['destination'];

test.each<readonly [string, Said, Holds]>([
  ['values that differ', differing, differs],
  ['days in order', { members: { ends_on: 'Not before `starts_on`' }, schemas: days }, inOrder('starts_on', 'ends_on')],
])('a change keeps the rules of a new one, where its text says so: %s', async (_name, said, holds) => {
  const whole = { ...said, change: 'The result has to keep the rules of a new one.' };
  const silent = { ...said, change: 'Changes a stay.' };
  expect((await told(whole, holds, () => true)).failed).toEqual(['OAS-131 should']);
  expect((await told(whole, holds)).failed).toEqual([]);
  expect((await told(silent, holds, () => true)).failed).toEqual([]);
});

test.each<readonly [text: string, isTold: boolean]>([
  ['Later than `starts_on`.', true],
  ['Must be strictly after `starts_on`.', true],
  ['After `starts_on`.', true],
  ['On or after `starts_on`.', false],
  ['The same as `starts_on` or later.', false],
  ['Not before `starts_on`.', false],
])('an equal value is told where it is taken, and the text says: %s', async (text, isTold) => {
  const { failed, passed } = await told({ members: { ends_on: text }, schemas: days }, inOrder('starts_on', 'ends_on'));
  expect({ failed, passed }).toEqual(isTold ? { failed: ['OAS-131 should'], passed: 0 } : { failed: [], passed: 1 });
});

test('nothing is told where an equal value is refused', async () => {
  expect(await told({ members: { ends_on: 'Later than `starts_on`.' }, schemas: days }, later('starts_on', 'ends_on'))).toEqual({
    failed: [],
    passed: 1,
    left: [],
  });
});

test.each(rules)('nothing is told where it is refused: %s', async (_name, said, holds) => {
  expect(await told(said, holds)).toEqual({ failed: [], passed: 1, left: [] });
});

test('each of several sentences is tried', async () => {
  const said: Said = {
    members: { startsAt: 'Has to lie in the future.', endsAt: 'After `startsAt`.' },
    schemas: hours,
  };
  expect(await told(said, ({ startsAt }) => ms(startsAt) > Date.now())).toEqual({ failed: ['OAS-131 should'], passed: 0, left: [] });
  expect(await told(said, inOrder('startsAt', 'endsAt'))).toEqual({ failed: ['OAS-131 should'], passed: 0, left: [] });
});

test.each<readonly [string, Said]>([
  ['a default', { members: { endsAt: 'One day after `startsAt` unless given.' }, schemas: hours }],
  ['a permission', { members: { starts_on: 'May lie in the past.' }, operation: '`ends_on` may be before `starts_on`.', schemas: days }],
  ['a condition', { operation: '`starts_on` must be in the future if the stay is online.', schemas: days }],
  ['advice', { members: { endsAt: 'Should be after `startsAt`.' }, schemas: hours }],
  ['a sum', { members: { endsAt: 'Not before `startsAt` plus the time for cleaning' }, schemas: hours }],
  ['another sort', { members: { ends_on: 'Other than `starts_on`, this day counts in full.' }, schemas: days }],
  ['how far ahead', { operation: 'A stay is at most 10 days ahead.', schemas: days }],
  ['how long something else is', { operation: 'Deliveries last at most 3 days.', schemas: days }],
  ['how much each may have', { operation: 'Stays last at most 30 days per guest and year.', schemas: days }],
  ['some that are shorter', { operation: 'A stay without a deposit is at most 3 days long.', schemas: days }],
  [
    'an order under a condition',
    { operation: 'If it is a round trip, starts_on and ends_on differ, and ends_on is after starts_on.', schemas: days },
  ],
  [
    'what one alternative is for',
    { schemas: { place: { oneOf: [closed({ door: number }), { ...beds, description: 'Mostly `first` is before `last`.' }] } } },
  ],
  ['nothing', { schemas: days }],
])('nothing is told of %s', async (_name, said) => {
  expect(await told(said, () => true)).toEqual({ failed: [], passed: 0, left: [] });
});

test('a time in the past keeps its day of the week and its hour, so that hours of work do not hide the mistake', async () => {
  const said: Said = {
    operation: 'On weekdays from 8:00 to 18:00 (UTC).',
    members: { startsAt: 'Has to lie in the future.' },
    schemas: hours,
  };
  const isOpen: Holds = ({ startsAt }) => {
    const at = new Date(ms(startsAt));
    return at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 8 && at.getUTCHours() < 18;
  };
  expect(await told(said, (body) => isOpen(body) && ms(body['startsAt']) > Date.now())).toMatchObject({ failed: [], passed: 1 });
  expect((await told(said, isOpen)).failed).toHaveLength(1);
});

test('of moments, what ends when it begins does not end after it; of days, it may', async () => {
  const [said, expected] = ['A stay ends after it starts.', ['OAS-131 should']];
  expect((await told({ operation: said, schemas: hours }, inOrder('startsAt', 'endsAt'))).failed).toEqual(expected);
  expect((await told({ operation: said, schemas: days }, inOrder('starts_on', 'ends_on'))).failed).toEqual([]);
});

test('the section of a resource says nothing of others', async () => {
  const tag = 'Tours are led by the host: they end after they begin and last no longer than four hours.';
  expect((await told({ tag, schemas: hours }, () => true)).failed).toEqual([]);
});
