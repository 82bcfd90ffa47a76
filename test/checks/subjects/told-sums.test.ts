import { expect, test } from 'vitest';
import { toldSums } from '../../../src/checks/subjects/told-sums.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const number = { type: 'number' };
const line = { type: 'object', properties: { quantity: { type: 'integer' }, price: number, total: number } };

/** What the description of the total of an order says to be added up. */
const told = async (description: string, lists: readonly string[] = ['lines']): Promise<string | undefined> => {
  const properties = {
    ...Object.fromEntries(lists.map((name) => [name, { type: 'array', items: line }])),
    total: { ...number, description },
  };
  const contract = await loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Orders', version: '1' },
      paths: {
        '/orders': {
          get: { responses: { '200': { description: 'It', content: { 'application/json': { schema: { type: 'object', properties } } } } } },
        },
      },
    }),
  );
  return contract.operations.flatMap((operation) => toldSums(contract, operation)).find(({ member }) => member === 'total')?.words;
};

test.each([
  ['Sum of the line totals.', 'the sum of total of lines'],
  ['The totals of all lines of the order, added up: their sum.', 'the sum of total of lines'],
  ['Sum of the line totals, rounded to two decimals.', 'the sum of total of lines'],
  ['Sum of quantity times price of all lines.', 'the sum of quantity × price of lines'],
])('a sum is read in "%s"', async (description, words) => {
  expect(await told(description)).toBe(words);
});

test.each([
  'Sum of the line totals, rounded to five cents for cash.',
  'Sum of the line totals of delivered lines.',
  'Sum of the line totals in most cases.',
  'Sum of the line totals, at least 5.',
  'Sum of the line totals, capped at 1000.',
  'Sum of the line totals as of the last calculation.',
])('no sum of all is read in "%s"', async (description) => {
  expect(await told(description)).toBeUndefined();
});

test.each<readonly [description: string, lists: readonly string[], list: string | undefined]>([
  ['Sum of the lines', ['lineItems'], 'lineItems'],
  ['Sum of the lines', ['orderLines'], 'orderLines'],
  ['Sum of the lines', ['lineItems', 'lines'], 'lines'],
  ['Sum of the line items', ['line_items'], 'line_items'],
  ['Sum of the items', ['lineItems'], 'lineItems'],
  ['Sum of the lines', ['lineItems', 'orderLines'], undefined],
  ['Sum of the lines', ['lineDiscounts'], undefined],
  ['Sum of the lines', ['items'], undefined],
  ['Sum of the payments', ['lineItems'], undefined],
])('"%s" beside %j is over %s', async (description, lists, list) => {
  expect(await told(description, lists)).toBe(list && `the sum of total of ${list}`);
});
