import { describe, expect, test } from 'vitest';
import { remainingWithinLimit } from '../../../../src/checks/families/rate-limit/announced-values.ts';
import { quotaHeadersRecorded, resetFormRecorded } from '../../../../src/checks/families/rate-limit/headers-recorded.ts';
import { tierLimitOnEverySuccess } from '../../../../src/checks/families/rate-limit/tier-limit.ts';
import { remainingReportedWhenRefused } from '../../../../src/checks/families/rate-limit/remaining-when-refused.ts';
import { tierRemainingRecorded } from '../../../../src/checks/families/rate-limit/rested-remaining.ts';
import { retryAfterForm } from '../../../../src/checks/families/rate-limit/retry-after.ts';
import { unnamedResetReadable } from '../../../../src/checks/families/rate-limit/unnamed-reset-readable.ts';
import type { Fold } from '../../../../src/checks/kit/define.ts';
import type { RateLimit } from '../../../../src/contract/conventions.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { Exchange, HeaderPair } from '../../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { tolls } from '../../../worlds/toll-service.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, type Judged, parcels, stated as statedOf } from '../../support/judge.ts';

const at = Date.parse('2026-02-04T16:01:00Z');
const date: HeaderPair = ['Date', new Date(at).toUTCString()];
const now = at / 1000;
const list = 'GET /tolls';

const answer = (
  status: number,
  headers: readonly HeaderPair[],
  over: Partial<PlannedRequest> = {},
  operation: string | null = list,
): Exchange => exchangeOf(readOf(operation, over), { status, headers, json: {} }, { sentAt: at, tookMs: 0 });

const unauthenticated: Partial<PlannedRequest> = { credential: { kind: 'none' } };
const revoked: Partial<PlannedRequest> = { credential: { kind: 'valid', name: 'revoked' } };
const other: Partial<PlannedRequest> = { credential: { kind: 'valid', name: 'second' } };

type Around = { readonly contract?: Contract; readonly target?: Partial<Target> };

/** Judges exchanges in sequence, and in two parts that are merged; both must give the same verdict. */
const foldOver = async <S>(
  fold: Fold<S>,
  exchanges: readonly Exchange[],
  { contract: given, target = {} }: Around = {},
): Promise<Verdict> => {
  const contract = given ?? (await tolls());
  const stateOf = (some: readonly Exchange[]): S => some.reduce((sum, exchange) => fold.step(sum, exchange, contract), fold.init());
  const around = { contract, target: targetOf(target) };
  const verdict = fold.conclude(stateOf(exchanges), around);
  expect(fold.conclude(fold.merge(stateOf(exchanges.slice(0, 1)), stateOf(exchanges.slice(1))), around)).toEqual(verdict);
  return verdict;
};

const stated = (verdict: Verdict): string => (verdict.kind === 'inconclusive' && verdict.unseen ? 'unseen' : statedOf({ verdict }));

const valuesOf = (verdict: Verdict | Judged['verdict']): readonly unknown[] =>
  verdict.kind === 'observed' ? (verdict.facts ?? []).map(({ fact, at: where, value }) => [fact, where, value]) : [];

/** The toll roads with other `x-assay` words about their quota. */
const tollsWith = async (change: (rateLimit: RateLimit) => Partial<RateLimit>): Promise<Contract> => {
  const contract = await tolls();
  const { rateLimit } = contract.conventions;
  if (!rateLimit) throw new Error('The made-up contract documents no quota');
  return { ...contract, conventions: { ...contract.conventions, rateLimit: { ...rateLimit, ...change(rateLimit) } } };
};

describe('rate-limit/remaining-within-limit', () => {
  const left = (...values: readonly string[]): Exchange =>
    answer(
      200,
      values.map((value) => ['Toll-Left', value] as const),
    );

  test.for<readonly [what: string, exchange: Exchange, verdict: string]>([
    ['zero', left('0'), 'pass'],
    ['the whole quota', left('40'), 'pass'],
    ['the quota and its burst', left('60'), 'pass'],
    ['one more', left('61'), 'fail remaining-above-limit'],
    ['a number below zero', left('-1'), 'fail remaining-form'],
    ['a fraction', left('39.5'), 'fail remaining-form'],
    ['a word', left('many'), 'fail remaining-form'],
    [
      'two numbers',
      answer(
        200,
        [
          ['Toll-Left', '38'],
          ['Toll-Left', '39'],
        ],
        {},
        'GET /roads',
      ),
      'fail remaining-form',
    ],
    ['two numbers where the header is described, which is judged there', left('38', '39'), 'unseen'],
    ['the same number twice', left('39', '39'), 'pass'],
    ['blanks around it', left(' 39 '), 'pass'],
    ['an empty header, which is judged where it is described', left(''), 'unseen'],
    ['no header, which is judged where it is described', left(), 'unseen'],
    ['an error response', answer(429, [['Toll-Left', '61']]), 'fail remaining-above-limit'],
    ['an unauthenticated caller', answer(401, [['Toll-Left', '900']], unauthenticated), 'unseen'],
    ['a credential that is no longer valid', answer(401, [['Toll-Left', '900']], revoked), 'unseen'],
  ])('%s', async ([, exchange, verdict]) => {
    expect(stated(await foldOver(remainingWithinLimit, [exchange]))).toBe(verdict);
  });

  test("the quota is the target's where it has one", async () => {
    const target = { quota: { limit: 100, windowSeconds: 30 } };
    expect(stated(await foldOver(remainingWithinLimit, [left('150')], { target }))).toBe('pass');
    expect(stated(await foldOver(remainingWithinLimit, [left('151')], { target }))).toBe('fail remaining-above-limit');
  });

  test('a tier with only a minimum may have any number left, but no word', async () => {
    const target = { plan: 'fleet' };
    expect(stated(await foldOver(remainingWithinLimit, [left('900')], { target }))).toBe('skipped');
    expect(stated(await foldOver(remainingWithinLimit, [left('many')], { target }))).toBe('fail remaining-form');
    const agreed = { plan: 'fleet', quota: { limit: 900, windowSeconds: 30 } };
    expect(stated(await foldOver(remainingWithinLimit, [left('900')], { target: agreed }))).toBe('pass');
    expect(stated(await foldOver(remainingWithinLimit, [left('901')], { target: agreed }))).toBe('fail remaining-above-limit');
  });

  test('only the form is judged where the quota is unknown', async () => {
    const contract = await parcels();
    const withLeft = (value: string): Exchange => answer(200, [['Quota-Left', value]], {}, 'GET /parcels');
    expect(stated(await foldOver(remainingWithinLimit, [withLeft('31')], { contract }))).toBe('skipped');
    expect(stated(await foldOver(remainingWithinLimit, [withLeft('31'), withLeft('x')], { contract }))).toBe('fail remaining-form');
  });

  test('a form that the Header Object rejects is judged there', async () => {
    // The parcels describe this header as a whole number from 1 on.
    const contract = await parcels();
    const { rateLimit } = contract.conventions;
    if (!rateLimit) throw new Error('The made-up contract documents no quota');
    const described = {
      ...contract,
      conventions: { ...contract.conventions, rateLimit: { ...rateLimit, headers: { remaining: 'Quota-Limit' } } },
    };
    const around = { contract: described, target: { plan: 'basic' } };
    const withLeft = (value: string): Exchange => answer(200, [['Quota-Limit', value]], {}, 'GET /parcels');
    expect(stated(await foldOver(remainingWithinLimit, [withLeft('x')], around))).toBe('unseen');
    expect(stated(await foldOver(remainingWithinLimit, [withLeft('0')], around))).toBe('unseen');
    expect(stated(await foldOver(remainingWithinLimit, [withLeft('30')], around))).toBe('pass');
    expect(stated(await foldOver(remainingWithinLimit, [withLeft('31')], around))).toBe('fail remaining-above-limit');
  });
});

describe('rate-limit/plan-limit-on-every-success', () => {
  const limit = (value: string, status = 200, over: Partial<PlannedRequest> = {}): Exchange =>
    answer(status, [['Toll-Limit', value]], over);
  const byDefault = { plan: 'default' };

  test.for<readonly [what: string, exchanges: readonly Exchange[], verdict: string]>([
    ['the documented limit each time', [limit('40'), limit('40'), limit('40', 201)], 'pass'],
    ['another one', [limit('60')], 'fail limit-of-another-plan'],
    ['another one in between', [limit('40'), limit('41'), limit('40')], 'fail limit-of-another-plan'],
    ['another one on an error response', [limit('40'), limit('10', 429), limit('1', 404)], 'pass'],
    ['another one for another credential', [limit('40'), limit('400', 200, other)], 'pass'],
    ['another one for an unauthenticated caller', [limit('40'), limit('5', 200, unauthenticated)], 'pass'],
    ['answers without it, which are judged where it is described', [limit('40'), answer(200, [])], 'pass'],
    ['another form, which is judged where it is described', [limit('40'), limit('40, 40;w=30')], 'pass'],
    ['no success with it', [limit('40', 429), answer(200, [])], 'unseen'],
  ])('%s', async ([, exchanges, verdict]) => {
    expect(stated(await foldOver(tierLimitOnEverySuccess, exchanges, { target: byDefault }))).toBe(verdict);
  });

  test('a service may report the documented limit or that of the operator, but not both', async () => {
    const target = { ...byDefault, quota: { limit: 50, windowSeconds: 30 } };
    expect(stated(await foldOver(tierLimitOnEverySuccess, [limit('50'), limit('50')], { target }))).toBe('pass');
    expect(stated(await foldOver(tierLimitOnEverySuccess, [limit('40'), limit('40')], { target }))).toBe('pass');
    expect(await foldOver(tierLimitOnEverySuccess, [limit('40'), limit('50'), limit('40')], { target })).toMatchObject({
      kind: 'fail',
      judged: 3,
      breaches: 1,
      finding: { expected: '40 or 50', actual: '50' },
    });
  });

  test('a credential whose tier is unknown, or documents only a minimum, is not judged', async () => {
    expect(stated(await foldOver(tierLimitOnEverySuccess, [limit('7')], { target: { plan: 'fleet' } }))).toBe('skipped');
    expect(stated(await foldOver(tierLimitOnEverySuccess, [limit('7')], { contract: await parcels() }))).toBe('skipped');
  });
});

describe('rate-limit/remaining-told-when-refused', () => {
  test.for<readonly [what: string, exchange: Exchange, verdict: string]>([
    ['an error response with it', answer(429, [['Toll-Left', '0']]), 'pass'],
    ['any value, which is judged elsewhere', answer(429, [['Toll-Left', '3']]), 'pass'],
    ['in other letters', answer(429, [['toll-left', '0']]), 'pass'],
    ['an error response without it', answer(429, [['Retry-After', '3']]), 'fail remaining-absent'],
    ['a success without it', answer(200, []), 'unseen'],
    ['a 403 for access', answer(403, []), 'unseen'],
    ['an overload, which may have another reason than the quota', answer(503, [['Retry-After', '3']]), 'unseen'],
    ['an unauthenticated caller who calls too often', answer(429, [['Retry-After', '3']], unauthenticated), 'unseen'],
    ['a credential that is no longer valid, and calls too often', answer(429, [['Retry-After', '3']], revoked), 'unseen'],
  ])('%s', async ([, exchange, verdict]) => {
    expect(stated(await foldOver(remainingReportedWhenRefused, [exchange]))).toBe(verdict);
  });
});

describe('rate-limit/retry-after-form', () => {
  const wait = (...values: readonly string[]): Exchange =>
    answer(
      429,
      values.map((value) => ['Retry-After', value] as const),
    );

  test.for<readonly [what: string, exchange: Exchange, verdict: string]>([
    ['whole seconds', wait('3'), 'pass'],
    ['zero seconds', wait('0'), 'pass'],
    ['a date', wait('Wed, 04 Feb 2026 16:01:03 GMT'), 'pass'],
    ['a date in the obsolete form', wait('Wednesday, 04-Feb-26 16:01:03 GMT'), 'pass'],
    ['a date that is over', wait('Wed, 04 Feb 2026 16:00:59 GMT'), 'pass'],
    ['a very long wait, which is judged elsewhere', wait('1770220860'), 'pass'],
    ['the same value twice', wait('3', '3'), 'pass'],
    ['a fraction', wait('1.5'), 'fail retry-after-form'],
    ['a unit', wait('3s'), 'fail retry-after-form'],
    ['a word', wait('soon'), 'fail retry-after-form'],
    ['a number below zero', wait('-3'), 'fail retry-after-form'],
    ['a date of another notation', wait('2026-02-04T16:01:03Z'), 'fail retry-after-form'],
    ['a date of another zone', wait('Wed, 04 Feb 2026 16:01:03 CET'), 'fail retry-after-form'],
    ['two values', wait('3', '4'), 'fail retry-after-form'],
    ['an empty header, which is judged where it is described', wait(''), 'unseen'],
    ['no header, which is judged where it is described', wait(), 'unseen'],
    ['an overload', answer(503, [['Retry-After', 'soon']]), 'unseen'],
    ['a redirect, whose header is not about the quota', answer(301, [['Retry-After', 'soon']]), 'unseen'],
  ])('%s', async ([, exchange, verdict]) => {
    expect(stated(await foldOver(retryAfterForm, [exchange]))).toBe(verdict);
  });

  test('a contract that documents one form rejects the other', async () => {
    const only = await tollsWith(({ retryAfter }) => ({
      retryAfter: { header: 'Retry-After', on: [429], ...retryAfter, form: ['http-date'] },
    }));
    expect(await foldOver(retryAfterForm, [wait('3')], { contract: only })).toMatchObject({
      finding: { expected: 'an HTTP date', actual: '"3"' },
    });
    expect(stated(await foldOver(retryAfterForm, [wait('Wed, 04 Feb 2026 16:01:03 GMT')], { contract: only }))).toBe('pass');
  });
});

describe('rate-limit/unnamed-reset-readable', () => {
  const withReset = (name: string, value: string, status = 200): Exchange => answer(status, [[name, value], date]);
  const without = answer(200, [date]);
  const errorResponse = answer(429, [date]);

  test.for<readonly [what: string, exchanges: readonly Exchange[], verdict: string]>([
    ['seconds from now', [withReset('X-RateLimit-Reset', '30')], 'pass'],
    ['zero seconds', [withReset('X-RateLimit-Reset', '0')], 'pass'],
    ['seconds since 1970', [withReset('X-Rate-Limit-Reset', String(now + 30))], 'pass'],
    ['milliseconds since 1970', [withReset('Toll-Reset-At', String(at + 30_000))], 'pass'],
    ['a date', [withReset('X-RateLimit-Reset', '2026-02-04T16:01:30Z')], 'pass'],
    ['an HTTP date', [withReset('X-RateLimit-Reset', 'Wed, 04 Feb 2026 16:01:30 GMT')], 'pass'],
    ['a parameter of the joined header', [withReset('RateLimit', '"default";r=39;t=30')], 'pass'],
    ['the wait of an error response, where successes report nothing', [without, withReset('Retry-After', '30', 429)], 'pass'],
    [
      'one header of two, of which the other is about something else',
      [
        answer(200, [
          ['X-Cache-Reset', 'never'],
          ['X-RateLimit-Reset', '30'],
        ]),
      ],
      'pass',
    ],
    ['a moment that is over', [withReset('X-RateLimit-Reset', String(now - 60))], 'fail reset-unreadable'],
    ['a moment of tomorrow', [withReset('X-RateLimit-Reset', String(now + 86_400))], 'fail reset-unreadable'],
    ['a word', [withReset('X-RateLimit-Reset', 'soon')], 'fail reset-unreadable'],
    ['two forms in turn', [withReset('X-RateLimit-Reset', '30'), withReset('X-RateLimit-Reset', 'soon')], 'inconclusive'],
    ['no answer with it', [without, errorResponse], 'fail reset-untold'],
    ['only successes, because error responses may report it', [without, without], 'inconclusive'],
    ['only error responses, because successes may report it', [errorResponse], 'inconclusive'],
    ['other errors and unauthenticated callers', [answer(404, [date]), answer(200, [date], unauthenticated)], 'unseen'],
  ])('%s', async ([, exchanges, verdict]) => {
    expect(stated(await foldOver(unnamedResetReadable, exchanges))).toBe(verdict);
  });

  test('a quota of a day starts anew within a day', async () => {
    const contract = await tollsWith(() => ({ window: { seconds: 86_400 } }));
    expect(stated(await foldOver(unnamedResetReadable, [withReset('X-RateLimit-Reset', '80000')], { contract }))).toBe('pass');
    expect(stated(await foldOver(unnamedResetReadable, [withReset('X-RateLimit-Reset', String(now + 80_000))], { contract }))).toBe('pass');
    expect(stated(await foldOver(unnamedResetReadable, [withReset('X-RateLimit-Reset', '90000')], { contract }))).toBe(
      'fail reset-unreadable',
    );
    // By a clock that is three seconds ahead of the one in the Date.
    const hour = await tollsWith(() => ({ window: { seconds: 3600 } }));
    expect(stated(await foldOver(unnamedResetReadable, [withReset('X-RateLimit-Reset', String(now + 3603))], { contract: hour }))).toBe(
      'pass',
    );
  });
});

describe('rate-limit/headers-recorded', () => {
  test('names, forms and statuses are recorded by operation', async () => {
    const verdict = await foldOver(quotaHeadersRecorded, [
      answer(200, [
        ['X-RateLimit-Remaining', '39'],
        ['X-RateLimit-Reset', String(now)],
        ['Content-Type', 'text/plain'],
      ]),
      answer(429, [
        ['x-ratelimit-remaining', '0'],
        ['Retry-After', 'Wed, 04 Feb 2026 16:01:03 GMT'],
      ]),
      answer(200, [
        ['RateLimit-Policy', '"default";q=40;w=30'],
        ['X-Quota', ''],
        ['X-RateLimit-Reset', String(at)],
      ]),
      answer(200, [], {}, 'GET /roads'),
      answer(404, [['X-Quota-Used', 'some']], {}, null),
      answer(401, [['X-Quota-Unauthenticated', '5']], unauthenticated),
      exchangeOf(readOf(list), 'no answer'),
    ]);
    expect(valuesOf(verdict)).toEqual([
      ['quota.headers', 'GET /roads', []],
      [
        'quota.headers',
        'GET /tolls',
        [
          { name: 'ratelimit-policy', forms: ['parameters'], statuses: [200] },
          { name: 'retry-after', forms: ['date'], statuses: [429] },
          { name: 'x-quota', forms: ['empty'], statuses: [200] },
          { name: 'x-ratelimit-remaining', forms: ['whole number'], statuses: [200, 429] },
          { name: 'x-ratelimit-reset', forms: ['ten digits', 'thirteen digits'], statuses: [200] },
        ],
      ],
      ['quota.headers', 'outside', [{ name: 'x-quota-used', forms: ['other form'], statuses: [404] }]],
    ]);
  });

  test('nothing is recorded of unauthenticated callers', async () => {
    expect(stated(await foldOver(quotaHeadersRecorded, [answer(401, [['X-Quota', '5']], unauthenticated)]))).toBe('unseen');
  });
});

describe('rate-limit/reset-form-recorded', () => {
  const anew = (value: string, ...more: readonly HeaderPair[]): Exchange => answer(200, [['Toll-Anew', value], ...more]);

  test.for<readonly [what: string, exchanges: readonly Exchange[], forms: readonly string[]]>([
    ['seconds', [anew('30', date), anew('29', date)], ['seconds', 'milliseconds']],
    ['milliseconds, which are no seconds of this window', [anew('30000', date), anew('12', date)], ['milliseconds']],
    ['seconds since 1970', [anew(String(now + 30), date)], ['epoch-seconds']],
    ['milliseconds since 1970', [anew(String(at + 30_000), date)], ['epoch-milliseconds']],
    ['an HTTP date', [anew('Wed, 04 Feb 2026 16:01:30 GMT', date)], ['http-date']],
    ['a date', [anew('2026-02-04T16:01:30Z', date)], ['date-time']],
    ['two forms in turn', [anew('30', date), anew(String(now + 30), date)], []],
    ['a word', [anew('soon', date)], []],
    ['a moment far behind the window', [anew(String(now + 3600), date)], []],
  ])('%s', async ([, exchanges, forms]) => {
    expect(valuesOf(await foldOver(resetFormRecorded, exchanges))).toEqual([['quota.reset-form', 'outside', forms]]);
  });

  test('nothing is recorded where no answer to a valid credential reports it', async () => {
    expect(stated(await foldOver(resetFormRecorded, [answer(200, [date]), answer(200, [['Toll-Anew', '30']], unauthenticated)]))).toBe(
      'unseen',
    );
  });
});

describe('rate-limit/plan-remaining-recorded', () => {
  const exclusive = { limit: 40, windowSeconds: 20, exclusive: true };
  const reply = (left?: string, status = 200): Reply => ({
    status,
    headers: left === undefined ? [] : [['Toll-Left', left]],
    json: { tolls: [] },
  });
  const judged = async (answered: Reply, over: Partial<Target> = {}): Promise<Judged> =>
    judge(tierRemainingRecorded, { contract: await tolls(), target: targetOf({ quota: exclusive, ...over }), answer: () => answered });

  test.for<readonly [left: string, value: string]>([
    ['40', 'about as printed'],
    ['36', 'about as printed'],
    ['35', 'more than half of it'],
    ['20', 'more than half of it'],
    ['19', 'less than half of it'],
    ['41', 'more than printed'],
  ])('%s left of 40 is %s', async ([left, value]) => {
    const { verdict, session } = await judged(reply(left));
    expect(valuesOf(verdict)).toEqual([['quota.rested-remaining', list, value]]);
    expect(session.pausedMs()).toBeGreaterThanOrEqual(20_000);
  });

  test.for<readonly [string, Reply]>([
    ['no header', reply()],
    ['a word', reply('many')],
    ['an error response', reply('0', 429)],
    ['no answer', 'no answer'],
  ])('%s shows nothing', async ([, answered]) => {
    expect(statedOf(await judged(answered))).toBe('inconclusive');
  });

  test('nothing is sent for a credential that others use, or whose tier is another', async () => {
    const shared = await judged(reply('40'), { quota: { limit: 40, windowSeconds: 20 } });
    expect(shared.locations).toEqual([]);
    const { locations } = await judged(reply('40'), { plan: 'fleet' });
    expect(locations.map(({ way }) => way.at(-1))).toEqual(['#/x-assay/rateLimit/plans/fleet']);
  });
});
