import { describe, expect, test } from 'vitest';
import { isForAll } from '../../../src/checks/subjects/sure-rooms.ts';
import { roomIn, roomInStates } from '../../../src/checks/subjects/told-rooms.ts';
import { operationQuotaIn, quotasToldIn } from '../../../src/contract/infer/conventions/quota-sentences.ts';
import { lengthsInText } from '../../../src/contract/infer/times/told-lengths.ts';
import { timesToldIn } from '../../../src/contract/infer/times/told-times.ts';
import { flagToldIn } from '../../../src/contract/infer/told-flags.ts';
import { toldOnceFor } from '../../../src/contract/infer/told-once-for.ts';
import { saysOnce } from '../../../src/contract/infer/told-once.ts';
import { fateIn } from '../../../src/contract/infer/told-removals.ts';
import { repetitionsIn } from '../../../src/contract/infer/told-repetitions.ts';

type Reader = readonly [name: string, reads: (text: string) => boolean, rules: readonly string[], others: readonly string[]];

const full = /\bfull\b/iu;
const ofSeats = (creation: string, own = 'The seats of the hut.'): boolean =>
  isForAll({ own: [own], creation: [creation], refusals: [] }, full, 'hut', 'visit');

const readers: readonly Reader[] = [
  [
    'a room in numbers',
    (text) => roomIn([text], ['tag'], 'crate') !== undefined,
    ['A crate has at most 5 tags.', 'A crate can have five tags, one more is refused.', '409 when the crate already has five tags.'],
    [
      'A crate can have five tags, one more is not refused.',
      'A crate has at most five tags, a sixth may be refused with 409.',
      'A crate has at most 5 tags. This is not enforced.',
      'A crate has at most 5 tags. More are accepted, too.',
      'A crate has at most 5 tags. Premium accounts have twenty.',
      'A crate has at most 5 tags. It is 20 for partners.',
      'A crate has at most five tags: the mobile app refuses more.',
      'No 409 when the crate already has five tags.',
      '409 is no longer answered when the crate already has five tags.',
      'At most 5 tags per crate, not counting archived ones (409).',
      'In v1: a crate has at most 5 tags.',
    ],
  ],
  [
    'a room in states',
    (text) => roomInStates([text], ['tag'], 'crate', ['open', 'closed']) !== undefined,
    ['A crate has at most three `open` tags (409).', '409 when the crate has three `open` tags already.'],
    ['A crate has at most three `open` tags (no 409).', 'No 409 when the crate has three `open` tags already.'],
  ],
  [
    'a full room',
    (text) => ofSeats(text),
    ['409 if the hut is full.', 'A visit of a full hut is refused with 409.'],
    [
      'No 409 if the hut is full.',
      'If the hut is full, the visit is not refused but waits.',
      'In earlier versions, 409 if the hut is full.',
      '409 if the hut is full in strict mode.',
    ],
  ],
  [
    'the number of a room',
    (text) => ofSeats('409 if the hut is full.', text),
    ['Seats in the hut.', 'Overbooking is not possible.'],
    ['Seats, overbooking is possible.', 'Seats; not a hard limit.', 'Seats, may be exceeded.', 'Expected number of guests.'],
  ],
  [
    'a quota',
    (text) => quotasToldIn(text).some((one) => one !== null),
    ['At most 60 requests per minute per key, beyond that 429.', 'Limited to 100 requests per minute.'],
    [
      'There is no limit of 100 requests per minute any more.',
      'Not limited to 100 requests per minute.',
      'The limit of 100 requests per minute is no longer enforced.',
      'Until 2024 the limit was 100 requests per minute.',
      '100 requests per minute may be exceeded for a short time.',
      'More than 100 requests per minute may be refused.',
      "Our partner's service allows 100 requests per minute.",
      'E.g. 100 requests per minute.',
      'Is it 100 requests per minute?',
      'A job with 100 requests per minute is no problem.',
    ],
  ],
  [
    'a quota of an operation',
    (text) => operationQuotaIn(text) !== undefined,
    ['At most 30 exports per minute.', 'A key may fetch this 10 times a minute, then 429.'],
    [
      'A key is not limited to 10 calls a minute.',
      'The limit of 10 calls a minute is no longer enforced.',
      'At most 30 exports per minute for premium accounts.',
      'At most 30 exports per minute are recommended.',
      'At most 30 exports per minute; this is not enforced.',
      'Our scheduler runs at most 30 exports per minute.',
    ],
  ],
  [
    'a time to come',
    (text) =>
      timesToldIn(
        text,
        { kind: 'member', member: 'starts_at' },
        { names: ['starts_at'], times: ['starts_at'], nouns: ['lesson'], isCreation: true },
      ).length > 0,
    ['Must be in the future.', 'At least 3 days from now.', 'Not in the past.'],
    [
      'Need not be in the future.',
      'Need not lie at least 3 days ahead.',
      'Not only in the future.',
      'Must be in the future. The server does not check this.',
      'In earlier versions, must be in the future.',
      'E.g. at least 3 days ahead.',
      'Never earlier than now, though a few minutes are tolerated.',
      'Must not be later than 90 days from now, plus the grace period.',
      'Left out, it is at most 30 days from now.',
    ],
  ],
  [
    'a length of time',
    (text) => lengthsInText(text, { span: ['starts_at', 'ends_at'], nouns: ['lesson'] }).length > 0,
    ['A lesson lasts at most 2 hours.', 'A lesson is 30 minutes to 4 hours long.', 'A lesson must not be longer than 2 hours.'],
    [
      'No lesson is at least 30 minutes long.',
      'No lesson must last at least 30 minutes.',
      'A lesson lasts up to 2 hours or more.',
      'A lesson lasts up to 2 hours. This is not enforced.',
      'In v1, a lesson lasts at most 2 hours.',
      'For groups, a lesson lasts at most 2 hours.',
      'A lesson can be up to 2 hours long, longer ones are charged double.',
      'A lesson is at least 30 minutes long to be billed.',
    ],
  ],
  [
    'a repetition',
    (text) => repetitionsIn(text).length > 0,
    ['Closing a closed locker again changes nothing.', 'Closing again is allowed; `closed_at` stays as it was.'],
    [
      'A second call does not do nothing: it sends a new mail.',
      'A second call need not leave everything as it was.',
      'Nothing guarantees that a second call changes nothing.',
      'Closing twice never leaves it unchanged.',
      'Closing again no longer keeps `closed_at`.',
      'Closing again keeps `closed_at` only for wardens.',
      'In the old endpoint a second call has no effect.',
      'A second call by default does nothing, but renews the hold when `renew` is set.',
      'A second call does nothing more than setting `closed_at` anew.',
      'A further request for another locker changes nothing here.',
      'If it is already closed, the call does nothing, and a note is added to the log.',
    ],
  ],
  [
    'what stands once in a list',
    saysOnce,
    ['Tags must be distinct.', 'An item that is named twice is answered 422.', 'No seat can appear twice in one booking.'],
    [
      'Tags do not have to differ.',
      'No duplicates are refused.',
      'Duplicate tags are not refused.',
      'An item that is named twice is not answered 422.',
      'An item may be named twice; 422 for unknown items.',
      'Repeated tags are accepted, unknown ones refused.',
      'The tags must be unique; the server does not check it.',
      'By default no duplicates, but `allow_duplicates` lifts that.',
      'No duplicates?',
    ],
  ],
  [
    'one for two things',
    (text) =>
      toldOnceFor(
        [text],
        [
          { noun: 'guest', member: 'guest_id' },
          { noun: 'table', member: 'table_id' },
        ],
        'ticket',
      ) !== undefined,
    [
      'A guest can wait only once for the same table (409).',
      '409 if the guest already has a ticket for the table.',
      'There is at most one ticket per guest and table (409).',
      'A guest can wait only once for the same table and another ticket is a 409.',
    ],
    [
      'No 409 if the guest already has a ticket for the table.',
      '409 is not answered if the guest already has a ticket for the table.',
      'In v1: 409 if the guest already has a ticket for the table.',
      'With `strict`, a guest can wait only once for the same table (409).',
      'A guest can wait only once for the same table, but this is not enforced. 409 if the table is closed.',
      '409 if the guest already has a ticket for the table and the table is full.',
      '409 if the guest already has a ticket for the table for the same slot.',
      'There is at most one ticket per guest and table and seat (409).',
    ],
  ],
  [
    'what goes with a removal',
    (text) => fateIn([text], { parent: ['projects', 'project'], child: ['tasks', 'task'], all: [] }) !== undefined,
    ['Deletes the project and all its tasks.', 'Deletes the project; its tasks are kept.', 'Its tasks are deleted too.'],
    [
      'In earlier versions, its tasks are deleted too.',
      'For premium accounts, its tasks are kept.',
      'Usually, its tasks are deleted too.',
      'With `cascade`, its tasks are deleted too.',
      'In strict mode, all its tasks are deleted too.',
      'It is up to the server: its tasks are deleted too.',
      'Tasks are deleted with it. This is planned.',
      'From the search index, its tasks are deleted too.',
    ],
  ],
  [
    'the one with a flag',
    (text) => flagToldIn([text], 'default') !== undefined,
    ['At most one address is the default one.', 'A new default takes over from the old one.', 'The first address is the default one.'],
    [
      'There is no longer only one default address.',
      'The old default no longer loses the mark.',
      'The old default does not lose the mark.',
      'Setting the default never unsets the old one.',
      'The first address is not the default one.',
      'The first address becomes the default for premium accounts.',
      'The server does not check that only one address is the default.',
    ],
  ],
];

describe.each(readers)('%s', (_name, reads, rules, others) => {
  test.each(rules)('is read in "%s"', (text) => {
    expect(reads(text)).toBe(true);
  });

  test.each(others)('is not read in "%s"', (text) => {
    expect(reads(text)).toBe(false);
  });
});
