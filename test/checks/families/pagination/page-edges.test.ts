import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { madeUpCursorRefused } from '../../../../src/checks/families/pagination/made-up-cursor.ts';
import { maximumAccepted } from '../../../../src/checks/families/pagination/maximum.ts';
import { announcedMore } from '../../../../src/checks/families/pagination/announced-more.ts';
import { queryOutOfRangeRefused } from '../../../../src/checks/families/query/numbers-refused.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Reply } from '../../support/exchange.ts';
import { judge, stated } from '../../support/judge.ts';
import {
  fault,
  type Page,
  page,
  pageIn,
  parcelService,
  queryOf,
  type ServiceOptions,
  type Twist,
} from '../../../worlds/parcels/service.ts';

const size = (request: PlannedRequest): string | undefined => queryOf(request, 'count');
const after = (request: PlannedRequest): string | undefined => queryOf(request, 'after');
const isList = ({ operation }: PlannedRequest): boolean => operation === 'GET /parcels';

const changed = (reply: Reply, change: (result: Page) => Page): Reply => {
  const result = pageIn(reply);
  return result && reply !== 'no answer' ? { ...reply, json: { result: change(result) } } : reply;
};

const pages =
  (change: (result: Page, request: PlannedRequest) => Page): Twist =>
  (request, honest) =>
    isList(request) ? changed(honest(request), (result) => change(result, request)) : undefined;

type Row = readonly [what: string, options: ServiceOptions, verdict: string];

const table = (probe: Probe, rows: readonly Row[]): void => {
  test.for(rows)('%s', async ([, options, verdict]) => {
    expect(stated(await judge(probe, { answer: parcelService(options) }))).toBe(verdict);
  });
};

/** The largest page holds fewer items than asked for, and the rest follows. */
const cutTo =
  (items: number): Twist =>
  (request, honest) =>
    isList(request) && size(request) === '10'
      ? honest({ ...request, query: [...request.query.filter(([name]) => name !== 'count'), ['count', String(items)]] })
      : undefined;

describe('pagination/maximum-accepted', () => {
  table(maximumAccepted, [
    ['a full page of the maximum passes', { count: 13 }, 'pass'],
    ['a page with all of few items passes', { count: 4 }, 'pass'],
    ['two items are counted in pages of the default', { count: 2 }, 'pass'],
    ['an empty account passes', { count: 0 }, 'pass'],
    [
      'a maximum that is called malformed fails',
      { twist: (request) => (size(request) === '10' ? fault(400) : undefined) },
      'fail maximum-refused',
    ],
    [
      'a maximum that is called unusable fails',
      { twist: (request) => (size(request) === '10' ? fault(422) : undefined) },
      'fail maximum-refused',
    ],
    ['a page that is cut below the maximum fails', { count: 13, twist: cutTo(6) }, 'unconfirmed maximum-cut'],
    ['a page that is cut below the count fails', { count: 8, twist: cutTo(6) }, 'unconfirmed maximum-cut'],
    ['a cut above the count does not show', { count: 5, twist: cutTo(6) }, 'pass'],
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
    ['a forbidden maximum shows nothing', { twist: (request) => (size(request) === '10' ? fault(403) : undefined) }, 'inconclusive'],
    ['a failure shows nothing', { twist: (request) => (size(request) === '10' ? fault(500) : undefined) }, 'inconclusive'],
    [
      'a list that cannot be walked in other pages shows nothing',
      { twist: (request) => (isList(request) && size(request) !== '10' ? fault(500) : undefined) },
      'inconclusive',
    ],
  ]);

  test('it is told up to which count a cut would not show', async () => {
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
    ['a refusal as malformed passes', {}, 'pass'],
    ['a refusal as unusable passes', { twist: to(fault(422)) }, 'pass'],
    ['the first page again fails', { twist: to(page([], null)) }, 'fail made-up-cursor-accepted'],
    ['called unknown decides nothing', { twist: to(fault(404)) }, 'inconclusive'],
    ['a failure decides nothing', { twist: to(fault(500)) }, 'inconclusive'],
    ['a used up quota decides nothing', { twist: to(fault(429)) }, 'inconclusive'],
  ]);
});

describe('query/out-of-range-refused', () => {
  const to =
    (value: string, reply: Reply): Twist =>
    (request) =>
      size(request) === value ? reply : undefined;
  table(queryOutOfRangeRefused, [
    ['a refusal of both passes', {}, 'pass'],
    ['a refusal as unusable passes', { twist: to('-1', fault(422)) }, 'pass'],
    ['a negative number that is taken fails', { twist: to('-1', page([], null)) }, 'fail impossible-number-accepted'],
    ['a broken number that is taken fails', { twist: to('1.5', page([], null)) }, 'fail impossible-number-accepted'],
    ['one failure leaves it open', { twist: to('1.5', fault(500)) }, 'inconclusive'],
    ['one unknown leaves it open', { twist: to('-1', fault(404)) }, 'inconclusive'],
  ]);
});

describe('pagination/more-tells-the-truth', () => {
  /** Says that more follows whenever the page is full. */
  const whenFull = pages((result, request) => {
    const isFull = result.list.length === Number(size(request) ?? 5);
    const from = Number(after(request)?.slice(5) ?? 0);
    return isFull ? { ...result, next: `from ${from + result.list.length}`, again: true } : result;
  });
  /** Says so on every page, with a cursor that leads to an empty one. */
  const always = pages((result, request) => ({
    ...result,
    again: true,
    next: result.next ?? `from ${Number(after(request)?.slice(5) ?? 0) + result.list.length}`,
  }));
  table(announcedMore, [
    ['pages that tell the truth pass', { count: 13 }, 'pass'],
    ['a list that fits on one page passes', { count: 7 }, 'pass'],
    ['two items are enough', { count: 2 }, 'pass'],
    ['a full last page that announces more fails', { count: 7, twist: whenFull }, 'unconfirmed more-announced-nothing'],
    ['it fails for two items', { count: 2, twist: whenFull }, 'unconfirmed more-announced-nothing'],
    ['it fails for a list longer than a page', { count: 16, twist: whenFull }, 'unconfirmed more-announced-nothing'],
    ['more on every page fails', { count: 7, twist: always }, 'unconfirmed more-announced-nothing'],
    [
      'more on every page that leads nowhere fails',
      { count: 7, twist: pages((result) => ({ ...result, again: true })) },
      'unconfirmed more-announced-at-the-end',
    ],
    [
      'a page of one that announces nothing while more is there fails',
      { count: 7, twist: pages((result, request) => (size(request) === '1' ? { ...result, next: null, again: false } : result)) },
      'unconfirmed more-not-announced',
    ],
    [
      'a third page that announces nothing while more is there fails',
      {
        count: 7,
        twist: pages((result, request) =>
          size(request) === '1' && after(request) === 'from 2' ? { ...result, next: null, again: false } : result,
        ),
      },
      'unconfirmed more-not-announced',
    ],
    [
      'an empty page behind a page of one fails',
      {
        count: 7,
        twist: pages((result, request) => (size(request) === '1' && after(request) === 'from 3' ? { ...result, list: [] } : result)),
      },
      'unconfirmed more-announced-nothing',
    ],
    ['one item is not enough', { count: 1, twist: whenFull }, 'inconclusive'],
    ['an empty account shows nothing', { count: 0 }, 'inconclusive'],
    [
      'text in place of true is judged elsewhere',
      { count: 7, twist: pages((result) => ({ ...result, again: String(result.again) })) },
      'inconclusive',
    ],
    ['a refused list shows nothing', { twist: (request) => (isList(request) ? fault(403) : undefined) }, 'inconclusive'],
    ['a page above the quota leaves it open', { twist: (request) => (size(request) === '1' ? fault(429) : undefined) }, 'inconclusive'],
    [
      'an ignored size is judged elsewhere',
      {
        count: 16,
        twist: (request, honest) =>
          isList(request) ? honest({ ...request, query: request.query.filter(([name]) => name !== 'count') }) : undefined,
      },
      'inconclusive',
    ],
    [
      'a cursor that leads back to the first page is judged elsewhere',
      {
        count: 13,
        twist: (request, honest) =>
          isList(request) ? honest({ ...request, query: request.query.filter(([name]) => name !== 'after') }) : undefined,
      },
      'inconclusive',
    ],
  ]);

  test('a list that grows meanwhile shows nothing', async () => {
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
    expect(stated(await judge(announcedMore, { answer: parcelService({ count: 7, twist }) }))).toBe('inconclusive');
  });

  test('a number of items that makes no equal pages is told', async () => {
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
