import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const nowMs = Date.parse('2027-03-10T12:00:00Z');
const dayMs = 86_400_000;

type Told = {
  /** What is said of the begin of a class. */
  readonly begin?: string;
  readonly operation?: string;
  readonly refusal?: string;
  readonly conflict?: string;
  readonly example?: object;
  readonly introduction?: string;
  /** The members of which a service refused a time that is over. */
  readonly over?: readonly string[];
};

/** The body of a creation at a known moment, each time for another purpose. */
const bodies = async (
  { begin = '', operation = '', refusal = 'Not valid', example, introduction = '', over = [], conflict = '' }: Told,
  count = 1,
) => {
  const moment = { type: 'string', format: 'date-time' };
  const properties = { startsAt: { ...moment, description: begin }, endsAt: moment, soldOn: { type: 'string', format: 'date' } };
  const schema = { type: 'object', required: ['startsAt', 'endsAt'], properties };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Classes', version: '1', description: introduction },
      paths: {
        '/classes': {
          post: {
            description: operation,
            requestBody: {
              required: true,
              content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
            },
            responses: {
              201: { description: 'Made', content: { 'application/json': { schema } } },
              422: { description: refusal },
              ...(conflict === '' ? {} : { 409: { description: conflict } }),
            },
          },
        },
      },
    }),
  );
  const [create] = contract.operations;
  if (!create) throw new Error('no operation');
  return Array.from({ length: count }, (_, n) => {
    const made = validRequest(create, {
      contract,
      target: targetOf({}),
      fresh: (name) => `${name}-${n}`,
      now: () => nowMs,
      over: () => new Set(over),
    });
    if (made.kind === 'missing' || made.request.body?.kind !== 'json') throw new Error('no body');
    return made.request.body.value as { readonly startsAt: string; readonly endsAt: string; readonly soldOn?: string };
  });
};

const daysFrom = (text: string): number => (Date.parse(text) - nowMs) / dayMs;

describe('a time that has to lie near', () => {
  test.each<readonly [string, Told, number]>([
    ['by its description', { begin: 'In the future, at most 400 days ahead.' }, 351],
    ['by a short one', { begin: 'No more than 14 days in advance.' }, 14],
    ['within the next weeks', { begin: 'Within the next two weeks.' }, 14],
    ['by a number in words', { operation: 'Classes can be booked from tomorrow up to fourteen days ahead.' }, 14],
    ['by the text of the operation', { operation: 'Plans a class. `startsAt` may not be more than 30 days from now.' }, 30],
    ['by a refusal', { refusal: 'A begin that is more than 60 days in the future is refused. `startsAt` lies at most 60 days ahead.' }, 60],
  ])('%s', async (_what, told, most) => {
    const made = await bodies(told, 40);
    for (const { startsAt, endsAt } of made) {
      expect(daysFrom(startsAt)).toBeGreaterThan(0);
      expect(daysFrom(startsAt)).toBeLessThan(most);
      expect(Date.parse(endsAt)).toBeGreaterThan(Date.parse(startsAt));
      expect(new Date(startsAt).getUTCHours()).toBeGreaterThanOrEqual(9);
      expect(new Date(startsAt).getUTCHours()).toBeLessThan(17);
    }
    expect(new Set(made.map(({ startsAt }) => startsAt)).size).toBeGreaterThan(10);
  });

  test('lies on a Monday where days of the week count, or on a working day where none is near', async () => {
    const made = await bodies(
      { begin: 'At most 20 days ahead.', introduction: 'Studios are open on weekdays, from Monday to Friday.' },
      40,
    );
    expect(new Set(made.map(({ startsAt }) => new Date(startsAt).getUTCDay()))).toEqual(new Set([1]));
    const soon = await bodies({ begin: 'At most 4 days ahead.', introduction: 'Studios are open from Monday to Friday.' }, 40);
    expect(soon.filter(({ startsAt }) => [0, 6].includes(new Date(startsAt).getUTCDay()))).toEqual([]);
    expect(Math.max(...made.map(({ startsAt }) => daysFrom(startsAt)))).toBeLessThan(20);
  });
});

test('an example that has grown old is moved with all that comes after it', async () => {
  const example = { startsAt: '2025-05-05T18:30:00+02:00', endsAt: '2025-05-05T19:45:00+02:00', soldOn: '2025-05-01' };
  const [made] = await bodies({ begin: 'Must be in the future.', example });
  expect(made?.startsAt).toMatch(/T18:30:00\+02:00$/u);
  expect(daysFrom(made?.startsAt ?? '')).toBeGreaterThan(0);
  expect(Date.parse(made?.endsAt ?? '') - Date.parse(made?.startsAt ?? '')).toBe(75 * 60_000);
  expect(made?.soldOn).toBe('2025-05-01');
});

test('an example is put off to a time of its own no further than the document allows', async () => {
  const example = { startsAt: '2027-12-05T18:30:00Z', endsAt: '2027-12-05T19:45:00Z' };
  const begin = 'In the future, but no more than 365 days ahead';
  const made = await bodies({ begin, conflict: 'Another class is held at that time', example }, 60);
  expect(Math.min(...made.map(({ startsAt }) => daysFrom(startsAt)))).toBeGreaterThan(0);
  expect(Math.max(...made.map(({ startsAt }) => daysFrom(startsAt)))).toBeLessThan(365);
  expect(new Set(made.map(({ startsAt }) => startsAt)).size).toBeGreaterThan(40);
  expect(made.every(({ startsAt, endsAt }) => Date.parse(endsAt) - Date.parse(startsAt) === 75 * 60_000)).toBe(true);
});

test.each<readonly [Told, number]>([
  [{}, 9],
  [{ begin: 'At most 3 days ahead.' }, 3],
  [{ operation: 'Classes can be booked from tomorrow on.' }, 350],
])('an example that a service refused because it is over lies ahead, on a working day: %j', async (told, most) => {
  const example = { startsAt: '2025-05-05T18:30:00Z', endsAt: '2025-05-05T19:45:00Z', soldOn: '2025-05-01' };
  for (const { startsAt, endsAt, soldOn } of await bodies({ ...told, example, over: ['startsAt'] }, 40)) {
    expect(daysFrom(startsAt)).toBeGreaterThan(0.5);
    expect(daysFrom(startsAt)).toBeLessThan(most + 1);
    expect([0, 6]).not.toContain(new Date(startsAt).getUTCDay());
    expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(75 * 60_000);
    expect(soldOn).toBe('2025-05-01');
  }
});

test('what a document says to lie behind stays there, whatever a service refuses', async () => {
  const example = { startsAt: '2025-05-05T18:30:00Z', endsAt: '2025-05-05T19:45:00Z' };
  const [made] = await bodies({ begin: 'Not in the future.', example, over: ['startsAt'] });
  expect(made?.startsAt).toBe(example.startsAt);
});

test.each<Told>([
  { begin: 'At least 3 days ahead.' },
  { begin: 'In the future.', operation: 'A `startsAt` that is less than 3 days ahead is refused with 422.' },
])('a time that has to lie some days ahead does so: %j', async (told) => {
  const example = { startsAt: '2027-03-11T10:00:00Z', endsAt: '2027-03-11T11:00:00Z' };
  const made = await bodies({ ...told, example }, 40);
  expect(Math.min(...made.map(({ startsAt }) => daysFrom(startsAt)))).toBeGreaterThan(3);
});

test('a time may have a least and a greatest distance', async () => {
  const made = await bodies({ begin: 'At least 3 days ahead. At most 20 days ahead.' }, 40);
  expect(Math.min(...made.map(({ startsAt }) => daysFrom(startsAt)))).toBeGreaterThan(3);
  expect(Math.max(...made.map(({ startsAt }) => daysFrom(startsAt)))).toBeLessThan(20);
});

test('a time that must not lie in the future has passed', async () => {
  const [made] = await bodies({ begin: 'When it took place; not in the future.' });
  expect(daysFrom(made?.startsAt ?? '')).toBeLessThan(0);
});

test.each<Told>([
  {},
  { begin: 'In the future.' },
  { begin: 'Not in the past.' },
  { begin: 'Usually a few days ahead.' },
  { begin: 'May be at most 10 days ahead.' },
  { begin: 'If it is online, at most 10 days ahead.' },
  { operation: 'Classes are shown 10 days ahead, by `endsAt`.' },
  { begin: 'At most 10 days ahead.', example: { startsAt: '2027-03-14T10:00:00Z', endsAt: '2027-03-14T11:00:00Z' } },
])('a time that suits what is said stays: %j', async (told) => {
  const [made] = await bodies(told);
  expect(made?.startsAt).toBe(told.example === undefined ? '2030-01-01T00:00:00Z' : '2027-03-14T10:00:00Z');
});

test('a time is not moved where the request is not sent', async () => {
  const example = { startsAt: '2025-05-05T18:30:00Z', endsAt: '2025-05-05T19:45:00Z' };
  const [moved] = await bodies({ begin: 'In the future.', example });
  expect(moved?.startsAt).not.toBe(example.startsAt);
});

test.each<readonly [string, number]>([
  ['The form was signed today or in the 30 days before.', 30],
  ['It has to be signed within the last 2 weeks.', 14],
  ['Signed not more than 3 months ago.', 90],
])('a time that "%s" lies in these days', async (operation, most) => {
  const schema = { type: 'object', required: ['signedOn'], properties: { signedOn: { type: 'string', format: 'date' } } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Forms', version: '1' },
      paths: {
        '/forms': {
          post: {
            description: operation,
            requestBody: { required: true, content: { 'application/json': { schema } } },
            responses: { 201: { description: 'Made' }, 422: { description: 'Not valid' } },
          },
        },
      },
    }),
  );
  const [create] = contract.operations;
  if (!create) throw new Error('no operation');
  const made = validRequest(create, { contract, target: targetOf({}), fresh: (name) => name, now: () => nowMs });
  if (made.kind === 'missing' || made.request.body?.kind !== 'json') throw new Error('no body');
  const days = daysFrom((made.request.body.value as { readonly signedOn: string }).signedOn);
  expect(days).toBeLessThan(0);
  expect(days).toBeGreaterThan(-most);
});
