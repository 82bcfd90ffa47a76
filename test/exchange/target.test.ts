import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filledSegments } from '../../src/contract/infer/path-template.ts';
import { percentEncode } from '../../src/contract/wire/percent.ts';
import { baseOf, targetOf } from '../../src/exchange/target.ts';
import { plan } from './sending.ts';

const base = baseOf('http://127.0.0.1:4010/v2');
const target = (changes: Parameters<typeof plan>[0], of = base): string => targetOf(of, plan(changes));

describe('percentEncode', () => {
  test('a text survives encoding and decoding', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => decodeURIComponent(percentEncode(text)) === text));
  });

  test('only unreserved characters are not encoded', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => /^(?:[A-Za-z0-9\-._~]|%[0-9A-F]{2})*$/.test(percentEncode(text))));
  });

  test('a lone surrogate becomes the replacement character instead of an error', () => {
    expect(percentEncode('\ud800')).toBe('%EF%BF%BD');
  });
});

describe('targetOf', () => {
  test('a value in the template cannot leave its segment', () => {
    expect(target({ operation: 'GET /things/{id}', path: '/things/{id}', pathValues: { id: 'a/../b?c#d e' } })).toBe(
      '/v2/things/a%2F..%2Fb%3Fc%23d%20e',
    );
  });

  test.each([
    ['/v1/shelves/{shelf}/boxes/{box}', { shelf: 'shelves/7', box: 'shelves/7/boxes/a b' }, '/v2/v1/shelves/7/boxes/a%20b'],
    ['/shelves/{shelf}:empty', { shelf: 'shelves/7' }, '/v2/shelves/7:empty'],
    ['/shelves/{shelf}/boxes/{box}', { shelf: '8', box: 'shelves/7/boxes/9' }, '/v2/shelves/8/boxes/shelves%2F7%2Fboxes%2F9'],
    ['/refs/{ref}', { ref: 'refs/heads/main' }, '/v2/refs/refs%2Fheads%2Fmain'],
    ['/shelves/{shelf}', { shelf: 'shelves/' }, '/v2/shelves/shelves%2F'],
    ['/shelves/{shelf}', { shelf: '7' }, '/v2/shelves/7'],
  ])('of the resource name in %s the path takes what is missing: %j', (path, pathValues, expected) => {
    expect(target({ path, pathValues })).toBe(expected);
    expect(`/v2/${filledSegments(path, pathValues)?.map(encodeURIComponent).join('/').replace('/empty', ':empty')}`).toBe(expected);
  });

  test('values of several parameters take the places of their names', () => {
    expect(target({ path: '/{a}/x/{b}:go', pathValues: { a: '1', b: '2' } })).toBe('/v2/1/x/2:go');
  });

  test('the query keeps its order and its repeats, and a space is %20', () => {
    expect(
      target({
        query: [
          ['b', 'two words'],
          ['a', '1+1'],
          ['b', ''],
        ],
      }),
    ).toBe('/v2/things?b=two%20words&a=1%2B1&b=');
  });

  test('a literal path is not normalised', () => {
    expect(target({ operation: null, path: '/a/../b/./%2e%2E//c{d}' })).toBe('/v2/a/../b/./%2e%2E//c{d}');
  });

  test('a literal character that no request line can contain is encoded', () => {
    expect(target({ operation: null, path: '/Übersicht neu' })).toBe('/v2/%C3%9Cbersicht%20neu');
  });

  test('a query is appended to the query of the path', () => {
    expect(target({ operation: null, path: '/things?x=1', query: [['y', '2']] })).toBe('/v2/things?x=1&y=2');
  });

  test('the base URL alone is a target', () => {
    expect(target({ operation: null, path: '' })).toBe('/v2');
    expect(target({ operation: null, path: '' }, baseOf('https://host.example'))).toBe('/');
  });

  test('a template without its value is an error that names both', () => {
    expect(() => target({ operation: 'GET /things/{id}', path: '/things/{id}' })).toThrow(/"GET \/things\/\{id\}".*"id"/);
    expect(() => target({ operation: 'GET /{constructor}', path: '/{constructor}' })).toThrow(/"constructor"/);
  });
});

describe('baseOf', () => {
  test('the path of the base is kept as it is written, without a trailing slash', () => {
    expect(baseOf('HTTP://Host.Example:80/a/../%7eb/')).toEqual({
      origin: 'http://host.example',
      host: 'host.example',
      path: '/a/../%7eb',
    });
  });

  for (const unusable of [
    'ftp://host',
    'host/path',
    'https://user:pass@host/',
    'https://host/?x',
    'https://host/#y',
    'https://',
    'http://a b/',
  ]) {
    test(`${unusable} is refused`, () => {
      expect(() => baseOf(unusable)).toThrow(TypeError);
    });
  }
});
