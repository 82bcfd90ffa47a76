import { expect, test } from 'vitest';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const payment = { $ref: '#/components/schemas/Payment' };

test.each([
  ['Pay', 'creates-permanently'],
  ['Pay back', 'creates-permanently'],
  ['Refund', 'destructive'],
])('"%s" at the list of payments %s', async (summary, effect) => {
  const document = bayDocument({
    '/leases/{leaseId}/payments': {
      parameters: [{ name: 'leaseId', in: 'path', required: true, schema: text }],
      get: does({ responses: { 200: { description: 'x', ...json({ type: 'array', items: payment }) } } }),
      post: {
        ...does({
          requestBody: { required: true, ...json({ type: 'object', properties: { amount: { type: 'integer' } } }) },
          responses: { 201: { description: 'x', ...json(payment) } },
        }),
        summary,
      },
    },
  });
  const contract = await bayContract({
    ...document,
    components: { schemas: { Payment: { type: 'object', properties: { id: text, amount: { type: 'integer' } } } } },
  });
  expect(contract.operations.find(({ method }) => method === 'POST')?.effect).toBe(effect);
});
