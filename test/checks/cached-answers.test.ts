import { describe, expect, test } from 'vitest';
import { isCached } from '../../src/checks/scenarios/lifecycle/look-at-resource.ts';
import type { HeaderPair } from '../../src/model/exchange.ts';
import { exchangeOf, readOf } from './support/exchange.ts';

const answerWith = (headers: readonly HeaderPair[], isAuthorized = false) => {
  const exchange = exchangeOf(readOf('GET /stamps/{id}', { pathValues: { id: 's-1' } }), { status: 200, headers, json: {} });
  const sent: readonly HeaderPair[] = isAuthorized ? [['authorization', 'Bearer …']] : [];
  return isCached({ ...exchange, sent: { ...exchange.sent, headers: sent } });
};

describe('an answer that need not show what is now', () => {
  test.each<readonly [string, readonly HeaderPair[], boolean]>([
    ['has an age', [['Age', '7']], false],
    ['may be kept by any cache', [['Cache-Control', 'max-age=60']], false],
    ['may be kept by shared caches for a time of their own', [['Cache-Control', 'private, s-maxage=60']], true],
    ['may be kept although the request was authorized', [['Cache-Control', 'public, max-age=60']], true],
    ['has to be asked about again only later', [['cache-control', 'max-age=60, must-revalidate']], true],
  ])('%s', (_what, headers, isAuthorized) => {
    expect(answerWith(headers, isAuthorized)).toBe(true);
  });

  test.each<readonly [string, readonly HeaderPair[], boolean]>([
    ['has no such field', [], false],
    ['is for the caller alone', [['Cache-Control', 'private, max-age=60']], false],
    [
      'is for the caller alone, in two fields',
      [
        ['Cache-Control', 'max-age=60'],
        ['Cache-Control', 'private'],
      ],
      false,
    ],
    ['is to be kept nowhere', [['Cache-Control', 'no-store, max-age=60']], false],
    ['is kept for no time', [['Cache-Control', 'max-age=0']], false],
    ['belongs to an authorized request', [['Cache-Control', 'max-age=60']], true],
  ])('is none that %s', (_what, headers, isAuthorized) => {
    expect(answerWith(headers, isAuthorized)).toBe(false);
  });
});
