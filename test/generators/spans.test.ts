import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { atOwnTime, endingAfter, saysTaken } from '../../src/generators/spans.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

test.each<readonly [string, Readonly<Record<string, unknown>>, readonly string[], Readonly<Record<string, unknown>>]>([
  [
    'moments',
    { startsAt: '2030-01-01T00:00:00Z', endsAt: '2030-01-01T00:00:00Z' },
    ['startsAt', 'endsAt'],
    { startsAt: '2030-01-01T00:00:00Z', endsAt: '2030-01-01T01:00:00Z' },
  ],
  ['days', { from: '2030-01-31', until: '2030-01-31' }, ['from', 'until'], { from: '2030-01-31', until: '2030-02-01' }],
  [
    'an end that is there',
    { check_in: '2030-01-02', check_out: '2030-01-01' },
    ['check_in'],
    { check_in: '2030-01-02', check_out: '2030-01-01' },
  ],
  ['a guest', { arrivesOn: '2030-01-02', leavesOn: '2030-01-02' }, ['leavesOn'], { arrivesOn: '2030-01-02', leavesOn: '2030-01-03' }],
  ['a ship', { departsOn: '2030-01-02', arrivesOn: '2030-01-02' }, ['arrivesOn'], { departsOn: '2030-01-02', arrivesOn: '2030-01-03' }],
  ['an end that is later', { start: '2030-01-02', end: '2030-01-05' }, ['end'], { start: '2030-01-02', end: '2030-01-05' }],
  ['a window of a day', { windowFrom: '21:40', windowTo: '11:53' }, ['windowFrom', 'windowTo'], { windowFrom: '11:53', windowTo: '21:40' }],
  ['a short window', { opens: '21:40:00', closes: '21:53:00' }, ['opens', 'closes'], { opens: '09:00:00', closes: '17:00:00' }],
  ['a window that is there', { opens: '21:40', closes: '21:10' }, ['opens'], { opens: '21:40', closes: '21:10' }],
  [
    'a time inside of an object',
    { slot: { start: '2030-01-01T00:00:00Z', end: '2030-01-01T00:00:00Z' } },
    ['slot'],
    { slot: { start: '2030-01-01T00:00:00Z', end: '2030-01-01T01:00:00Z' } },
  ],
  [
    'an object that is there',
    { slot: { start: '2030-01-02', end: '2030-01-01' } },
    [],
    { slot: { start: '2030-01-02', end: '2030-01-01' } },
  ],
  ['what is no time', { from: 'Oslo', to: 'Oslo' }, ['from', 'to'], { from: 'Oslo', to: 'Oslo' }],
  [
    'times of two things',
    { startsAt: '2030-01-01', warrantyEnds: '2030-01-01' },
    ['warrantyEnds'],
    { startsAt: '2030-01-01', warrantyEnds: '2030-01-01' },
  ],
])('what is made up ends after it begins: %s', (_what, value, madeUp, expected) => {
  expect(endingAfter(value, madeUp)).toEqual(expected);
});

const sailings = async (said: string, more: Readonly<Record<string, unknown>> = {}, ofTag = 'Sailings') => {
  const moment = { type: 'string', format: 'date-time' };
  const shown = {
    'application/json': { schema: { type: 'object', required: ['id'], properties: { id: { type: 'string' }, departsAt: moment } } },
  };
  const body = {
    type: 'object',
    required: ['departsAt', 'birthDate'],
    properties: { departsAt: moment, birthDate: { type: 'string', format: 'date' } },
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Sailings', version: '1' },
      tags: [{ name: 'sailings', description: ofTag }],
      paths: {
        '/sailings': {
          post: {
            tags: ['sailings'],
            summary: said,
            requestBody: { required: true, content: { 'application/json': { schema: body } } },
            responses: { 201: { description: 'Made', content: shown }, 409: { description: 'Conflict' } },
          },
        },
        '/sailings/{sailingId}': {
          parameters: [{ name: 'sailingId', in: 'path', required: true, schema: { type: 'string' } }],
          get: { responses: { 200: { description: 'It', content: shown } } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === 'POST /sailings');
  if (!operation) throw new Error('The document has no such operation');
  const value = { departsAt: '2030-01-01T08:00:00Z', birthDate: '1990-06-15', ...more };
  return atOwnTime(contract, operation, value, () => 'own').madeUp;
};

test.each<readonly [string, readonly string[]]>([
  ['A vessel cannot be on two sailings at the same time.', ['departsAt']],
  ['Sailings of one vessel never overlap.', ['departsAt']],
  ['Several sailings may be added at the same time.', []],
  ['Adds a sailing.', []],
])('a creation has a time of its own where its text says that: %s', async (said, names) => {
  expect(await sailings(said)).toEqual(names);
});

test.each<readonly [string, readonly string[]]>([
  ['They last two days at most, and may not overlap another sailing of the same vessel (`409`).', ['departsAt']],
  ['Two sailings of a vessel may not overlap.', ['departsAt']],
  ['Sailings may overlap.', []],
  ['Two cruises of a vessel may not overlap.', []],
  ['The time of a sailing is free of charge.', []],
])('so does one where its tag says that of what it creates: %s', async (said, names) => {
  expect(await sailings('Adds a sailing.', {}, said)).toEqual(names);
});

test('a day of which there is one resource each is put off, even where no conflict is described', async () => {
  const day = { type: 'string', format: 'date', description: 'One menu a day.' };
  const body = {
    type: 'object',
    required: ['served_on', 'printed_on'],
    properties: { served_on: day, printed_on: { ...day, description: '' } },
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Kitchens', version: '1' },
      paths: {
        '/menus': {
          get: { responses: { 200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: body } } } } } },
          post: {
            requestBody: { required: true, content: { 'application/json': { schema: body } } },
            responses: { 201: { description: 'New' }, 422: { description: 'Not valid' } },
          },
        },
      },
    }),
  );
  const create = contract.operations.find(({ method }) => method === 'POST');
  if (!create) throw new Error('The document has no operation');
  const value = { served_on: '2030-01-01', printed_on: '2029-12-01' };
  const made = ['one', 'two'].map((fresh) => atOwnTime(contract, create, value, () => fresh));
  expect(made.map(({ madeUp }) => madeUp)).toEqual([['served_on'], ['served_on']]);
  expect(new Set([value as Readonly<Record<string, unknown>>, ...made.map((one) => one.value)].map((one) => one['served_on'])).size).toBe(
    3,
  );
});

test('what is later than the begin of such a time is put off with it, whatever it is called', async () => {
  expect(await sailings('Sailings never overlap.', { boardedBy: '2030-01-01T09:00:00Z' })).toEqual(['departsAt', 'boardedBy']);
});

test('times that are numbers since the epoch are put off together, and other numbers are not', async () => {
  const numbers = { departsAt: 1_924_992_000, boardedBy: '', seats: 12, phone: 1_900_000_000 };
  expect(await sailings('Sailings never overlap.', numbers)).toEqual(['departsAt']);
  expect(
    await sailings('Sailings never overlap.', { departsAt: 1_924_992_000_000, starts_at: 1_924_992_000, ends_at: 1_924_995_600 }),
  ).toEqual(['starts_at', 'ends_at']);
  expect(endingAfter({ starts_at: 1_924_992_000, ends_at: 1_924_992_000 }, ['ends_at'])).toEqual({
    starts_at: 1_924_992_000,
    ends_at: 1_924_995_600,
  });
});

test('so do two required times of a query, but not one that the document prints', async () => {
  const time = (name: string, example?: string) => ({
    name,
    in: 'query',
    required: true,
    schema: { type: 'string', format: 'date-time', ...(example === undefined ? {} : { example }) },
  });
  const queryOf = async (...parameters: readonly object[]) => {
    const file = writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Tides', version: '1' },
      paths: { '/tides': { get: { parameters, responses: { 200: { description: 'All' } } } } },
    });
    const contract = await loadContract(file);
    const [operation] = contract.operations;
    const made = operation && validRequest(operation, { contract, target: targetOf({}), fresh: (name) => `ct-${name}` });
    return made?.kind === 'request' ? Object.fromEntries(made.request.query) : undefined;
  };
  const both = await queryOf(time('from'), time('to'));
  expect(Date.parse(both?.['to'] ?? '') - Date.parse(both?.['from'] ?? '')).toBe(3_600_000);
  const printed = '2020-01-01T00:00:00Z';
  expect((await queryOf(time('from'), time('to', printed)))?.['to']).toBe(printed);
});

/** The body of an action on a tour of a harbour that gives it a pilot for a window. */
const piloted = async (said: string, more: Readonly<Record<string, unknown>> = {}) => {
  const text = { type: 'string' };
  const moment = { ...text, format: 'date-time' };
  const window = { type: 'object', required: ['start', 'end'], properties: { start: moment, end: moment } };
  const json = (schema: object) => ({ content: { 'application/json': { schema } } });
  const tour = json({ type: 'object', required: ['id'], properties: { id: text, name: text } });
  const inPath = { parameters: [{ name: 'tourId', in: 'path', required: true, schema: text }] };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Harbour', version: '1' },
      paths: {
        '/tours': {
          post: { requestBody: json({ type: 'object', properties: { name: text } }), responses: { 201: { description: 'New', ...tour } } },
        },
        '/tours/{tourId}': {
          ...inPath,
          get: { responses: { 200: { description: 'It', ...tour } } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/tours/{tourId}/pilot': {
          ...inPath,
          post: {
            description: said,
            requestBody: { required: true, ...json({ type: 'object', required: ['window'], properties: { window } }) },
            responses: { 200: { description: 'It', ...tour }, 409: { description: 'Conflict' } },
          },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ path }) => path.endsWith('/pilot'));
  if (!operation) throw new Error('The document has no such operation');
  const value = { window: { start: '2030-03-04T09:00:00Z', end: '2030-03-04T11:00:00Z' }, ...more };
  return [1, 2].map((n) => atOwnTime(contract, operation, value, () => `own-${n}`));
};

test('an action has a time of its own in an object of its body, at the same hours, where its text says that', async () => {
  const [one, other] = await piloted('409 if the pilot has another tour whose window overlaps.');
  expect(one?.madeUp).toEqual(['window']);
  expect(JSON.stringify(one?.value)).toMatch(/^\{"window":\{"start":"(20\d\d-\d\d-\d\d)T09:00:00Z","end":"\1T11:00:00Z"\}\}$/u);
  expect(other?.value).not.toEqual(one?.value);
});

test.each<readonly [string, Readonly<Record<string, unknown>>]>([
  ['Gives the tour a pilot.', {}],
  ['409 if the pilot has another tour whose window overlaps.', { pause: { start: '2030-03-04T09:30:00Z', end: '2030-03-04T10:00:00Z' } }],
])('but not where nothing says that, or several times would have to stay together: %s', async (said, more) => {
  const made = await piloted(said, more);
  expect(made.map(({ madeUp }) => madeUp)).toEqual([[], []]);
});

test.each([
  'practitioner_busy',
  'The trainer is busy then.',
  'BOAT-BUSY',
  'slot_taken',
  'The two overlap.',
  'The room is already occupied.',
])('an error says that something is taken at a time: %s', (text) => {
  expect(saysTaken(text)).toBe(true);
});

test.each(['Conflict', 'wrong_status', 'key_reused', 'The business is closed.', 'The name is taken.', 'The occupation is unknown.'])(
  'an error does not say that something is taken at a time: %s',
  (text) => {
    expect(saysTaken(text)).toBe(false);
  },
);
