import { expect, test } from 'vitest';
import type { Contract } from '../../src/contract/model.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import { contractIn } from '../contract/last-contracts.ts';
import { writeDocument } from '../contract/support.ts';
import { fresh, targetOf } from './support.ts';

const printed = 'b7e2f0c4-55aa-4b0e-9d7e-0f1f7a3c9d11';
const content = { 'application/json': { schema: { type: 'object', required: ['note'], properties: { note: { type: 'string' } } } } };

const contractWith = (schema: object): Promise<Contract> =>
  contractIn(
    writeDocument({
      openapi: '3.0.3',
      info: { title: 'Orders', version: '1' },
      paths: {
        '/orders': {
          post: {
            parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema, example: printed }],
            requestBody: { required: true, content },
            responses: { 201: { description: 'ok' } },
          },
        },
      },
    }),
  );

const keyOf = (contract: Contract, note: string, values = {}): string | undefined => {
  const [operation] = contract.operations;
  if (!operation) throw new Error('no operation');
  const body = { kind: 'json', value: { note } } as const;
  const made = validRequest(operation, { contract, target: targetOf({ values }), fresh, body });
  return made.kind === 'request' ? made.request.headers.find(([name]) => name === 'Idempotency-Key')?.[1] : undefined;
};

test('a required idempotency key is another one for each request, in the form that is asked for, and not the printed one', async () => {
  const contract = await contractWith({ type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' });
  const [first, again, second] = [keyOf(contract, 'one'), keyOf(contract, 'one'), keyOf(contract, 'two')];
  expect(first).toMatch(/^ct-[A-Za-z0-9_-]{5,61}$/u);
  expect(again).toBe(first);
  expect(second).not.toBe(first);
});

test('it is a UUID where it has to be one', async () => {
  const contract = await contractWith({ type: 'string', format: 'uuid' });
  expect(keyOf(contract, 'one')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/u);
  expect(keyOf(contract, 'one')).not.toBe(printed);
});

test('the key that the operator gives is sent as it is', async () => {
  const contract = await contractWith({ type: 'string' });
  expect(keyOf(contract, 'one', { 'POST /orders': { 'Idempotency-Key': 'ours' } })).toBe('ours');
});
