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

test.each([
  'An amount of more than what is open is `422`.',
  'Stays may be settled in parts. More than what is open is not taken: `422`, and nothing changes.',
  'Anything more than the open total is refused (`422`).',
])('an amount is suited to what an inner object shows, beside what is said about the answer: %s', async (description) => {
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
            description,
            requestBody: { required: true, ...json({ type: 'object', required: ['amount'], properties: { amount: whole } }) },
            responses: { 200: answer, 422: { description: 'Too much' } },
          },
        },
      },
    }),
  );
  const settle = contract.operations.find(({ path }) => path.endsWith('settle'));
  expect(settle && suitedMembers(contract, settle)).toEqual([
    { kind: 'amount', member: 'amount', rule: 'most', isFirm: true, of: 'bill.total', less: 'paid' },
  ]);
  const resource = resourceIn({ data: { id: 's1', paid: 5, bill: { rooms: 20, total: 30 } }, meta: { requestId: 'r1' } });
  expect(resource && [memberOf(resource, 'bill.total'), memberOf(resource, 'paid'), memberOf(resource, 'bill.tax')]).toEqual([
    30,
    5,
    undefined,
  ]);
});

test('ids of what a resource lists as objects are those that it shows', async () => {
  const seat = { type: 'object', properties: { id: { type: 'string' }, row: whole } };
  const trip = { type: 'object', properties: { id: { type: 'string' }, seats: { type: 'array', items: seat } } };
  const one = { description: 'It', ...json(trip) };
  const tripId = [{ name: 'tripId', in: 'path', required: true, schema: { type: 'string' } }];
  const ids = { type: 'array', items: { type: 'string' } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Trips', version: '1' },
      paths: {
        '/trips': { post: { requestBody: json({ type: 'object', properties: { to: { type: 'string' } } }), responses: { 201: one } } },
        '/trips/{tripId}': {
          parameters: tripId,
          get: { responses: { 200: one } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/trips/{tripId}/release': {
          parameters: tripId,
          post: {
            requestBody: {
              required: true,
              ...json({ type: 'object', required: ['seat_ids'], properties: { seat_ids: ids, guest_ids: ids } }),
            },
            responses: { 200: one },
          },
        },
      },
    }),
  );
  const release = contract.operations.find(({ path }) => path.endsWith('release'));
  expect(release && suitedMembers(contract, release)).toEqual([
    {
      kind: 'ids',
      member: 'seat_ids',
      isList: true,
      isNumber: false,
      shownIn: [],
      heldIn: [{ list: 'seats', id: 'id' }],
      parts: undefined,
    },
  ]);
});

const money = { type: 'object', required: ['amount', 'currency'], properties: { amount: whole, currency: { type: 'string' } } };

const billOf = async (description: string) => {
  const bill = { description: 'It', ...json({ type: 'object', properties: { id: { type: 'string' }, total: money, tip: money } }) };
  const billId = [{ name: 'billId', in: 'path', required: true, schema: { type: 'string' } }];
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Bills', version: '1' },
      paths: {
        '/bills': { post: { requestBody: json({ type: 'object', properties: { table: whole } }), responses: { 201: bill } } },
        '/bills/{billId}': {
          parameters: billId,
          get: { responses: { 200: bill } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
        '/bills/{billId}/payment': {
          parameters: billId,
          post: {
            description,
            requestBody: { required: true, ...json({ type: 'object', required: ['amount'], properties: { amount: money } }) },
            responses: { 200: bill, 422: { description: 'Wrong' } },
          },
        },
      },
    }),
  );
  const pay = contract.operations.find(({ path }) => path.endsWith('payment'));
  return pay && suitedMembers(contract, pay);
};

test.each([
  'The amount has to be the exact `total` of the bill in the same currency, partial payments do not exist (`422`).',
  'Pays a bill. The amount must equal the total; anything else is not accepted.',
])('an amount of money is suited to one that the resource shows: %s', async (description) => {
  expect(await billOf(description)).toEqual([
    { kind: 'amount', member: 'amount', rule: 'exact', isFirm: true, of: 'total', less: undefined },
  ]);
});

test.each([
  'The amount has to be the total, or more.',
  'The amount has to be in the currency of the total.',
  'The amount must be the total, plus what the guest likes to give.',
  'The amount has to be at least the total.',
])('an amount of money is not bound to what is shown: %s', async (description) => {
  expect(await billOf(description)).toEqual([]);
});
