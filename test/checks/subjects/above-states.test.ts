import { expect, test } from 'vitest';
import { aboveNamedStates, aboveStates } from '../../../src/checks/subjects/above-states.ts';
import { inferredNamed } from '../../../src/contract/infer/covering.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (states: readonly string[]) => ({
  description: 'd',
  ...json({ type: 'object', properties: { id: text, status: { ...text, enum: states } } }),
});
const named = (name: string) => ({ name, in: 'path', required: true, schema: text });

/** What the text of an action on a bid says of the tender that the bid is below. */
const saidOf = async (description: string) => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Tenders', version: '1' },
      paths: {
        '/tenders': { post: { requestBody: json({ type: 'object' }), responses: { 201: shows(['open', 'in_review', 'closed']) } } },
        '/tenders/{tenderId}': { parameters: [named('tenderId')], get: { responses: { 200: shows(['open', 'in_review', 'closed']) } } },
        '/tenders/{tenderId}/bids': {
          parameters: [named('tenderId')],
          post: { requestBody: json({ type: 'object' }), responses: { 201: shows(['new', 'won']) } },
        },
        '/tenders/{tenderId}/bids/{bidId}': {
          parameters: [named('tenderId'), named('bidId')],
          get: { responses: { 200: shows(['new', 'won']) } },
        },
        '/tenders/{tenderId}/bids/{bidId}/award': {
          parameters: [named('tenderId'), named('bidId')],
          post: { description, responses: { 200: shows(['new', 'won']), 409: { description: 'no' } } },
        },
      },
    }),
  );
  const type = inferredNamed(contract, '/tenders/{tenderId}/bids');
  const operation = contract.operations.find(({ path }) => path.endsWith('/award'));
  return type && operation && aboveStates(contract, type, operation)?.states;
};

test.each<readonly [string, readonly string[]]>([
  ['The bid must be new and its tender CLOSED.', ['closed']],
  ['The tender must be `in_review` and the bid still `new` (409).', ['in_review']],
  ['Only while the tender is in review or closed.', ['in_review', 'closed']],
  ['The tender has to be closed.', ['closed']],
])('an action says in which state what is above has to be: "%s"', async (said, states) => {
  expect((await saidOf(said)) ?? []).toEqual(states);
});

test.each([
  'Its tender is closed then.',
  'The tender must not be closed.',
  'Must be new. The tender may be closed.',
  'Only once the tender is closed.',
  'Possible until the tender is closed, also while it is in review.',
  'The bid must be new.',
])('and does not: "%s"', async (said) => {
  expect(await saidOf(said)).toBeUndefined();
});

/** What the text of a booking, which names a seat, says of the tour that the seat is below. */
const saidOfNamed = async (description: string, conflict = 'no') => {
  const states = ['planned', 'on_sale', 'over'];
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Tours', version: '1' },
      paths: {
        '/tours': { post: { requestBody: json({ type: 'object' }), responses: { 201: shows(states) } } },
        '/tours/{tourId}': { parameters: [named('tourId')], get: { responses: { 200: shows(states) } } },
        '/tours/{tourId}/seats': {
          parameters: [named('tourId')],
          post: {
            requestBody: json({ type: 'object' }),
            responses: { 201: { description: 'd', ...json({ type: 'object', properties: { id: text } }) } },
          },
        },
        '/tours/{tourId}/seats/{seatId}': {
          parameters: [named('tourId'), named('seatId')],
          delete: { responses: { 204: { description: 'gone' } } },
        },
        '/bookings': {
          post: {
            description,
            requestBody: json({ type: 'object', required: ['seatId'], properties: { seatId: text } }),
            responses: { 201: { description: 'd', ...json({ type: 'object', properties: { id: text } }) }, 409: { description: conflict } },
          },
        },
        '/bookings/{bookingId}': { parameters: [named('bookingId')], delete: { responses: { 204: { description: 'gone' } } } },
      },
    }),
  );
  const type = inferredNamed(contract, '/tours/{tourId}/seats');
  const operation = contract.operations.find(({ key }) => key === 'POST /bookings');
  return (type && operation && aboveNamedStates(contract, type, operation)?.states) ?? [];
};

test.each<readonly [string, readonly string[]]>([
  ['An unknown seat is 422. 409 if\n\n- the tour is not on sale,\n- the guest has a seat already.', ['on_sale']],
  ['Refused with 409 when:\n\n* the guest is too young\n* the tour of the seat is not `on_sale`', ['on_sale']],
  ['The tour of the seat must be on sale (`409`).', ['on_sale']],
  ['Only for seats of an `on_sale` tour.', ['on_sale']],
  ['409 unless its tour is planned or on sale.', ['planned', 'on_sale']],
  ['Only possible for tours that are on sale.', ['on_sale']],
  ['A seat of an over tour cannot be booked.', ['planned', 'on_sale']],
  ['Answers 409 if the tour is over.', ['planned', 'on_sale']],
  ['Not for seats of over tours (409).', ['planned', 'on_sale']],
  ['The first of these that applies:\n\n1. `tour_not_on_sale`\n2. `seat_taken`', ['on_sale']],
  ['Refused with "tour-not-planned".', ['planned']],
])('a creation says in which state what is above what it names has to be: "%s"', async (said, states) => {
  expect(await saidOfNamed(said)).toEqual(states);
});

test('the description of a conflict says so as well', async () => {
  expect(await saidOfNamed('Books a seat.', 'The tour is not on sale')).toEqual(['on_sale']);
});

test.each<readonly [string]>([
  ['Books a seat of a tour.'],
  ['The guest gets a mail once the tour is over.'],
  ['A list of tours on sale is elsewhere.'],
  ['The tour may be planned or on sale.'],
  ['The codes are `tour_not_found`, `tour_not_free` and `on_sale`.'],
  ['The code `other_tour_not_on_sale_yet` is no longer used.'],
  ['The booking becomes void when the tour is over.'],
])('a text that refuses nothing says nothing of that: "%s"', async (said) => {
  expect(await saidOfNamed(said)).toEqual([]);
});
