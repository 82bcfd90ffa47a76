import { describe, expect, test } from 'vitest';
import { madeUpCursorRecorded } from '../../../../src/checks/families/pagination/made-up-cursor.ts';
import { eachPageFollows, nextPageHasItems } from '../../../../src/checks/families/pagination/next-page.ts';
import { pageOnRequest } from '../../../../src/checks/families/pagination/page-on-request.ts';
import { underCreationRecorded } from '../../../../src/checks/families/pagination/under-creation.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { library } from '../../../worlds/dated-books-service.ts';
import { writeBooks } from '../../../worlds/every-paging-style-contract.ts';
import type { Reply } from '../../support/exchange.ts';
import { judge, stated } from '../../support/judge.ts';
import { writeContract } from '../../../contract/support.ts';
import { fault, type Page, page, pageIn, parcelService, type Twist } from '../../../worlds/parcels/service.ts';
import { size, after, isList, table, factsOf } from './support.ts';

/** Changes the pages of one item that are asked for by a cursor: by any, or by the given one. */
const ones =
  (change: (shown: Page, request: PlannedRequest) => Reply, cursor?: string): Twist =>
  (request, honest) => {
    if (!isList(request) || size(request) !== '1' || after(request) === undefined) return undefined;
    const shown = cursor === undefined || after(request) === cursor ? pageIn(honest(request)) : undefined;
    return shown && change(shown, request);
  };

/** Gives the URL of the next page in the place of its cursor, or, of pages of one item, always that of the same page. */
const byUrl =
  (always?: string): Twist =>
  (request, honest) => {
    const shown = isList(request) ? pageIn(honest(request)) : undefined;
    if (!shown?.next) return undefined;
    const query = new URLSearchParams({ count: size(request) ?? '', after: (size(request) === '1' ? always : undefined) ?? shown.next });
    return page(shown.list, `http://other.example/v1/parcels?${query.toString()}`, true);
  };

const first: Twist = (request, honest) =>
  isList(request) && size(request) === '1' && after(request) !== undefined ? honest({ ...request, query: [['count', '1']] }) : undefined;

describe('pagination/each-page-follows', () => {
  table(eachPageFollows, [
    ['another item on each page passes', {}, 'pass'],
    ['three items are enough', { count: 3 }, 'pass'],
    ['URLs with the cursors in them pass', { twist: byUrl() }, 'pass'],
    ['the URL of the same page on each fails', { twist: byUrl('from 0') }, 'unconfirmed item-again'],
    ['no cursor on the last page passes', { count: 3, twist: ones((shown) => page(shown.list, shown.next, shown.next !== null)) }, 'pass'],
    ['the first page again fails', { twist: first }, 'unconfirmed item-again'],
    [
      'the second page again fails',
      {
        twist: (request, honest) =>
          size(request) === '1' && after(request) === 'from 2'
            ? honest({
                ...request,
                query: [
                  ['count', '1'],
                  ['after', 'from 1'],
                ],
              })
            : undefined,
      },
      'unconfirmed item-again',
    ],
    ['a refused cursor that the server gave fails', { twist: ones(() => fault(400), 'from 2') }, 'fail own-cursor-refused'],
    ['an empty page fails', { twist: ones(({ next }) => page([], next), 'from 1') }, 'unconfirmed page-empty'],
    ['an end that is announced too early fails', { twist: ones(({ list }) => page(list, null), 'from 1') }, 'unconfirmed ends-early'],
    [
      'a size that is forgotten behind the cursor fails',
      { twist: ones(({ list, next }) => page([...list, { number: 'pk-7', label: 'more' }], next)) },
      'fail page-larger',
    ],
    ['two items are inconclusive', { count: 2 }, 'inconclusive'],
    ['items without ids are inconclusive', { twist: ones(({ next }) => page([{ label: 'a' }], next)) }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: ones(() => fault(429), 'from 1') }, 'inconclusive'],
    ['a failure is inconclusive', { twist: ones(() => fault(500), 'from 1') }, 'inconclusive'],
  ]);

  test('items that were removed meanwhile are inconclusive', async () => {
    let traversals = 0;
    const twist: Twist = (request, honest) => {
      if (!isList(request)) return undefined;
      if (size(request) === '10') traversals += 1;
      const all =
        pageIn(honest({ ...request, query: [['count', '10']] }))?.list.slice(0, size(request) === '10' && traversals === 1 ? 3 : 2) ?? [];
      const from = Number(after(request)?.slice(5) ?? 0);
      const to = from + Number(size(request));
      return page(all.slice(from, to), to < all.length ? `from ${to}` : null);
    };
    expect(stated(await judge(eachPageFollows, { answer: parcelService({ twist }) }))).toBe('inconclusive');
  });
});

describe('pagination/next-page-has-items', () => {
  table(nextPageHasItems, [
    ['an item on the next page passes', {}, 'pass'],
    ['two items are enough', { count: 2 }, 'pass'],
    ['the first page again is left to other checks', { twist: first }, 'pass'],
    ['an empty page fails', { twist: ones(() => page([], null)) }, 'unconfirmed next-page-empty'],
    ['one item is inconclusive', { count: 1 }, 'inconclusive'],
    [
      'an empty last page after all items is inconclusive',
      {
        count: 1,
        twist: (request) =>
          size(request) !== '1'
            ? undefined
            : after(request) === undefined
              ? page([{ number: 'pk-100000', label: 'a' }], 'from 1')
              : page([], null),
      },
      'inconclusive',
    ],
    ['a refused cursor is left to other checks', { twist: ones(() => fault(400)) }, 'inconclusive'],
    [
      'a list that could not be counted is inconclusive',
      { twist: (request) => (isList(request) ? fault(429) : undefined) },
      'inconclusive',
    ],
  ]);
});

describe('pagination/made-up-cursor-recorded', () => {
  const madeUp =
    (give: Twist): Twist =>
    (request, honest) =>
      isList(request) && after(request)?.startsWith('!!') ? give(request, honest) : undefined;
  const from =
    (start: number): Twist =>
    (request, honest) =>
      honest({ ...request, query: [['after', `from ${start}`]] });

  test.for<readonly [what: string, twist: Twist | undefined, value: object]>([
    ['status 400', undefined, { status: 400, items: 'no page' }],
    ['status 422', madeUp(() => fault(422)), { status: 422, items: 'no page' }],
    ['the first page', madeUp(from(0)), { status: 200, items: 'the first page' }],
    ['another page', madeUp(from(3)), { status: 200, items: 'another page' }],
    ['an empty page', madeUp(() => page([], null)), { status: 200, items: 'another page' }],
    ['a failure', madeUp(() => fault(500)), { status: 500, items: 'no page' }],
  ])('%s is observed', async ([, twist, value]) => {
    expect(await factsOf(madeUpCursorRecorded, { ...(twist && { twist }) })).toEqual([['page.made-up-cursor', value]]);
  });

  table(madeUpCursorRecorded, [
    ['an exceeded quota is inconclusive', { twist: madeUp(() => fault(429)) }, 'inconclusive'],
    ['no answer is inconclusive', { twist: madeUp(() => 'no answer') }, 'inconclusive'],
    [
      'a refused first page, with which nothing can be compared, is inconclusive',
      { twist: (request) => (isList(request) && after(request) === undefined ? fault(429) : madeUp(from(0))(request, parcelService())) },
      'inconclusive',
    ],
  ]);
});

describe('pagination/page-on-request', () => {
  const judged = async (reply: Reply | undefined): Promise<string> => {
    const contract = await loadContract(writeBooks());
    const answer = library({ twist: ({ operation }) => (operation === 'GET /visits' ? reply : undefined) });
    return stated(await judge(pageOnRequest, { contract, answer }));
  };
  const visit = { time: '2031-03-01T00:00:00Z' };

  test.for<readonly [what: string, reply: Reply | undefined, verdict: string]>([
    ['one item with a cursor passes', undefined, 'pass'],
    ['a last page that shows that nothing follows passes', { status: 200, json: { visits: [visit], mark: null } }, 'pass'],
    ['an empty page passes', { status: 200, json: { visits: [], mark: null } }, 'pass'],
    ['an ignored size fails', { status: 200, json: { visits: [visit, visit], mark: null } }, 'fail page-larger'],
    ['a page that may be the last one, without a cursor, is inconclusive', { status: 200, json: { visits: [visit] } }, 'inconclusive'],
    ['a list under another name is inconclusive', { status: 200, json: { all: [visit, visit], mark: null } }, 'inconclusive'],
    ['a refused size is inconclusive', { status: 400, json: {} }, 'inconclusive'],
    ['a failure is inconclusive', { status: 503 }, 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(await judged(reply)).toBe(verdict);
  });

  test('one item is asked for, once', async () => {
    const contract = await loadContract(writeBooks());
    const { session } = await judge(pageOnRequest, { contract, answer: library() });
    expect(session.exchanges.map(({ sent }) => sent.target)).toEqual(['/visits?take=1']);
  });
});

describe('pagination/page-on-request where pages show whether more follows', () => {
  const body = (member: string): string => `$response.body#/${member}`;
  const list = (convention: object) => ({
    get: {
      'x-assay': { collection: { items: body('rows') }, ...convention },
      parameters: ['take', 'mark'].map((name) => ({ name, in: 'query', schema: { type: name === 'take' ? 'integer' : 'string' } })),
      responses: { '200': { description: 'Rows.', content: { 'application/json': {} } } },
    },
  });
  const judged = async (members: object, words: object = {}): Promise<string> => {
    const pagination = {
      kind: 'cursor',
      cursor: '$request.query.mark',
      limit: '$request.query.take',
      next: body('mark'),
      more: body('more'),
      ...words,
    };
    const document = {
      openapi: '3.1.0',
      info: { title: 'Rows', version: '1' },
      paths: { '/paged': list({ pagination }), '/loose': list({}) },
    };
    const contract = await loadContract(writeContract(document, []));
    return stated(await judge(pageOnRequest, { contract, answer: () => ({ status: 200, json: { rows: [{ n: 1 }], ...members } }) }));
  };

  test.for<readonly [what: string, members: object, words: object, verdict: string]>([
    ['a page that announces more with a cursor passes', { more: true, mark: 'x' }, {}, 'pass'],
    ['a page that announces no more passes without a cursor', { more: false }, {}, 'pass'],
    ['a page that announces nothing passes where this is documented for the last page', {}, { moreAbsent: 'ended' }, 'pass'],
    ['a page that announces nothing fails otherwise', { mark: 'x' }, {}, 'fail page-says-nothing'],
    ['a text in place of true fails', { more: 'true', mark: 'x' }, { moreAbsent: 'ended' }, 'fail page-says-nothing'],
    ['a page that announces more without a cursor fails', { more: true }, {}, 'fail page-without-cursor'],
  ])('%s', async ([, members, words, verdict]) => {
    expect(await judged(members, words)).toBe(verdict);
  });
});

describe('pagination/under-creation-recorded', () => {
  const steady = { paging: 'cursor', repeated: false, lost: false, appeared: false };

  test('a new item at the end is observed', async () => {
    expect(await factsOf(underCreationRecorded, {})).toEqual([['page.under-creation', { ...steady, appeared: true }]]);
  });

  test('a traversal that shows the list of one moment is observed', async () => {
    expect(await factsOf(underCreationRecorded, { hiddenForReads: 100 })).toEqual([['page.under-creation', steady]]);
  });

  /** Pages after a creation start so many items later. */
  const shifted = (by: number): Twist => {
    let isCreated = false;
    return (request, honest) => {
      if (request.operation === 'POST /parcels') isCreated = true;
      const cursor = after(request);
      if (!isCreated || cursor === undefined) return undefined;
      const start = `from ${Number(cursor.slice(5)) + by}`;
      const reply = honest({ ...request, query: [...request.query.filter(([name]) => name !== 'after'), ['after', start]] });
      const shown = pageIn(reply);
      const next = shown?.next;
      return shown && next ? page(shown.list, `from ${Number(next.slice(5)) - by}`) : reply;
    };
  };

  test.for<readonly [what: string, by: number, value: object]>([
    ['an item that is repeated', -1, { repeated: true, lost: false }],
    ['an item that is lost', 1, { repeated: false, lost: true }],
  ])('%s is observed', async ([, by, value]) => {
    expect(await factsOf(underCreationRecorded, { twist: shifted(by) })).toMatchObject([['page.under-creation', value]]);
  });

  table(underCreationRecorded, [
    ['too few items are inconclusive', { count: 2 }, 'inconclusive'],
    [
      'a refused creation is inconclusive',
      { twist: ({ operation }) => (operation === 'POST /parcels' ? fault(403) : undefined) },
      'inconclusive',
    ],
    [
      'a traversal that breaks off is inconclusive',
      { twist: (request) => (size(request) === '3' && after(request) !== undefined ? fault(500) : undefined) },
      'inconclusive',
    ],
    [
      'items without ids are inconclusive',
      {
        twist: (request, honest) => {
          const shown = isList(request) ? pageIn(honest(request)) : undefined;
          return (
            shown &&
            page(
              shown.list.map(({ label }) => ({ label })),
              shown.next,
            )
          );
        },
      },
      'inconclusive',
    ],
  ]);
});
