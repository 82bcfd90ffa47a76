import { expect, test } from 'vitest';
import { isForEverybody } from '../../../src/checks/subjects/for-everybody.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

test.each([
  ['Everybody on a booking that is confirmed', false],
  ['Everyone registered for the course', false],
  ['The notices of the shop, for everybody', true],
  ['Anyone may read it', true],
  ['A shared calendar', true],
  ['Emits `everyone-left`', false],
])('what says "%s" is for everybody: %s', async (description, expected) => {
  const get = { description, responses: { 200: { description: 'd' } } };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Notices', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: { '/notices': { get } },
  };
  const contract = await loadContract(writeToolDocument(document));
  const [operation] = contract.operations;
  expect(operation && isForEverybody(contract, operation)).toBe(expected);
});

const contractWith = (description: string) =>
  loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Boats', version: '1', description },
      security: [{ key: [] }],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      paths: Object.fromEntries(
        ['/boats', '/guests', '/trips', '/trips/{id}/meals', '/harbours'].map((path) => [
          path,
          {
            get: { responses: { 200: { description: 'd' } } },
            post: { responses: { 201: { description: 'd' } } },
            ...(path.includes('{') && { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] }),
          },
        ]),
      ),
    }),
  );

test.each<readonly [string, readonly string[]]>([
  ['Boats can be seen by every branch, but changed by their own branch only (403).', ['GET /boats']],
  ['Boats and harbours are visible to all tenants.', ['GET /boats', 'POST /boats', 'GET /harbours', 'POST /harbours']],
  ['Every account sees all harbours.', ['GET /harbours', 'POST /harbours']],
  ['Harbours are the same for all organisations.', ['GET /harbours', 'POST /harbours']],
  [
    'Guests and trips are those of your branch; those of other branches are answered with 404.',
    ['GET /boats', 'POST /boats', 'GET /harbours', 'POST /harbours'],
  ],
  [
    'Guests and trips are those of your branch. Boats can be seen by every branch, but changed by their own only.',
    ['GET /boats', 'GET /harbours', 'POST /harbours'],
  ],
  [
    '**Fleets**: boats and harbours are seen by every fleet, but a boat is changed only by its owner (`403`). A fleet sees only its own guests and trips; those of others are `404`.',
    ['GET /boats', 'GET /harbours', 'POST /harbours'],
  ],
  ['A key belongs to one person of one agency. Harbours are visible to all agencies.', ['GET /harbours', 'POST /harbours']],
  ['Harbours are seen by every captain. What belongs to another fleet is `404`.', []],
  ['A fleet sees only its own guests and trips.', ['GET /boats', 'POST /boats', 'GET /harbours', 'POST /harbours']],
  [
    'A key belongs to one person of one harbour. Boats can be seen by every harbour, but changed by their own harbour only (403).',
    ['GET /boats'],
  ],
  ...[
    'A fleet key may not change harbours (`403`), and it sees only the guests and trips that were made with it. Those of others are `404`.',
    'A captain key sees only guests and trips of its own.',
    'A captain key (apps) sees only the guests and trips it created.',
    'A key sees only those guests and trips which belong to it.',
    'You read only trips and guests created by your account.',
  ].map((said) => [said, ['GET /boats', 'POST /boats', 'GET /harbours', 'POST /harbours']] as const),
  // Of whole accounts it says nothing that somebody sees only what is made with one of their keys.
  ['A captain key sees only the guests and trips that were made with it. Those of another company are `404`.', []],
  ['A captain key sees only the things that were made with it.', []],
  ['A captain key sees only what was made with it.', []],
  ['A captain key sees only the names of guests.', []],
  ['A captain sees only guests and trips that were confirmed by the office.', []],
  ['A fleet sees only its own records.', []],
  ['A fleet sees only its own.', []],
  ['Guests and trips belong to a branch. What belongs to another branch is answered with 404.', []],
  ['Each account sees only its own data. Guests and trips are those of your account.', []],
  ['A boat can be seen by each crew member on board.', []],
  ['Boats can be seen by managers.', []],
  ['Every user sees the trips that are his own.', []],
])('of "%s" is for everybody: %j', async (description, expected) => {
  const contract = await contractWith(description);
  expect(contract.operations.filter((one) => isForEverybody(contract, one)).map(({ key }) => key)).toEqual(expected);
});

/** Offers of gardens, which are created below a garden and have a path of their own. */
const offersWith = async (said: { readonly create?: string; readonly list?: string; readonly member?: string }) => {
  const text = { type: 'string' };
  const offer = { $ref: '#/components/schemas/Offer' };
  const byId = (name: string) => ({ name, in: 'path', required: true, schema: text });
  const answers = (status: number, schema: object) => ({ [status]: { description: 'd', content: { 'application/json': { schema } } } });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Gardens', version: '1' },
      security: [{ key: [] }],
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
        schemas: { Offer: { type: 'object', properties: { id: text, state: text } } },
      },
      paths: {
        '/gardens/{gardenId}/offers': {
          parameters: [byId('gardenId')],
          post: {
            summary: said.create ?? 'Offer a garden',
            requestBody: {
              content: { 'application/json': { schema: { type: 'object', properties: { [said.member ?? 'note']: text } } } },
            },
            responses: answers(201, offer),
          },
        },
        '/offers': { get: { summary: said.list ?? 'All offers', responses: answers(200, { type: 'array', items: offer }) } },
        '/offers/{offerId}': { parameters: [byId('offerId')], get: { responses: answers(200, offer) } },
      },
    }),
  );
  return contract.operations.filter((one) => isForEverybody(contract, one)).map(({ key }) => key);
};

test.each([
  { create: 'Offer a garden to another account' },
  { list: 'Offers that you made and those offered to your account' },
  { member: 'target_account' },
  { member: 'recipientId' },
])('what goes to another account is for that one too: %o', async (said) => {
  expect(await offersWith(said)).toEqual(['GET /offers', 'GET /offers/{offerId}']);
});

test.each([{}, { create: 'Offer a garden for sale' }, { member: 'target_date' }, { member: 'new_name' }, { list: 'Your offers' }])(
  'nothing else is: %o',
  async (said) => {
    expect(await offersWith(said)).toEqual([]);
  },
);
