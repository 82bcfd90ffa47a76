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

/** Bills with lines, whose creation is answered with `shown`; they have components, so that two answers can show the same. */
const billsWith = (lines: Json, shown: string) => {
  const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
  const parameters = [{ name: 'billId', in: 'path', required: true, schema: text }];
  const asked = (schema: Json): Json => ({ required: true, content: { 'application/json': { schema } } });
  const schemas = { Bill: object({ id: text, note: text, ...lines }), Line: object({ id: text, label: text }) };
  return bayContract(
    bayDocument(
      {
        '/bills': { post: { requestBody: asked(object({ note: text })), responses: { 201: shows(ref('Bill')) } } },
        '/bills/{billId}': {
          parameters,
          get: { responses: { 200: shows(ref('Bill')) } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/bills/{billId}/lines': {
          parameters,
          post: { requestBody: asked(object({ label: text })), responses: { 201: shows(ref(shown)) } },
        },
        '/bills/{billId}/lines/{lineId}': {
          parameters: [...parameters, { name: 'lineId', in: 'path', required: true, schema: text }],
          delete: { responses: { 204: { description: 'Gone' } } },
        },
      },
      {},
      { components: { schemas } },
    ),
  );
};

const ofLines = { lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } } };

test.each<readonly [string, readonly string[], Json, string]>([
  ['a creation that shows the line has its id', ['POST /bills', 'POST /bills/{billId}/lines'], ofLines, 'Line'],
  ['one that shows the whole bill with its lines has not', ['POST /bills'], ofLines, 'Bill'],
])('%s', async (_what, expected, lines, shown) => {
  const contract = await billsWith(lines, shown);
  expect(roundTrips(contract).map((trip) => trip.create.key)).toEqual(expected);
});
