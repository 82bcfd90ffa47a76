import { describe, expect, test } from 'vitest';
import { defaultSize, saysFewer } from '../../../../src/checks/families/pagination/default-size.ts';
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
import { fault, page, pageIn, parcelService, type Twist } from '../../../worlds/parcels/service.ts';
import { size, ofSize, after, changed, table } from './support.ts';

const isPlain = (request: PlannedRequest): boolean => request.operation === 'GET /parcels' && request.query.length === 0;

const always =
  (reply: Reply): Twist =>
  ({ operation }) =>
    operation === 'GET /parcels' ? reply : undefined;

/** The plain page holds another number of items than asked for by default. */
const plainPageOf =
  (items: number): Twist =>
  (request, honest) =>
    isPlain(request) ? honest({ ...request, query: [['count', String(items)]] }) : undefined;

describe('pagination/default-size', () => {
  table(defaultSize, [
    ['a page of the documented size passes where more follows', { count: 13 }, 'pass'],
    ['one item more than a page is enough', { count: 6 }, 'pass'],
    ['a larger page fails by itself', { count: 13, twist: plainPageOf(8) }, 'fail default-page-larger'],
    ['a shorter page of a longer list fails', { count: 13, twist: plainPageOf(3) }, 'unconfirmed default-page-smaller'],
    ['a page that lacks one of few items fails too', { count: 4, twist: plainPageOf(3) }, 'unconfirmed default-page-smaller'],
    ['a list that fits on one page is inconclusive', { count: 5 }, 'inconclusive'],
    ['an empty list is inconclusive', { count: 0 }, 'inconclusive'],
    ['a refused page is inconclusive', { twist: (request) => (isPlain(request) ? fault(429) : undefined) }, 'inconclusive'],
    [
      'a list that cannot be counted is inconclusive',
      { twist: (request) => (size(request) === '10' ? fault(500) : undefined) },
      'inconclusive',
    ],
  ]);

  test.each([
    ['Most entries on a page, which may hold fewer.', true],
    ['The service might return fewer than asked for.', true],
    ['Fewer entries may be returned than there are.', true],
    ['Entries on a page, fewer on the last one.', false],
    ['You may ask for 10 to 50 entries.', false],
  ])('"%s" lets a page hold fewer: %s', (sentence, expected) => {
    expect(saysFewer(sentence)).toBe(expected);
  });

  test('a list that changes meanwhile is inconclusive, even with a page that is too short', async () => {
    let traversals = 0;
    const twist: Twist = (request, honest) => {
      if (size(request) === '10' && after(request) === undefined) traversals += 1;
      if (isPlain(request)) return honest({ ...request, query: [['count', '4']] });
      return traversals > 1 && after(request) !== undefined
        ? changed(honest(request), (result) => ({ ...result, list: result.list.slice(traversals - 1) }))
        : undefined;
    };
    expect(stated(await judge(defaultSize, { answer: parcelService({ count: 13, twist }) }))).toBe('inconclusive');
  });
});

describe('pagination/size-respected', () => {
  const pageWith =
    (which: (request: PlannedRequest) => boolean, items: number): Twist =>
    (request, honest) =>
      which(request) ? honest(ofSize(request, items)) : undefined;
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
    ['a shorter page of a longer list fails', { twist: pageWith((request) => size(request) === '2', 1) }, 'unconfirmed page-smaller'],
    [
      'a refused size fails',
      { twist: (request) => (size(request) === '1' && after(request) === undefined ? fault(422) : undefined) },
      'fail size-refused',
    ],
    ['one item is inconclusive', { count: 1 }, 'inconclusive'],
    [
      'a refused cursor is left to other checks',
      { twist: (request) => (after(request) === undefined ? undefined : fault(400)), count: 9 },
      'inconclusive',
    ],
    [
      'a missing cursor is left to other checks',
      {
        twist: (request, honest) =>
          size(request) === '1' ? changed(honest(request), (result) => ({ ...result, again: false })) : undefined,
      },
      'inconclusive',
    ],
    ['an exceeded quota is inconclusive', { twist: (request) => (size(request) === '1' ? fault(429) : undefined) }, 'inconclusive'],
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
    ['an error response passes in an empty account', { count: 0 }, 'pass'],
    ['a page of the maximum size passes where more follows', { count: 13, twist: cut }, 'pass'],
    ['a page of the maximum size is inconclusive where no more follows', { count: 10, twist: cut }, 'inconclusive'],
    ['a page above the maximum fails', { count: 13, twist: unbounded }, 'fail page-above-maximum'],
    [
      'an error response for another reason is inconclusive',
      { twist: (request) => (Number(size(request)) > 10 ? fault(403) : undefined) },
      'inconclusive',
    ],
    [
      'an error response to one size does not excuse the other',
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
      'a refused cursor that the server gave fails',
      { twist: (request) => (after(request) === undefined ? undefined : fault(404)) },
      'fail own-cursor-refused',
    ],
    [
      'a failure of the next page is inconclusive',
      { twist: (request) => (after(request) === undefined ? undefined : fault(500)) },
      'inconclusive',
    ],
    ['one item is inconclusive', { count: 1 }, 'inconclusive'],
    [
      'a page that announces more without a cursor is left to other checks',
      { twist: (request, honest) => changed(honest(request), (result) => ({ ...result, next: null })) },
      'inconclusive',
    ],
    [
      'an empty next page is inconclusive',
      {
        twist: (request, honest) =>
          after(request) === undefined ? undefined : changed(honest(request), (result) => ({ ...result, list: [] })),
      },
      'inconclusive',
    ],
    ['a refused credential is inconclusive', { twist: always(fault(401)) }, 'inconclusive'],
  ]);
});

/** A list whose pages of a size start `shift` items after (or before) where the cursor points. */
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
    ['traversals that show every item pass', { count: 13 }, 'pass'],
    ['three items are enough', { count: 3 }, 'pass'],
    ['two items are inconclusive', { count: 2 }, 'inconclusive'],
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
      'a page that fails is inconclusive',
      { twist: (request) => (size(request) === '3' && after(request) === 'from 6' ? fault(500) : undefined) },
      'inconclusive',
    ],
    [
      'a page that announces more without a cursor is left to other checks',
      {
        twist: (request, honest) => (size(request) === '1' ? changed(honest(request), (result) => ({ ...result, next: null })) : undefined),
      },
      'inconclusive',
    ],
    [
      'a text in place of true is left to other checks',
      { twist: (request, honest) => changed(honest(request), (result) => ({ ...result, again: String(result.again) })) },
      'inconclusive',
    ],
    [
      'an empty page before the last one passes',
      {
        twist: (request, honest) =>
          size(request) === '3' && after(request) === undefined
            ? changed(honest(request), (result) => ({ ...result, list: [], next: 'from 0' }))
            : undefined,
      },
      'pass',
    ],
    [
      'a traversal ends where the last page lacks the member that announces more',
      {
        twist: (request, honest) =>
          changed(honest(request), ({ again, ...result }) => (again === true ? { ...result, again } : { ...result, again: undefined })),
      },
      'pass',
    ],
  ]);

  test('an item that was created during the traversals is not missing', async () => {
    let traversals = 0;
    const twist: Twist = (request, honest) => {
      if (size(request) === '10' && after(request) === undefined) traversals += 1;
      if (traversals <= 1 || after(request) !== undefined) return undefined;
      return changed(honest(request), (result) => ({ ...result, list: [{ number: 'pk-999999', label: 'new' }, ...result.list] }));
    };
    expect(stated(await judge(traversalComplete, { answer: parcelService({ count: 13, twist }) }))).toBe('pass');
  });

  test('a long list is only begun item by item', async () => {
    const { session, verdict } = await judge(traversalComplete, { answer: parcelService({ count: 130 }) });
    expect(verdict.kind).toBe('pass');
    expect(
      session.exchanges.filter(({ sent }) => sent.target.startsWith('/parcels?count=1') && !sent.target.startsWith('/parcels?count=10')),
    ).toHaveLength(40);
  });
});

describe('pagination/walk-unique', () => {
  table(traversalUnique, [
    ['traversals without a repetition pass', { count: 13 }, 'pass'],
    [
      'an item that is repeated at the beginning of the next page fails',
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
    ['two items are inconclusive', { count: 2 }, 'inconclusive'],
    [
      'a page that fails is inconclusive',
      { twist: (request) => (size(request) === '1' && after(request) === 'from 6' ? fault(503) : undefined) },
      'inconclusive',
    ],
    [
      'a single page is inconclusive',
      {
        twist: (request, honest) =>
          size(request) === '10' ? undefined : changed(honest(request), (result) => ({ ...result, again: false })),
      },
      'inconclusive',
    ],
    [
      'items of one name and different ids pass as different items',
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
    ['a traversal that reaches the end passes', {}, 'pass'],
    [
      'a last page whose cursor leads back fails',
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
    ['a traversal that reaches the end passes', {}, 'pass'],
    [
      'ever new cursors fail',
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
