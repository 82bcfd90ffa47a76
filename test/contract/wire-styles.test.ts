import * as fc from 'fast-check';
import { parseTemplate } from 'url-template';
import { describe, expect, test } from 'vitest';
import { headerText, isDefined, pairsOf, Unwritable, writtenPair, writtenSegment } from '../../src/contract/wire/styles.ts';
import { writtenCookies, writtenQuery } from '../../src/contract/wire/query.ts';
import type { ParameterStyle, PlannedParameter } from '../../src/model/request.ts';

const blue = 'blue';
const colours = ['blue', 'black', 'brown'];
const rgb = { R: 100, G: 200, B: 150 };

const parameter = (style: ParameterStyle, explode: boolean, value: unknown, rest: Partial<PlannedParameter> = {}): PlannedParameter => ({
  in: 'query',
  name: 'color',
  style,
  explode,
  value,
  allowReserved: false,
  ...rest,
});

const query = (style: ParameterStyle, explode: boolean, value: unknown, rest: Partial<PlannedParameter> = {}): string =>
  writtenQuery(parameter(style, explode, value, rest)).join('&');

const segment = (style: ParameterStyle, explode: boolean, value: unknown): string => writtenSegment(parameter(style, explode, value));

describe('the table of OpenAPI 3.1.1, Style Examples, byte for byte', () => {
  test.for<readonly [ParameterStyle, boolean, string, string, string, string]>([
    ['matrix', false, ';color', ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150'],
    ['matrix', true, ';color', ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
    ['label', false, '.', '.blue', '.blue,black,brown', '.R,100,G,200,B,150'],
    ['label', true, '.', '.blue', '.blue.black.brown', '.R=100.G=200.B=150'],
    ['simple', false, '', 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    ['simple', true, '', 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
  ])('%s, explode %s, in a path', ([style, explode, ...written]) => {
    expect([null, blue, colours, rgb].map((value) => segment(style, explode, value))).toEqual(written);
  });

  test.for<readonly [boolean, string, string, string, string]>([
    [false, '', 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    [true, '', 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
  ])('simple, explode %s, in a header', ([explode, ...written]) => {
    expect([null, blue, colours, rgb].map((value) => headerText(value, explode))).toEqual(written);
  });

  test.for<readonly [boolean, string, string, string, string]>([
    [false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
    [true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
  ])('form, explode %s, in a query', ([explode, ...written]) => {
    expect([null, blue, colours, rgb].map((value) => query('form', explode, value))).toEqual(written);
  });

  test.for<readonly [ParameterStyle, boolean, unknown, string]>([
    ['spaceDelimited', false, colours, 'color=blue%20black%20brown'],
    ['spaceDelimited', false, rgb, 'color=R%20100%20G%20200%20B%20150'],
    ['pipeDelimited', false, colours, 'color=blue%7Cblack%7Cbrown'],
    ['pipeDelimited', false, rgb, 'color=R%7C100%7CG%7C200%7CB%7C150'],
    ['deepObject', true, rgb, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
  ])('%s, explode %s, %j', ([style, explode, value, written]) => {
    expect(query(style, explode, value)).toBe(written);
    expect(isDefined('query', { style, explode, value })).toBe(true);
  });
});

describe('what the table leaves undefined', () => {
  test.for<readonly [ParameterStyle, boolean, unknown, string]>([
    ['spaceDelimited', true, colours, 'color=blue&color=black&color=brown'],
    ['pipeDelimited', true, colours, 'color=blue&color=black&color=brown'],
    ['pipeDelimited', false, blue, 'color=blue'],
    ['deepObject', true, 7, 'color=7'],
    ['deepObject', false, rgb, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
    ['deepObject', true, { a: { b: 1 }, c: [2, 3] }, 'color%5Ba%5D%5Bb%5D=1&color%5Bc%5D%5B%5D=2&color%5Bc%5D%5B%5D=3'],
    ['deepObject', true, { a: [{ b: 1 }, { b: 2 }] }, 'color%5Ba%5D%5B0%5D%5Bb%5D=1&color%5Ba%5D%5B1%5D%5Bb%5D=2'],
    ['deepObject', true, ['x', 'y'], 'color%5B%5D=x&color%5B%5D=y'],
  ])('%s, explode %s, %j is written as servers commonly read it', ([style, explode, value, written]) => {
    expect(query(style, explode, value)).toBe(written);
  });

  test.for<readonly [ParameterStyle, boolean, unknown, boolean]>([
    ['spaceDelimited', true, colours, false],
    ['deepObject', true, 7, false],
    ['deepObject', true, { a: { b: 1 } }, false],
    ['form', true, null, false],
    ['form', true, [], false],
    ['form', true, '', true],
    ['form', true, colours, true],
    ['form', false, rgb, true],
  ])('%s, explode %s, %j: is defined: %s', ([style, explode, value, defined]) => {
    expect(isDefined('query', { style, explode, value })).toBe(defined);
  });

  test.for<ParameterStyle>(['form', 'spaceDelimited', 'pipeDelimited'])('a list inside a list cannot be written in %s', (style) => {
    expect(() => query(style, false, [[1], [2]])).toThrow(Unwritable);
    expect(() => query(style, true, { a: { b: 1 } })).toThrow(`style ${style}`);
  });

  test('nor can one in a path or a header', () => {
    expect(() => segment('simple', false, [[1]])).toThrow(Unwritable);
    expect(() => headerText({ a: [1] }, false)).toThrow(Unwritable);
  });
});

describe('cookies', () => {
  test('have a pair each, and several values of one joined by commas unless exploded', () => {
    const cookie = (explode: boolean, value: unknown): readonly string[] =>
      writtenCookies(parameter('form', explode, value, { in: 'cookie' }));
    expect(cookie(true, 'a b;c')).toEqual(['color=a%20b%3Bc']);
    expect(cookie(false, colours)).toEqual(['color=blue,black,brown']);
    expect(cookie(true, colours)).toEqual(['color=blue', 'color=black', 'color=brown']);
    expect(isDefined('cookie', parameter('form', true, colours))).toBe(false);
    expect(isDefined('cookie', parameter('form', false, colours))).toBe(true);
  });
});

describe('values', () => {
  test.for<readonly [unknown, string]>([
    [true, 'true'],
    [false, 'false'],
    [0, '0'],
    [-0, '0'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [-2e-7, '-0.0000002'],
    [9007199254740991, '9007199254740991'],
    ['', ''],
    [[], ''],
    [{}, ''],
    [[null, 'x', null], 'x'],
  ])('%j is the text %j', ([value, text]) => {
    expect(query('form', false, value)).toBe(`color=${text}`);
  });

  test('delimiters are distinguished from the same characters inside a value', () => {
    expect(query('form', false, ['a,b', 'c&d=e'])).toBe('color=a%2Cb,c%26d%3De');
    expect(query('pipeDelimited', false, ['a|b', 'c'])).toBe('color=a%7Cb%7Cc');
    expect(segment('label', true, ['a.b', 'c/d'])).toBe('.a.b.c%2Fd');
    expect(segment('matrix', true, ['', 'a;b'])).toBe(';color;color=a%3Bb');
  });

  test('reserved characters are kept with allowReserved, except those that would end the value', () => {
    const url = "http://a.example/b?c=d,e;f:@!$'()*#[x]&y=1+2 é %41%zz";
    const written = query('form', false, url, { allowReserved: true });
    expect(written).toBe("color=http://a.example/b?c=d,e;f:@!$'()*%23%5Bx%5D%26y=1%2B2%20%C3%A9%20%41%25zz");
    expect(query('form', false, 'a/b')).toBe('color=a%2Fb');
  });
});

describe('another implementation of RFC 6570', () => {
  const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 });
  const values = fc.oneof(
    texts,
    fc.array(texts, { minLength: 1, maxLength: 3 }),
    fc.dictionary(texts, texts, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  );
  const operators = { simple: '', label: '.', matrix: ';', form: '?' } as const;

  test.for(['simple', 'label', 'matrix', 'form'] as const)('writes the same octets in style %s', (style) => {
    fc.assert(
      fc.property(values, fc.boolean(), (value, explode) => {
        const expected = parseTemplate(`{${operators[style]}color${explode ? '*' : ''}}`).expand({ color: value });
        const ours =
          style === 'form'
            ? `?${pairsOf({ name: 'color', value, style, explode })
                .map((pair) => writtenPair(pair, false))
                .join('&')}`
            : segment(style, explode, value);
        expect(ours).toBe(expected);
      }),
    );
  });
});
