import { describe, expect, test } from 'vitest';
import { until } from '../../../src/checks/scenarios/lifecycle/until.ts';
import { resetWithinWindow } from '../../../src/checks/families/rate-limit/announced-values.ts';
import { backAtRest } from '../../../src/checks/families/rate-limit/come-back.ts';
import { servedAtAnEvenPace } from '../../../src/checks/families/rate-limit/even-pace.ts';
import { fallOf } from '../../../src/checks/families/rate-limit/remaining-goes-down.ts';
import { nothingRemainsWhenRefused } from '../../../src/checks/families/rate-limit/remaining-when-refused.ts';
import { retryAfterWithinWindow } from '../../../src/checks/families/rate-limit/retry-after.ts';
import { beganAnew, resetMoment, usualMoment } from '../../../src/checks/subjects/quota-headers.ts';
import { between, isWithin, longestOf, momentsAhead, mostBack, mostWithin } from '../../../src/checks/kit/timing.ts';
import type { RateLimit } from '../../../src/contract/conventions.ts';
import type { Exchange, HeaderPair } from '../../../src/model/exchange.ts';
import { exchangeOf, readOf } from '../support/exchange.ts';
import { fakeSession, targetOf } from '../support/fake-session.ts';
import { rootLocation } from '../../../src/model/location.ts';
import { parcels } from '../support/judge.ts';

const hour = 3_600_000;
const start = Date.parse('2031-05-09T12:00:00Z');

type At = Partial<Pick<Exchange, 'id' | 'sentAt' | 'tookMs' | 'wallAheadMs'>>;

const read = (at: At, headers: readonly HeaderPair[] = [], status = 200): Exchange =>
  exchangeOf(readOf('GET /parcels'), { status, headers, json: {} }, at);

describe('the time between two exchanges', () => {
  const first = read({ sentAt: 1000, tookMs: 10 });

  test.for<readonly [what: string, from: Exchange, to: Exchange, least: number, most: number]>([
    ['answers at once', first, read({ sentAt: 3000, tookMs: 10 }), 1990, 2010],
    [
      'a stall before the first was acted on, or after it',
      read({ sentAt: 1000, tookMs: 5000 }),
      read({ sentAt: 6100, tookMs: 10 }),
      100,
      5110,
    ],
    ['a stall in the second', first, read({ sentAt: 1100, tookMs: 5000 }), 90, 5100],
    ['a stall between them', first, read({ sentAt: 6010, tookMs: 10 }), 5000, 5020],
    ['a wall clock that is set forward by an hour', first, read({ sentAt: 2000, tookMs: 10, wallAheadMs: [hour, hour] }), 990, 1010 + hour],
    ['and back by an hour', first, read({ sentAt: 2000, tookMs: 10, wallAheadMs: [-hour, -hour] }), 990 - hour, 1010],
    ['and in the middle of an exchange', first, read({ sentAt: 2000, tookMs: 10, wallAheadMs: [0, hour] }), 990, 1010 + hour],
  ])('%s', ([, from, to, least, most]) => {
    expect(between(from, to)).toEqual({ least, most });
  });

  test('calls on both sides of a sleep of the machine are not within one window', () => {
    const calls = [0, 10, 20, 30].map((sentAt) => read({ sentAt, tookMs: 1, ...(sentAt < 20 ? {} : { wallAheadMs: [60_000, 60_000] }) }));
    expect(longestOf(calls)).toBe(60_031);
    expect(isWithin(calls, 1000)).toBe(false);
    expect(mostWithin(calls, 1000)).toHaveLength(2);
    expect(longestOf([])).toBe(0);
  });

  test('the longest run is found as by trying every run', () => {
    let state = 7;
    const next = (most: number): number => (state = (state * 48_271) % 2_147_483_647) % most;
    for (let turn = 0; turn < 200; turn++) {
      let sentAt = 0;
      const calls = Array.from({ length: 12 }, () => {
        sentAt += next(60);
        const ahead = next(4) === 0 ? next(200) - 100 : 0;
        return read({ sentAt, tookMs: next(80), wallAheadMs: [ahead, ahead] });
      });
      const runs = calls.flatMap((_, from) => calls.map((__, to) => calls.slice(from, to + 1))).filter((run) => isWithin(run, 150));
      const longest = Math.max(0, ...runs.map(({ length }) => length));
      const found = mostWithin(calls, 150);
      expect(found).toHaveLength(longest);
      expect(isWithin(found, 150)).toBe(true);
    }
  });

  test('more calls come back in more time', () => {
    expect(mostBack(60, 0, 60_000)).toBe(2);
    expect(mostBack(60, 10_000, 60_000)).toBe(17);
    const row = [0, 100, 200].map((sentAt) => read({ sentAt }));
    const slow = [0, 100, 200].map((sentAt) => read({ sentAt, tookMs: 60_000 }));
    const rows = (calls: readonly Exchange[]) => fallOf([...calls, ...calls, ...calls], Array(9).fill(9), { limit: 60, windowMs: 60_000 });
    expect([rows(row), rows(slow)]).toEqual(['stood', 'unclear']);
  });
});

/** A conformant service: how it rounds, and what its clock and its Date are. */
const roundings = { up: Math.ceil, down: Math.floor, nearest: Math.round } as const;
const clocks = { right: 0, 'an hour ahead': hour, 'an hour behind': -hour, 'a minute ahead': 61_000, 'seconds behind': -3000 } as const;
const dates = {
  fresh: (answered: number) => answered,
  'of five seconds ago': (answered: number) => answered - 5000,
  absent: () => undefined,
} as const;
/** Milliseconds of stalls: before the server acted on the request, while it made the answer, and before the answer was read. */
const stalls = {
  none: [0, 0, 0],
  before: [5000, 0, 0],
  inside: [0, 7000, 0],
  after: [0, 0, 5000],
  everywhere: [5000, 7000, 5000],
} as const;
const steps = { none: 0, 'an hour on': hour, 'an hour back': -hour } as const;
const windowMs = 10_000;

const everyWay = Object.entries(roundings).flatMap(([rounding, round]) =>
  Object.entries(clocks).flatMap(([clock, skew]) =>
    Object.entries(dates).flatMap(([dated, date]) =>
      Object.entries(stalls).flatMap(([stall, [before, inside, after]]) =>
        Object.entries(steps).flatMap(([step, stepMs]) =>
          // A Date is old only where the service stood still; then the clocks must not differ by minutes, else the two cases look the same.
          dated === 'of five seconds ago' && Math.abs(skew) > 5000
            ? []
            : [0, 4321, windowMs].map((left) => {
                const sentAt = start + 377;
                const acted = sentAt + 2 + before;
                const answered = acted + 2 + inside;
                const tookMs = answered + 2 + after - sentAt;
                const reported = date(answered + skew);
                const headers: HeaderPair[] = reported === undefined ? [] : [['Date', new Date(reported).toUTCString()]];
                const at = { sentAt, tookMs, ...(stepMs === 0 ? {} : { wallAheadMs: [0, stepMs] as const }) };
                return { what: [rounding, clock, dated, stall, step, left].join(', '), at, headers, ends: acted + skew + left, round };
              }),
        ),
      ),
    ),
  ),
);

const folded = async (fold: typeof resetWithinWindow, exchange: Exchange): Promise<string> => {
  const contract = await parcels();
  const quota = { limit: 30, windowSeconds: windowMs / 1000 };
  return fold.conclude(fold.step(fold.init(), exchange, contract), { contract, target: targetOf({ quota }) }).kind;
};

describe('a conformant service is not accused, with any rounding, any clocks and any stalls', () => {
  test('for the start of its next count', async () => {
    const accused: string[] = [];
    for (const { what, at, headers, ends, round } of everyWay) {
      const exchange = read(at, [...headers, ['Quota-Reset', String(round(ends / 1000))]]);
      if ((await folded(resetWithinWindow, exchange)) === 'fail') accused.push(what);
    }
    expect(everyWay.length).toBeGreaterThan(500);
    expect(accused).toEqual([]);
  });

  test('for the moment until which an error response asks to wait', async () => {
    const accused: string[] = [];
    for (const { what, at, headers, ends, round } of everyWay) {
      const date = new Date(round(ends / 1000) * 1000).toUTCString();
      if ((await folded(retryAfterWithinWindow, read(at, [...headers, ['Wait-Seconds', date]], 429))) === 'fail') accused.push(what);
    }
    expect(accused).toEqual([]);
  });

  test('and without stalls and with a reported clock, it passes', async () => {
    const plain = everyWay.filter(({ what }) => what.includes('fresh, none'));
    const verdicts = await Promise.all(
      plain.map(({ at, headers, ends, round }) =>
        folded(resetWithinWindow, read(at, [...headers, ['Quota-Reset', String(round(ends / 1000))]])),
      ),
    );
    expect(plain.length).toBeGreaterThan(20);
    expect(new Set(verdicts)).toEqual(new Set(['pass']));
  });

  test.for([
    ['half a minute ago', -30_000],
    ['an hour ahead', hour],
    ['seven seconds after the window', windowMs + 7000],
  ] as const)('but a start %s is a breach where the answer was quick', async ([, ahead]) => {
    const exchange = read({ sentAt: start, tookMs: 5 }, [
      ['Date', new Date(start).toUTCString()],
      ['Quota-Reset', String((start + ahead) / 1000)],
    ]);
    expect(await folded(resetWithinWindow, exchange)).toBe('fail');
  });

  test('a moment with its milliseconds is known better than one without', () => {
    const dated = read({ sentAt: start, tookMs: 0 }, [['Date', new Date(start).toUTCString()]]);
    const spans = (text: string) => momentsAhead(dated, text, ['date-time', 'milliseconds']).map(({ least, most }) => [least, most]);
    expect(spans('2031-05-09T12:00:05Z')).toEqual([[3000, 6000]]);
    expect(spans('2031-05-09T12:00:05.250Z')).toEqual([[4249, 5251]]);
    expect(spans('5250')).toEqual([[5249, 5251]]);
    expect(spans('5000')).toEqual([[4000, 6000]]);
  });

  test('a moment under a usual name is in reach where it may have been so when it was reported', () => {
    const reported = (tookMs: number) =>
      usualMoment(
        { window: { seconds: 60 } },
        read({ sentAt: start, tookMs }, [
          ['Date', new Date(start + tookMs).toUTCString()],
          ['X-RateLimit-Reset', String(start / 1000)],
        ]),
        false,
      );
    expect(reported(20_000)?.ms).toBe(-20_000);
    const quick = [
      ['Date', new Date(start).toUTCString()],
      ['X-RateLimit-Reset', String(start / 1000 - 20)],
    ] as const;
    expect(usualMoment({ window: { seconds: 60 } }, read({ sentAt: start, tookMs: 5 }, quick), false)).toBeUndefined();
  });

  test('the end of the window is compared with the wait only where the answer was quick', async () => {
    const contract = await parcels();
    const errorResponse = (tookMs: number) =>
      read(
        { sentAt: start, tookMs },
        [
          ['Quota-Left', '0'],
          ['Quota-Reset', String(start / 1000 + 3)],
          ['Wait-Seconds', '3'],
          ['Date', new Date(start + tookMs).toUTCString()],
        ],
        429,
      );
    const against = (tookMs: number) =>
      nothingRemainsWhenRefused.step(nothingRemainsWhenRefused.init(), errorResponse(tookMs), contract).against;
    expect([against(5), against(7000)]).toEqual([['same'], []]);
  });
});

describe('the quota that may have come back', () => {
  const rateLimit: RateLimit = {
    window: { seconds: 60 },
    exceeded: { status: 429 },
    headers: { limit: 'L', remaining: 'R', reset: { name: 'Reset', unit: 'epoch-seconds' } },
  };
  const at = (ms: number, resetSeconds: number) =>
    read({ sentAt: start + ms, tookMs: 100 }, [
      ['Date', new Date(start + ms).toUTCString()],
      ['Reset', String(start / 1000 + resetSeconds)],
    ]);

  test('a bucket gives back while a row is made, a window does not', () => {
    const bucket = [at(0, 1), at(400, 1)];
    expect(backAtRest(rateLimit, bucket, 600, 60_000)).toBe(6);
    expect(backAtRest(rateLimit, [at(0, 60), at(400, 60)], 600, 60_000)).toBe(0);
    expect(backAtRest({ ...rateLimit, window: { seconds: 60, kind: 'fixed' } }, bucket, 600, 60_000)).toBe(0);
    expect(backAtRest(rateLimit, bucket, undefined, 60_000)).toBe(Infinity);
  });

  test.each(['fixed', 'rolling'] as const)('a row that took longer than a %s window can have been given back any number', (kind) => {
    const slow = [at(0, 60), at(59_000, 60), at(60_500, 60)];
    expect(backAtRest({ ...rateLimit, window: { seconds: 60, kind } }, slow, 600, 60_000)).toBe(Infinity);
    expect(backAtRest({ ...rateLimit, window: { seconds: 60, kind } }, slow.slice(0, 2), 600, 60_000)).toBe(0);
  });

  test('ends that are a window apart show another window', () => {
    expect(beganAnew(rateLimit, at(0, 60), at(400, 60), 60_000)).toBe(false);
    expect(beganAnew(rateLimit, at(0, 60), at(1400, 61), 60_000)).toBe(false);
    expect(beganAnew(rateLimit, at(0, 30), at(400, 90), 60_000)).toBe(true);
    expect(beganAnew({ ...rateLimit, headers: {} }, at(0, 30), at(400, 90), 60_000)).toBe(true);
    expect(resetMoment(rateLimit, read({}), false)).toBeUndefined();
  });
});

describe('looking until something shows', () => {
  const looking = async (tookMs: (turn: number) => number): Promise<readonly number[]> => {
    const session = fakeSession({
      contract: await parcels(),
      target: targetOf(),
      answer: () => ({ status: 200 }),
      tookMs: (_, turn) => tookMs(turn),
    });
    const began = session.now();
    await until(session, { withinMs: 10_000, why: 'a test' }, async () => {
      await session.send(readOf('GET /parcels'));
      return undefined;
    });
    return session.exchanges.map(({ sentAt }) => sentAt - began);
  };

  test('ends with a look at the end', async () => {
    expect((await looking(() => 1)).at(-1)).toBe(10_000);
  });

  test('looks once more after a look that was held up until the time was over', async () => {
    expect(await looking((turn) => (turn === 1 ? 60_000 : 1))).toEqual([0, 60_000]);
  });
});

test.for([
  ['may have come together', 5000, 'inconclusive'],
  ['came one by one', 5, 'unconfirmed'],
] as const)('an error response at an even pace counts where the calls %s', async ([, tookMs, kind]) => {
  const stepMs = 500;
  const exchanges = Array.from({ length: 30 }, (_, n) =>
    read({ id: `x${n}`, sentAt: n * stepMs, tookMs: n < 10 ? 5 : tookMs }, [], n < 29 ? 200 : 429),
  );
  const contract = await parcels();
  const result = { limit: 60, wanted: 60, windowMs: 60 * stepMs, exchanges };
  expect(servedAtAnEvenPace.judge(rootLocation, result, { contract, target: targetOf() }).kind).toBe(kind);
});
