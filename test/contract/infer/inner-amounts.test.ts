import { expect, test } from 'vitest';
import { memberOf, resourceIn, suitedMembers } from '../../../src/contract/infer/suited-members.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const whole = { type: 'integer' };
const stay = {
  type: 'object',
  properties: { id: { type: 'string' }, paid: whole, bill: { type: 'object', properties: { rooms: whole, total: whole } } },
};
const meta = { type: 'object', properties: { requestId: { type: 'string' } } };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const answer = { description: 'It', ...json({ type: 'object', properties: { data: stay, meta } }) };

test('an amount is suited to what an inner object shows, beside what is said about the answer', async () => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Inns', version: '1' },
      paths: {
        '/stays': {
          post: { requestBody: json({ type: 'object', properties: { guest: { type: 'string' } } }), responses: { 201: answer } },
        },
        '/stays/{stayId}': {
          parameters: [{ name: 'stayId', in: 'path', required: true, schema: { type: 'string' } }],
          get: { responses: { 200: answer } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/stays/{stayId}/settle': {
          parameters: [{ name: 'stayId', in: 'path', required: true, schema: { type: 'string' } }],
          post: {
            description: 'An amount of more than what is open is `422`.',
            requestBody: { required: true, ...json({ type: 'object', required: ['amount'], properties: { amount: whole } }) },
            responses: { 200: answer, 422: { description: 'Too much' } },
          },
        },
      },
    }),
  );
  const settle = contract.operations.find(({ path }) => path.endsWith('settle'));
  expect(settle && suitedMembers(contract, settle)).toEqual([
    { kind: 'amount', member: 'amount', rule: 'most', of: 'bill.total', less: 'paid' },
  ]);
  const resource = resourceIn({ data: { id: 's1', paid: 5, bill: { rooms: 20, total: 30 } }, meta: { requestId: 'r1' } });
  expect(resource && [memberOf(resource, 'bill.total'), memberOf(resource, 'paid'), memberOf(resource, 'bill.tax')]).toEqual([
    30,
    5,
    undefined,
  ]);
});
