import { afterEach, describe, expect, test, vi } from 'vitest';
import { startTiming, steadyNow } from '../../src/exchange/clock.ts';
import { storedExchange } from '../../src/exchange/stored-exchange.ts';
import { exchangeOf, readOf } from '../checks/support/exchange.ts';

const hour = 3_600_000;

/** Sets the wall clock ahead of the steady one. */
const setWall = (aheadMs: number): void => {
  vi.spyOn(Date, 'now').mockImplementation(() => steadyNow() + aheadMs);
};

afterEach(() => vi.restoreAllMocks());

describe('the times of an exchange', () => {
  test('are whole and steady, without a difference where both clocks agree', () => {
    setWall(100);
    const before = steadyNow();
    const { sentAt, tookMs, ...rest } = startTiming()();
    expect(Number.isInteger(sentAt)).toBe(true);
    expect(Math.abs(sentAt - before)).toBeLessThan(1000);
    expect(tookMs).toBeGreaterThanOrEqual(0);
    expect(rest).toEqual({});
  });

  test.for([hour, -hour])('are the same where the wall clock steps by %i ms, and record the step', (stepMs) => {
    setWall(0);
    const ended = startTiming();
    setWall(stepMs);
    const { tookMs, wallAheadMs } = ended();
    expect(tookMs).toBeGreaterThanOrEqual(0);
    expect(tookMs).toBeLessThan(hour / 2);
    expect(wallAheadMs?.map((ms) => Math.round(ms) + 0)).toEqual([0, stepMs]);
  });

  test('are recorded without the step', () => {
    const exchange = exchangeOf(readOf('GET /boats'), { status: 200 }, { sentAt: 5, tookMs: 6, wallAheadMs: [0, hour] });
    expect(storedExchange(exchange)).toMatchObject({ sentAt: 5, tookMs: 6 });
    expect(Object.keys(storedExchange(exchange))).not.toContain('wallAheadMs');
  });
});
