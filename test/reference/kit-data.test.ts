import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { selfSigned } from '../../src/reference/kit/certificate.ts';
import { base64Cursor } from '../../src/reference/kit/cursor.ts';
import { equals, isAfter, isListed, meetsEach, momentOf } from '../../src/reference/kit/filters.ts';
import { prefixedId, uuid } from '../../src/reference/kit/id-form.ts';
import { bodyRules, readObject } from '../../src/reference/kit/json-object.ts';
import { lasting, staged, statusAt } from '../../src/reference/kit/lifecycle.ts';
import { byCreation, ordered } from '../../src/reference/kit/list-order.ts';
import { numberedPage, pageBehindCursor, wholeList } from '../../src/reference/kit/list-page.ts';
import { pageParameter, queryReader, sizeParameter } from '../../src/reference/kit/query.ts';
import { ErrorResponse } from '../../src/reference/kit/error-response.ts';
import { seededRandom } from '../../src/reference/kit/seeded-random.ts';
import { openStore } from '../../src/reference/kit/store.ts';
import { timeText } from '../../src/reference/kit/time-form.ts';

describe('a store', () => {
  const opened = (lag = {}) => openStore<{ readonly name: string }>({ random: seededRandom(1), ids: prefixedId('t_', 6), lag });
  const resource = { data: { name: 'a' }, lifecycle: lasting('on') };

  test('shows a new resource after its lags', () => {
    const store = opened({ listedAfterMs: 200, readableAfterMs: 100 });
    const { id } = store.add({ ...resource, createdAtMs: 1000 });
    expect([store.find(id, 1099)?.id, store.find(id, 1100)?.id]).toEqual([undefined, id]);
    expect([store.listed(1199).length, store.listed(1200).length]).toEqual([0, 1]);
    store.add({ ...resource, createdAtMs: 2000, origin: 'initial' });
    expect(store.listed(1200)).toHaveLength(2);
  });

  test('removes a deleted resource after its lag, and keeps its position', () => {
    const store = opened({ goneAfterMs: 50 });
    const [first, second] = [store.add({ ...resource, createdAtMs: 0 }), store.add({ ...resource, createdAtMs: 0 })];
    store.remove(first, 100);
    store.remove(first, 140);
    expect([store.find(first.id, 149)?.id, store.find(first.id, 150)]).toEqual([first.id, undefined]);
    expect(store.listed(150)).toEqual([second]);
    expect(store.everything).toEqual([first, second]);
  });

  test('merges changes, and keeps the time of creation', () => {
    const store = openStore<{ readonly a: number; readonly b: number }>({ random: seededRandom(1), ids: uuid });
    const stored = store.add({ data: { a: 1, b: 2 }, lifecycle: lasting('on'), createdAtMs: 5 });
    store.change(stored, { a: 3, b: undefined }, 9);
    expect([stored.data, stored.createdAtMs, stored.updatedAtMs]).toEqual([{ a: 3, b: 2 }, 5, 9]);
  });

  test('never makes an id twice', () => {
    const store = openStore({ random: seededRandom(1), ids: prefixedId('', 1, 'digits') });
    for (let count = 0; count < 10; count += 1) store.add({ ...resource, createdAtMs: 0 });
    expect(new Set(store.everything.map(({ id }) => id)).size).toBe(10);
  });
});

test.each([
  [prefixedId('res_', 6, 'alphanumeric'), /^res_[0-9A-Za-z]{6}$/],
  [prefixedId('inst_', 16), /^inst_[0-9a-f]{16}$/],
  [uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
])('ids have their form and are recognized by it', (form, pattern) => {
  const id = form.make(seededRandom(3));
  expect(id).toMatch(pattern);
  expect([form.isOne(id), form.isOne(`${id}0`), form.isOne('other')]).toEqual([true, false, false]);
});

test.each([
  ['seconds', '2026-03-22T10:14:32Z'],
  ['milliseconds', '2026-03-22T10:14:32.120Z'],
  ['microseconds', '2026-03-22T10:14:32.120000Z'],
  ['numeric-offset', '2026-03-22T10:14:32+00:00'],
] as const)('a moment in %s', (form, text) => {
  expect(timeText(Date.parse('2026-03-22T10:14:32.120Z'), form)).toBe(text);
});

test('stages follow one another', () => {
  const lifecycle = staged(
    [
      ['new', 1],
      ['booting', 2],
    ],
    'active',
    1000,
  );
  expect([1000, 1999, 2000, 3999, 4000].map((nowMs) => statusAt(lifecycle, nowMs))).toEqual(['new', 'new', 'booting', 'booting', 'active']);
});

describe('lists', () => {
  const resources = ['b', 'a', 'c', 'a', 'd'].map((name, sequence) => ({
    id: `i${sequence}`,
    name,
    sequence,
    createdAtMs: Math.min(sequence, 3),
  }));
  const ids = (of: readonly { readonly id: string }[]): string => of.map(({ id }) => id).join(' ');
  const all = (): boolean => true;

  test('are sorted, and equal resources by creation', () => {
    expect(ids(ordered(resources, { by: ({ name }) => name, direction: 'ascending' }))).toBe('i1 i3 i0 i2 i4');
    expect(ids(ordered(resources, { by: ({ name }) => name, direction: 'descending' }))).toBe('i4 i2 i0 i3 i1');
    expect(ids(ordered(resources, byCreation('descending')))).toBe('i4 i3 i2 i1 i0');
  });

  test('have numbered pages, empty ones after the last', () => {
    const page = (number: number) => numberedPage(resources, ({ name }) => name !== 'c', { page: number, perPage: 3 }, base64Cursor);
    expect([ids(page(1).items), page(1).left, page(1).total]).toEqual(['i0 i1 i3', 1, 4]);
    expect([ids(page(2).items), page(2).left]).toEqual(['i4', 0]);
    expect(page(3)).toEqual({ items: [], left: 0, total: 4, cursor: undefined });
  });

  test('have pages behind cursors, also behind a resource that is no longer chosen', () => {
    const first = pageBehindCursor(resources, all, { limit: 2 }, base64Cursor);
    expect([ids(first.items), first.left, first.total]).toEqual(['i0 i1', 3, 5]);
    const next = pageBehindCursor(resources, ({ id }) => id !== 'i1', { limit: 2, cursor: first.cursor }, base64Cursor);
    expect(ids(next.items)).toBe('i2 i3');
    expect(() => pageBehindCursor(resources, all, { limit: 2, cursor: 'other' }, base64Cursor)).toThrow(ErrorResponse);
  });

  test('may be one page', () => {
    expect(wholeList(resources, all)).toMatchObject({ left: 0, total: 5, cursor: undefined });
  });

  test('are filtered by members, lists of values and moments', () => {
    const filters = {
      name: equals((item: (typeof resources)[number]) => item.name),
      names: isListed((item: (typeof resources)[number]) => item.name),
      after: isAfter((item: (typeof resources)[number]) => item.createdAtMs),
    };
    const meeting = (given: object): string => ids(resources.filter((item) => meetsEach(item, filters, { ...given })));
    expect(meeting({ name: 'a' })).toBe('i1 i3');
    expect(meeting({ names: 'a,d', limit: 3 })).toBe('i1 i3 i4');
    expect(meeting({ names: 'a,d', after: '1970-01-01T00:00:00.001Z' })).toBe('i3 i4');
    expect(meeting({ name: undefined })).toBe('i0 i1 i2 i3 i4');
  });

  test.each([
    ['2026-04-01', '2026-04-01T00:00:00.000Z'],
    ['2026-04-01T10:00:00Z', '2026-04-01T10:00:00.000Z'],
    ['2026-04-01T10:00:00+02:00', '2026-04-01T08:00:00.000Z'],
    ['2026-04-01T10:00', '2026-04-01T10:00:00.000Z'],
  ])('read %s as %s', (text, moment) => {
    expect(new Date(momentOf(text) ?? 0).toISOString()).toBe(moment);
  });

  test.each(['soon', '2026', '2026-13-01', '1775001600', ''])('read no moment in %j', (text) => {
    expect(momentOf(text)).toBeUndefined();
  });
});

describe('a query', () => {
  const size = { default: 10, maximum: 20, above: 'cut', zero: 'default' } as const;
  const shape = { per_page: sizeParameter(size), page: pageParameter() };
  const lenient = queryReader(shape, { unknownParameter: 'ignored', emptyParameter: 'absent' });
  const strict = queryReader(shape, { unknownParameter: 'refused', emptyParameter: 'value', malformed: 422 });

  test('has sizes and numbers of pages', () => {
    expect(lenient({})).toEqual({ per_page: 10, page: 1 });
    expect(lenient({ per_page: '50', page: '3', other: 'x' })).toEqual({ per_page: 20, page: 3 });
    expect(lenient({ per_page: '0', page: '' })).toEqual({ per_page: 10, page: 1 });
  });

  test.each([{ page: '0' }, { page: 'x' }, { page: '' }, { per_page: '-1' }, { per_page: ['1', '2'] }, { other: 'x' }])(
    'is refused with %j',
    (query) => {
      expect(() => strict(query)).toThrow(expect.objectContaining({ status: 422, reason: 'malformed-query' }));
    },
  );
});

describe('an object in a body', () => {
  const schema = z.object({ name: z.string().min(1), place: z.object({ region: z.string() }).optional() });
  const errorResponseOf = (value: unknown): [string, number, readonly string[]] => {
    try {
      readObject(schema, { kind: 'value', value }, bodyRules(422, { missing: 400 }));
    } catch (thrown) {
      if (thrown instanceof ErrorResponse) return [thrown.reason, thrown.status, thrown.fields];
    }
    throw new Error('nothing was refused');
  };

  test('is refused for the first kind of fault in it', () => {
    expect(errorResponseOf({})).toEqual(['missing-member', 400, ['name']]);
    expect(errorResponseOf({ name: 'a', place: {} })).toEqual(['missing-member', 400, ['place.region']]);
    expect(errorResponseOf({ name: null })).toEqual(['wrong-type', 422, ['name']]);
    expect(errorResponseOf({ name: '' })).toEqual(['unusable-value', 422, ['name']]);
    expect(errorResponseOf([])).toEqual(['body-not-object', 422, []]);
  });
});

describe('a self-signed certificate', () => {
  test('is for 127.0.0.1 and localhost, valid now, and signed with its key', () => {
    const certificate = new X509Certificate(selfSigned().certificate);
    expect([certificate.checkHost('localhost'), certificate.checkIP('127.0.0.1')]).toEqual(['localhost', '127.0.0.1']);
    expect(certificate.checkHost('other.example')).toBeUndefined();
    expect([certificate.verify(certificate.publicKey), certificate.ca]).toEqual([true, true]);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
  });

  test('is only for another host, if one is given', () => {
    const certificate = new X509Certificate(selfSigned('other.example').certificate);
    expect([certificate.checkHost('other.example'), certificate.checkHost('localhost'), certificate.checkIP('127.0.0.1')]).toEqual([
      'other.example',
      undefined,
      undefined,
    ]);
  });
});
