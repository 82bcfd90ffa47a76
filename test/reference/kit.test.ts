import { describe, expect, test } from 'vitest';
import { freshKey, presentedKey } from '../../src/reference/kit/credentials.ts';
import { cursorPage } from '../../src/reference/kit/cursor-page.ts';
import { base64Cursor, digitCursor, letterCursor, punctuatedCursor, saltedCursor } from '../../src/reference/kit/cursor.ts';
import { passing, statusAt } from '../../src/reference/kit/lifecycle.ts';
import { fixedWindow } from '../../src/reference/kit/quota-window.ts';
import { rollingWindow } from '../../src/reference/kit/rolling-window.ts';
import { parseJsonBody } from '../../src/reference/kit/request-body.ts';
import { seededRandom } from '../../src/reference/kit/seeded-random.ts';

describe('a fixed window', () => {
  test('accepts the limit and no more, and counts down to 0', () => {
    const count = fixedWindow({ limit: 2, windowSeconds: 2 }, 'first-call');
    const readings = [1000, 1001, 1002, 1003].map(count);
    expect(readings.map((reading) => reading.allowed)).toEqual([true, true, false, false]);
    expect(readings.map((reading) => reading.remaining)).toEqual([1, 0, 0, 0]);
    expect(readings.map((reading) => reading.used)).toEqual([1, 2, 3, 4]);
  });

  test('begins with the first call after the last window and rounds its end up', () => {
    const count = fixedWindow({ limit: 1, windowSeconds: 2 }, 'first-call');
    expect(count(10_500).resetEpochSeconds).toBe(13);
    expect(count(12_499).allowed).toBe(false);
    expect(count(12_500)).toMatchObject({ allowed: true, resetEpochSeconds: 15 });
  });

  test('ends at a multiple of its length if it begins with the epoch', () => {
    const count = fixedWindow({ limit: 1, windowSeconds: 2 }, 'epoch');
    expect(count(11_500).resetEpochSeconds).toBe(12);
    expect(count(12_000)).toMatchObject({ allowed: true, resetEpochSeconds: 14 });
  });

  test('reports correctly after how many seconds a call is accepted', () => {
    const count = fixedWindow({ limit: 1, windowSeconds: 3 }, 'first-call');
    count(50_000);
    const { retryAfterSeconds } = count(51_200);
    expect(retryAfterSeconds).toBe(2);
    expect(count(51_200 + retryAfterSeconds * 1000).allowed).toBe(true);
  });
});

describe('a rolling window', () => {
  test('accepts calls one by one as the oldest leave, and counts no refused ones', () => {
    const count = rollingWindow({ limit: 2, windowSeconds: 2 });
    expect([1000, 1500, 2000, 2999, 3000, 3001, 3500].map((nowMs) => count(nowMs).allowed)).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  test('reports how many are left, when all are available, and after how many seconds the next is accepted', () => {
    const count = rollingWindow({ limit: 2, windowSeconds: 3 });
    expect(count(10_500)).toMatchObject({ remaining: 1, resetEpochSeconds: 14 });
    expect(count(11_500)).toMatchObject({ remaining: 0, resetEpochSeconds: 15 });
    expect(count(11_600)).toMatchObject({ allowed: false, remaining: 0, retryAfterSeconds: 2 });
    expect(count(13_600).allowed).toBe(true);
  });
});

describe.each([
  ['base64Cursor', base64Cursor],
  ['letterCursor', letterCursor],
  ['digitCursor', digitCursor],
  ['punctuatedCursor', punctuatedCursor],
  ['saltedCursor', saltedCursor],
])('%s', (_name, form) => {
  test.each(['inst_8f9a2b3c4d', '6f1e0c9a-1111-4222-a333-444455556666', 'ü'])('returns %j', (position) => {
    expect(form.decode(form.encode(position))).toBe(position);
  });

  test.each(['!!not-a-cursor!!', 'abc', 'eyJpZCI6MTAwfQ==', 'bnVsbA==', 'zz', '', '17', 'a.b.c'])(
    'refuses %j, which it never made',
    (cursor) => {
      expect(form.decode(cursor)).toBeUndefined();
    },
  );
});

test('a base64 cursor always ends in padding', () => {
  const cursors = ['a', 'ab', 'abc', 'abcd'].map((position) => base64Cursor.encode(position));
  expect(cursors.every((cursor) => cursor.endsWith('='))).toBe(true);
});

test('a digit cursor is a number that a double does not hold', () => {
  const cursor = digitCursor.encode('inst_0123456789');
  expect(cursor).toMatch(/^\d+$/);
  expect(Number(cursor)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
});

test('a salted cursor is a different text each time', () => {
  expect(saltedCursor.encode('a')).not.toBe(saltedCursor.encode('a'));
});

test('a punctuated cursor changes when it is not escaped in a query', () => {
  const cursor = punctuatedCursor.encode('inst_0123456789');
  expect(new URLSearchParams(`cursor=${cursor}`).get('cursor')).not.toBe(cursor);
  expect(new URLSearchParams(`cursor=${encodeURIComponent(cursor)}`).get('cursor')).toBe(cursor);
});

test('a letter cursor has no digit', () => {
  expect(letterCursor.encode('inst_0123456789')).toMatch(/^[a-z]+$/);
});

describe('a page behind a position', () => {
  const numbers = [1, 2, 3, 4, 5, 6, 7];
  const isOdd = (number: number): boolean => number % 2 === 1;

  test('begins at the start and counts what is left', () => {
    expect(cursorPage(numbers, -1, 3, () => true)).toEqual({ items: [1, 2, 3], left: 4 });
  });

  test('has only chosen items, and counts only those that are left', () => {
    expect(cursorPage(numbers, 0, 2, isOdd)).toEqual({ items: [3, 5], left: 1 });
  });

  test('leaves nothing if it ends exactly with the last item', () => {
    expect(cursorPage(numbers, 4, 2, () => true)).toEqual({ items: [6, 7], left: 0 });
  });
});

test('a fresh key has letters of both cases and digits and at least 32 characters', () => {
  const keys = Array.from({ length: 50 }, freshKey);
  expect(keys.every((key) => /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z\d]{32,}$/.test(key))).toBe(true);
  expect(new Set(keys).size).toBe(50);
});

test.each([
  [undefined, { kind: 'missing' }],
  ['', { kind: 'missing' }],
  ['Bearer', { kind: 'missing' }],
  ['Bearer  ', { kind: 'missing' }],
  ['Basic abc', { kind: 'missing' }],
  ['abc', { kind: 'missing' }],
  ['Bearer abc', { kind: 'bearer', key: 'abc' }],
  ['bearer abc', { kind: 'bearer', key: 'abc' }],
])('an Authorization header of %j presents %j', (header, presented) => {
  expect(presentedKey(header)).toEqual(presented);
});

test('an exact scheme is Bearer in this spelling only', () => {
  expect(presentedKey('Bearer abc', 'exact')).toEqual({ kind: 'bearer', key: 'abc' });
  expect(presentedKey('bearer abc', 'exact')).toEqual({ kind: 'missing' });
});

test('a passing status changes at its end', () => {
  const lifecycle = passing('rebooting', 2, 'running', 1000);
  expect(statusAt(lifecycle, 2999)).toBe('rebooting');
  expect(statusAt(lifecycle, 3000)).toBe('running');
});

test.each([
  ['', { kind: 'empty' }],
  ['{"name": ', { kind: 'unparsable' }],
  ['null', { kind: 'value', value: null }],
  ['[]', { kind: 'value', value: [] }],
])('a body of %j is %j', (text, body) => {
  expect(parseJsonBody(Buffer.from(text))).toEqual(body);
});

test('a body that is not UTF-8 is not JSON', () => {
  expect(parseJsonBody(Buffer.from([0x22, 0xff, 0x22]))).toEqual({ kind: 'unparsable' });
});

test('the same seed makes the same numbers and another seed others', () => {
  const draw = (seed: number): string => seededRandom(seed).hex(20);
  expect(draw(7)).toBe(draw(7));
  expect(draw(7)).not.toBe(draw(8));
});
