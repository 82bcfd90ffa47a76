import { describe, expect, test } from 'vitest';

import { callsOf, trafficOf } from '../../../src/report/page/traffic.ts';
import { storedExchange, type ExchangeParts } from '../support/made-run.ts';

const start = 1_772_330_400_000;

const sentAt = (ms: number, tookMs: number, parts: ExchangeParts = {}) => ({ ...storedExchange(parts), sentAt: start + ms, tookMs });

const drawn = (exchanges: readonly ReturnType<typeof sentAt>[]) => {
  const calls = callsOf(exchanges).get('depot') ?? [];
  return trafficOf(
    0,
    calls,
    (id) => Number(id.slice(1)),
    (id) => id === 'c7',
  );
};

describe('the requests of a run over time', () => {
  test('are counted in buckets, with what was refused and what failed', () => {
    const gone = { ...sentAt(40, 1), reply: { kind: 'no-answer', failure: 'reset', message: 'reset' } } as const;
    const traffic = drawn([sentAt(0, 10), sentAt(2, 10, { status: 429 }), gone, sentAt(80, 20, { status: 503 })]);
    expect(traffic?.requests.reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(traffic?.bucketMs).toBe(1);
    expect(traffic?.requests).toHaveLength(100);
    expect([traffic?.refused[2], traffic?.faulty[40], traffic?.faulty[80]]).toEqual([1, 1, 1]);
  });

  test('have few buckets however long a run takes', () => {
    const traffic = drawn([sentAt(0, 10), sentAt(3_600_000, 10)]);
    expect(traffic?.requests.length).toBeLessThanOrEqual(200);
    expect(traffic?.pauses).toEqual([[10, 3_600_000]]);
  });

  test('show the quota that answers report, under any of the usual names', () => {
    const names: readonly (readonly [string, string])[] = [
      ['X-RateLimit-Remaining', '41'],
      ['RateLimit', '"default";r=40;t=30'],
      ['ratelimit-remaining', '39'],
      ['X-Credits-Remaining', '7'],
    ];
    const traffic = drawn(names.map((header, at) => sentAt(at, 1, { headers: [header] })));
    expect(traffic?.remaining).toEqual([41, 40, 39, null]);
  });

  test('show bursts and pauses, but no pause while an answer is awaited', () => {
    const traffic = drawn([sentAt(0, 2000), sentAt(100, 10), sentAt(3000, 10, { case: 'c7' }), sentAt(3010, 10, { case: 'c7' })]);
    expect(traffic?.pauses).toEqual([[2000, 3000]]);
    expect(traffic?.bursts).toEqual([[3000, 3020]]);
    expect(traffic?.spans).toEqual([[7, 3000, 3020]]);
  });

  test('are none where the exchanges are gone', () => {
    expect(drawn([])).toBeUndefined();
  });
});

describe('the latency of an operation', () => {
  test('has median, 95 %, the longest, and how many answers fell into each step', () => {
    const traffic = drawn(Array.from({ length: 100 }, (_, at) => sentAt(at, at < 90 ? 10 : 500)));
    const [latency] = traffic?.latencies ?? [];
    expect(latency).toMatchObject({ operation: 'GET /parcels', count: 100, median: 10, p95: 500, most: 500 });
    expect(latency?.steps.filter((count) => count > 0)).toEqual([90, 10]);
    expect(latency?.steps[16]).toBe(90);
  });
});
