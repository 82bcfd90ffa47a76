import { expect, test } from 'vitest';
import { referenceAt } from '../../../src/contract/infer/references.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const named = (name: string) => ({ name, in: 'path', required: true, schema: text });

/** What a member of an entry names, where cards of a guest have a key in their path. */
const namedBy = async (member: string, key: string, path = '/entries', rest: object = {}) => {
  const shown = (members: readonly string[]) => json({ type: 'object', properties: Object.fromEntries(members.map((one) => [one, text])) });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Guests', version: '1' },
      paths: {
        '/guests': { post: { requestBody: json({ type: 'object' }), responses: { 201: shown(['id']) } } },
        '/guests/{guestId}': { parameters: [named('guestId')], get: { responses: { 200: shown(['id']) } } },
        '/guests/{guestId}/cards': {
          parameters: [named('guestId')],
          post: { requestBody: json({ type: 'object', properties: { [key]: text } }), responses: { 201: shown([key]) } },
        },
        [`/guests/{guestId}/cards/{${key}}`]: {
          parameters: [named('guestId'), named(key)],
          get: { responses: { 200: shown([key]) } },
        },
        [path]: {
          post: {
            requestBody: json({ type: 'object', required: [member], properties: { [member]: text, ...rest } }),
            responses: { 201: shown(['id']) },
          },
        },
      },
    }),
  );
  const operation = contract.operations.find((one) => one.key === `POST ${path}`);
  return operation && referenceAt(contract, operation, [member])?.resourceType?.name;
};

test.each([
  ['cardUid', 'uid'],
  ['card_uid', 'uid'],
  ['cardSerial', 'serial'],
  ['cardBarcode', 'cardBarcode'],
])('a member %s names a card by its %s, whose guest the body does not name', async (member, key) => {
  expect(await namedBy(member, key)).toBe('/guests/{guestId}/cards');
});

test.each([
  ['cardNumber', 'number'],
  ['cardName', 'name'],
  ['cardPosition', 'position'],
  ['uid', 'uid'],
  ['badgeUid', 'uid'],
])('a member %s names no card by its %s, which may be given for each guest anew or be that of anything', async (member, key) => {
  expect(await namedBy(member, key)).toBeUndefined();
});

test('it does where the body names the guest', async () => {
  expect(await namedBy('cardNumber', 'number', '/entries', { guestId: text })).toBe('/guests/{guestId}/cards');
});
