import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { anyCreationAsAsked, anyCreationListed } from '../../../../src/checks/families/properties/any-creation.ts';
import { anyFiltersCombined } from '../../../../src/checks/families/properties/any-filters-combined.ts';
import { anyFractionRefused, anyWordRefused } from '../../../../src/checks/families/properties/any-number-refused.ts';
import { anyPageSizeComplete, anyPageSizeUnique } from '../../../../src/checks/families/properties/any-page-size.ts';
import { anyQueryBreachSurvived } from '../../../../src/checks/families/properties/any-query-breach-survived.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { type Judged, judge, stated } from '../../support/judge.ts';
import {
  fault,
  page,
  type Page,
  pageIn,
  parcelService,
  queryOf,
  type ServiceOptions,
  type Twist,
} from '../../../worlds/parcels/service.ts';

type Row = readonly [what: string, options: ServiceOptions, verdict: string];

const table = (probe: Probe, at: string, rows: readonly Row[]): void => {
  test.for(rows)('%s', async ([, options, verdict]) => {
    expect(stated(await judge(probe, { answer: parcelService(options), at }))).toBe(verdict);
  });
};

const findingOf = ({ verdict }: Judged) => {
  if (verdict.kind !== 'fail') throw new Error(`no fail: ${JSON.stringify(verdict)}`);
  return verdict.finding;
};

const list = 'GET /parcels';
const isList = ({ operation }: PlannedRequest): boolean => operation === list;
const sizeOf = (request: PlannedRequest): number => Number(queryOf(request, 'count') ?? 5);

/** Changes the pages of some sizes. */
const pages =
  (isMeant: (size: number) => boolean, change: (shown: Page, request: PlannedRequest) => Reply): Twist =>
  (request, honest) => {
    const reply = isList(request) && isMeant(sizeOf(request)) ? pageIn(honest(request)) : undefined;
    return reply && change(reply, request);
  };

/** The item that is first on every page but the first goes missing. */
const losing = pages(
  (size) => size > 2 && size < 10,
  ({ list: items, next }, request) => page(queryOf(request, 'after') === undefined ? items : items.slice(1), next),
);

/** The last item of each page opens the next one again. */
const repeating: Twist = (request, honest) => {
  const after = queryOf(request, 'after');
  const size = sizeOf(request);
  if (!isList(request) || after === undefined || size < 3 || size > 9) return undefined;
  const from = Number(after.slice(5));
  const query = request.query.map(([name, value]) => [name, name === 'after' ? `from ${from - 1}` : value] as const);
  const reply = pageIn(honest({ ...request, query }));
  return reply && page(reply.list, from + size < 13 ? `from ${from + size - 1}` : null);
};

describe('properties/any-page-size-complete', () => {
  table(anyPageSizeComplete, list, [
    ['an honest list passes', {}, 'pass'],
    ['three items are enough', { count: 3 }, 'pass'],
    ['two items show nothing', { count: 2 }, 'inconclusive'],
    ['an item lost between pages of some sizes fails', { twist: losing }, 'fail item-missing'],
    [
      'a traversal that never ends fails',
      {
        twist: pages(
          (size) => size < 7,
          ({ list: items, next }) => page(items, next ?? 'from 0'),
        ),
      },
      'fail walk-never-ends',
    ],
    [
      'a size that is refused shows nothing',
      { twist: (request) => (isList(request) && sizeOf(request) < 9 ? fault(422) : undefined) },
      'inconclusive',
    ],
    [
      'items without an id show nothing',
      {
        twist: pages(
          () => true,
          ({ list: items, next }) =>
            page(
              items.map(({ label }) => ({ label })),
              next,
            ),
        ),
      },
      'inconclusive',
    ],
  ]);

  test('the smallest size that loses something is named, with what it lost', async () => {
    const judged = await judge(anyPageSizeComplete, { answer: parcelService({ twist: losing }), at: list });
    const finding = findingOf(judged);
    expect(finding.expected).toBe('all 13 items that the list holds');
    expect(finding.actual).toMatch(/^\d+ missing on \d+ pages: pk-\d+.* generated ones broke it\)$/);
    const [evidence] = finding.exchanges;
    expect(judged.session.exchanges.find(({ id }) => id === evidence)?.request.query).toContainEqual(['count', '3']);
  });

  test('a list that grows meanwhile, as a log of requests does, is not said to be without an end', async () => {
    let reads = 0;
    const twist: Twist = (request, honest) => {
      reads += isList(request) ? 1 : 0;
      const reply = reads === 1 && isList(request) ? pageIn(honest(request)) : undefined;
      return reply && page(reply.list.slice(0, 4), null);
    };
    const judged = await judge(anyPageSizeComplete, { answer: parcelService({ twist, count: 60 }), at: list });
    expect(judged.verdict).toMatchObject({ kind: 'inconclusive', reason: 'The list grew from 4 to 60 items meanwhile' });
  });

  test('an item that is deleted meanwhile is not called missing', async () => {
    let reads = 0;
    const twist: Twist = (request, honest) => {
      reads += isList(request) ? 1 : 0;
      const reply = reads > 2 && isList(request) ? pageIn(honest(request)) : undefined;
      return (
        reply &&
        page(
          reply.list.filter(({ number }) => number !== 'pk-100004'),
          reply.next,
        )
      );
    };
    expect(stated(await judge(anyPageSizeComplete, { answer: parcelService({ twist }), at: list }))).toBe('inconclusive');
  });
});

describe('properties/any-page-size-unique', () => {
  table(anyPageSizeUnique, list, [
    ['an honest list passes', {}, 'pass'],
    ['an item that comes twice at some sizes fails', { twist: repeating }, 'fail item-repeated'],
    ['a lost item is judged elsewhere', { twist: losing }, 'pass'],
    ['two items show nothing', { count: 2 }, 'inconclusive'],
  ]);
});

describe('both page sizes', () => {
  test('share their traversals', async () => {
    const answer = parcelService();
    const { session } = await judge(anyPageSizeComplete, { answer, at: list });
    const sizes = session.exchanges.map(({ request }) => queryOf(request, 'count'));
    expect(new Set(sizes).size).toBeGreaterThan(3);
    expect(session.exchanges.length).toBeLessThan(60);
  });
});

describe('properties/any-filters-combined', () => {
  const dropping =
    (name: string, when: (request: PlannedRequest) => boolean): Twist =>
    (request, honest) =>
      isList(request) && queryOf(request, 'zone') !== undefined && queryOf(request, 'phase') !== undefined && when(request)
        ? honest({ ...request, query: request.query.filter(([key]) => key !== name) })
        : undefined;
  table(anyFiltersCombined, list, [
    ['filters that both apply pass', {}, 'pass'],
    ['a filter that is dropped fails', { twist: dropping('zone', () => true) }, 'fail one-filter-dropped'],
    [
      'one that is dropped for one value of the other fails',
      { twist: dropping('zone', (request) => queryOf(request, 'phase') === 'done') },
      'fail one-filter-dropped',
    ],
    [
      'one that is dropped where it comes second fails',
      { twist: dropping('zone', ({ query }) => query.findIndex(([key]) => key === 'zone') > query.findIndex(([key]) => key === 'phase')) },
      'fail one-filter-dropped',
    ],
    ['items that are all alike show nothing', { count: 0 }, 'inconclusive'],
    [
      'an error response shows nothing',
      { twist: (request) => (queryOf(request, 'zone') === undefined ? undefined : fault(400)) },
      'inconclusive',
    ],
  ]);

  test('the request that shows it is named', async () => {
    const judged = await judge(anyFiltersCombined, { answer: parcelService({ twist: dropping('zone', () => true) }), at: list });
    expect(findingOf(judged)).toMatchObject({ where: 'query zone and phase', expected: expect.stringContaining('count=') as string });
  });
});

describe('properties/any-word-refused', () => {
  const countOf = (request: PlannedRequest): string => queryOf(request, 'count') ?? '';
  const answering =
    (status: number, when: (count: string) => boolean = () => true): Twist =>
    (request) =>
      isList(request) && /^[a-z]+$/i.test(countOf(request)) && when(countOf(request)) ? fault(status) : undefined;
  table(anyWordRefused, list, [
    ['the documented error response passes', {}, 'pass'],
    ['the status of another mistake fails', { twist: answering(422) }, 'fail word-for-number-other-status'],
    ['a success fails', { twist: (request) => (isList(request) ? page([], null) : undefined) }, 'fail word-for-number-accepted'],
    ['a server error is judged elsewhere', { twist: answering(500) }, 'inconclusive'],
    ['an error response for another reason shows nothing', { twist: answering(403) }, 'inconclusive'],
  ]);

  test('no word is one that a parser may accept as a number, and the smallest is named', async () => {
    const judged = await judge(anyWordRefused, { answer: parcelService({ twist: answering(200) }), at: list });
    const words = judged.session.exchanges.map(({ request }) => countOf(request));
    expect(words.length).toBeGreaterThan(6);
    for (const word of words) {
      expect(word).toMatch(/^[A-Za-z]{4,12}$/);
      expect(['true', 'yes', 'on', 'no', 'off', 'null', 'none', 'nan', 'nil']).not.toContain(word.toLowerCase());
    }
    expect(findingOf(judged).expected).toMatch(/^status 400 to count=[A-Za-z]+, which is no number$/);
  });

  test('the requests are marked as faulty', async () => {
    const { session } = await judge(anyWordRefused, { answer: parcelService(), at: list });
    expect(new Set(session.exchanges.flatMap(({ request }) => request.faults))).toEqual(new Set(['query-unparsable']));
  });
});

describe('properties/any-fraction-refused', () => {
  const isFraction = (request: PlannedRequest): boolean => /^\d+\.\d+$/.test(queryOf(request, 'count') ?? '');
  const answering =
    (status: number): Twist =>
    (request) =>
      isList(request) && isFraction(request) ? fault(status) : undefined;
  table(anyFractionRefused, list, [
    ['an error response passes', {}, 'pass'],
    ['either status for a mistake passes', { twist: answering(422) }, 'pass'],
    ['a success fails', { twist: (request) => (isFraction(request) ? page([], null) : undefined) }, 'fail fraction-accepted'],
    ['anything else shows nothing', { twist: answering(404) }, 'inconclusive'],
  ]);

  test('no number that is sent is whole, negative or zero', async () => {
    const { session } = await judge(anyFractionRefused, { answer: parcelService(), at: list });
    for (const { request } of session.exchanges) expect(queryOf(request, 'count')).toMatch(/^\d+\.\d*[1-9]\d*$/);
  });
});

describe('properties/any-query-breach-survived', () => {
  const isOdd = (request: PlannedRequest): boolean => isList(request) && request.faults.length > 0;
  table(anyQueryBreachSurvived, list, [
    ['error responses pass', {}, 'pass'],
    ['a success passes', { twist: (request) => (isOdd(request) ? page([], null) : undefined) }, 'pass'],
    ['a server error that comes again fails', { twist: (request) => (isOdd(request) ? fault(500) : undefined) }, 'fail server-error'],
    ['one while the service is down shows nothing', { twist: (request) => (isList(request) ? fault(503) : undefined) }, 'inconclusive'],
    ['a used up quota shows nothing', { twist: (request) => (isOdd(request) ? fault(429) : undefined) }, 'inconclusive'],
  ]);

  test('the breaches are of several kinds, one a request', async () => {
    const { session } = await judge(anyQueryBreachSurvived, { answer: parcelService(), at: list });
    const faults = session.exchanges.map(({ request }) => request.faults);
    expect(faults.every((one) => one.length === 1)).toBe(true);
    expect(new Set(faults.flat()).size).toBeGreaterThan(1);
  });
});

describe('creations with other settings', () => {
  const create = 'POST /parcels';
  const generous = targetOf({ fixtures: { sender: 'post', partner: 'courier', tag: 'red' } });
  const bodyOf = ({ body }: PlannedRequest): Readonly<Record<string, unknown>> =>
    body?.kind === 'json' && isObject(body.value) ? body.value : {};
  const isBig = (request: PlannedRequest): boolean => request.operation === create && bodyOf(request)['size'] === 'big';
  const verdictOf = async (probe: Probe, options: ServiceOptions = {}): Promise<string> =>
    stated(await judge(probe, { answer: parcelService(options), target: generous }));

  test.for([anyCreationListed, anyCreationAsAsked] as const)('%# pass where they are listed as asked', async (probe) => {
    expect(await verdictOf(probe)).toBe('pass');
  });

  test('a resource that is created and never listed fails', async () => {
    const twist: Twist = (request) => (isBig(request) ? { status: 201 } : undefined);
    expect(await verdictOf(anyCreationListed, { twist })).toBe('fail created-not-listed');
  });

  test('a value that is lost with another setting fails', async () => {
    const twist: Twist = (request, honest) =>
      isBig(request)
        ? honest({
            ...request,
            body: { kind: 'json', value: { ...bodyOf(request), zone: bodyOf(request)['zone'] === 'north' ? 'south' : 'north' } },
          })
        : undefined;
    expect(await verdictOf(anyCreationAsAsked, { twist })).toBe('fail created-otherwise');
  });

  test('refused creations are no evidence either way', async () => {
    const twist: Twist = (request) => (request.operation === create ? fault(403) : undefined);
    for (const probe of [anyCreationListed, anyCreationAsAsked]) {
      const { verdict } = await judge(probe, { answer: parcelService({ twist }), target: generous });
      expect(verdict).toMatchObject({ kind: 'inconclusive', unseen: true });
    }
  });
});
