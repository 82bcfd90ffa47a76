import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPacer, type Pacer, type PacerOptions, type QuotaNames } from '../../src/exchange/pacer.ts';
import type { Exchange, HeaderPair } from '../../src/model/exchange.ts';
import { plan } from './sending.ts';

const names: QuotaNames = {
  refuses: ({ reply }) => reply.kind === 'answer' && reply.status === 429,
  limit: 'X-Limit',
  remaining: 'X-Remaining',
  reset: { name: 'X-Reset', unit: 'epoch-seconds' },
  retryAfter: 'Retry-After',
};

/** A clock that advances only during a sleep. */
const createClock = (start = 1_000_000_000_000) => {
  let time = start;
  const slept: number[] = [];
  return {
    now: () => time,
    pass: (ms: number) => {
      time += ms;
    },
    slept,
    sleep: (ms: number, signal: AbortSignal): Promise<void> => {
      if (!signal.aborted) {
        slept.push(ms);
        time += ms;
      }
      return Promise.resolve();
    },
  };
};

const never = new AbortController().signal;

const setUp = (options: Partial<PacerOptions> = {}) => {
  const clock = createClock();
  const waits: string[] = [];
  const pacer = createPacer({ now: clock.now, sleep: clock.sleep, onWait: (why, seconds) => waits.push(`${why}: ${seconds}`), ...options });
  const answer = (status: number, headers: readonly HeaderPair[] = [], tookMs = 0): Exchange => ({
    id: 'x',
    request: plan(),
    sent: { method: 'GET', target: '/', headers: [], body: null },
    reply: { kind: 'answer', status, headers, bodyBytes: 0, text: '', json: { kind: 'none' } },
    sentAt: clock.now() - tookMs,
    tookMs,
  });
  const silence = (): Exchange => ({ ...answer(0), reply: { kind: 'no-answer', failure: 'closed', message: '' } });
  /** One whole request; returns how long its turn took. */
  const go = async (reply: () => Exchange = () => answer(200)): Promise<number> => {
    const before = clock.now();
    await pacer.turn(never);
    const waited = clock.now() - before;
    pacer.saw(reply(), names);
    return waited;
  };
  return { clock, waits, pacer, answer, silence, go };
};

describe('a known quota', () => {
  test('no rolling window ever contains more than the quota less two', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.tuple(fc.nat(3_000), fc.nat(2_000)), { minLength: 1, maxLength: 60 }),
        async (limit, windowSeconds, requests) => {
          const { clock, pacer, answer } = setUp({ quota: { limit, windowSeconds } });
          const counted: number[] = [];
          for (const [idleMs, tookMs] of requests) {
            clock.pass(idleMs);
            await pacer.turn(never);
            clock.pass(tookMs);
            // The latest moment at which the server may have counted it.
            counted.push(clock.now());
            pacer.saw(answer(200, [], tookMs), names);
          }
          for (const at of counted) {
            const inWindow = counted.filter((other) => other >= at && other < at + windowSeconds * 1_000);
            expect(inWindow.length).toBeLessThanOrEqual(Math.max(1, limit - 2));
          }
        },
      ),
    );
  });

  test('the share is spent without waiting, and the next request waits for the window', async () => {
    const { go, waits } = setUp({ quota: { limit: 5, windowSeconds: 60 } });
    expect([await go(), await go(), await go()]).toEqual([0, 0, 0]);
    expect(await go()).toBeGreaterThanOrEqual(60_000);
    expect(waits).toEqual(['the quota of 5 requests in 60 s: 60.1']);
  });

  test('requests under way count before they are answered', async () => {
    const { pacer, clock } = setUp({ quota: { limit: 4, windowSeconds: 2 } });
    await pacer.turn(never);
    await pacer.turn(never);
    expect(clock.slept).toEqual([]);
    await pacer.turn(never);
    expect(clock.slept).toEqual([2_050]);
  });

  test('requests that had no turn count as well', async () => {
    const { pacer, answer, go } = setUp({ quota: { limit: 4, windowSeconds: 2 } });
    pacer.saw(answer(200), names);
    pacer.saw(answer(200), names);
    expect(await go()).toBeGreaterThanOrEqual(2_000);
  });

  test('requests that failed below HTTP count too', async () => {
    const { go, silence } = setUp({ quota: { limit: 3, windowSeconds: 2 } });
    await go(silence);
    expect(await go()).toBeGreaterThanOrEqual(2_000);
  });

  test('turns are given in the order in which they were asked for', async () => {
    const { pacer, clock } = setUp({ quota: { limit: 3, windowSeconds: 2 } });
    const turns: string[] = [];
    const start = clock.now();
    await Promise.all([1, 2, 3].map((n) => pacer.turn(never).then(() => turns.push(`${n} after ${clock.now() - start} ms`))));
    expect(turns).toEqual(['1 after 0 ms', '2 after 2050 ms', '3 after 4100 ms']);
  });
});

describe('a rate', () => {
  test('requests are spread evenly', async () => {
    const { go } = setUp({ rate: 4 });
    expect([await go(), await go(), await go()]).toEqual([0, 250, 250]);
  });

  test('time that passed without requests is not caught up', async () => {
    const { go, clock } = setUp({ rate: 4 });
    await go();
    clock.pass(10_000);
    expect([await go(), await go()]).toEqual([0, 250]);
  });
});

describe('what answers report', () => {
  const seconds = (ms: number): string => String(Math.floor(ms / 1_000));

  test('without a quota and without quota fields there is no wait', async () => {
    const { go } = setUp();
    for (let n = 0; n < 100; n++) expect(await go()).toBe(0);
  });

  test('a 429 with Retry-After pauses every request that long, with a second for rounding', async () => {
    const { go, answer, waits } = setUp();
    await go(() => answer(429, [['retry-after', '7']]));
    expect(await go()).toBe(8_000);
    expect(await go()).toBe(0);
    expect(waits).toEqual(['the target refused a request for its quota: 8']);
  });

  test('Retry-After may be a date, measured by the clock of the answer', async () => {
    const { go, answer } = setUp();
    const headers: readonly HeaderPair[] = [
      ['Date', 'Wed, 21 Oct 2015 07:28:00 GMT'],
      ['Retry-After', 'Wed, 21 Oct 2015 07:28:05 GMT'],
    ];
    await go(() => answer(429, headers));
    expect(await go()).toBe(6_000);
  });

  test('a wait is never longer than the window and 2 s; where no window is known, one of more than 65 s is not begun', async () => {
    const known = setUp({ quota: { limit: 100, windowSeconds: 2 } });
    await known.go(() => known.answer(429, [['Retry-After', '86400']]));
    expect(await known.go()).toBe(4_000);
    const unknown = setUp();
    await unknown.go(() => unknown.answer(429, [['Retry-After', '86400']]));
    expect(await unknown.go()).toBe(0);
    await unknown.go(() => unknown.answer(429, [['Retry-After', '60']]));
    expect(await unknown.go()).toBe(61_000);
  });

  test('a wait may be as long as the operator allows', async () => {
    const patient = setUp({ longestWaitMs: 3_601_000 });
    await patient.go(() => patient.answer(429, [['Retry-After', '3600']]));
    expect(await patient.go()).toBe(3_601_000);
    const impatient = setUp({ longestWaitMs: 5_000 });
    await impatient.go(() => impatient.answer(429, [['Retry-After', '10']]));
    expect(await impatient.go()).toBe(0);
    const windowed = setUp({ longestWaitMs: 10_000, quota: { limit: 100, windowSeconds: 2 } });
    await windowed.go(() => windowed.answer(429, [['Retry-After', '86400']]));
    expect(await windowed.go()).toBe(10_000);
  });

  test('a refused request is recognised as the contract declares it', async () => {
    const { clock, pacer, answer } = setUp();
    const refusing: QuotaNames = { ...names, refuses: ({ reply }) => reply.kind === 'answer' && reply.status === 403 };
    await pacer.turn(never);
    pacer.saw(answer(403, [['Retry-After', '7']]), refusing);
    const before = clock.now();
    await pacer.turn(never);
    expect(clock.now() - before).toBe(8_000);
  });

  test('the remaining requests and the reset may be in one field', async () => {
    const { clock, pacer, answer } = setUp();
    const combined: QuotaNames = { combined: 'RateLimit', refuses: ({ reply }) => reply.kind === 'answer' && reply.status === 503 };
    for (const [field, ms] of [
      ['"hourly";r=0;t=5', 6_000],
      ['limit=10, remaining=0, reset=7', 8_000],
    ] as const) {
      await pacer.turn(never);
      const before = clock.now();
      pacer.saw(answer(503, [['RateLimit', field]]), combined);
      await pacer.turn(never);
      expect(clock.now() - before).toBe(ms);
      pacer.saw(answer(200), combined);
    }
  });

  test('of several customary names the one that an answer has is used', async () => {
    const { clock, pacer, answer } = setUp();
    const customary: QuotaNames = {
      refuses: names.refuses,
      remaining: ['RateLimit-Remaining', 'X-Left'],
      reset: { name: ['X-Back'], unit: ['seconds', 'epoch-seconds'] },
    };
    const waitAfter = async (...headers: readonly HeaderPair[]): Promise<number> => {
      await pacer.turn(never);
      pacer.saw(answer(200, headers), customary);
      const before = clock.now();
      await pacer.turn(never);
      return clock.now() - before;
    };
    expect(await waitAfter(['X-Left', '0'], ['X-Back', '5'])).toBe(6_000);
    // An instant long past is not a number of seconds from now.
    expect(await waitAfter(['X-Left', '0'], ['X-Back', '999999999999'])).toBe(0);
  });

  test('a 429 without quota fields waits longer each time, and starts again after an answer', async () => {
    const { go, answer } = setUp();
    const refuse = (): Exchange => answer(429);
    expect([await go(refuse), await go(refuse), await go(refuse), await go(), await go(refuse), await go()]).toEqual([
      0, 1_000, 2_000, 4_000, 0, 1_000,
    ]);
  });

  test('refused requests that were sent together count as one', async () => {
    const { go, pacer, answer } = setUp();
    const together = [answer(429), answer(429), answer(429), answer(429)];
    for (const exchange of together) pacer.saw(exchange, names);
    expect(await go()).toBe(1_000);
  });

  test('an operation that stays refused while others are answered has a quota of its own, and pauses no other any more', async () => {
    const { go, answer, clock } = setUp();
    const toExports = (status: number): Exchange => {
      const exchange = answer(status, status === 429 ? [['Retry-After', '30']] : []);
      return { ...exchange, request: { ...exchange.request, operation: 'POST /exports' } };
    };
    const refuse = (): Exchange => toExports(429);
    const waits: number[] = [];
    const wait = async (reply?: () => Exchange): Promise<void> => {
      waits.push(await go(reply));
    };
    for (let round = 0; round < 4; round += 1) {
      await wait(refuse);
      await wait();
      clock.pass(1_000);
    }
    expect(waits).toEqual([0, 31_000, 0, 31_000, 0, 0, 0, 0]);
    await wait(() => toExports(201));
    await wait(refuse);
    await wait();
    expect(waits.slice(-3)).toEqual([0, 0, 31_000]);
  });

  test('an operation that is answered after the pause shares the quota of all, and pauses the others each time', async () => {
    const { go, answer, clock } = setUp();
    const toOthers = (): Exchange => {
      const exchange = answer(200);
      return { ...exchange, request: { ...exchange.request, operation: 'GET /others' } };
    };
    const waits: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      clock.pass(1_000);
      await go(() => answer(429, [['Retry-After', '30']]));
      waits.push(await go(toOthers));
      clock.pass(1_000);
      await go();
    }
    expect(waits).toEqual([31_000, 31_000, 31_000, 31_000]);
  });

  test('a short pause does not end a long one', async () => {
    const { go, pacer, answer } = setUp();
    pacer.saw(answer(429, [['Retry-After', '30']]), names);
    pacer.saw(answer(429, [['Retry-After', '1']]), names);
    expect(await go()).toBe(31_000);
  });

  test('when few are left every request waits for the Reset', async () => {
    const { go, answer, clock, waits } = setUp();
    const left = (remaining: string) => (): Exchange =>
      answer(200, [
        ['x-remaining', remaining],
        ['x-reset', seconds(clock.now() + 9_000)],
      ]);
    await go(left('3'));
    expect(await go(left('2'))).toBe(0);
    expect(await go(left('50'))).toBe(10_000);
    expect(await go()).toBe(0);
    expect(waits).toEqual(['the target reports that 2 requests are left: 10']);
  });

  test('requests under way are subtracted from what is left', async () => {
    const { pacer, clock, answer } = setUp();
    for (let n = 0; n < 4; n++) await pacer.turn(never);
    pacer.saw(
      answer(200, [
        ['X-Remaining', '5'],
        ['X-Reset', seconds(clock.now() + 9_000)],
      ]),
      names,
    );
    await pacer.turn(never);
    expect(clock.slept).toEqual([10_000]);
  });

  test('a Reset in seconds is read as a duration', async () => {
    const { pacer, clock, answer } = setUp();
    await pacer.turn(never);
    pacer.saw(
      answer(200, [
        ['X-Remaining', '0'],
        ['X-Reset', '5'],
      ]),
      { ...names, reset: { name: 'X-Reset', unit: 'seconds' } },
    );
    await pacer.turn(never);
    expect(clock.slept).toEqual([6_000]);
  });

  test('nothing left without a Reset waits for the window, and for nothing where none is known', async () => {
    const known = setUp({ quota: { limit: 100, windowSeconds: 3 } });
    await known.go(() => known.answer(200, [['X-Remaining', '0']]));
    expect(await known.go()).toBe(3_000);
    const unknown = setUp();
    await unknown.go(() => unknown.answer(200, [['X-Remaining', '0']]));
    expect(await unknown.go()).toBe(0);
  });

  test('a Remaining that stays at nothing after the quota is back is not believed again', async () => {
    const { go, answer } = setUp({ quota: { limit: 100, windowSeconds: 2 } });
    const nothingLeft = (): Exchange => answer(200, [['X-Remaining', '0']]);
    expect([await go(nothingLeft), await go(nothingLeft), await go(nothingLeft), await go(nothingLeft)]).toEqual([0, 2_000, 0, 0]);
  });

  test('fields that cannot be read are ignored', async () => {
    const { go, answer } = setUp();
    await go(() =>
      answer(200, [
        ['X-Remaining', 'none'],
        ['X-Reset', 'soon'],
        ['Retry-After', 'later'],
      ]),
    );
    expect(await go()).toBe(0);
  });
});

describe('whole', () => {
  const whole = async (pacer: Pacer, now: () => number): Promise<number> => {
    const before = now();
    await pacer.whole(never);
    return now() - before;
  };

  test('before the first request the quota is whole', async () => {
    const { pacer, clock } = setUp({ quota: { limit: 60, windowSeconds: 60 } });
    expect(await whole(pacer, clock.now)).toBe(0);
  });

  test('it takes the window and 2 s from the last request, whatever a Reset reports', async () => {
    const { pacer, clock, go, answer } = setUp({ quota: { limit: 60, windowSeconds: 60 } });
    await go(() => answer(200, [['X-Reset', String(clock.now() / 1_000 + 1)]]));
    clock.pass(20_000);
    expect(await whole(pacer, clock.now)).toBe(42_000);
    expect(await whole(pacer, clock.now)).toBe(0);
  });

  test('a request counts from its end', async () => {
    const { pacer, clock, answer } = setUp({ quota: { limit: 60, windowSeconds: 60 } });
    await pacer.turn(never);
    clock.pass(10_000);
    pacer.saw(answer(200, [], 10_000), names);
    expect(await whole(pacer, clock.now)).toBe(62_000);
  });

  test('without a window it takes until the Reset', async () => {
    const { pacer, clock, go, answer } = setUp();
    await go(() => answer(200, [['X-Reset', String(clock.now() / 1_000 + 30)]]));
    expect(await whole(pacer, clock.now)).toBe(31_000);
  });

  test('without a window and a Reset it takes 65 s after a 429, and no time where there was none', async () => {
    const calm = setUp();
    await calm.go();
    expect(await whole(calm.pacer, calm.clock.now)).toBe(0);
    const refused = setUp();
    await refused.go(() => refused.answer(429));
    expect(await whole(refused.pacer, refused.clock.now)).toBe(65_000);
  });
});

describe('a signal', () => {
  test('ends every wait at once, also of those that wait for others', async () => {
    const stop = new AbortController();
    const { pacer, clock } = setUp({
      quota: { limit: 3, windowSeconds: 60 },
      sleep: (_ms, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            resolve();
          });
        }),
    });
    await pacer.turn(stop.signal);
    const before = clock.now();
    const waiting = Promise.all([pacer.turn(stop.signal), pacer.turn(stop.signal), pacer.whole(stop.signal)]);
    await new Promise(setImmediate);
    stop.abort();
    await waiting;
    expect(clock.now()).toBe(before);
  });

  test('of one request leaves the others waiting', async () => {
    const stop = new AbortController();
    const { pacer, clock } = setUp({ quota: { limit: 4, windowSeconds: 2 } });
    await pacer.turn(never);
    stop.abort();
    await pacer.turn(stop.signal);
    await pacer.turn(never);
    expect(clock.slept).toEqual([]);
    await pacer.turn(never);
    expect(clock.slept).toEqual([2_050]);
  });
});

describe('what is left of the quota', () => {
  test('is unknown without a quota and without a report', async () => {
    const { pacer, go } = setUp();
    expect(pacer.left()).toBeUndefined();
    await go();
    expect(pacer.left()).toBeUndefined();
  });

  test('is counted in the window, until the window is over', async () => {
    const { clock, pacer, go } = setUp({ quota: { limit: 10, windowSeconds: 5 } });
    expect(pacer.left()).toEqual({ left: 10, limit: 10 });
    await go();
    await go();
    expect(pacer.left()).toEqual({ left: 8, limit: 10, backInSeconds: 5 });
    clock.pass(6_000);
    expect(pacer.left()).toEqual({ left: 10, limit: 10 });
  });

  test('is what the target reported last, until its reset', async () => {
    const { clock, pacer, answer, go } = setUp({ quota: { limit: 10, windowSeconds: 60 } });
    await go(() =>
      answer(200, [
        ['X-Remaining', '4'],
        ['X-Reset', String(Math.floor(clock.now() / 1_000) + 3)],
      ]),
    );
    const { left, limit, backInSeconds = 0 } = pacer.left() ?? {};
    expect({ left, limit }).toEqual({ left: 4, limit: 10 });
    expect(backInSeconds).toBeGreaterThan(2);
    clock.pass(10_000);
    expect(pacer.left()?.left).toBe(9);
  });
});
