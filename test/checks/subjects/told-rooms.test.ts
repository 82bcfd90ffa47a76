import { describe, expect, test } from 'vitest';
import { roomIn, roomInStates, roomOfAccount, roomPerhaps } from '../../../src/checks/subjects/told-rooms.ts';

const others: ReadonlySet<string> = new Set(['tower']);

describe('how many things an account may have', () => {
  test.each([
    'An account has 5 bells at most; the sixth is a `409`.',
    'Each account may hold a maximum of 5 bells, one more is refused with `409`.',
    'Adds a bell. An account has at most 5 bells (`409`).',
    'Users have up to five bells.',
    'At most five bells are allowed per account, else 409',
    'Creation is limited to 5 bells per account.',
  ])('is told: %s', (said) => {
    expect(roomOfAccount([said], ['bell'], others)).toBe(5);
    expect(roomPerhaps([said], 'bell', others)).toBe(5);
  });

  test.each([
    'An account may have up to five open bells; closed ones do not count.',
    'An account has five bells at most until it is older than a month.',
    'New accounts may have at most 5 bells.',
    'A user may own up to 5 bells of each kind.',
    'You can ring up to five bells.',
    'Each user can follow up to 5 bells.',
    'An account has up to five bells; more can be bought.',
    'An account has five bells at most. Ask us to raise the limit.',
    'Each account has at most five bells, 20 for partners.',
    'An account has up to five bells (ten with the add-on).',
    'A company has at most five bells that are public.',
    'Your oldest bell is removed when your account has up to 5 bells.',
    'Merchants in the north can have at most 5 bells.',
    'Users may have up to five bells each and 100 in all.',
    'When it is dark: an account has at most five bells.',
  ])('is not told of all: %s', (said) => {
    expect(roomOfAccount([said], ['bell'], others)).toBeUndefined();
    expect(roomPerhaps([said], 'bell', others)).toBe(5);
  });
});

describe('how many things one parent may have', () => {
  test.each([
    'A crew has at most 5 mates; one more is refused with 409.',
    'Adds a mate: a crew has at most 5 mates.',
    'A crew has room for five mates (409).',
    'A crew has room for at most 5 deck mates, one more is 409.',
    'There is room for 5 mates in a crew (409).',
    'No more than five mates fit into one crew; the sixth is refused.',
    'Not more than 5 mates can be in one crew (409).',
    'The limit is five mates per crew.',
    'A crew can have five mates, one more is refused with 409.',
    'A crew can have five mates. A sixth is refused with `409` / `too_many_mates`.',
    'A crew can have 5 deck mates. One more is answered with 409.',
    'At most five mates can be added to a crew (409).',
    'Crews are limited to 5 mates.',
    'No more than 5 deck mates in a crew.',
    'A mate is one of at most five for a crew; the sixth is 409.',
    'A deck mate is one of at most 5 that are still to come for a crew (409).',
    'A mate\n\n- is of age (422)\n- is one of at most five for a crew; the sixth is 409',
    'Unknown boats are 404. 409 when the crew has five mates already, or when the boat is ashore.',
    'A mate is refused with 409 once its crew has 5 mates.',
    '409 if the crew already has five deck mates.',
    'For captains. A mate\n- is one of at most five that are yet to come for each crew\n- signs the roll',
  ])('is told: %s', (said) => {
    expect(roomIn([said], ['deck', 'mate'], 'crew')).toBe(5);
  });

  test.each([
    'On the free plan a crew has at most 5 mates.',
    'A crew can have five mates.',
    'A crew has room for five young mates.',
    'There is room for five mates in the galley.',
    'The limit is five mates per crew and watch.',
    'Five mates can be in one crew.',
    'A crew usually has at most five mates.',
    'A crew has at most 5 mates by default.',
    'A crew has at most five young mates.',
    'A mate is one of at most five that are young for a crew.',
    'A mate is one of five for a crew.',
    'A captain\n\n- is one of at most five for a crew',
    'For a small boat:\n\n- is one of at most five for a crew',
    'A crew shows up to 5 mates in lists.',
    'A crew may be created with up to 5 mates.',
    'A small crew has at most five mates.',
    'A crew has at most 5 mates, a sixth replaces the eldest (409 for a captain).',
    'A crew has at most 5 mates. A sixth takes the place of the eldest.',
    'A crew has at most 5 mates. The mate who came first is dropped for another one.',
    'A crew has five mates at most, larger ones have ten.',
    'A crew has at most 5 mates until it sails.',
    'Up to 5 mates are copied when a crew is cloned.',
    'Crews with up to five mates are cheaper.',
    'Each user may add at most 5 mates to a crew.',
    'A mate is counted twice when the crew has five mates.',
    '409 when the crew has five mates that are ill.',
    '409 when the crew has five mates, unless the captain asks.',
    '409 when the crew has more than five mates.',
    'The wind is asked for once the crew has five mates. Storms are a 409.',
  ])('is not told of all: %s', (said) => {
    expect(roomIn([said], ['deck', 'mate'], 'crew')).toBeUndefined();
  });
});

describe('how many things in some states a parent may have', () => {
  const states = ['RINGING', 'queued', 'done'];

  test.each<readonly [string, readonly string[]]>([
    ['A tower has at most 5 open peals (RINGING or queued); one more is 409.', ['ringing', 'queued']],
    ['At most five `queued` peals are allowed per tower, one more is refused.', ['queued']],
    ['A tower may have up to 5 peals that are RINGING.', ['ringing']],
    ['Each tower has no more than 5 peals (`RINGING`, `queued`).', ['ringing', 'queued']],
    ['Up to 5 RINGING or queued peals per tower.', ['ringing', 'queued']],
    [
      '409 when a `queued` peal is on the same day, when the tower is shut,\nor when the tower has five open peals (`RINGING` or `queued`) already. 404 for an unknown tower.',
      ['ringing', 'queued'],
    ],
    ['Refused with 422 while the tower already has 5 peals that are RINGING.', ['ringing']],
  ])('is told: %s', (said, expected) => {
    expect(roomInStates([said], ['peal'], 'tower', states)).toEqual({ room: 5, states: expected });
  });

  test.each([
    'A tower has at most five open peals (409). Open peals are those `queued` or `RINGING`.',
    'At most five open peals per tower (409). A peal is open while it is `queued` or `RINGING`.',
    '`queued` and `RINGING` peals count as open. A tower has at most five open peals; one more is a 409.',
    'A tower has at most 5 active peals. Active peals are peals in the state `queued` or `RINGING`.',
    'A tower has at most 5 open peals. Open means `queued` or `RINGING`.',
  ])('is told by what a word stands for: %s', (said) => {
    expect(roomInStates([said], ['peal'], 'tower', states)).toEqual({ room: 5, states: ['queued', 'ringing'] });
  });

  test.each([
    // Of which states, of what else, for whom, and how long.
    'A tower has at most 5 open peals.',
    'A tower has at most 5 open peals. Open peals are those of the day.',
    'A tower has at most 5 open peals. Open ropes are those `queued` or `RINGING`.',
    'A tower has at most 5 open peals. Open peals are those `queued`. Here open means `queued` or `RINGING`. Open: `RINGING`.',
    'A tower has at most 5 peals.',
    'A tower has at most 5 long peals (RINGING).',
    'A bell has at most 5 RINGING peals.',
    'A tower has at most 5 queued ropes.',
    'A tower has at most 5 queued peals by default.',
    'A tower has at most 5 queued peals. More can be bought.',
    'A tower has at most 5 queued peals. A sixth replaces the oldest.',
    'A tower has at most 5 queued peals, a sixth drops the oldest (409 where it is being rung).',
    'A tower starts at most 5 queued peals per hour.',
    'A tower may show the first 5 queued peals.',
    '409 when the tower has five open peals already.',
    'A mail is sent when the tower has five queued peals.',
    'When the tower has five queued peals, a sixth drops the oldest; others are a 409.',
  ])('is not told: %s', (said) => {
    expect(roomInStates([said], ['peal'], 'tower', states)).toBeUndefined();
  });
});

describe('how many flagged things one parent may have', () => {
  test('is told by the word of the flag', () => {
    const said = ['A crew can have three `leading` mates. A fourth is refused with `409`.'];
    expect(roomInStates(said, ['mate'], 'crew', ['leading'])).toEqual({ room: 3, states: ['leading'] });
  });

  test.each([
    'A crew can have three leading mates.',
    'A crew can have three leading mates. The fourth is paid by the club.',
    'A crew can have three leading mates. A fourth takes the place of the oldest, which is then refused with 409.',
    'A crew usually can have three leading mates. A fourth is refused with 409.',
    'A crew can have three leading mates. A fourth is refused with 409 by default, but managers can raise this.',
  ])('nothing is told by: %s', (said) => {
    expect(roomInStates([said], ['mate'], 'crew', ['leading'])).toBeUndefined();
  });
});
