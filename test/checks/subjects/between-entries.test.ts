import { expect, test } from 'vitest';
import { betweenEntries } from '../../../src/checks/subjects/between-entries.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const adds = (asked: object, description: string) => ({
  description,
  requestBody: { required: true, ...json({ type: 'object', properties: asked, required: Object.keys(asked) }) },
  responses: { 201: { description: 'It', ...json({ type: 'object', properties: { id: text, ...asked } }) } },
});
const path = [{ name: 'id', in: 'path', required: true, schema: text }];
const check = { type: 'object', properties: { id: text, day } };

/** The members of a report that name the two ends, by their names. */
const endsOf = async (names: readonly string[], rule = '`day` has to be later than that of the last check.'): Promise<unknown> => {
  const contract = await contractIn(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Boats', version: '1' },
      paths: {
        '/boats': { post: adds({ name: text }, 'Adds one.') },
        '/boats/{id}': {
          parameters: path,
          get: { responses: { 200: { description: 'It', ...json({ type: 'object', properties: { id: text, name: text } }) } } },
        },
        '/boats/{id}/checks': {
          parameters: path,
          get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: check }) } } },
          post: adds({ day }, rule),
        },
        '/reports': { post: adds(Object.fromEntries(names.map((name) => [name, text])), 'Adds one.') },
        '/reports/{id}': {
          parameters: path,
          get: { responses: { 200: { description: 'It', ...json({ type: 'object', properties: { id: text } }) } } },
        },
      },
    }),
  );
  const operation = contract.operations.find(({ key }) => key === 'POST /reports');
  const found = operation && betweenEntries(contract, operation);
  return found && [found.first, found.last, found.above.name];
};

test.each([
  [['from_check_id', 'to_check_id']],
  [['to_check_id', 'from_check_id']],
  [['first_check_id', 'last_check_id']],
  [['previous_check_id', 'current_check_id']],
  [['earlier_check_id', 'later_check_id']],
])('the two entries that something lies between: %j', async (names) => {
  const [first, last] = names.toSorted(
    (a, b) => Number(/^(?:to|last|current|later)/u.test(a)) - Number(/^(?:to|last|current|later)/u.test(b)),
  );
  expect(await endsOf(names)).toEqual([first, last, '/boats']);
});

test('two of something without an order, or without two ends, are no such entries', async () => {
  expect(await endsOf(['from_check_id', 'to_check_id'], 'Adds one.')).toBeUndefined();
  expect(await endsOf(['red_check_id', 'green_check_id'])).toBeUndefined();
  expect(await endsOf(['check_id'])).toBeUndefined();
});
