import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { type Json, type Notes, type Service, toldOfNotes } from './kept-notes.ts';

const check = 'filtering/day-itself';
const day = { type: 'string', format: 'date' };
const filter = (name: string, description: string) => ({ name, in: 'query', description, schema: day });

const notesOf = (from: string, to: string, introduction?: string): Notes => ({
  members: {},
  filters: [filter('made_from', from), filter('made_to', to)],
  ...(introduction === undefined ? {} : { introduction }),
});

const dayOf = (note: Json, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    Date.parse(String(note['madeAt'])),
  );

type Compares = (shown: string, asked: string) => boolean;

const atLeast: Compares = (shown, asked) => shown >= asked;
const atMost: Compares = (shown, asked) => shown <= asked;

const finds =
  (from: Compares, to: Compares, zone = 'UTC'): Service['finds'] & object =>
  (note, query) => {
    const [least, most] = [query.get('made_from'), query.get('made_to')];
    return (least === null || from(dayOf(note, zone), least)) && (most === null || to(dayOf(note, zone), most));
  };

/** Made at noon, and late in the evening in UTC, which is the next day in Tokyo. */
const noon = { id: 'a', title: 'Noon', madeAt: '2026-03-04T12:00:00.000Z' };
const evening = { id: 'b', title: 'Evening', madeAt: '2026-03-05T22:30:00.000Z' };
const before = [noon, evening];
const madeAt = (): string => '2026-03-06T21:15:00.000Z';

const inclusive = notesOf('First day (UTC) on which the note was made.', 'Last day (UTC) on which it was made; this day is included.');
const inOwnWords = notesOf('Made on this day or later.', 'Made on this day or earlier.', 'Days are days in UTC.');
const exclusive = notesOf('Made on this day (UTC) or later.', 'Made before this day (UTC).');
const tokyo = notesOf('Made on this day (Asia/Tokyo) or later.', 'Made on this day (Asia/Tokyo) or earlier.');

describe.concurrent('a bound by a day', () => {
  test.for<readonly [string, Notes, Compares, string]>([
    ['that counts', inclusive, atMost, 'UTC'],
    ['that counts by the introduction', inOwnWords, atMost, 'UTC'],
    ['that does not count', exclusive, (shown, asked) => shown < asked, 'UTC'],
    ['in another time zone', tokyo, atMost, 'Asia/Tokyo'],
  ])(
    '%s is not told of a service that keeps it',
    besideOthers(async ([, notes, to, zone]) => {
      const service = { finds: finds(atLeast, to, zone), madeAt };
      expect(await toldOfNotes(check, notes, service)).toMatchObject({ failed: [], passed: 1, left: 0 });
    }),
  );

  test.for<readonly [string, Notes, Service['finds'] & object]>([
    ['leaves out the last day', inclusive, finds(atLeast, (shown, asked) => shown < asked)],
    ['leaves out the first day', inclusive, finds((shown, asked) => shown > asked, atMost)],
    ['shows the day that does not count', exclusive, finds(atLeast, atMost)],
    ['reckons the days of another time zone by UTC', tokyo, finds(atLeast, atMost, 'UTC')],
    ['does not look at the bounds', inclusive, () => true],
  ])(
    'is told of a service that %s',
    besideOthers(async ([, notes, found]) => {
      const { failed, left } = await toldOfNotes(check, notes, { finds: found, madeAt, before });
      expect([failed.length, left]).toEqual([1, 0]);
      expect(failed[0]).toMatch(/^should OAS-156/u);
    }),
  );

  test.for<readonly [string, Notes]>([
    ['says nothing of the day', notesOf('Made from.', 'Made to. UTC.')],
    ['says nothing of the time zone', notesOf('Made on this day or later.', 'Made on this day or earlier.')],
    [
      'lets a day begin at another hour',
      notesOf('Made on this day or later (UTC); a day begins at 06:00.', 'Made on this day or earlier (UTC); a day begins at 06:00.'),
    ],
    ['speaks of local days', notesOf('Made on this local day or later.', 'Made on this local day or earlier.', 'Days are days in UTC.')],
  ])(
    'is not judged where the document %s',
    besideOthers(async ([, notes]) => {
      const { failed, passed, open } = await toldOfNotes(check, notes, { finds: () => false, before });
      expect([failed.length, passed, open]).toEqual([0, 0, 0]);
    }),
  );

  test(
    'stays open where the items lie at midnight',
    besideOthers(async () => {
      const late = [{ id: 'c', title: 'Late', madeAt: '2026-03-05T23:59:59.900Z' }];
      const service: Service = {
        finds: finds(atLeast, (shown, asked) => shown < asked),
        before: late,
        madeAt: () => '2026-03-06T00:00:00.000Z',
      };
      expect(await toldOfNotes(check, inclusive, service)).toMatchObject({ failed: [], passed: 0, open: 1 });
    }),
  );
});
