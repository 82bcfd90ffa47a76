import { describe, expect, test } from 'vitest';
import { eachAccount, eachAddress, eachKey, openCounters } from '../../src/reference/kit/quota-counters.ts';
import type { CountCall } from '../../src/reference/kit/quota-window.ts';
import { fixedWindow } from '../../src/reference/kit/quota-window.ts';
import { rateHeaderFields, retryAfterField, standardRateHeaders } from '../../src/reference/kit/rate-headers.ts';
import { rollingWindow } from '../../src/reference/kit/rolling-window.ts';
import { tokenBucket } from '../../src/reference/kit/token-bucket.ts';

const quota = { limit: 10, windowSeconds: 60 };
const startMs = 1_800_000_000_000;

/** How many of `calls` calls at one moment are accepted. */
const acceptedOf = (count: CountCall, calls: number, nowMs: number): number =>
  Array.from({ length: calls }, () => count(nowMs)).filter((reading) => reading.allowed).length;

describe('a rolling window', () => {
  test('accepts a burst and reports only the limit', () => {
    const count = rollingWindow(quota, { burst: 1.2 });
    expect(acceptedOf(count, 12, startMs)).toBe(12);
    expect(count(startMs)).toMatchObject({ allowed: false, limit: 10, remaining: 0, retryAfterSeconds: 60 });
  });

  test('accepts no more than the burst in any window', () => {
    const count = rollingWindow(quota, { burst: 1.2 });
    expect(acceptedOf(count, 8, startMs + 55_000)).toBe(8);
    expect(acceptedOf(count, 8, startMs + 61_000)).toBe(4);
    expect(acceptedOf(count, 20, startMs + 116_000)).toBe(8);
  });

  test('blocks a caller that does not pause, if refused calls count', () => {
    const lenient = rollingWindow(quota);
    const strict = rollingWindow(quota, { countsRefused: true });
    for (const count of [lenient, strict]) {
      acceptedOf(count, 10, startMs);
      acceptedOf(count, 10, startMs + 50_000);
    }
    expect(lenient(startMs + 60_000).allowed).toBe(true);
    expect(strict(startMs + 60_000).allowed).toBe(false);
    expect(strict(startMs + 109_000).allowed).toBe(false);
    expect(strict(startMs + 110_000).allowed).toBe(true);
  });
});

describe('a token bucket', () => {
  test('refills evenly', () => {
    const count = tokenBucket(quota);
    expect(acceptedOf(count, 12, startMs)).toBe(10);
    expect(count(startMs)).toMatchObject({ remaining: 0, retryAfterSeconds: 6, resetEpochSeconds: startMs / 1000 + 60 });
    expect(acceptedOf(count, 5, startMs + 12_000)).toBe(2);
    expect(acceptedOf(count, 20, startMs + 600_000)).toBe(10);
  });

  test('may hold more than the limit', () => {
    expect(acceptedOf(tokenBucket(quota, 1.5), 20, startMs)).toBe(15);
  });
});

describe('quotas', () => {
  const account = {};
  const holder = (name: string, of: object) => ({
    name,
    secret: name,
    kind: 'key' as const,
    scopes: [],
    accounts: { live: of },
    endedAt: () => undefined,
  });
  const call = (name: string, of: object = account, address = '127.0.0.1') => ({
    method: 'GET',
    path: '/',
    address,
    environment: 'live' as const,
    holder: holder(name, of),
  });

  test('are separate for keys, accounts or addresses', () => {
    expect(eachKey(call('a'))).not.toBe(eachKey(call('b')));
    expect(eachAccount(call('a'))).toBe(eachAccount(call('b')));
    expect(eachAccount(call('a'))).not.toBe(eachAccount(call('b', {})));
    expect(eachAddress(call('a'))).toBe(eachAddress(call('b', {})));
    expect(eachKey({ ...call('a'), holder: undefined })).toBe(eachKey({ ...call('b'), holder: undefined }));
  });

  test('with one name are counted together', () => {
    const counters = openCounters({ limit: 2, windowSeconds: 60 }, (of) => fixedWindow(of, 'first-call'));
    expect([counters('a')(startMs), counters('a')(startMs), counters('a')(startMs)].map(({ allowed }) => allowed)).toEqual([
      true,
      true,
      false,
    ]);
    expect(counters('b')(startMs).allowed).toBe(true);
  });
});

describe('header fields', () => {
  const reading = { limit: 10, used: 3, remaining: 7, allowed: true, resetEpochSeconds: startMs / 1000 + 42, retryAfterSeconds: 42 };

  test('have the names and forms of the settings', () => {
    expect(rateHeaderFields(reading, standardRateHeaders, startMs)).toEqual({
      'X-RateLimit-Limit': '10',
      'X-RateLimit-Remaining': '7',
      'X-RateLimit-Reset': '1800000042',
    });
    const other = { ...standardRateHeaders, limit: undefined, reset: 'RateLimit-Reset', resetForm: 'seconds' } as const;
    expect(rateHeaderFields(reading, other, startMs)).toEqual({ 'X-RateLimit-Remaining': '7', 'RateLimit-Reset': '42' });
  });

  test('may be one for all three', () => {
    const { isSentOn, retryAfter } = standardRateHeaders;
    const joined = { isSentOn, retryAfter, resetForm: 'seconds', joined: 'RateLimit' } as const;
    expect(rateHeaderFields(reading, joined, startMs)).toEqual({ RateLimit: 'limit=10, remaining=7, reset=42' });
  });

  test.each([
    ['epoch-ms', '1800000042000'],
    ['http-date', 'Fri, 15 Jan 2027 08:00:42 GMT'],
    ['iso', '2027-01-15T08:00:42.000Z'],
  ] as const)('write a moment as %s', (resetForm, text) => {
    expect(rateHeaderFields(reading, { ...standardRateHeaders, resetForm }, startMs)).toMatchObject({ 'X-RateLimit-Reset': text });
  });

  test('give the time to wait in seconds, or as a date that is not too early', () => {
    expect(retryAfterField(reading, 'seconds', startMs)).toEqual({ 'Retry-After': '42' });
    expect(retryAfterField(reading, 'http-date', startMs + 1)).toEqual({ 'Retry-After': 'Fri, 15 Jan 2027 08:00:43 GMT' });
    expect(retryAfterField(reading, 'none', startMs)).toEqual({});
  });
});
