import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

/** @param told What the read says, and what its parameter for the end says. */
const document = ({ told = '', end = '', format = 'date' }: Told) => ({
  openapi: '3.0.3',
  info: { title: 'Tides', version: '1' },
  paths: {
    '/tides/summary': {
      get: {
        description: told,
        parameters: [
          { name: 'from', in: 'query', required: true, schema: { type: 'string', format } },
          { name: 'to', in: 'query', required: true, description: end, schema: { type: 'string', format } },
        ],
        responses: {
          200: {
            description: 'd',
            content: { 'application/json': { schema: { type: 'object', properties: { high: { type: 'number' } } } } },
          },
          400: { description: 'Wrong' },
        },
      },
    },
  },
});

type Told = { readonly told?: string; readonly end?: string; readonly format?: string };

const dayMs = 86_400_000;

const judged = async (told: Told, refuses: (days: number) => boolean): Promise<string | undefined> => {
  const url = await serve((incoming, outgoing) => {
    const { searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [from, to] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''));
    const days = ((to ?? Number.NaN) - (from ?? Number.NaN)) / dayMs;
    outgoing.writeHead(Number.isNaN(days) || refuses(days) ? 400 : 200, { 'content-type': 'application/json' });
    outgoing.end('{}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(told)), url, {
    selection: { only: ['query/told-range-refused'], skip: [] },
  });
  return verdicts.find((one) => one.case.check === 'query/told-range-refused')?.verdict.kind;
};

const none = () => false;

test.concurrent.for<readonly [told: Told, refuses: (days: number) => boolean, expected: string | undefined]>([
  [{ told: '`from` must lie before `to`.' }, (days) => days < 0, 'pass'],
  [{ told: '`from` must lie before `to`.' }, none, 'fail'],
  [{ told: '`to` must not be before `from`.', format: 'date-time' }, none, 'fail'],
  [{ told: '400 if `from` is after `to`.' }, none, 'fail'],
  [{ told: '`to` before `from` is refused.' }, (days) => days < 0, 'pass'],
  [{ told: 'A range that ends before it begins is a 400.' }, none, 'fail'],
  [{ end: 'Tides before this day. A `from` that is later than `to` gets `400`.' }, none, 'fail'],
  [{ end: 'Tides before this day. A `from` that is later than `to` gets `400`.' }, (days) => days < 0, 'pass'],
  [{ told: 'A `to` that lies before the `from` is answered with `422`.' }, none, 'fail'],
  [{ told: 'A `from` that is later than `to` gives no tides, and a day that is none gets `400`.' }, none, undefined],
  [{ end: 'Not before `from`' }, none, 'fail'],
  [{ end: 'Must be later than `from`.' }, (days) => days <= 0, 'pass'],
  [{ told: '`from` must lie before `to`, at most 31 days (400).' }, (days) => days < 0, 'fail'],
  [{ told: '`from` must lie before `to`, at most 31 days (400).' }, (days) => days < 0 || days > 31, 'pass'],
  [{ told: 'The range may be up to two weeks.' }, (days) => days > 15, 'pass'],
  [{ told: 'The range may be up to two weeks.' }, none, 'fail'],
  [{ told: '`from` must lie before `to`.' }, () => true, 'inconclusive'],
  [{ told: 'Where `from` is after `to`, both are swapped.' }, none, undefined],
  [{ told: 'Nothing is found where `to` is before `from`.' }, none, undefined],
  [{ told: 'Data goes back at most 31 days.' }, none, undefined],
  [{ told: '`from` must be before `to`. Otherwise they are swapped.' }, none, undefined],
  [{ told: '`from` must be before `to`. A range that is turned is empty.' }, none, undefined],
  [{ told: '`from` must be before `to`. Otherwise the answer is 400.' }, none, 'fail'],
  [{ told: 'The row `from` is before `to` in the answer.' }, none, undefined],
  [{ told: 'The range may span at most 31 days. Longer ones are cut to that.' }, none, undefined],
  [{ told: 'The range is clamped to at most 31 days.' }, none, undefined],
  [{ told: 'Shows at most 31 days of the range.' }, none, undefined],
  [{ told: 'Shows a range of at most 31 days, else 400.' }, none, 'fail'],
  [{ told: 'One entry for each day from `from` to `to` (both included, at most 31 days).' }, none, 'fail'],
  [{ told: 'One entry for each day from `from` to `to` (both included, at most 31 days).' }, (days) => days > 30, 'pass'],
  [{ told: 'From `from` to `to`; at most 31 days are included.' }, none, undefined],
  [{ told: 'At an hourly step the range may be at most 7 days.' }, none, undefined],
  [{ told: 'For hours, the range may be up to 31 days.' }, none, undefined],
  [{ told: 'The range is answered within at most 2 days.' }, none, undefined],
  [{ end: 'At most 31 days are shown.' }, none, undefined],
  [{ end: 'Tides up to a year are cached.' }, none, undefined],
  [{ told: 'All of the tides between both.' }, none, undefined],
])(
  'of a read that says %o',
  besideOthers(async ([told, refuses, expected]) => {
    expect(await judged(told, refuses)).toBe(expected);
  }),
);
