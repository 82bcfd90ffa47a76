import { expect, test } from 'vitest';
import { risingEntryOf } from '../../../src/contract/infer/rising-entries.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { contractIn } from '../last-contracts.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (status: string, schema: object) => ({ responses: { [status]: { description: 'It', ...json(schema) } } });

/** What is read of a rule of `POST /trucks/{id}/inspections`, and of a description of its member `km`. */
const risingIn = async (said: string, ofMember = '', isListed = false): Promise<unknown> => {
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
      },
    }),
  );
  const operation = contract.operations.find(({ method }) => method === 'POST');
  const found = operation && risingEntryOf(contract, operation);
  return found && [found.member, found.kind, found.read.key, found.list];
};

const ofDay = ['day', 'day', 'GET /trucks/{id}', 'inspections'];
const ofNumber = ['km', 'number', 'GET /trucks/{id}', 'inspections'];

test.each<readonly [string, string, unknown]>([
  ['`day` must be later than that of the latest inspection (409 otherwise).', '', ofDay],
  ['The day has to be after the last one.', '', ofDay],
  ['A day before that of the previous inspection is refused.', '', ofDay],
  ['The `km` are never lower than those of the inspection before.', '', ofNumber],
  ['', 'Must be greater than in the last inspection.', ofNumber],
  ['', 'Not less than the previous value (422).', ofNumber],
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
