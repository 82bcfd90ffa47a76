import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { combinedPages, keepsEffectBesideAnother } from '../../../../src/checks/families/filtering/filters-beside.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, page, pageIn, parcelService, queryOf, type ServiceOptions, type Twist } from '../../../worlds/parcels/service.ts';

const hasBoth = (request: PlannedRequest): boolean =>
  request.operation === 'GET /parcels' && ['zone', 'phase'].every((name) => queryOf(request, name) !== undefined);

const without = (request: PlannedRequest, ...names: readonly string[]): PlannedRequest => ({
  ...request,
  query: request.query.filter(([key]) => !names.includes(key)),
});

/** Another answer to reads by two filters. */
const both =
  (give: Twist): Twist =>
  (request, honest) =>
    hasBoth(request) ? give(request, honest) : undefined;

const dropped = (...names: readonly string[]): Twist => both((request, honest) => honest(without(request, ...names)));

/** Drops the first filter of the query, so that only the last one applies. */
const lastOnly: Twist = both((request, honest) =>
  honest(without(request, request.query.map(([name]) => name).find((name) => name === 'zone' || name === 'phase') ?? '')),
);

const either: Twist = both((request, honest) =>
  page([...(pageIn(honest(without(request, 'zone')))?.list ?? []), ...(pageIn(honest(without(request, 'phase')))?.list ?? [])], null),
);

const behindCursor =
  (give: Twist): Twist =>
  (request, honest) =>
    hasBoth(request) && queryOf(request, 'after') !== undefined ? give(request, honest) : undefined;

type Row = readonly [what: string, options: ServiceOptions, verdict: string];

const table = (probe: Probe, rows: readonly Row[]): void => {
  test.for(rows)('%s', async ([, options, verdict]) => {
    expect(stated(await judge(probe, { answer: parcelService(options), node: 'parcels/get' }))).toBe(verdict);
  });
};

describe('filtering/combined-pages', () => {
  table(combinedPages, [
    ['two filters that both apply on each page pass', {}, 'pass'],
    ['one zone is enough', { zones: ['north'] }, 'pass'],
    [
      'a page with fewer items than asked for passes',
      {
        twist: both((request, honest) =>
          queryOf(request, 'count') === '10'
            ? honest({ ...request, query: [...without(request, 'count').query, ['count', '1']] })
            : undefined,
        ),
      },
      'pass',
    ],
    ['the first filter alone fails', { twist: dropped('phase') }, 'unconfirmed other-item-listed'],
    ['the second filter alone fails', { twist: dropped('zone') }, 'unconfirmed other-item-listed'],
    ['the last filter alone fails', { twist: lastOnly }, 'unconfirmed other-item-listed'],
    ['items that meet either one fail', { twist: either }, 'unconfirmed other-item-listed'],
    [
      'a filter that is lost on the next page fails',
      { twist: behindCursor((request, honest) => honest(without(request, 'zone'))) },
      'unconfirmed other-item-listed',
    ],
    [
      'the first page again fails',
      { twist: behindCursor((request, honest) => honest(without(request, 'after'))) },
      'unconfirmed item-again',
    ],
    ['two filters that are refused fail', { twist: both(() => fault(400)) }, 'fail filters-refused'],
    ['a cursor that is refused beside filters fails', { twist: behindCursor(() => fault(422)) }, 'fail filters-refused'],
    ['an empty account is inconclusive', { count: 0 }, 'inconclusive'],
    ['items of which no two share both values are inconclusive', { count: 6 }, 'inconclusive'],
    ['a missing permission is inconclusive', { twist: both(() => fault(403)) }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: both(() => fault(429)) }, 'inconclusive'],
    ['an exceeded quota on the next page is inconclusive', { twist: behindCursor(() => fault(429)) }, 'inconclusive'],
    [
      'a list that was refused is inconclusive',
      { twist: ({ operation }) => (operation === 'GET /parcels' ? fault(500) : undefined) },
      'inconclusive',
    ],
  ]);

  test('a pair is read as a whole and in two pages of one item', async () => {
    const { session } = await judge(combinedPages, { answer: parcelService({ zones: ['north'] }), node: 'parcels/get' });
    const targets = session.exchanges.map(({ sent }) => sent.target).filter((target) => target.includes('zone=north&phase=waiting'));
    expect(targets).toEqual([
      '/parcels?zone=north&phase=waiting&count=10',
      '/parcels?zone=north&phase=waiting&count=1',
      '/parcels?zone=north&phase=waiting&count=1&after=from+1',
    ]);
  });
});

describe('filtering/keeps-effect-beside-another', () => {
  table(keepsEffectBesideAnother, [
    ['two filters that both apply pass', {}, 'pass'],
    ['items that meet either one pass, because both have an effect', { twist: either }, 'pass'],
    ['an empty result passes', { twist: both(() => page([], null)) }, 'pass'],
    ['the first filter alone fails', { twist: dropped('phase') }, 'unconfirmed filter-without-effect'],
    ['the second filter alone fails', { twist: dropped('zone') }, 'unconfirmed filter-without-effect'],
    ['the last filter alone fails', { twist: lastOnly }, 'unconfirmed filter-without-effect'],
    ['two dropped filters are left to other checks', { twist: dropped('zone', 'phase') }, 'pass'],
    ['one item is inconclusive', { count: 1 }, 'inconclusive'],
    ['items of one zone are inconclusive', { zones: ['north'] }, 'inconclusive'],
    ['an error response is inconclusive', { twist: both(() => fault(400)) }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: both(() => fault(429)) }, 'inconclusive'],
  ]);

  test('each pair is asked for in both orders', async () => {
    const { session } = await judge(keepsEffectBesideAnother, { answer: parcelService({ count: 2 }), node: 'parcels/get' });
    const orders = session.exchanges
      .map(({ sent }) => sent.target)
      .filter((target) => target.includes('zone=north') && target.includes('phase=moving'));
    expect(orders).toEqual(['/parcels?zone=north&phase=moving&count=10', '/parcels?phase=moving&zone=north&count=10']);
  });
});
