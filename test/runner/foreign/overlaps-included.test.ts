import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { type Json, type Notes, toldOfNotes } from './kept-notes.ts';

const check = 'filtering/overlaps-included';
const day = { type: 'string', format: 'date' };

const notesOf = (from: string, to = 'The last day.'): Notes => ({
  members: { firstDay: day, lastDay: day },
  filters: [
    { name: 'from', in: 'query', description: from, schema: day },
    { name: 'to', in: 'query', description: to, schema: day },
  ],
});

const before = [
  { id: 'a', title: 'Regatta', firstDay: '2026-03-04', lastDay: '2026-03-06', madeAt: '2026-01-04T12:00:00Z' },
  { id: 'b', title: 'Fair', firstDay: '2026-05-01', lastDay: '2026-05-01', madeAt: '2026-01-05T12:00:00Z' },
];

type Compares = (shown: string, asked: string) => boolean;

const finds =
  (ofTo: Compares, ofFrom: Compares) =>
  (note: Json, query: URLSearchParams): boolean => {
    const [from, to] = [query.get('from'), query.get('to')];
    return (to === null || ofTo(String(note['firstDay']), to)) && (from === null || ofFrom(String(note['lastDay']), from));
  };

const right = finds(
  (first, to) => first <= to,
  (last, from) => last >= from,
);

const told = [
  notesOf('Notes that have at least one day between `from` and `to`, both included. Either alone is enough.'),
  notesOf('Notes that overlap the days from `from` to `to` (both days included).'),
  notesOf('Only what has a day in common with the asked ones.'),
];

describe.concurrent('a list by two days', () => {
  test.for(told)(
    'is judged where the text says "$filters.0.description"',
    besideOthers(async (notes) => {
      expect(await toldOfNotes(check, notes, { finds: right, before })).toMatchObject({ failed: [], passed: 1, left: 0 });
    }),
  );

  test.for<readonly [string, ReturnType<typeof finds>]>([
    [
      'leaves out what begins on the last day',
      finds(
        (first, to) => first < to,
        (last, from) => last >= from,
      ),
    ],
    [
      'leaves out what ends on the first day',
      finds(
        (first, to) => first <= to,
        (last, from) => last > from,
      ),
    ],
    [
      'shows only what lies between them',
      finds(
        (first, to) => first < to,
        () => true,
      ),
    ],
    ['does not look at the days', () => true],
  ])(
    'is told of a service that %s',
    besideOthers(async ([, found]) => {
      const { failed, left } = await toldOfNotes(check, notesOf('At least one day from `from` to `to`, both included.'), {
        finds: found,
        before,
      });
      expect([failed.length, left]).toEqual([1, 0]);
      expect(failed[0]).toMatch(/^should OAS-232/u);
    }),
  );

  test.for([
    notesOf('The first day.'),
    notesOf('Notes that overlap the days from `from` to `to`.'),
    notesOf('Notes that begin on a day from `from` to `to`, both included.'),
    notesOf('Notes that do not overlap the days from `from` to `to`, both included.'),
    notesOf('Notes with at least one day from `from` to `to`, both included, unless they are archived.'),
  ])(
    'is not judged where the text says "$filters.0.description"',
    besideOthers(async (notes) => {
      expect(await toldOfNotes(check, notes, { finds: () => true, before })).toMatchObject({ failed: [], passed: 0, open: 0 });
    }),
  );
});

const onDay = (text: string): Notes => ({
  members: { firstDay: day, lastDay: day },
  filters: [{ name: 'on', in: 'query', description: text, schema: day }],
});

type Covers = (note: Json, day: string) => boolean;

const by =
  (covers: Covers) =>
  (note: Json, query: URLSearchParams): boolean => {
    const on = query.get('on');
    return on === null || covers(note, on);
  };

const covers: Covers = ({ firstDay, lastDay }, on) => String(firstDay) <= on && on <= String(lastDay);

describe.concurrent('a list by one day', () => {
  test.for([
    'Only notes whose time contains this day. First and last day count.',
    'Notes whose term includes the given date, both days included.',
  ])(
    'is judged where the text says "%s"',
    besideOthers(async (text) => {
      expect(await toldOfNotes(check, onDay(text), { finds: by(covers), before })).toMatchObject({ failed: [], passed: 1, left: 0 });
    }),
  );

  test.for<readonly [string, Covers]>([
    ['leaves out what ends on it', ({ firstDay, lastDay }, on) => String(firstDay) <= on && on < String(lastDay)],
    ['leaves out what begins on it', ({ firstDay, lastDay }, on) => String(firstDay) < on && on <= String(lastDay)],
    ['does not look at the day', () => true],
  ])(
    'is told of a service that %s',
    besideOthers(async ([, flawed]) => {
      const notes = onDay('Only notes whose time contains this day. First and last day count.');
      const { failed, left } = await toldOfNotes(check, notes, { finds: by(flawed), before });
      expect([failed.length, left]).toEqual([1, 0]);
      expect(failed[0]).toMatch(/^should OAS-232/u);
    }),
  );

  test.for([
    'The day.',
    'Only notes whose time contains this day.',
    'Notes that begin on this day.',
    'Only notes whose time contains this day. First and last day count, unless they are archived.',
  ])(
    'is not judged where the text says "%s"',
    besideOthers(async (text) => {
      expect(await toldOfNotes(check, onDay(text), { finds: () => true, before })).toMatchObject({ failed: [], passed: 0, open: 0 });
    }),
  );
});
