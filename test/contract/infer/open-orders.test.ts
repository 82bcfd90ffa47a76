import { expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const item = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    createdAt: { type: 'string', format: 'date-time' },
    weight: { type: 'integer' },
    history: { type: 'array', items: { type: 'string' } },
  },
};

/** The order that the description of a list of wares is read as. */
const orderOf = async (description: string): Promise<string | undefined> => {
  const answer = { description: 'd', content: { 'application/json': { schema: { type: 'array', items: item } } } };
  const { operations } = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Wares', version: '1' },
      paths: { '/wares': { get: { description, responses: { 200: answer } } } },
    }),
  );
  const { by, direction } = operations[0]?.conventions.ordering ?? {};
  return by === undefined ? undefined : `${by} ${direction}`;
};

test.each([
  ['Newest first.', '/createdAt descending'],
  ['Newest first, 20 per page by default.', '/createdAt descending'],
  ['The wares of a shop, newest first.', '/createdAt descending'],
  ['Lists the wares that are shipped, newest first.', '/createdAt descending'],
  ['Newest first. The weight may change.', '/createdAt descending'],
  ['Sorted by weight (descending).', '/weight descending'],
  ['Wares in alphabetical order.', '/name ascending'],
  ['Ordered by name (by code point); wares of the same name by age, oldest first.', '/name ascending'],
])('the order of "%s" is %s', async (description, order) => {
  expect(await orderOf(description)).toBe(order);
});

test.each([
  // Nothing is promised.
  'The order is not guaranteed to be newest first.',
  'Wares do not have to come newest first.',
  'Do not rely on newest first.',
  "Don't assume the newest ware comes first.",
  'There is no guarantee that wares are sorted by name.',
  'The server may return the newest first.',
  'Newest first where possible.',
  'Newest first, best effort.',
  'Currently newest first. Do not rely on it.',
  'Newest first. The order may change at any time.',
  'Newest first by default, but this may change.',
  'Not in alphabetical order.',
  // Some of them, in parts, or for some.
  'Newest first, with the exception of heavy ones.',
  'Each page is sorted newest first.',
  'Wares of the same weight come oldest first.',
  'Equal ones are ordered by age, oldest first.',
  'Newest first per shop.',
  'For each shop the newest ware comes first.',
  'For premium accounts the newest come first.',
  'With ranking on, the highest weight first.',
  'Provided that ranking is on, sorted by weight descending.',
  // Another time, place or caller.
  'Previously sorted by weight ascending.',
  'Until 2023 the list was sorted by weight, lowest first.',
  'The old endpoint sorted by weight, lowest first.',
  'The mobile app shows the newest first.',
  'Our support works through them oldest first.',
  'Clients are expected to order the wares by weight ascending before they show them.',
  'Sort the list by weight, lowest first, before you show it.',
  // Other things, or what becomes of them.
  'Old wares are deleted, oldest first.',
  'The comments of a ware are listed newest first.',
  '`history` is sorted newest first.',
  'Its names are sorted alphabetically.',
  'The highest weight first wins.',
  // Examples and questions.
  'For instance sorted by weight, lowest first.',
  'Sorted by a key such as weight, lowest first.',
  'Is the list sorted newest first?',
  'To get the newest first, reverse the list.',
])('no order is read from "%s"', async (description) => {
  expect(await orderOf(description)).toBeUndefined();
});
