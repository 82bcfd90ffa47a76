import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const day = { type: 'string', format: 'date' };
const parcel = { type: 'object', required: ['id', 'dispatchedOn'], properties: { id: { type: 'string' }, dispatchedOn: day } };

/** Parcels by the day on which they were dispatched. */
const documentOf = (said: string) => ({
  openapi: '3.1.0',
  info: { title: 'Parcels', version: '1' },
  paths: {
    '/parcels': {
      get: {
        parameters: [
          { name: 'dispatchedFrom', in: 'query', schema: day },
          { name: 'dispatchedTo', in: 'query', description: said, schema: day },
        ],
        responses: { 200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: parcel } } } } },
      },
    },
  },
});

const rows = ['2026-02-03', '2026-02-05', '2026-02-05', '2026-02-09'].map((dispatchedOn, n) => ({ id: `p-${n}`, dispatchedOn }));

const judged = async (said: string, isIncluded: boolean) => {
  const url = await serve(({ url: asked = '/' }, outgoing) => {
    const { pathname, searchParams: query } = new URL(asked, 'http://localhost');
    if (pathname !== '/parcels') return outgoing.writeHead(404).end();
    const [from, to] = [query.get('dispatchedFrom') ?? '', query.get('dispatchedTo') ?? '9'];
    const found = rows.filter((one) => one.dispatchedOn >= from && (isIncluded ? one.dispatchedOn <= to : one.dispatchedOn < to));
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    credentials: [],
    selection: { only: ['filtering/bound-itself'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) => (check === 'filtering/bound-itself' ? [verdict.kind] : []));
};

const including: readonly string[] = [
  'Last day of dispatch; parcels of this very day are included.',
  'Last day of dispatch.',
  'Only parcels up to that day; the day itself is included.',
  'Up to this day. Those from that day are still listed.',
  'Parcels dispatched through this day.',
  'Dispatched up to the end of that day.',
];

test.each(including)('a day that counts is missed where it is left out: %s', async (said) => {
  expect(await judged(said, false)).toEqual(['fail']);
  expect(await judged(said, true)).toEqual(['pass']);
});

const leavingOut: readonly string[] = [
  'End of the period; the day itself does not count.',
  'Up to that day. Parcels of this day are not listed.',
  'Up to that day; those of that very day are left out.',
];

test.each(leavingOut)('a day that does not count is told where it is listed: %s', async (said) => {
  expect(await judged(said, true)).toEqual(['fail']);
  expect(await judged(said, false)).toEqual(['pass']);
});

test.each([
  'Last day of the month to look at.',
  'Until this day. No two parcels of this day are alike.',
  'Until this day.',
  'Last day of the week that is shown.',
])('a day of which nothing is said may count or not: %s', async (said) => {
  expect([await judged(said, true), await judged(said, false)]).toEqual([[], []]);
});
