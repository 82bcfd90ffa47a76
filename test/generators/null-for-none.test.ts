import { expect, test } from 'vitest';
import { bayContract, bayDocument, does, requestFor } from './bay-contract.ts';

/** The `keelId` in the body of a POST, as it is described. */
const keelOf = async (schema: object): Promise<unknown> => {
  const body = { type: 'object', required: ['keelId'], properties: { keelId: schema } };
  const contract = await bayContract(
    bayDocument({ '/haul': { post: does({ requestBody: { required: true, content: { 'application/json': { schema: body } } } }) } }),
  );
  const sent = requestFor(contract, 'POST /haul').body;
  return sent?.kind === 'json' ? (sent.value as { keelId: unknown }).keelId : undefined;
};

const text = { type: 'string' };

test.each([
  [{ ...text, nullable: true, description: 'The new keel; null for none' }],
  [{ type: ['string', 'null'], description: '`null` if there is none.' }],
])('null is sent for what nothing tells, where that has a meaning: %o', async (schema) => {
  expect(await keelOf(schema)).toBeNull();
});

test.each([
  [{ ...text, nullable: true }],
  [{ ...text, nullable: true, description: 'Never null in answers' }],
  [{ ...text, description: 'null for none' }],
  [{ ...text, nullable: true, description: 'null for none', example: 'kl-7' }],
])('and a text otherwise: %o', async (schema) => {
  expect(await keelOf(schema)).toEqual(expect.any(String));
});
