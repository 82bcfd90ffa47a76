import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Stay = { readonly id: string; readonly arrivesOn: string; readonly leavesOn: string; readonly nights: number };

const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const query = (name: string, schema: object, description: string) => ({ name, in: 'query', schema, description });

const stay = {
  type: 'object',
  required: ['id', 'arrivesOn', 'leavesOn', 'nights'],
  properties: { id: { type: 'string' }, arrivesOn: day, leavesOn: day, nights: { type: 'integer' } },
};

type Says = { readonly to?: string; readonly list?: string; readonly isOfNumbers?: boolean };

const documentOf = ({ to = 'Stays that arrive on this day or earlier.', list = 'All stays.', isOfNumbers = false }: Says) => ({
  openapi: '3.1.0',
  info: { title: 'Stays', version: '1' },
  paths: {
    '/stays': {
      get: {
        description: list,
        parameters: isOfNumbers
          ? [query('minNights', { type: 'integer' }, 'Inclusive.'), query('maxNights', { type: 'integer' }, 'Inclusive.')]
          : [query('from', day, 'Stays that arrive on this day or later.'), query('to', day, to)],
        responses: { 200: { description: 'All', ...json({ type: 'array', items: stay }) }, 400: { description: 'Wrong' } },
      },
    },
  },
});

const stays: readonly Stay[] = [1, 2, 2, 3, 5].map((n, index) => ({
  id: `s${index}`,
  arrivesOn: `2030-05-0${n}`,
  leavesOn: `2030-05-1${n}`,
  nights: n,
}));

/** What a list shows between two values; undefined where it refuses them. */
type Showing = (from: string, to: string) => readonly Stay[] | undefined;

const within = (from: string, to: string): readonly Stay[] =>
  stays.filter(({ arrivesOn: on }) => (from === '' || on >= from) && (to === '' || on <= to));

const told = async (says: Says, showing: Showing) => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const give = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (pathname !== '/stays') return give(404, {});
    const [from, to] = says.isOfNumbers === true ? ['minNights', 'maxNights'] : ['from', 'to'];
    const found = showing(searchParams.get(from ?? '') ?? '', searchParams.get(to ?? '') ?? '');
    return found ? give(200, found) : give(400, {});
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(says)), url, {
    selection: { only: ['filtering/narrowest-range'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => {
    if (verdict.kind === 'fail') return [`fail ${verdict.finding.code}`];
    return verdict.kind === 'skipped' ? [] : [verdict.kind];
  });
};

const isTurned = (from: string, to: string): boolean => from !== '' && to !== '' && from > to;

describe.concurrent('the narrowest ranges of a list', () => {
  test.for<readonly [string, Says, Showing, string]>([
    ['finds nothing in turned bounds', {}, within, 'pass'],
    ['refuses turned bounds', {}, (from, to) => (isTurned(from, to) ? undefined : within(from, to)), 'pass'],
    [
      'refuses them as it says',
      { to: 'Stays that arrive on this day or earlier. Not before `from`.' },
      (from, to) => (isTurned(from, to) ? undefined : within(from, to)),
      'pass',
    ],
    [
      'does not count the upper day, and does not say so',
      { to: 'Stays that arrive before this day.' },
      (from, to) => within(from, '').filter(({ arrivesOn }) => to === '' || arrivesOn < to),
      'pass',
    ],
    ['puts turned bounds right', {}, (from, to) => (isTurned(from, to) ? within(to, from) : within(from, to)), 'pass'],
    [
      'bounds numbers',
      { isOfNumbers: true },
      (least, most) => stays.filter(({ nights }) => (least === '' || nights >= Number(least)) && (most === '' || nights <= Number(most))),
      'pass',
    ],
    [
      'heeds one of two bounds',
      {},
      (from, to) => (from !== '' && to !== '' ? within(from, '') : within(from, to)),
      'fail turned-range-served',
    ],
    ['shows all for turned bounds', {}, (from, to) => (isTurned(from, to) ? stays : within(from, to)), 'fail turned-range-served'],
    ['takes what it says to refuse', { list: '`to` must not be before `from`.' }, within, 'fail turned-range-served'],
    ['takes what it says to refuse by status', { list: 'A `from` that is later than `to` gets 400.' }, within, 'fail turned-range-served'],
    [
      'refuses turned bounds as it says by status',
      { list: 'A `from` that is later than `to` gets 400.' },
      (from, to) => (isTurned(from, to) ? undefined : within(from, to)),
      'pass',
    ],
    ['leaves out the day of equal bounds', {}, (from, to) => (from !== '' && from === to ? [] : within(from, to)), 'fail equal-bounds'],
    ['shows all for equal bounds', {}, (from, to) => (from !== '' && from === to ? stays : within(from, to)), 'fail equal-bounds'],
    [
      'heeds the lower of two numbers alone',
      { isOfNumbers: true },
      (least, most) => stays.filter(({ nights }) => (least === '' ? most === '' || nights <= Number(most) : nights >= Number(least))),
      'fail turned-range-served',
    ],
  ])(
    'of a service that %s: %s',
    besideOthers(async ([, says, showing, expected]) => {
      expect(await told(says, showing)).toEqual([expected]);
    }),
  );

  test(
    'are not judged where bounds are swapped',
    besideOthers(async () => {
      expect(
        await told({ list: 'All stays; turned bounds are swapped.' }, (from, to) =>
          isTurned(from, to) ? within(to, from) : within(from, to),
        ),
      ).toEqual([]);
    }),
  );
});
