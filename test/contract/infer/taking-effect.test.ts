import { expect, test } from 'vitest';
import { additionsTo } from '../../../src/contract/infer/additions.ts';
import { saysGrowing } from '../../../src/contract/infer/taking-effect.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

test.each([
  ['The stock of the paints grows by what was received.', true],
  ['Adds what was received to the stock.', true],
  ['Afterwards the stock is increased.', true],
  ['The stock does not grow before the batch is checked.', false],
  ['Shows the stock of the paint.', false],
  ['Increases the price of the paint.', false],
])('what takes effect: %s', (text, isGrowing) => {
  expect(saysGrowing(text, ['stock'])).toBe(isGrowing);
});

test('a movement of the stock adds to it, and a count of the stock does not', async () => {
  const id = { name: 'paintId', in: 'path', required: true, schema: { type: 'string' } };
  const paint = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, name: { type: 'string' } } };
  const json = (schema: object) => ({ content: { 'application/json': { schema } } });
  const made = { responses: { 201: { description: 'It', ...json(paint) } } };
  const naming = { requestBody: json({ type: 'object', required: ['paintId'], properties: { paintId: { type: 'string' } } }) };
  const contract = await bayContract(
    bayDocument({
      '/paints': { post: does({ requestBody: json({ type: 'object', properties: { name: { type: 'string' } } }), ...made }) },
      '/paints/{paintId}': {
        parameters: [id],
        get: does({ responses: { 200: { description: 'It', ...json(paint) } } }),
        delete: does({ responses: { 204: { description: 'Gone' } } }),
      },
      '/stock-counts': { post: does({ ...naming, ...made }) },
      '/stock-movements': { post: does({ ...naming, ...made }) },
    }),
  );
  const [type] = contract.inferredResourceTypes.filter(({ name }) => name === '/paints');
  const named = type ? additionsTo(contract, type).map(({ operation, called }) => [operation.key, called.nouns.includes('stock')]) : [];
  expect(Object.fromEntries(named)).toEqual({ 'POST /stock-counts': false, 'POST /stock-movements': true });
});
