import { describe, expect, test } from 'vitest';
import { remainingWithinLimit } from '../../../../src/checks/families/rate-limit/announced-values.ts';
import { quotaHeadersRecorded, resetFormRecorded } from '../../../../src/checks/families/rate-limit/headers-recorded.ts';
import { planLimitOnEverySuccess } from '../../../../src/checks/families/rate-limit/plan-limit.ts';
import { remainingReportedWhenRefused } from '../../../../src/checks/families/rate-limit/remaining-when-refused.ts';
import { planRemainingRecorded } from '../../../../src/checks/families/rate-limit/rested-remaining.ts';
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

/** Judges exchanges in two ways, one after another and in two parts that are merged, and expects one verdict of both. */
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

/** The toll roads with other words about their quota. */
const tollsWith = async (change: (rateLimit: RateLimit) => Partial<RateLimit>): Promise<Contract> => {
  const contract = await tolls();
  const { rateLimit } = contract.conventions;
  if (!rateLimit) throw new Error('The made-up contract says nothing of a quota');
  return { ...contract, conventions: { ...contract.conventions, rateLimit: { ...rateLimit, ...change(rateLimit) } } };
};

describe('rate-limit/remaining-within-limit', () => {
  const left = (...values: readonly string[]): Exchange =>
    answer(
      200,
      values.map((value) => ['Toll-Left', value] as const),
    );

  test.for<readonly [what: string, exchange: Exchange, verdict: string]>([
    ['nothing', left('0'), 'pass'],
    ['the whole quota', left('40'), 'pass'],
    ['the quota and its burst', left('60'), 'pass'],
    ['one more', left('61'), 'fail remaining-above-limit'],
    ['a number below nothing', left('-1'), 'fail remaining-form'],
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
    ['two where the header is described, which is judged there', left('38', '39'), 'unseen'],
    ['the same number twice', left('39', '39'), 'pass'],
    ['blanks around it', left(' 39 '), 'pass'],
    ['an empty header, which is judged where it is described', left(''), 'unseen'],
    ['no header, which is too', left(), 'unseen'],
    ['a refusal', answer(429, [['Toll-Left', '61']]), 'fail remaining-above-limit'],
    ['somebody who is not known', answer(401, [['Toll-Left', '900']], unauthenticated), 'unseen'],
    ['a credential that has ended', answer(401, [['Toll-Left', '900']], revoked), 'unseen'],
  ])('%s', async ([, exchange, verdict]) => {
    expect(stated(await foldOver(remainingWithinLimit, [exchange]))).toBe(verdict);
  });

  test("the quota is the target's where it has one", async () => {
    const target = { quota: { limit: 100, windowSeconds: 30 } };
    expect(stated(await foldOver(remainingWithinLimit, [left('150')], { target }))).toBe('pass');
    expect(stated(await foldOver(remainingWithinLimit, [left('151')], { target }))).toBe('fail remaining-above-limit');
  });

  test('a plan of so many at least may have any number left, but no word', async () => {
    const target = { plan: 'fleet' };
    expect(stated(await foldOver(remainingWithinLimit, [left('900')], { target }))).toBe('skipped');
    expect(stated(await foldOver(remainingWithinLimit, [left('many')], { target }))).toBe('fail remaining-form');
    const agreed = { plan: 'fleet', quota: { limit: 900, windowSeconds: 30 } };
    expect(stated(await foldOver(remainingWithinLimit, [left('900')], { target: agreed }))).toBe('pass');
    expect(stated(await foldOver(remainingWithinLimit, [left('901')], { target: agreed }))).toBe('fail remaining-above-limit');
  });

  test('where nobody knows the quota only the form is judged', async () => {
    const contract = await parcels();
    const reported = (value: string): Exchange => answer(200, [['Quota-Left', value]], {}, 'GET /parcels');
    expect(stated(await foldOver(remainingWithinLimit, [reported('31')], { contract }))).toBe('skipped');
    expect(stated(await foldOver(remainingWithinLimit, [reported('31'), reported('x')], { contract }))).toBe('fail remaining-form');
  });

  test('a form that the description of the header refuses is judged there', async () => {
    // The parcels describe this header as a whole number from 1 on.
    const contract = await parcels();
    const { rateLimit } = contract.conventions;
    if (!rateLimit) throw new Error('The made-up contract says nothing of a quota');
    const described = {
      ...contract,
      conventions: { ...contract.conventions, rateLimit: { ...rateLimit, headers: { remaining: 'Quota-Limit' } } },
    };
    const around = { contract: described, target: { plan: 'basic' } };
    const reported = (value: string): Exchange => answer(200, [['Quota-Limit', value]], {}, 'GET /parcels');
    expect(stated(await foldOver(remainingWithinLimit, [reported('x')], around))).toBe('unseen');
    expect(stated(await foldOver(remainingWithinLimit, [reported('0')], around))).toBe('unseen');
    expect(stated(await foldOver(remainingWithinLimit, [reported('30')], around))).toBe('pass');
    expect(stated(await foldOver(remainingWithinLimit, [reported('31')], around))).toBe('fail remaining-above-limit');
  });
});

describe('rate-limit/plan-limit-on-every-success', () => {
  const limit = (value: string, status = 200, over: Partial<PlannedRequest> = {}): Exchange =>
    answer(status, [['Toll-Limit', value]], over);
  const byDefault = { plan: 'default' };

  test.for<readonly [what: string, exchanges: readonly Exchange[], verdict: string]>([
    ['the printed limit each time', [limit('40'), limit('40'), limit('40', 201)], 'pass'],
    ['another one', [limit('60')], 'fail limit-of-another-plan'],
    ['another one in between', [limit('40'), limit('41'), limit('40')], 'fail limit-of-another-plan'],
    ['another one on a refusal', [limit('40'), limit('10', 429), limit('1', 404)], 'pass'],
    ['another one of another credential', [limit('40'), limit('400', 200, other)], 'pass'],
    ['another one for a stranger', [limit('40'), limit('5', 200, unauthenticated)], 'pass'],
    ['answers without it, which are judged where it is described', [limit('40'), answer(200, [])], 'pass'],
    ['another form, which is too', [limit('40'), limit('40, 40;w=30')], 'pass'],
    ['no success with it', [limit('40', 429), answer(200, [])], 'unseen'],
  ])('%s', async ([, exchanges, verdict]) => {
    expect(stated(await foldOver(planLimitOnEverySuccess, exchanges, { target: byDefault }))).toBe(verdict);
  });

  test('a service may tell the printed limit or that of the operator, but not now this and now that', async () => {
    const target = { ...byDefault, quota: { limit: 50, windowSeconds: 30 } };
    expect(stated(await foldOver(planLimitOnEverySuccess, [limit('50'), limit('50')], { target }))).toBe('pass');
    expect(stated(await foldOver(planLimitOnEverySuccess, [limit('40'), limit('40')], { target }))).toBe('pass');
    expect(await foldOver(planLimitOnEverySuccess, [limit('40'), limit('50'), limit('40')], { target })).toMatchObject({
      kind: 'fail',
      judged: 3,
      breaches: 1,
      finding: { expected: '40 or 50', actual: '50' },
    });
  });

  test('a credential whose plan is not said, or prints only the least, is not judged', async () => {
    expect(stated(await foldOver(planLimitOnEverySuccess, [limit('7')], { target: { plan: 'fleet' } }))).toBe('skipped');
    expect(stated(await foldOver(planLimitOnEverySuccess, [limit('7')], { contract: await parcels() }))).toBe('skipped');
  });
});

describe('rate-limit/remaining-told-when-refused', () => {
  test.for<readonly [what: string, exchange: Exchange, verdict: string]>([
    ['a refusal that tells it', answer(429, [['Toll-Left', '0']]), 'pass'],
    ['whatever it tells, which is judged apart', answer(429, [['Toll-Left', '3']]), 'pass'],
    ['in other letters', answer(429, [['toll-left', '0']]), 'pass'],
    ['a refusal without it', answer(429, [['Retry-After', '3']]), 'fail remaining-absent'],
    ['a success without it', answer(200, []), 'unseen'],
    ['a refusal of access', answer(403, []), 'unseen'],
    ['an overload, which may be no refusal by quota', answer(503, [['Retry-After', '3']]), 'unseen'],
    ['a stranger who calls too often has no quota', answer(429, [['Retry-After', '3']], unauthenticated), 'unseen'],
    ['nor has a credential that has ended', answer(429, [['Retry-After', '3']], revoked), 'unseen'],
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
    ['no second', wait('0'), 'pass'],
    ['a date', wait('Wed, 04 Feb 2026 16:01:03 GMT'), 'pass'],
    ['a date in the form of old', wait('Wednesday, 04-Feb-26 16:01:03 GMT'), 'pass'],
    ['a date that is over', wait('Wed, 04 Feb 2026 16:00:59 GMT'), 'pass'],
    ['a very long wait, which is judged apart', wait('1770220860'), 'pass'],
    ['the same value twice', wait('3', '3'), 'pass'],
    ['a fraction', wait('1.5'), 'fail retry-after-form'],
    ['a unit', wait('3s'), 'fail retry-after-form'],
    ['a word', wait('soon'), 'fail retry-after-form'],
    ['a number below nothing', wait('-3'), 'fail retry-after-form'],
    ['a date of another notation', wait('2026-02-04T16:01:03Z'), 'fail retry-after-form'],
    ['a date of another zone', wait('Wed, 04 Feb 2026 16:01:03 CET'), 'fail retry-after-form'],
    ['two values', wait('3', '4'), 'fail retry-after-form'],
    ['an empty header, which is judged where it is described', wait(''), 'unseen'],
    ['no header, which is too', wait(), 'unseen'],
    ['an overload', answer(503, [['Retry-After', 'soon']]), 'unseen'],
    ['a redirect, whose header is not about the quota', answer(301, [['Retry-After', 'soon']]), 'unseen'],
  ])('%s', async ([, exchange, verdict]) => {
    expect(stated(await foldOver(retryAfterForm, [exchange]))).toBe(verdict);
  });

  test('a contract that prints one form refuses the other', async () => {
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
  const reported = (name: string, value: string, status = 200): Exchange => answer(status, [[name, value], date]);
  const silent = answer(200, [date]);
  const errorResponse = answer(429, [date]);

  test.for<readonly [what: string, exchanges: readonly Exchange[], verdict: string]>([
    ['seconds from now', [reported('X-RateLimit-Reset', '30')], 'pass'],
    ['no second', [reported('X-RateLimit-Reset', '0')], 'pass'],
    ['seconds since 1970', [reported('X-Rate-Limit-Reset', String(now + 30))], 'pass'],
    ['milliseconds since 1970', [reported('Toll-Reset-At', String(at + 30_000))], 'pass'],
    ['a date', [reported('X-RateLimit-Reset', '2026-02-04T16:01:30Z')], 'pass'],
    ['an HTTP date', [reported('X-RateLimit-Reset', 'Wed, 04 Feb 2026 16:01:30 GMT')], 'pass'],
    ['a parameter of the joined header', [reported('RateLimit', '"default";r=39;t=30')], 'pass'],
    ['the wait of a refusal, where successes tell nothing', [silent, reported('Retry-After', '30', 429)], 'pass'],
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
    ['a moment that is over', [reported('X-RateLimit-Reset', String(now - 60))], 'fail reset-unreadable'],
    ['a moment of tomorrow', [reported('X-RateLimit-Reset', String(now + 86_400))], 'fail reset-unreadable'],
    ['a word', [reported('X-RateLimit-Reset', 'soon')], 'fail reset-unreadable'],
    ['now this and now that', [reported('X-RateLimit-Reset', '30'), reported('X-RateLimit-Reset', 'soon')], 'inconclusive'],
    ['no answer that tells it', [silent, errorResponse], 'fail reset-untold'],
    ['successes alone, because refusals may tell it', [silent, silent], 'inconclusive'],
    ['refusals alone, because successes may tell it', [errorResponse], 'inconclusive'],
    ['errors and strangers', [answer(404, [date]), answer(200, [date], unauthenticated)], 'unseen'],
  ])('%s', async ([, exchanges, verdict]) => {
    expect(stated(await foldOver(unnamedResetReadable, exchanges))).toBe(verdict);
  });

  test('a quota of a day starts anew within a day', async () => {
    const contract = await tollsWith(() => ({ window: { seconds: 86_400 } }));
    expect(stated(await foldOver(unnamedResetReadable, [reported('X-RateLimit-Reset', '80000')], { contract }))).toBe('pass');
    expect(stated(await foldOver(unnamedResetReadable, [reported('X-RateLimit-Reset', String(now + 80_000))], { contract }))).toBe('pass');
    expect(stated(await foldOver(unnamedResetReadable, [reported('X-RateLimit-Reset', '90000')], { contract }))).toBe(
      'fail reset-unreadable',
    );
    // By a clock that is three seconds ahead of the one in the Date.
    const hour = await tollsWith(() => ({ window: { seconds: 3600 } }));
    expect(stated(await foldOver(unnamedResetReadable, [reported('X-RateLimit-Reset', String(now + 3603))], { contract: hour }))).toBe(
      'pass',
    );
  });
});

describe('rate-limit/headers-recorded', () => {
  test('names, forms and statuses are told by operation', async () => {
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
      answer(401, [['X-Quota-Of-Strangers', '5']], unauthenticated),
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

  test('nothing is recorded where nobody was known', async () => {
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
    ['now this and now that', [anew('30', date), anew(String(now + 30), date)], []],
    ['a word', [anew('soon', date)], []],
    ['a moment far behind the window', [anew(String(now + 3600), date)], []],
  ])('%s', async ([, exchanges, forms]) => {
    expect(valuesOf(await foldOver(resetFormRecorded, exchanges))).toEqual([['quota.reset-form', 'outside', forms]]);
  });

  test('nothing is recorded where no answer to somebody known tells it', async () => {
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
    judge(planRemainingRecorded, { contract: await tolls(), target: targetOf({ quota: exclusive, ...over }), answer: () => answered });

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
    ['a refusal', reply('0', 429)],
    ['no answer', 'no answer'],
  ])('%s shows nothing', async ([, answered]) => {
    expect(statedOf(await judged(answered))).toBe('inconclusive');
  });

  test('nothing is sent on a credential that others use, or for a plan that it has not', async () => {
    const shared = await judged(reply('40'), { quota: { limit: 40, windowSeconds: 20 } });
    expect(shared.locations).toEqual([]);
    const { locations } = await judged(reply('40'), { plan: 'fleet' });
    expect(locations.map(({ way }) => way.at(-1))).toEqual(['#/x-assay/rateLimit/plans/fleet']);
  });
});
