import { describe, expect, test } from 'vitest';

import { shortAnswer, valueWords } from '../../../src/report/compare/value-words.ts';

describe('a value in words', () => {
  test.each([
    [true, 'yes'],
    [false, 'no'],
    [null, 'null'],
    [20, '20'],
    ['', 'empty text'],
    ['id', 'id'],
    [[], 'none'],
    [['code', 'message'], 'code, message'],
    [{}, 'no members'],
    [{ status: 404, members: ['code', 'message'] }, 'status: 404; members: code, message'],
    [{ error: { code: 1, text: 'a' }, last: true }, 'error (code: 1, text: a); last: yes'],
    [[{ form: 'a' }, { form: 'b' }], 'form: a; form: b'],
    [{ a: { b: { c: { d: [1] } } } }, 'a (b (c (d: 1)))'],
    [{ elements: [{ type: 'object', members: { field: 'string' } }, 'x'] }, 'elements: (type: object, members (field: string)); x'],
    [{ a: { b: { c: { d: { e: { f: { g: { h: { i: 1 } } } } } } } } }, 'a (b (c (d (e (f (g (h (…))))))))'],
  ])('%j is %s', (value, words) => {
    expect(valueWords(value)).toBe(words);
  });
});

describe('an answer in fewer characters', () => {
  test.each([
    ['404 application/json', '404 JSON'],
    ['422 application/problem+json', '422 problem JSON'],
    ['200 text/csv', '200 text/csv'],
    ['204 no body', '204 no body'],
    ['cursor (cursor, limit)', 'cursor (cursor, limit)'],
  ])('%s is %s', (value, words) => {
    expect(shortAnswer(value)).toBe(words);
  });
});
