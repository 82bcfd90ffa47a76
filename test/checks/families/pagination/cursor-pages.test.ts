import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
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

type Row = readonly [what: string, options: ServiceOptions, verdict: string];

const table = (probe: Probe, rows: readonly Row[]): void => {
  test.for(rows)('%s', async ([, options, verdict]) => {
    expect(stated(await judge(probe, { answer: parcelService(options) }))).toBe(verdict);
  });
};

const factsOf = async (probe: Probe, options: ServiceOptions): Promise<unknown> => {
  const { verdict } = await judge(probe, { answer: parcelService(options) });
  return verdict.kind === 'observed' ? verdict.facts.map(({ fact, value }) => [fact, value]) : verdict.kind;
};

/** Changes the pages of one item, by default those behind a cursor. */
const ones =
  (change: (shown: Page, request: PlannedRequest) => Reply, cursor?: string): Twist =>
  (request, honest) => {
    if (!isList(request) || size(request) !== '1' || after(request) === undefined) return undefined;
    const shown = cursor === undefined || after(request) === cursor ? pageIn(honest(request)) : undefined;
    return shown && change(shown, request);
  };

const first: Twist = (request, honest) =>
  isList(request) && size(request) === '1' && after(request) !== undefined ? honest({ ...request, query: [['count', '1']] }) : undefined;

describe('pagination/each-page-follows', () => {
  table(eachPageFollows, [
    ['items of their own on each page pass', {}, 'pass'],
    ['three items are enough', { count: 3 }, 'pass'],
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
    ['a refused cursor of its own fails', { twist: ones(() => fault(400), 'from 2') }, 'fail own-cursor-refused'],
    ['an empty page fails', { twist: ones(({ next }) => page([], next), 'from 1') }, 'unconfirmed page-empty'],
    ['an end that is announced too early fails', { twist: ones(({ list }) => page(list, null), 'from 1') }, 'unconfirmed ends-early'],
    [
      'a size that is forgotten behind the cursor fails',
      { twist: ones(({ list, next }) => page([...list, { number: 'pk-7', label: 'more' }], next)) },
      'fail page-larger',
    ],
    ['two items show nothing', { count: 2 }, 'inconclusive'],
    ['items without ids show nothing', { twist: ones(({ next }) => page([{ label: 'a' }], next)) }, 'inconclusive'],
    ['a used up quota shows nothing', { twist: ones(() => fault(429), 'from 1') }, 'inconclusive'],
    ['a failure shows nothing', { twist: ones(() => fault(500), 'from 1') }, 'inconclusive'],
  ]);

  test('items that went meanwhile are no early end', async () => {
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
    ['an item behind the cursor passes', {}, 'pass'],
    ['two items are enough', { count: 2 }, 'pass'],
    ['the first page again is judged elsewhere', { twist: first }, 'pass'],
    ['an empty page fails', { twist: ones(() => page([], null)) }, 'unconfirmed next-page-empty'],
    ['one item shows nothing', { count: 1 }, 'inconclusive'],
    [
      'an empty page behind a cursor that closes a whole list is none of these',
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
    ['a refused cursor is judged elsewhere', { twist: ones(() => fault(400)) }, 'inconclusive'],
    ['a list that could not be counted shows nothing', { twist: (request) => (isList(request) ? fault(429) : undefined) }, 'inconclusive'],
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
    ['a refusal', undefined, { status: 400, items: 'no page' }],
    ['a refusal as unusable', madeUp(() => fault(422)), { status: 422, items: 'no page' }],
    ['the first page', madeUp(from(0)), { status: 200, items: 'the first page' }],
    ['another page', madeUp(from(3)), { status: 200, items: 'another page' }],
    ['an empty page', madeUp(() => page([], null)), { status: 200, items: 'another page' }],
    ['a failure', madeUp(() => fault(500)), { status: 500, items: 'no page' }],
  ])('%s is observed', async ([, twist, value]) => {
    expect(await factsOf(madeUpCursorRecorded, { ...(twist && { twist }) })).toEqual([['page.made-up-cursor', value]]);
  });

  table(madeUpCursorRecorded, [
    ['a used up quota tells nothing', { twist: madeUp(() => fault(429)) }, 'inconclusive'],
    ['no answer tells nothing', { twist: madeUp(() => 'no answer') }, 'inconclusive'],
    [
      'a first page that was refused cannot be compared',
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
    ['the last item with a word that nothing follows passes', { status: 200, json: { visits: [visit], mark: null } }, 'pass'],
    ['an empty page passes', { status: 200, json: { visits: [], mark: null } }, 'pass'],
    ['an ignored size fails', { status: 200, json: { visits: [visit, visit], mark: null } }, 'fail page-larger'],
    ['a page that may be the last one, without a cursor, shows nothing', { status: 200, json: { visits: [visit] } }, 'inconclusive'],
    ['a list under another name is not recognised', { status: 200, json: { all: [visit, visit], mark: null } }, 'inconclusive'],
    ['a refused size shows nothing', { status: 400, json: {} }, 'inconclusive'],
    ['a failure shows nothing', { status: 503 }, 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(await judged(reply)).toBe(verdict);
  });

  test('one item is asked for, once', async () => {
    const contract = await loadContract(writeBooks());
    const { session } = await judge(pageOnRequest, { contract, answer: library() });
    expect(session.exchanges.map(({ sent }) => sent.target)).toEqual(['/visits?take=1']);
  });
});

describe('pagination/page-on-request where pages say whether more follows', () => {
  const body = (member: string): string => `$response.body#/${member}`;
  const list = (convention: object) => ({
    get: {
      'x-assay': { collection: { items: body('rows') }, ...convention },
      parameters: ['take', 'mark'].map((name) => ({ name, in: 'query', schema: { type: name === 'take' ? 'integer' : 'string' } })),
      responses: { '200': { description: 'Rows.', content: { 'application/json': {} } } },
    },
  });
  const judged = async (reported: object, words: object = {}): Promise<string> => {
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
    return stated(await judge(pageOnRequest, { contract, answer: () => ({ status: 200, json: { rows: [{ n: 1 }], ...reported } }) }));
  };

  test.for<readonly [what: string, reported: object, words: object, verdict: string]>([
    ['a cursor and the word that more follows pass', { more: true, mark: 'x' }, {}, 'pass'],
    ['the word that nothing follows passes without a cursor', { more: false }, {}, 'pass'],
    ['no word passes where that is documented for the last page', {}, { moreAbsent: 'ended' }, 'pass'],
    ['no word fails elsewhere', { mark: 'x' }, {}, 'fail page-says-nothing'],
    ['a text in place of true fails', { more: 'true', mark: 'x' }, { moreAbsent: 'ended' }, 'fail page-says-nothing'],
    ['more that follows without a cursor fails', { more: true }, {}, 'fail page-without-cursor'],
  ])('%s', async ([, reported, words, verdict]) => {
    expect(await judged(reported, words)).toBe(verdict);
  });
});

describe('pagination/under-creation-recorded', () => {
  const steady = { paging: 'cursor', repeated: false, lost: false, appeared: false };

  test('something new at the end is observed', async () => {
    expect(await factsOf(underCreationRecorded, {})).toEqual([['page.under-creation', { ...steady, appeared: true }]]);
  });

  test('a walk that shows the list of one moment is observed', async () => {
    expect(await factsOf(underCreationRecorded, { hiddenForReads: 100 })).toEqual([['page.under-creation', steady]]);
  });

  /** Pages behind a creation start elsewhere. */
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
    ['a few items show nothing', { count: 2 }, 'inconclusive'],
    [
      'a refused creation shows nothing',
      { twist: ({ operation }) => (operation === 'POST /parcels' ? fault(403) : undefined) },
      'inconclusive',
    ],
    [
      'a walk that breaks off shows nothing',
      { twist: (request) => (size(request) === '3' && after(request) !== undefined ? fault(500) : undefined) },
      'inconclusive',
    ],
    [
      'items without ids show nothing',
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
