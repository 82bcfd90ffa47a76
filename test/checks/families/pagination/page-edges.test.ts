import { describe, expect, test } from 'vitest';
import { madeUpCursorRefused } from '../../../../src/checks/families/pagination/made-up-cursor.ts';
import { maximumAccepted } from '../../../../src/checks/families/pagination/maximum.ts';
import { announcedMore } from '../../../../src/checks/families/pagination/announced-more.ts';
import { queryOutOfRangeRefused } from '../../../../src/checks/families/query/numbers-refused.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Reply } from '../../support/exchange.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, type Page, page, pageIn, parcelService, type Twist } from '../../../worlds/parcels/service.ts';
import { size, ofSize, after, isList, changed, table } from './support.ts';

const pages =
  (change: (result: Page, request: PlannedRequest) => Page): Twist =>
  (request, honest) =>
    isList(request) ? changed(honest(request), (result) => change(result, request)) : undefined;

/** The largest page holds fewer items than asked for, and the rest follows on further pages. */
const cutTo =
  (items: number): Twist =>
  (request, honest) =>
    isList(request) && size(request) === '10' ? honest(ofSize(request, items)) : undefined;

describe('pagination/maximum-accepted', () => {
  table(maximumAccepted, [
    ['a full page of the maximum passes', { count: 13 }, 'pass'],
    ['a page with all of few items passes', { count: 4 }, 'pass'],
    ['two items, counted in pages of the default size, pass', { count: 2 }, 'pass'],
    ['an empty account passes', { count: 0 }, 'pass'],
    [
      'a maximum that is refused as malformed fails',
      { twist: (request) => (size(request) === '10' ? fault(400) : undefined) },
      'fail maximum-refused',
    ],
    [
      'a maximum that is refused as unusable fails',
      { twist: (request) => (size(request) === '10' ? fault(422) : undefined) },
      'fail maximum-refused',
    ],
    ['a page that is cut below the maximum fails', { count: 13, twist: cutTo(6) }, 'unconfirmed maximum-cut'],
    ['a page that is cut below the count fails', { count: 8, twist: cutTo(6) }, 'unconfirmed maximum-cut'],
    ['a limit above the count passes, because it does not show', { count: 5, twist: cutTo(6) }, 'pass'],
    [
      'a page above the maximum fails',
      {
        count: 13,
        twist: (request, honest) => {
          if (size(request) !== '10' || after(request) !== undefined) return undefined;
          const rest = pageIn(honest({ ...request, query: [...request.query, ['after', 'from 10']] }))?.list ?? [];
          return page([...(pageIn(honest(request))?.list ?? []), ...rest], null);
        },
      },
      'fail page-above-maximum',
    ],
    ['a forbidden maximum is inconclusive', { twist: (request) => (size(request) === '10' ? fault(403) : undefined) }, 'inconclusive'],
    ['a failure is inconclusive', { twist: (request) => (size(request) === '10' ? fault(500) : undefined) }, 'inconclusive'],
    [
      'a list that cannot be traversed in other pages is inconclusive',
      { twist: (request) => (isList(request) && size(request) !== '10' ? fault(500) : undefined) },
      'inconclusive',
    ],
  ]);

  test('the verdict reports which limit would not show', async () => {
    const { verdict } = await judge(maximumAccepted, { answer: parcelService({ count: 8 }) });
    expect(verdict).toMatchObject({ kind: 'pass', untried: [expect.stringContaining('8')] });
    const { verdict: above } = await judge(maximumAccepted, { answer: parcelService({ count: 13 }) });
    expect(above).toEqual({ kind: 'pass', judged: 1 });
  });
});

describe('pagination/made-up-cursor-refused', () => {
  const to =
    (reply: Reply): Twist =>
    (request) =>
      after(request)?.startsWith('!!') === true ? reply : undefined;
  table(madeUpCursorRefused, [
    ['status 400 passes', {}, 'pass'],
    ['status 422 passes', { twist: to(fault(422)) }, 'pass'],
    ['the first page again fails', { twist: to(page([], null)) }, 'fail made-up-cursor-accepted'],
    ['status 404 is inconclusive', { twist: to(fault(404)) }, 'inconclusive'],
    ['a failure is inconclusive', { twist: to(fault(500)) }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: to(fault(429)) }, 'inconclusive'],
  ]);
});

describe('query/out-of-range-refused', () => {
  const to =
    (value: string, reply: Reply): Twist =>
    (request) =>
      size(request) === value ? reply : undefined;
  table(queryOutOfRangeRefused, [
    ['error responses to both pass', {}, 'pass'],
    ['status 422 passes', { twist: to('-1', fault(422)) }, 'pass'],
    ['an accepted negative number fails', { twist: to('-1', page([], null)) }, 'fail impossible-number-accepted'],
    ['an accepted fraction fails', { twist: to('1.5', page([], null)) }, 'fail impossible-number-accepted'],
    ['one failure is inconclusive', { twist: to('1.5', fault(500)) }, 'inconclusive'],
    ['one status 404 is inconclusive', { twist: to('-1', fault(404)) }, 'inconclusive'],
  ]);
});

describe('pagination/more-tells-the-truth', () => {
  /** Announces more whenever the page is full. */
  const whenFull = pages((result, request) => {
    const isFull = result.list.length === Number(size(request) ?? 5);
    const from = Number(after(request)?.slice(5) ?? 0);
    return isFull ? { ...result, next: `from ${from + result.list.length}`, again: true } : result;
  });
  /** Announces more on every page, with a cursor that leads to an empty one. */
  const always = pages((result, request) => ({
    ...result,
    again: true,
    next: result.next ?? `from ${Number(after(request)?.slice(5) ?? 0) + result.list.length}`,
  }));
  table(announcedMore, [
    ['pages that announce more correctly pass', { count: 13 }, 'pass'],
    ['a list that fits on one page passes', { count: 7 }, 'pass'],
    ['two items are enough', { count: 2 }, 'pass'],
    ['a full last page that announces more fails', { count: 7, twist: whenFull }, 'unconfirmed more-announced-nothing'],
    ['it fails with two items too', { count: 2, twist: whenFull }, 'unconfirmed more-announced-nothing'],
    ['it fails in a list longer than a page too', { count: 16, twist: whenFull }, 'unconfirmed more-announced-nothing'],
    ['more announced on every page fails', { count: 7, twist: always }, 'unconfirmed more-announced-nothing'],
    [
      'more announced on every page, without a cursor, fails',
      { count: 7, twist: pages((result) => ({ ...result, again: true })) },
      'unconfirmed more-announced-at-the-end',
    ],
    [
      'a page of one item that announces nothing while more follows fails',
      { count: 7, twist: pages((result, request) => (size(request) === '1' ? { ...result, next: null, again: false } : result)) },
      'unconfirmed more-not-announced',
    ],
    [
      'a third page that announces nothing while more follows fails',
      {
        count: 7,
        twist: pages((result, request) =>
          size(request) === '1' && after(request) === 'from 2' ? { ...result, next: null, again: false } : result,
        ),
      },
      'unconfirmed more-not-announced',
    ],
    [
      'an empty page after a page of one item fails',
      {
        count: 7,
        twist: pages((result, request) => (size(request) === '1' && after(request) === 'from 3' ? { ...result, list: [] } : result)),
      },
      'unconfirmed more-announced-nothing',
    ],
    ['one item is inconclusive', { count: 1, twist: whenFull }, 'inconclusive'],
    ['an empty account is inconclusive', { count: 0 }, 'inconclusive'],
    [
      'a text in place of true is left to other checks',
      { count: 7, twist: pages((result) => ({ ...result, again: String(result.again) })) },
      'inconclusive',
    ],
    ['a refused list is inconclusive', { twist: (request) => (isList(request) ? fault(403) : undefined) }, 'inconclusive'],
    [
      'a page that exceeds the quota is inconclusive',
      { twist: (request) => (size(request) === '1' ? fault(429) : undefined) },
      'inconclusive',
    ],
    [
      'an ignored size is left to other checks',
      {
        count: 16,
        twist: (request, honest) =>
          isList(request) ? honest({ ...request, query: request.query.filter(([name]) => name !== 'count') }) : undefined,
      },
      'inconclusive',
    ],
    [
      'a cursor that leads back to the first page is left to other checks',
      {
        count: 13,
        twist: (request, honest) =>
          isList(request) ? honest({ ...request, query: request.query.filter(([name]) => name !== 'after') }) : undefined,
      },
      'inconclusive',
    ],
  ]);

  test('a list that grew meanwhile is read again', async () => {
    let large = 0;
    const twist: Twist = (request, honest) => {
      if (!isList(request)) return undefined;
      if (size(request) === '10' && after(request) === undefined) large += 1;
      const result = pageIn(honest(request));
      return result && large < 2
        ? page(
            result.list.filter(({ number }) => number !== 'pk-100006'),
            result.next,
          )
        : undefined;
    };
    expect(stated(await judge(announcedMore, { answer: parcelService({ count: 7, twist }) }))).toBe('pass');
  });

  test('the verdict reports a number of items that makes no equal pages', async () => {
    const { verdict } = await judge(announcedMore, { answer: parcelService({ count: 13 }) });
    expect(verdict).toMatchObject({ kind: 'pass', untried: [expect.stringContaining('13')] });
    const { verdict: even } = await judge(announcedMore, { answer: parcelService({ count: 16 }) });
    expect(even).toEqual({ kind: 'pass', judged: 9 });
  });

  test('a list longer than a page is read in a few full pages', async () => {
    const { session } = await judge(announcedMore, { answer: parcelService({ count: 16 }) });
    const sizes = new Set(session.exchanges.map(({ request }) => size(request)));
    expect([...sizes]).toEqual(['10', '4', '1']);
  });
});
