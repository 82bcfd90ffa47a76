import { describe, expect, test } from 'vitest';
import { failedIn, judgeLists, passedIn } from './judge-lists.ts';
import { queryOf } from '../../worlds/parcels/service.ts';
import { type Mode, type ResourceType, resourceService, type Twisted } from '../../worlds/every-paging-style-service.ts';

const judged = async (twisted: Twisted = {}) =>
  (await judgeLists({ contract: 'cloudplatform-io', answer: resourceService(twisted) })).outcomes;

describe('a list with two documented ways of paging', () => {
  test.each<[Mode, Twisted]>([
    ['page', {}],
    ['page', { beyond: 404 }],
    ['page', { beyond: 'last page' }],
    ['page', { count: 140 }],
    ['page', { count: 0 }],
    ['page', { count: 1 }],
    ['page', { count: 3 }],
    ['cursor', {}],
    ['cursor', { count: 1 }],
    ['cursor', { count: 140 }],
    ['both', {}],
    ['page with a cursor that is null', {}],
    ['cursor with numbers', {}],
  ])('that is read by %s has no finding: %j', async (mode, twisted) => {
    expect(failedIn(await judged({ ...twisted, mode }))).toEqual([]);
  });

  test('decides every requirement about it where both ways are offered', async () => {
    const outcomes = await judged({ mode: 'both', count: 140 });
    const ids = [...new Set([...outcomes.keys()].map((key) => key.split(' ')[0]))];
    expect(ids).toHaveLength(18);
    expect(passedIn(outcomes).sort()).toEqual(ids.sort());
  });

  test('is judged by the way that it offers, and not by the other', async () => {
    const outcomes = await judged({ mode: 'cursor with numbers' });
    expect(outcomes.get('CPIO-61 pagination/page-number-follows')).toBe('skipped not-applicable');
    expect(outcomes.get('CPIO-122 pagination/cursor-given-while-more')).toBe('pass');
    expect(outcomes.get('CPIO-24 pagination/style-recorded')).toContain('"shown":["page","cursor"],"offered":["cursor"]');
  });

  test('that shows neither way offers neither', async () => {
    const outcomes = await judged({ twist: () => ({ meta: {} }) });
    expect(failedIn(outcomes)).toEqual(['CPIO-57 no-style-shown']);
    expect(outcomes.get('CPIO-62 pagination/size-respected')).toBe('skipped not-applicable');
  });

  test('that shows nothing because it has one item leaves open which way it offers', async () => {
    const outcomes = await judged({ mode: 'cursor', count: 1, twist: () => ({ meta: {} }) });
    expect(failedIn(outcomes)).toEqual([]);
    expect(outcomes.get('CPIO-124 pagination/size-respected')).toMatch(/^inconclusive/);
  });
});

test('a total is not compared where pages after a full one are refused', async () => {
  const depth = 100;
  const cut: Twisted = {
    count: 140,
    twist: ({ start }) => (start >= depth ? { reply: { status: 400, json: { error: 'Bad Request' } } } : {}),
  };
  expect((await judged(cut)).get('CPIO-60 pagination/total-true')).toMatch(/^inconclusive/);
});

const at = (all: readonly ResourceType[], start: number, size: number): readonly ResourceType[] => all.slice(start, start + size);
const bad = { status: 400, json: { error: 'Bad Request' } } as const;

describe('a breach is caught', () => {
  test.each<[string, Twisted, readonly string[]]>([
    [
      'pages that overlap',
      { twist: ({ all, start, size }) => ({ items: start === 0 ? at(all, 0, size) : at(all, start - 1, size) }) },
      ['CPIO-48 item-repeated'],
    ],
    [
      'a gap behind each page',
      { twist: ({ all, start, size }) => ({ items: start === 0 ? at(all, 0, size) : at(all, start + 1, size) }) },
      ['CPIO-48 item-missing'],
    ],
    [
      'a cursor that leads back at the end',
      {
        mode: 'cursor',
        twist: ({ all, meta }) => ({ meta: meta['next_cursor'] === null ? { next_cursor: `at-${all[0]?.id ?? ''}` } : meta }),
      },
      ['CPIO-48 cursor-repeated'],
    ],
    ['the oldest first', { twist: ({ all, start, size }) => ({ items: at(all.toReversed(), start, size) }) }, ['CPIO-51 other-order']],
    ['pages that are sorted by themselves', { twist: ({ items }) => ({ items: items.toReversed() }) }, ['CPIO-51 other-order']],
    ['no total', { twist: ({ meta: { page, per_page } }) => ({ meta: { page, per_page } }) }, ['CPIO-57 no-style-shown']],
    ['pages counted from 0', { twist: ({ meta, page }) => ({ meta: { ...meta, page: page - 1 } }) }, ['CPIO-59 other-number']],
    [
      'the number of items for the size',
      { twist: ({ meta, items }) => ({ meta: { ...meta, per_page: items.length } }) },
      ['CPIO-59 other-size'],
    ],
    [
      'the number of items for the total',
      { twist: ({ meta, items }) => ({ meta: { ...meta, total: items.length } }) },
      ['CPIO-60 other-total'],
    ],
    [
      'the number of pages for the total',
      { twist: ({ meta, all, size }) => ({ meta: { ...meta, total: Math.ceil(all.length / size) } }) },
      ['CPIO-60 other-total'],
    ],
    ['a number that is ignored', { twist: ({ all, size }) => ({ items: at(all, 0, size) }) }, ['CPIO-61 first-page-again']],
    [
      'a number that is refused',
      { twist: ({ request }) => (queryOf(request, 'page') === undefined ? {} : { reply: bad }) },
      ['CPIO-61 page-refused'],
    ],
    ['a size that is ignored', { twist: ({ all }) => ({ items: at(all, 0, 25) }) }, ['CPIO-62 page-larger']],
    ['one item too many', { twist: ({ all, start, size }) => ({ items: at(all, start, size + 1) }) }, ['CPIO-62 page-larger']],
    [
      'the maximum refused',
      { twist: ({ request }) => (queryOf(request, 'per_page') === '100' ? { reply: bad } : {}) },
      ['CPIO-63 maximum-refused'],
    ],
    [
      'the maximum cut',
      { twist: ({ meta, size }) => ({ meta: { ...meta, per_page: Math.min(size, 50) } }) },
      ['CPIO-63 smaller-size-told'],
    ],
    [
      'a size above the maximum accepted unchanged',
      { twist: ({ meta, request }) => ({ meta: { ...meta, per_page: Number(queryOf(request, 'per_page') ?? 25) } }) },
      ['CPIO-63 size-above-maximum-told'],
    ],
    [
      'another default',
      { count: 40, twist: ({ request, all, items }) => ({ items: queryOf(request, 'per_page') === undefined ? at(all, 0, 20) : items }) },
      ['CPIO-121 default-page-smaller'],
    ],
    [
      'another default reported',
      { twist: ({ request, meta }) => ({ meta: queryOf(request, 'per_page') === undefined ? { ...meta, per_page: 20 } : meta }) },
      ['CPIO-121 default-size-told'],
    ],
    [
      'no default',
      { count: 40, twist: ({ request, all, items }) => ({ items: queryOf(request, 'per_page') === undefined ? all : items }) },
      ['CPIO-121 default-page-larger'],
    ],
    [
      'no cursor while more follows',
      { mode: 'cursor', twist: ({ meta, size }) => ({ meta: size === 2 ? { next_cursor: null } : meta }) },
      ['CPIO-122 cursor-not-given'],
    ],
    [
      'an object for a cursor',
      { mode: 'cursor', twist: ({ meta, size }) => ({ meta: size === 2 ? { next_cursor: { after: 2 } } : meta }) },
      ['CPIO-122 cursor-not-given'],
    ],
    [
      'a cursor that is ignored',
      { mode: 'cursor', twist: ({ all, size }) => ({ items: at(all, 0, size) }) },
      ['CPIO-123 first-page-again'],
    ],
    [
      'a cursor that is refused',
      { mode: 'cursor', twist: ({ request }) => (queryOf(request, 'cursor') === undefined ? {} : { reply: bad }) },
      ['CPIO-123 own-cursor-refused'],
    ],
    [
      'an empty page behind a cursor',
      { mode: 'cursor', twist: ({ start }) => (start > 0 ? { items: [], meta: { next_cursor: null } } : {}) },
      ['CPIO-123 next-page-empty'],
    ],
    [
      'a limit that is ignored',
      { mode: 'cursor', twist: ({ all }) => ({ items: at(all, 0, 25), meta: { next_cursor: null } }) },
      ['CPIO-124 page-larger'],
    ],
    [
      'a limit of 100 refused',
      { mode: 'cursor', twist: ({ request }) => (queryOf(request, 'limit') === '100' ? { reply: bad } : {}) },
      ['CPIO-125 maximum-refused'],
    ],
    [
      'a limit of 100 cut',
      {
        mode: 'cursor',
        count: 140,
        twist: ({ all, start, size }) =>
          size > 50
            ? { items: at(all, start, 50), meta: { next_cursor: start + 50 < all.length ? `at-${all[start + 49]?.id ?? ''}` : null } }
            : {},
      },
      ['CPIO-125 maximum-cut'],
    ],
    [
      'a limit of 101 accepted',
      {
        mode: 'cursor',
        count: 140,
        twist: ({ request, all }) => (Number(queryOf(request, 'limit')) > 100 ? { items: at(all, 0, 101) } : {}),
      },
      ['CPIO-125 page-above-maximum'],
    ],
    ['a made-up cursor served', { mode: 'cursor', lenient: true }, ['CPIO-126 made-up-cursor-accepted']],
    ['a word for a size ignored', { lenient: true }, ['CPIO-96 unparsable-query-accepted']],
  ])('%s', async (_, twisted, wanted) => {
    const failed = failedIn(await judged(twisted));
    for (const one of wanted) expect(failed).toContain(one);
  });
});
