import { expect, test } from 'vitest';
import { endedTokens } from '../../../src/checks/subjects/ended-tokens.ts';
import { roundTrips } from '../../../src/checks/subjects/round-trips.ts';
import { bayContract, bayDocument } from '../../generators/bay-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const object = (properties: Json): Json => ({ type: 'object', properties });
const shows = (schema: Json): Json => ({ description: 'It', content: { 'application/json': { schema } } });

/** Tickets that open the API, each at an address with a parameter that is called as the member with the secret. */
const contractOf = (id: Json, taken: Json, listed: Json) =>
  bayContract(
    bayDocument(
      {
        '/tickets': {
          get: { responses: { 200: shows({ type: 'array', items: object(listed) }) } },
          post: {
            requestBody: { required: true, content: { 'application/json': { schema: object({ name: text }) } } },
            responses: { 201: shows(object({ id, name: text, token: text })) },
          },
        },
        '/tickets/{token}': {
          parameters: [{ name: 'token', in: 'path', required: true, schema: taken }],
          delete: {
            description: 'A revoked token is refused with `401` from then on.',
            responses: { 204: { description: 'Gone' }, 404: { description: 'None' } },
          },
        },
      },
      {},
      { security: [{ key: [] }], components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } },
    ),
  );

const whole = { type: 'integer' };

test.each<readonly [string, string, Json, Json, Json]>([
  ['the type that the path takes', 'id', whole, whole, { id: whole, name: text }],
  ['what the list shows', 'id', text, text, { id: text, name: text }],
  ['the name of the parameter, where the list shows both', 'token', text, text, { id: text, token: text }],
  ['the name of the parameter, where the list shows it alone', 'token', text, text, { token: text, name: text }],
])('the id of what is created is told by %s', async (_why, expected, id, taken, listed) => {
  const contract = await contractOf(id, taken, listed);
  expect(roundTrips(contract).map((trip) => trip.id)).toEqual([expected]);
});

test('a secret beside an id is a credential that its removal ends', async () => {
  const contract = await contractOf(whole, whole, { id: whole, name: text });
  expect(endedTokens(contract).map(({ end }) => end.key)).toEqual(['DELETE /tickets/{token}']);
});
