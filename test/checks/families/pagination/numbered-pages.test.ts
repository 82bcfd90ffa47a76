import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { numberRepeated, sizeRepeated } from '../../../../src/checks/families/pagination/counted-pages.ts';
import { maximumTold } from '../../../../src/checks/families/pagination/maximum.ts';
import { farBehindTheEnd } from '../../../../src/checks/families/pagination/far-behind-the-end.ts';
import { beyondEndRecorded } from '../../../../src/checks/families/pagination/odd-values-recorded.ts';
import { styleShown } from '../../../../src/checks/families/pagination/styles.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import { asking, books, type BookTwist, type Library, library, sheets } from '../../../worlds/dated-books-service.ts';
import { writeBooks } from '../../../worlds/every-paging-style-contract.ts';
import { page, parcelService, queryOf, type Twist } from '../../../worlds/parcels/service.ts';
import { judge, type Judged, stated } from '../../support/judge.ts';

const judged = async (probe: Probe, options: Library): Promise<Judged> =>
  judge(probe, { contract: await loadContract(writeBooks()), answer: library(options) });

type Row = readonly [what: string, options: Library, verdict: string];

const table = (probe: Probe, rows: readonly Row[]): void => {
  test.for(rows)('%s', async ([, options, verdict]) => {
    expect(stated(await judged(probe, options))).toBe(verdict);
  });
};

const sheet = (request: Parameters<BookTwist>[0]): string | undefined => queryOf(request, 'sheet');
const height = (request: Parameters<BookTwist>[0]): string | undefined => queryOf(request, 'height');

const second =
  (give: BookTwist): BookTwist =>
  (request, honest) =>
    sheet(request) === '2' && height(request) === '2' ? give(request, honest) : undefined;

describe('pagination/number-repeated', () => {
  table(numberRepeated, [
    ['the number that was asked for passes', {}, 'pass'],
    ['a number as a text passes', { twist: sheets((reported) => ({ ...reported, sheet: String(reported['sheet']) })) }, 'pass'],
    ['a number that is always the first fails', { twist: sheets((reported) => ({ ...reported, sheet: 1 })) }, 'fail other-number'],
    [
      'numbers from 0 on fail',
      { twist: sheets((reported) => ({ ...reported, sheet: Number(reported['sheet']) - 1 })) },
      'fail other-number',
    ],
    [
      'a first page that reports the size in place of the number fails',
      { twist: sheets((reported, request) => (sheet(request) === undefined ? { ...reported, sheet: reported['height'] } : reported)) },
      'fail other-number',
    ],
    [
      'a second page that reports no number is inconclusive',
      { twist: sheets((reported, request) => (sheet(request) === '2' ? { ...reported, sheet: undefined } : reported)) },
      'inconclusive',
    ],
    ['a list without a second page is inconclusive', { stock: books(2) }, 'inconclusive'],
    [
      'a number beyond the end that gives the last page is inconclusive',
      { stock: books(1), twist: sheets((reported, request) => (sheet(request) === '2' ? { ...reported, sheet: 1 } : reported)) },
      'inconclusive',
    ],
    ['an exceeded quota is inconclusive', { twist: second(() => ({ status: 429 })) }, 'inconclusive'],
  ]);

  test('a list that is paged by cursors is skipped', async () => {
    expect((await judged(numberRepeated, { by: 'marks' })).verdict.kind).toBe('skipped');
  });
});

describe('pagination/size-repeated', () => {
  table(sizeRepeated, [
    ['the size that was asked for passes, also on a short page', {}, 'pass'],
    ['a size as a text passes', { twist: sheets((reported) => ({ ...reported, height: String(reported['height']) })) }, 'pass'],
    [
      'the number of items on the page fails where it is short',
      { twist: sheets((reported) => ({ ...reported, height: reported.books.length })) },
      'fail other-size',
    ],
    ['the documented default fails', { twist: sheets((reported) => ({ ...reported, height: 10 })) }, 'fail other-size'],
    [
      'pages that report no size are inconclusive',
      { twist: sheets((reported, request) => (sheet(request) === undefined ? reported : { ...reported, height: undefined })) },
      'inconclusive',
    ],
    ['an empty list is inconclusive', { stock: [] }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: second(() => ({ status: 429 })) }, 'inconclusive'],
  ]);
});

describe('pagination/maximum-told', () => {
  const told = (reports: (reported: { readonly height?: unknown; readonly books: readonly unknown[] }) => unknown): Library => ({
    twist: sheets((reported) => ({ ...reported, height: reports(reported) })),
  });
  table(maximumTold, [
    ['the maximum that was asked for passes', {}, 'pass'],
    ['the number of items on the page passes', told(({ books: all }) => all.length), 'pass'],
    ['a smaller size fails', told(() => 3), 'unconfirmed smaller-size-told'],
    ['a page without a size is skipped, because its pages cannot be followed', told(() => undefined), 'skipped'],
  ]);
});

describe('pagination/beyond-end-recorded', () => {
  const factsOf = async (options: Library): Promise<unknown> => {
    const { verdict } = await judged(beyondEndRecorded, options);
    return verdict.kind === 'observed' ? verdict.facts.map(({ fact, value }) => [fact, value]) : verdict.kind;
  };

  test('an empty page and error responses are observed', async () => {
    expect(await factsOf({})).toMatchObject([
      ['page-number.beyond', { asked: 'sheet=100000', status: 200, items: 'none', number: 100_000 }],
      ['page-number.zero', { asked: 'sheet=0', status: 400, number: null }],
      ['page-number.negative', { asked: 'sheet=-1', status: 400, number: null }],
    ]);
  });

  test('the first page in place of one that does not exist is observed with the number that it reports', async () => {
    const twist: BookTwist = (request, honest) => (sheet(request) === '0' ? honest(asking(request, { sheet: '1' })) : undefined);
    expect(await factsOf({ twist })).toMatchObject([{}, ['page-number.zero', { status: 200, items: 'default size', number: 1 }], {}]);
  });

  test('a number that was not answered is left out', async () => {
    const twist: BookTwist = (request) => (sheet(request) === '100000' ? { status: 429 } : undefined);
    expect(await factsOf({ twist })).toMatchObject([
      ['page-number.zero', {}],
      ['page-number.negative', {}],
    ]);
  });

  table(beyondEndRecorded, [
    ['error responses are observed', { twist: (request) => (sheet(request) === '100000' ? { status: 404 } : undefined) }, 'observed'],
    [
      'an exceeded quota is inconclusive',
      { twist: (request) => (['100000', '0', '-1'].includes(sheet(request) ?? '') ? { status: 429 } : undefined) },
      'inconclusive',
    ],
  ]);
});

describe('pagination/far-behind-the-end', () => {
  const far = (answer: { status: number }, times = Infinity): BookTwist => {
    let left = times;
    return (request) => (sheet(request) === '1000000000' && left-- > 0 ? answer : undefined);
  };
  table(farBehindTheEnd, [
    ['an empty page passes', {}, 'pass'],
    ['an error response passes', { twist: far({ status: 404 }) }, 'pass'],
    ['a failure of the server fails', { twist: far({ status: 500 }) }, 'fail far-position-server-error'],
    ['one that happens once is inconclusive', { twist: far({ status: 500 }, 1) }, 'inconclusive'],
    ['a failure without a position as well is inconclusive', { twist: () => ({ status: 500 }) }, 'inconclusive'],
    ['a server in front that has no time is inconclusive', { twist: far({ status: 503 }) }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: far({ status: 429 }) }, 'inconclusive'],
  ]);
});

describe('pagination/style-shown', () => {
  const bare: BookTwist = sheets(({ books: shown }) => ({ books: shown }));
  table(styleShown, [
    ['numbered pages pass', {}, 'pass'],
    ['pages by cursors pass', { by: 'marks' }, 'pass'],
    ['a single book passes', { stock: books(1) }, 'pass'],
    ['the members of both styles pass', { twist: sheets((reported) => ({ ...reported, mark: null })) }, 'pass'],
    ['a page of one item without any of the members fails', { twist: bare }, 'unconfirmed no-style-shown'],
    ['half of the members of a style fail', { twist: sheets(({ all: _all, ...reported }) => reported) }, 'unconfirmed no-style-shown'],
    ['one book without any of the members is inconclusive', { stock: books(1), twist: bare }, 'inconclusive'],
    [
      'a whole list in place of one item is left to other checks',
      { twist: (request) => (request.operation === 'GET /books' ? { status: 200, json: { books: books(13) } } : undefined) },
      'inconclusive',
    ],
    ['a failure is inconclusive', { twist: () => ({ status: 503 }) }, 'inconclusive'],
  ]);

  test('a last page of the only documented style passes without a cursor', async () => {
    const twist: Twist = ({ operation }) => (operation === 'GET /parcels' ? page([], null) : undefined);
    expect(stated(await judge(styleShown, { answer: parcelService({ twist }) }))).toBe('pass');
  });
});
