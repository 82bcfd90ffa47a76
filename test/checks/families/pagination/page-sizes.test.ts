import { describe, expect, test } from 'vitest';
import { defaultSizeRecorded } from '../../../../src/checks/families/pagination/default-size.ts';
import { maximumFull, maximumNotRefused } from '../../../../src/checks/families/pagination/maximum.ts';
import { edgeSizesRecorded } from '../../../../src/checks/families/pagination/odd-values-recorded.ts';
import { sizeNotExceeded } from '../../../../src/checks/families/pagination/page-size.ts';
import { judge } from '../../support/judge.ts';
import { fault, page, parcelService, type ServiceOptions, type Twist } from '../../../worlds/parcels/service.ts';
import { size, ofSize, isList, table, factsOf } from './support.ts';

/** Another answer to a size; `undefined` stands for requests without one. */
const sized =
  (which: string | undefined, give: Twist): Twist =>
  (request, honest) =>
    isList(request) && size(request) === which ? give(request, honest) : undefined;

/** A page of another size than asked for, followed by the items after its own last one. */
const of =
  (count: number): Twist =>
  (request, honest) =>
    honest(ofSize(request, count));

const resources = (count: number): readonly object[] => Array.from({ length: count }, (_, n) => ({ number: `pk-${n}`, label: `p ${n}` }));

describe('pagination/maximum-full', () => {
  table(maximumFull, [
    ['a full page of a longer list passes', {}, 'pass'],
    ['one item beyond the page is enough', { count: 11 }, 'pass'],
    ['a shorter page fails', { twist: sized('10', of(6)) }, 'unconfirmed maximum-cut'],
    ['a page that lacks one item fails', { count: 11, twist: sized('10', of(9)) }, 'unconfirmed maximum-cut'],
    ['a shorter page of a list that fits on one is inconclusive', { count: 10, twist: sized('10', of(6)) }, 'inconclusive'],
    ['a shorter list is inconclusive', { count: 9 }, 'inconclusive'],
    ['a refused maximum is left to other checks', { twist: sized('10', () => fault(422)) }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: sized('10', () => fault(429)) }, 'inconclusive'],
  ]);
});

describe('pagination/maximum-not-refused', () => {
  table(maximumNotRefused, [
    ['a page of the maximum passes', {}, 'pass'],
    ['it passes in an empty account', { count: 0 }, 'pass'],
    ['a shorter page is left to other checks', { twist: sized('10', of(6)) }, 'pass'],
    ['a maximum that is refused as malformed fails', { twist: sized('10', () => fault(400)) }, 'fail maximum-refused'],
    ['a maximum that is refused as unusable fails', { twist: sized('10', () => fault(422)) }, 'fail maximum-refused'],
    ['more than the maximum fails', { twist: sized('10', () => page(resources(11), null)) }, 'fail page-above-maximum'],
    ['a list that refuses every size is inconclusive', { twist: (request) => (isList(request) ? fault(400) : undefined) }, 'inconclusive'],
    ['a list of another shape is inconclusive', { twist: sized('10', () => ({ status: 200, json: { parcels: [] } })) }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: sized('10', () => fault(429)) }, 'inconclusive'],
    ['a failure is inconclusive', { twist: sized('10', () => fault(503)) }, 'inconclusive'],
  ]);

  test('a usual size is asked for too', async () => {
    const { session } = await judge(maximumNotRefused, { answer: parcelService({ count: 3 }) });
    expect(session.exchanges.map(({ sent }) => sent.target)).toEqual(['/parcels?count=10', '/parcels?count=5']);
  });
});

describe('pagination/size-not-exceeded', () => {
  table(sizeNotExceeded, [
    ['pages of one and two items pass', {}, 'pass'],
    ['three items are enough', { count: 3 }, 'pass'],
    ['one item where two were asked for passes', { twist: sized('2', of(1)) }, 'pass'],
    ['an ignored size of one fails', { twist: sized('1', of(5)) }, 'fail page-larger'],
    ['an ignored size of two fails', { twist: sized('2', of(5)) }, 'fail page-larger'],
    ['an empty page of a list with items fails', { twist: sized('1', () => page([], null)) }, 'unconfirmed page-empty'],
    [
      'an ignored size fails beside an empty page',
      { twist: (request, honest) => sized('1', () => page([], null))(request, honest) ?? sized('2', of(5))(request, honest) },
      'fail page-larger',
    ],
    ['two items are inconclusive', { count: 2 }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: sized('2', () => fault(429)) }, 'inconclusive'],
    ['a refused size is left to other checks', { twist: sized('1', () => fault(400)) }, 'inconclusive'],
  ]);
});

describe('pagination/default-size-recorded', () => {
  test.for<readonly [what: string, options: ServiceOptions, value: object]>([
    ['the size of a full page', {}, { items: 5, more: true }],
    ['a list that fits on one page', { count: 5 }, { items: 'all', more: false }],
    ['an empty list', { count: 0 }, { items: 'all', more: false }],
    ['another size than the documented one', { twist: sized(undefined, of(7)) }, { items: 7, more: true }],
  ])('%s is observed', async ([, options, value]) => {
    expect(await factsOf(defaultSizeRecorded, options)).toEqual([['page-size.default', value]]);
  });

  table(defaultSizeRecorded, [
    ['a page that was refused is inconclusive', { twist: sized(undefined, () => fault(429)) }, 'inconclusive'],
    ['a list that could not be counted is inconclusive', { twist: sized('10', () => fault(429)) }, 'inconclusive'],
  ]);
});

describe('pagination/edge-sizes-recorded', () => {
  test('the answer to each size is a fact of its own', async () => {
    expect(await factsOf(edgeSizesRecorded, {})).toMatchObject([
      ['page-size.zero', { asked: 'count=0', status: 200, items: 'none' }],
      ['page-size.negative', { asked: 'count=-1', status: 400 }],
      ['page-size.word', { status: 400 }],
    ]);
  });

  test('a size that was not answered is left out', async () => {
    expect(await factsOf(edgeSizesRecorded, { twist: sized('0', () => fault(429)) })).toMatchObject([
      ['page-size.negative', { status: 400 }],
      ['page-size.word', { status: 400 }],
    ]);
  });

  table(edgeSizesRecorded, [
    ['error responses are observed', { twist: sized('0', () => fault(422)) }, 'observed'],
    ['an exceeded quota is inconclusive', { twist: (request) => (isList(request) ? fault(429) : undefined) }, 'inconclusive'],
    ['no answer is inconclusive', { twist: (request) => (isList(request) ? 'no answer' : undefined) }, 'inconclusive'],
  ]);
});
