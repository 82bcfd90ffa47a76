import { describe, expect, test } from 'vitest';
import { isMostOf, isOwnRoom, isRoom, saysWhich } from '../../../src/contract/infer/room-names.ts';

describe('the name of a whole number', () => {
  test.each(['capacity', 'seats', 'maxParticipants', 'limit_guests', 'berths'])('says how much room there is: %s', (name) => {
    expect(isRoom(name)).toBe(true);
  });

  test.each(['seatsLeft', 'freePlaces', 'quantity', 'maxLength', 'minCapacity'])('says something else: %s', (name) => {
    expect(isRoom(name)).toBe(false);
  });
});

test.each<readonly [string, boolean]>([
  ['stock_number', true],
  ['seatNumber', true],
  ['capacity_unit', true],
  ['number', false],
  ['number_of_seats', false],
  ['stockLevel', false],
  ['units', false],
])('the name of a number says which one is meant: %s', (name, expected) => {
  expect(saysWhich(name)).toBe(expected);
});

test.each<readonly [string, boolean]>([
  ['maxSubscribers', true],
  ['subscriber_limit', true],
  ['max_number_of_subscribers', true],
  ['maxSubscriberNameLength', false],
  ['subscribers', false],
  ['maxMembers', false],
])('the name of a number says how many subscribers there may be: %s', (name, expected) => {
  expect(isMostOf(name, 'subscriber')).toBe(expected);
});

describe('room', () => {
  test.each<readonly [string, readonly string[]]>([
    ['seats', ['name', 'seats']],
    ['berths', ['number', 'berths', 'deck']],
    ['capacity', ['courseId', 'capacity', 'startsAt']],
    ['maxGuests', ['maxGuests', 'hostId']],
  ])('is what a body describes: %s among %o', (name, names) => {
    expect(isOwnRoom(name, names)).toBe(true);
  });

  test.each<readonly [string, readonly string[]]>([
    ['seats', ['tripId', 'seats']],
    ['places', ['name', 'email', 'places']],
    ['beds', ['beds', 'from', 'until']],
    ['spots', ['title', 'customerName', 'spots']],
  ])('is what a body asks for: %s among %o', (name, names) => {
    expect(isOwnRoom(name, names)).toBe(false);
  });
});

test.each<readonly [string, readonly string[], boolean]>([
  ['berths', ['id', 'free_berths'], true],
  ['seats', ['seatsTaken', 'day'], true],
  ['beds', ['beds_left'], true],
  ['seats', ['seats', 'free_rooms'], false],
  ['seats', ['free_seats_price'], false],
  ['fee', ['free_fee'], false],
])('a room of which an answer shows the rest is an own one: %s beside %s', (name, shown, expected) => {
  expect(isOwnRoom(name, ['day', name], shown)).toBe(expected);
});
