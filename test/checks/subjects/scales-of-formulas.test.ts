import { expect, test } from 'vitest';
import { judgedBy, toldFormulas } from '../../../src/checks/subjects/told-formulas.ts';
import { toldSums } from '../../../src/checks/subjects/told-sums.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const whole = { type: 'integer' };

/** What is judged of a line of a receipt, whose amount is derived from its weight and its price. */
const judged = async (price: string, amount: string, shown: object): Promise<unknown> => {
  const line = {
    type: 'object',
    properties: { grams: whole, price: { ...whole, description: price }, amount_cents: { ...whole, description: amount } },
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Receipts', version: '1' },
      paths: { '/line': { get: { responses: { 200: { description: 'It', content: { 'application/json': { schema: line } } } } } } },
    }),
  );
  const [operation] = contract.operations;
  const [formula] = operation ? toldFormulas(contract, operation) : [];
  const found = formula && judgedBy(formula, { ...shown });
  return typeof found === 'object' ? 'differs' : found;
};

test.each(['In hundredths of a cent', 'In whole euros', 'Per 1,000 grams', 'In basis points', 'In micro-cents'])(
  'an amount is not judged by a price that is counted otherwise: %s',
  async (price) => {
    expect(await judged(price, '`grams` times `price`', { grams: 200, price: 300, amount_cents: 600 })).toBeUndefined();
  },
);

test.each<readonly [string, string]>([
  ['In percent', '`grams` times (1 + `price`)'],
  ['Percentage of each gram', '`grams` times `price`'],
  ['In hundredths of a cent', '`grams` times `price` plus 5'],
])('a number that is added converts no unit: %s, %s', async (price, amount) => {
  expect(await judged(price, amount, { grams: 200, price: 20, amount_cents: 240 })).toBeUndefined();
});

test('an amount is judged by a percentage that is divided by a hundred', async () => {
  expect(await judged('In percent', '`grams` * `price` / 100', { grams: 200, price: 20, amount_cents: 40 })).toBe('agrees');
  expect(await judged('In percent', '`grams` * `price` / 100', { grams: 200, price: 20, amount_cents: 41 })).toBe('differs');
});

test.each<readonly [string, string]>([
  ['In cents', '`grams` times `price`'],
  ['What a gram costs', '`grams` times `price`, rounded to hundredths'],
  ['What a gram costs', '`grams` times `price`'],
])('an amount is judged by a price of the same unit: %s', async (price, amount) => {
  expect(await judged(price, amount, { grams: 200, price: 3, amount_cents: 600 })).toBe('agrees');
  expect(await judged(price, amount, { grams: 200, price: 3, amount_cents: 300 })).toBe('differs');
});

test('a number in the sentence brings one unit to the other', async () => {
  const amount = '`grams` times `price` divided by 100';
  expect(await judged('In hundredths of a cent', amount, { grams: 200, price: 300, amount_cents: 600 })).toBe('agrees');
  expect(await judged('In hundredths of a cent', amount, { grams: 200, price: 300, amount_cents: 60_000 })).toBe('differs');
});

/** What the products and sums that need no sentence come to: of lines that are described by the same words, and of a receipt of such lines. */
const sums = async (price: string): Promise<readonly string[]> => {
  const line = {
    type: 'object',
    properties: { grams: whole, price: { ...whole, description: price }, amount_cents: { ...whole, description: 'grams times price' } },
  };
  const receipt = {
    type: 'object',
    properties: {
      lines: { type: 'array', items: line },
      total_cents: { ...whole, description: 'Sum of grams times price of all lines.' },
    },
  };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Receipts', version: '1' },
      paths: { '/receipt': { get: { responses: { 200: { description: 'It', content: { 'application/json': { schema: receipt } } } } } } },
    }),
  );
  const [operation] = contract.operations;
  return operation ? toldSums(contract, operation).map(({ words }) => words) : [];
};

test('nor by the names of what it is made of', async () => {
  expect(await sums('In cents')).toEqual(['the sum of grams × price of lines', 'grams × price']);
  expect(await sums('In hundredths of a cent')).toEqual([]);
});
