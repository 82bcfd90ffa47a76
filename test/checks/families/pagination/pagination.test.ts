import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { defaultSize } from '../../../../src/checks/families/pagination/default-size.ts';
import { maximumSize } from '../../../../src/checks/families/pagination/maximum.ts';
import { nextPageFollows } from '../../../../src/checks/families/pagination/next-page.ts';
import { sizeRespected } from '../../../../src/checks/families/pagination/page-size.ts';
import {
  cursorGivenOnce,
  traversalEnds,
  traversalComplete,
  traversalUnique,
} from '../../../../src/checks/families/pagination/traversals.ts';
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

const isPlain = (request: PlannedRequest): boolean => request.operation === 'GET /parcels' && request.query.length === 0;
const size = (request: PlannedRequest): string | undefined => queryOf(request, 'count');
const after = (request: PlannedRequest): string | undefined => queryOf(request, 'after');

/** The honest page, changed. */
const changed = (reply: Reply, change: (result: Page) => Page): Reply => {
  const result = pageIn(reply);
  return result && reply !== 'no answer' ? { ...reply, json: { result: change(result) } } : reply;
};

const always =
  (reply: Reply): Twist =>
  ({ operation }) =>
    operation === 'GET /parcels' ? reply : undefined;

type Row = readonly [what: string, options: ServiceOptions, verdict: string];

const table = (probe: Probe, rows: readonly Row[]): void => {
  test.for(rows)('%s', async ([, options, verdict]) => {
    expect(stated(await judge(probe, { answer: parcelService(options) }))).toBe(verdict);
  });
};

/** The plain page holds another number of items than asked for by default. */
const plainPageOf =
  (items: number): Twist =>
  (request, honest) =>
    isPlain(request) ? honest({ ...request, query: [['count', String(items)]] }) : undefined;

describe('pagination/default-size', () => {
  table(defaultSize, [
    ['a page of the documented size passes where more is there', { count: 13 }, 'pass'],
    ['one item more than a page is enough', { count: 6 }, 'pass'],
    ['a larger page fails by itself', { count: 13, twist: plainPageOf(8) }, 'fail default-page-larger'],
    ['a shorter page fails against the count', { count: 13, twist: plainPageOf(3) }, 'unconfirmed default-page-smaller'],
    ['a page that lacks one of few items fails too', { count: 4, twist: plainPageOf(3) }, 'unconfirmed default-page-smaller'],
    ['a list that fits on one page shows nothing', { count: 5 }, 'inconclusive'],
    ['an empty list shows nothing', { count: 0 }, 'inconclusive'],
    ['a refused page shows nothing', { twist: (request) => (isPlain(request) ? fault(429) : undefined) }, 'inconclusive'],
    [
      'a list that cannot be counted shows nothing',
      { twist: (request) => (size(request) === '10' ? fault(500) : undefined) },
      'inconclusive',
    ],
  ]);

  test('a list that changes meanwhile shows nothing, even with a page that is too short', async () => {
    let traversals = 0;
    const twist: Twist = (request, honest) => {
      if (size(request) === '10' && after(request) === undefined) traversals += 1;
      if (isPlain(request)) return honest({ ...request, query: [['count', '4']] });
      return traversals > 1 && after(request) !== undefined
        ? changed(honest(request), (result) => ({ ...result, list: result.list.slice(1) }))
        : undefined;
    };
    expect(stated(await judge(defaultSize, { answer: parcelService({ count: 13, twist }) }))).toBe('inconclusive');
  });
});

describe('pagination/size-respected', () => {
  const pageWith =
    (which: (request: PlannedRequest) => boolean, items: number): Twist =>
    (request, honest) =>
      which(request)
        ? honest({ ...request, query: [...request.query.filter(([name]) => name !== 'count'), ['count', String(items)]] })
        : undefined;
  table(sizeRespected, [
    ['pages of one and two items pass', { count: 13 }, 'pass'],
    ['two items are enough', { count: 2 }, 'pass'],
    ['an ignored size fails by itself', { twist: pageWith((request) => size(request) === '1', 5) }, 'fail page-larger'],
    ['a size of two that gives three fails', { twist: pageWith((request) => size(request) === '2', 3) }, 'fail page-larger'],
    [
      'a size that is forgotten behind the cursor fails',
      { twist: pageWith((request) => size(request) === '1' && after(request) !== undefined, 5) },
      'fail page-larger',
    ],
    ['a short page fails against the count', { twist: pageWith((request) => size(request) === '2', 1) }, 'unconfirmed page-smaller'],
    [
      'a refused size fails',
      { twist: (request) => (size(request) === '1' && after(request) === undefined ? fault(422) : undefined) },
      'fail size-refused',
    ],
    ['one item shows nothing', { count: 1 }, 'inconclusive'],
    [
      'a refused cursor is judged elsewhere',
      { twist: (request) => (after(request) === undefined ? undefined : fault(400)), count: 9 },
      'inconclusive',
    ],
    [
      'a missing cursor is judged elsewhere',
      {
        twist: (request, honest) =>
          size(request) === '1' ? changed(honest(request), (result) => ({ ...result, again: false })) : undefined,
      },
      'inconclusive',
    ],
    ['a used up quota shows nothing', { twist: (request) => (size(request) === '1' ? fault(429) : undefined) }, 'inconclusive'],
  ]);
});

describe('pagination/maximum-size', () => {
  const cut: Twist = (request, honest) => (Number(size(request)) > 10 ? honest({ ...request, query: [['count', '10']] }) : undefined);
  const unbounded: Twist = (request, honest) => {
    if (Number(size(request)) <= 10) return undefined;
    const from = (first: number): Reply =>
      honest({
        ...request,
        query: [
          ['count', '10'],
          ['after', `from ${first}`],
        ],
      });
    return page(
      [0, 10].flatMap((first) => pageIn(from(first))?.list ?? []),
      null,
    );
  };
  table(maximumSize, [
    ['a refusal passes without a single item', { count: 0 }, 'pass'],
    ['a page cut to the maximum passes where more is there', { count: 13, twist: cut }, 'pass'],
    ['a page cut to the maximum shows nothing where no more is there', { count: 10, twist: cut }, 'inconclusive'],
    ['a page above the maximum fails', { count: 13, twist: unbounded }, 'fail page-above-maximum'],
    [
      'a refusal for another reason shows nothing',
      { twist: (request) => (Number(size(request)) > 10 ? fault(403) : undefined) },
      'inconclusive',
    ],
    [
      'a refusal of one size does not excuse the other',
      { count: 13, twist: (request, honest) => (size(request) === '100' ? unbounded(request, honest) : undefined) },
      'fail page-above-maximum',
    ],
  ]);
});

describe('pagination/next-page-follows', () => {
  table(nextPageFollows, [
    ['another item on the next page passes', { count: 3 }, 'pass'],
    [
      'the first page again fails',
      { twist: (request, honest) => honest({ ...request, query: [['count', '1']] }) },
      'unconfirmed first-page-again',
    ],
    [
      'a refused cursor of its own fails',
      { twist: (request) => (after(request) === undefined ? undefined : fault(404)) },
      'fail own-cursor-refused',
    ],
    [
      'a failure behind the cursor shows nothing',
      { twist: (request) => (after(request) === undefined ? undefined : fault(500)) },
      'inconclusive',
    ],
    ['one item shows nothing', { count: 1 }, 'inconclusive'],
    [
      'a page that announces more without a cursor is judged elsewhere',
      { twist: (request, honest) => changed(honest(request), (result) => ({ ...result, next: null })) },
      'inconclusive',
    ],
    [
      'an empty next page shows nothing',
      {
        twist: (request, honest) =>
          after(request) === undefined ? undefined : changed(honest(request), (result) => ({ ...result, list: [] })),
      },
      'inconclusive',
    ],
    ['a refused credential shows nothing', { twist: always(fault(401)) }, 'inconclusive'],
  ]);
});

/** A list whose pages of a size start `shift` items off behind each cursor. */
const shifted =
  (which: (count: number) => boolean, shift: number): Twist =>
  (request, honest) => {
    const cursor = after(request);
    if (cursor === undefined || !which(Number(size(request)))) return undefined;
    const from = Number(cursor.slice(5)) + shift;
    return honest({ ...request, query: [...request.query.filter(([name]) => name !== 'after'), ['after', `from ${from}`]] });
  };

describe('pagination/walk-complete', () => {
  table(traversalComplete, [
    ['walks that hold everything pass', { count: 13 }, 'pass'],
    ['three items are enough', { count: 3 }, 'pass'],
    ['two items show nothing', { count: 2 }, 'inconclusive'],
    ['an item lost at each boundary fails', { twist: shifted((count) => count === 3, 1) }, 'unconfirmed item-missing'],
    ['an item lost only in pages of one fails', { twist: shifted((count) => count === 1, 1) }, 'unconfirmed item-missing'],
    [
      'an end that is announced too early fails',
      {
        twist: (request, honest) =>
          size(request) === '3' ? changed(honest(request), (result) => ({ ...result, again: after(request) === undefined })) : undefined,
      },
      'unconfirmed item-missing',
    ],
    [
      'a page that fails shows nothing',
      { twist: (request) => (size(request) === '3' && after(request) === 'from 6' ? fault(500) : undefined) },
      'inconclusive',
    ],
    [
      'a page that announces more without a cursor is judged elsewhere',
      {
        twist: (request, honest) => (size(request) === '1' ? changed(honest(request), (result) => ({ ...result, next: null })) : undefined),
      },
      'inconclusive',
    ],
    [
      'a text in place of true is judged elsewhere',
      { twist: (request, honest) => changed(honest(request), (result) => ({ ...result, again: String(result.again) })) },
      'inconclusive',
    ],
    [
      'an empty page on the way is no breach',
      {
        twist: (request, honest) =>
          size(request) === '3' && after(request) === undefined
            ? changed(honest(request), (result) => ({ ...result, list: [], next: 'from 0' }))
            : undefined,
      },
      'pass',
    ],
    [
      'a missing member on the last page ends a walk',
      {
        twist: (request, honest) =>
          changed(honest(request), ({ again, ...result }) => (again === true ? { ...result, again } : { ...result, again: undefined })),
      },
      'pass',
    ],
  ]);

  test('an item that came while the walks were made is no missing item', async () => {
    let traversals = 0;
    const twist: Twist = (request, honest) => {
      if (size(request) !== '10') return undefined;
      if (after(request) === undefined) traversals += 1;
      if (traversals === 1) return undefined;
      return changed(honest(request), (result) => ({ ...result, list: [{ number: 'pk-999999', label: 'new' }, ...result.list] }));
    };
    expect(stated(await judge(traversalComplete, { answer: parcelService({ count: 13, twist }) }))).toBe('pass');
  });

  test('a long list is not walked item by item', async () => {
    const { session, verdict } = await judge(traversalComplete, { answer: parcelService({ count: 130 }) });
    expect(verdict.kind).toBe('pass');
    expect(
      session.exchanges.filter(({ sent }) => sent.target.startsWith('/parcels?count=1') && !sent.target.startsWith('/parcels?count=10')),
    ).toEqual([]);
  });
});

describe('pagination/walk-unique', () => {
  table(traversalUnique, [
    ['walks without a repetition pass', { count: 13 }, 'pass'],
    [
      'an item that opens the next page again fails',
      { twist: shifted((count) => count === 3, -1), count: 13 },
      'unconfirmed item-repeated',
    ],
    [
      'an item repeated only in pages of one fails',
      {
        twist: (request, honest) =>
          size(request) === '1' && after(request) === 'from 1'
            ? changed(honest({ ...request, query: [['count', '1']] }), (result) => ({ ...result, next: 'from 2' }))
            : undefined,
      },
      'unconfirmed item-repeated',
    ],
    ['two items show nothing', { count: 2 }, 'inconclusive'],
    [
      'a page that fails shows nothing',
      { twist: (request) => (size(request) === '1' && after(request) === 'from 6' ? fault(503) : undefined) },
      'inconclusive',
    ],
    [
      'one page only shows nothing',
      {
        twist: (request, honest) =>
          size(request) === '10' ? undefined : changed(honest(request), (result) => ({ ...result, again: false })),
      },
      'inconclusive',
    ],
    [
      'items of one name and different ids are different items',
      {
        twist: (request, honest) =>
          changed(honest(request), (result) => ({ ...result, list: result.list.map(({ number }) => ({ number, label: 'same' })) })),
      },
      'pass',
    ],
  ]);
});

test('the cursor is sent with the query of the first page', async () => {
  const { session } = await judge(nextPageFollows, { answer: parcelService({ count: 3 }) });
  expect(session.exchanges.map(({ request }) => request.query)).toEqual([
    [['count', '1']],
    [
      ['count', '1'],
      ['after', 'from 1'],
    ],
    [
      ['count', '1'],
      ['after', 'from 2'],
    ],
  ]);
});

describe('pagination/cursor-given-once', () => {
  table(cursorGivenOnce, [
    ['a walk to the end', {}, 'pass'],
    [
      'a last page that leads back never ends',
      {
        twist: (request, honest) =>
          changed(honest(request), (result) => (result.again === true ? result : { ...result, next: 'from 3', again: true })),
      },
      'unconfirmed cursor-repeated',
    ],
  ]);
});

describe('pagination/walk-ends', () => {
  table(traversalEnds, [
    ['a walk to the end', {}, 'pass'],
    [
      'ever new cursors never end',
      {
        twist: (request, honest) =>
          size(request) === '3'
            ? changed(honest(request), ({ list }) => ({ list, again: true, next: `from ${Number(after(request)?.slice(5) ?? 0) + 3}` }))
            : undefined,
      },
      'unconfirmed walk-never-ends',
    ],
  ]);
});
