import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import type { Answer } from './serve-answers.ts';

const whole = { type: 'integer' };
const shift = { type: 'object', required: ['id', 'paidHours'], properties: { id: whole, paidHours: { type: 'number' } } };

const objectOfSums = (description: string): object => ({
  type: 'object',
  ...(description === '' ? {} : { description }),
  properties: {
    count: whole,
    paidHours: { type: 'number' },
    worked: { type: 'number', description: 'Sum of `paidHours`.' },
    cost: whole,
  },
});

const documentWith = (description: string, operation?: string, sums?: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Shifts', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/shifts': {
      get: {
        description: operation,
        parameters: [
          { name: 'page', in: 'query', schema: { ...whole, minimum: 1, default: 1 } },
          { name: 'size', in: 'query', schema: { ...whole, minimum: 1, maximum: 50, default: 20 } },
        ],
        responses: {
          '200': {
            description: 'A page',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items', 'total', 'totalPaidHours'],
                  properties: {
                    items: { type: 'array', items: shift },
                    ...(sums === undefined ? {} : { sums: objectOfSums(sums) }),
                    total: whole,
                    totalPaidHours: { type: 'number', ...(operation === undefined ? { description } : {}) },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
});

const shifts = [7.5, 8, 4.25, 6, 8, 3.5, 9].map((paidHours, n) => ({ id: n + 1, paidHours }));
const sum = (some: readonly { readonly paidHours: number }[]): number => some.reduce((all, one) => all + one.paidHours, 0);

/** What is judged of a figure that a service computes over all pages, or over the page. */
const judged = async (description: string, over: 'all' | 'page', operation?: string, sums?: string): Promise<readonly string[]> => {
  const answer = (method: string | undefined, { pathname, searchParams: query }: URL): Answer => {
    if (pathname !== '/shifts' || method !== 'GET') return [404];
    const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('size') ?? 20)];
    if (!(page >= 1 && size >= 1 && size <= 50)) return [400];
    const items = shifts.slice((page - 1) * size, page * size);
    return [
      200,
      {
        items,
        total: shifts.length,
        totalPaidHours: sum(over === 'all' ? shifts : items),
        sums: {
          count: (over === 'all' ? shifts : items).length,
          paidHours: sum(over === 'all' ? shifts : items),
          worked: sum(shifts),
          cost: 5,
        },
      },
    ];
  };
  const url = await serve((incoming, outgoing) => {
    const isKnown = incoming.headers.authorization === 'Bearer foreign-key-0123456789';
    const [status, body] = isKnown ? answer(incoming.method, new URL(incoming.url ?? '', 'http://127.0.0.1')) : [401];
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(body ?? {}));
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(description, operation, sums)), url, {
    selection: { only: ['pagination/page-figures-follow'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const ofAll = [
  'Sum of `paidHours` over all matching shifts, not just the ones on this page.',
  'Total of paidHours across all pages.',
  'The sum of the paid hours of all shifts, whatever page is asked for.',
  'Sum of `paidHours` among all that the filters match - over all pages',
];
const ofPage = ['Sum of `paidHours` on this page.', 'The sum of the paid hours of the shifts in the returned page.'];
const silent = [
  'Sum of `paidHours`.',
  'Sum of the paid hours of this year across all pages.',
  'Sum of `paidHours` across all pages, without sick leave.',
];

describe('a figure beside the items of a page', () => {
  test.concurrent.for(ofAll)(
    'goes over all pages: %s',
    besideOthers(async (description) => {
      expect(await judged(description, 'all')).toEqual(['pass']);
      expect(await judged(description, 'page')).toEqual(['other-figure']);
    }),
  );

  test.concurrent.for(ofPage)(
    'goes over the page: %s',
    besideOthers(async (description) => {
      expect(await judged(description, 'page')).toEqual(['pass']);
      expect(await judged(description, 'all')).toEqual(['other-figure']);
    }),
  );

  test.concurrent.for(silent)(
    'is not judged where the text does not say so, or says more: %s',
    besideOthers(async (description) => {
      expect(await judged(description, 'page')).toEqual([]);
      expect(await judged(description, 'all')).toEqual([]);
    }),
  );
});

test.each<readonly [said: string, over: 'all' | 'page', expected: readonly string[]]>([
  ['Newest first. `totalPaidHours` is the sum over all shifts that match the filters, not only those on the page.', 'all', ['pass']],
  [
    'Newest first. `totalPaidHours` is the sum over all shifts that match the filters, not only those on the page.',
    'page',
    ['other-figure'],
  ],
  // Of some only, or of something else.
  ['`totalPaidHours` is the sum over all shifts of the team, not only those on the page.', 'page', []],
  ['The list can be sorted by `totalPaidHours`.', 'page', []],
])('the operation may say of a figure over what it goes: %s, %s', async (said, over, expected) => {
  expect(await judged('', over, said)).toEqual(expected);
});

test.each<readonly [sums: string, operation: string, over: 'all' | 'page', expected: readonly string[]]>([
  ['Covers everything that matches the filters, not just this page.', 'All shifts.', 'all', ['pass']],
  ['Covers everything that matches the filters, not just this page.', 'All shifts.', 'page', ['other-figure']],
  ['', 'In order of their begin. `sums` add up all shifts, not only those on the page.', 'page', ['other-figure']],
  ['', 'In order of their begin. `sums` add up all shifts, not only those on the page.', 'all', ['pass']],
  // Of some, of nothing said, or of something else.
  ['Covers all shifts of the last month, not just this page.', 'All shifts.', 'page', []],
  ['Covers all shifts.', 'All shifts.', 'page', []],
  ['Limits of the plan, not just for this page.', 'All shifts.', 'page', []],
])('a text may say of an object of figures over what it goes: %s, %s, %s', async (sums, operation, over, expected) => {
  expect(await judged('', over, operation, sums)).toEqual(expected);
});
