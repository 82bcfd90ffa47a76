import { expect, test } from 'vitest';
import { toldFormulas } from '../../../src/checks/subjects/told-formulas.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const whole = { type: 'integer' };
const id = { name: 'orderId', in: 'path', required: true, schema: { type: 'string' } };

/** The numbers of an order that are derived, where one has this description, or where the read itself says this. */
const derivedIn = async (member: 'total' | 'lineCount' | 'read', description: string): Promise<readonly string[]> => {
  const lines = { type: 'array', items: { type: 'object', properties: { amount: whole } } };
  const properties = { net: whole, tax: whole, total: whole, lineCount: whole, lines };
  const schema = { type: 'object', properties: member === 'read' ? properties : { ...properties, [member]: { ...whole, description } } };
  const answer = { description: 'It', content: { 'application/json': { schema } } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Orders', version: '1' },
      paths: {
        '/orders/{orderId}': { parameters: [id], get: { ...(member === 'read' ? { description } : {}), responses: { 200: answer } } },
      },
    }),
  );
  return contract.operations.flatMap((one) => toldFormulas(contract, one)).map((one) => one.member);
};

test.each([
  ['total', 'Net plus tax.'],
  ['total', 'Net plus tax. In euros.'],
  ['lineCount', 'The number of lines.'],
  ['read', '`total` is `net` plus `tax`. The order is kept for ten years.'],
] as const)('%s is derived by "%s"', async (member, description) => {
  expect(await derivedIn(member, description)).toEqual([member === 'read' ? 'total' : member]);
});

test.each([
  ['total', 'Net plus tax. May be overridden by hand.'],
  ['total', 'Net plus tax. A manual value is kept.'],
  ['total', 'Net plus tax. Fixed when the order is placed.'],
  ['total', 'Net plus tax. Not updated when the tax changes.'],
  ['total', 'Net plus tax. Computed once an hour.'],
  ['total', 'Net plus tax. Updated every night.'],
  ['total', 'Net plus tax. Recomputed asynchronously.'],
  ['total', 'Net plus tax. Need not match exactly.'],
  ['total', 'Net plus tax. The server does not check it.'],
  ['total', 'Net plus tax. Rounding differences may occur.'],
  ['total', 'Net plus tax. In earlier versions it was the net.'],
  ['total', 'Net plus tax. Imported orders have their own.'],
  ['total', 'Net plus tax. For business customers the net.'],
  ['total', 'Net plus tax. Tips count as well.'],
  ['total', 'Net plus tax. Shipping is included.'],
  ['lineCount', 'The number of lines. Gift lines do not count.'],
  ['lineCount', 'Number of lines. Hidden ones are excluded.'],
  ['lineCount', 'The number of lines. Lines beyond 100 are left out of the answer.'],
  ['read', '`total` is `net` plus `tax`. Staff may override it.'],
  ['read', '`total` is `net` plus `tax`. Old orders keep theirs.'],
] as const)('%s is not derived by "%s"', async (member, description) => {
  expect(await derivedIn(member, description)).toEqual([]);
});

const amounts =
  'One line for each item. The amounts:\n\n* `net` is the sum of the lines,\n* `tax` is 19 percent of `net`,\n* `total` is `net + tax`.';

test('the items of a list each derive a number, though a comma ends them', async () => {
  expect(await derivedIn('read', amounts)).toEqual(['net', 'tax', 'total']);
  expect(await derivedIn('read', `${amounts}\n\nNet and tax are rounded to the cent, half a cent upwards.`)).toEqual([
    'net',
    'tax',
    'total',
  ]);
});

test.each<readonly [string, readonly string[]]>([
  ['A discount reduces `total`.', ['net', 'tax']],
  ['The tax is rounded down to the euro.', ['net', 'total']],
  ['All amounts are rounded to the euro.', []],
])('the numbers of a list are not derived where another paragraph says "%s"', async (further, expected) => {
  expect(await derivedIn('read', `${amounts}\n\n${further}`)).toEqual(expected);
});
