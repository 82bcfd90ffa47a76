import { expect, test } from 'vitest';
import { risingEntriesOf } from '../../../src/contract/infer/rising-entries.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { contractIn } from '../last-contracts.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (status: string, schema: object) => ({ responses: { [status]: { description: 'It', ...json(schema) } } });

/** What is read of a rule of `POST /trucks/{id}/inspections`, of a description of its member `km`, and of the text of `POST /trucks/{id}/retirement`. */
const risingOf = async (said: string, ofMember = '', isListed = false, ofAction?: string): Promise<readonly unknown[]> => {
  const inspection = { type: 'object', properties: { day: { ...text, format: 'date' }, km: { type: 'integer' }, note: text } };
  const asked = { ...inspection, properties: { ...inspection.properties, km: { type: 'integer', description: ofMember } } };
  const many = { type: 'array', items: inspection };
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Trucks', version: '1' },
      paths: {
        '/trucks/{id}': { get: shows('200', { type: 'object', properties: { id: text, ...(isListed ? {} : { inspections: many }) } }) },
        '/trucks/{id}/inspections': {
          ...(isListed ? { get: shows('200', many) } : {}),
          post: { description: said, requestBody: json(asked), ...shows('201', { type: 'object' }) },
        },
        '/trucks/{id}/retirement': {
          post: {
            description: ofAction,
            requestBody: json({ type: 'object', properties: { retired_on: { ...text, format: 'date' }, final_km: { type: 'integer' } } }),
            ...shows('200', { type: 'object' }),
          },
        },
      },
    }),
  );
  const end = ofAction === undefined ? '/inspections' : '/retirement';
  const operation = contract.operations.find(({ method, path }) => method === 'POST' && path.endsWith(end));
  const found = operation ? risingEntriesOf(contract, operation) : [];
  return found.map((one) => [
    one.member,
    one.kind,
    one.read.key,
    one.list,
    ...(one.shownAs === one.member ? [] : [`shown as ${one.shownAs}`]),
  ]);
};

/** The first member of those. */
const risingIn = async (said: string, ofMember = '', isListed = false): Promise<unknown> => (await risingOf(said, ofMember, isListed))[0];

const ofDay = ['day', 'day', 'GET /trucks/{id}', 'inspections'];
const ofNumber = ['km', 'number', 'GET /trucks/{id}', 'inspections'];

test.each<readonly [string, string, unknown]>([
  ['`day` must be later than that of the latest inspection (409 otherwise).', '', ofDay],
  ['The day has to be after the last one.', '', ofDay],
  ['A day before that of the previous inspection is refused.', '', ofDay],
  ['The `km` are never lower than those of the inspection before.', '', ofNumber],
  ['', 'Must be greater than in the last inspection.', ofNumber],
  ['', 'Not less than the previous value (422).', ofNumber],
  ['`day` must be later than that of the truck’s latest inspection.', '', ofDay],
  ["`day` has to be after the truck's last inspection.", '', ofDay],
  ['Answers with the latest inspection.', '', undefined],
  ['The day is often later than that of the latest inspection.', '', undefined],
  ['The note must be longer than the last one.', '', undefined],
  ['The `day` must be after the delivery.', '', undefined],
])('what has to lie beyond the entries that are there: %s %s', async (said, ofMember, expected) => {
  expect(await risingIn(said, ofMember)).toEqual(expected);
});

test('the entries may be shown by a list of their own', async () => {
  expect(await risingIn('`day` must be later than that of the latest inspection.', '', true)).toEqual([
    'day',
    'day',
    'GET /trucks/{id}/inspections',
    undefined,
  ]);
});

test.each([
  "Inspections come in order: `day` must be later than that of the truck's latest inspection and `km` must not be lower than its value (422).",
  '`day` must be later than that of the latest inspection, `km` has to be greater than that of it.',
  '`day` and `km` must be greater than in the last inspection.',
])('several members have to lie beyond the entries that are there: %s', async (said) => {
  expect(await risingOf(said)).toEqual([ofDay, ofNumber]);
});

test('the second half of a sentence may be about something else', async () => {
  const said = '`day` must be later than that of the latest inspection and `km` must not be negative.';
  expect(await risingOf(said)).toEqual([ofDay]);
});

const ruled = "`day` must be later than that of the truck's latest inspection and `km` must not be lower than its value.";

test.each([
  'The final value is recorded as an inspection (`kind: last`) under the same rules as any other inspection.',
  'Retires a truck. This adds a last inspection.',
  'The last count is stored as an inspection.',
  'Its last count becomes an inspection.',
])('an action makes such an entry: %s', async (ofAction) => {
  expect(await risingOf(ruled, '', false, ofAction)).toEqual([
    ['retired_on', 'day', 'GET /trucks/{id}', 'inspections', 'shown as day'],
    ['final_km', 'number', 'GET /trucks/{id}', 'inspections', 'shown as km'],
  ]);
});

test.each([
  'Retires a truck.',
  'Retires a truck without an inspection.',
  'The truck does not become an inspection.',
  'A truck with an open inspection cannot be retired.',
])('an action makes none: %s', async (ofAction) => {
  expect(await risingOf(ruled, '', false, ofAction)).toEqual([]);
});
