import { describe, expect, test } from 'vitest';
import type { Fold } from '../../../../src/checks/kit/define.ts';
import { undeclaredStatusesRecorded } from '../../../../src/checks/families/errors/undeclared-statuses-recorded.ts';
import { resetWithinWindow } from '../../../../src/checks/families/rate-limit/announced-values.ts';
import { announcementsRecorded } from '../../../../src/checks/families/rate-limit/headers-recorded.ts';
import { nothingRemainsWhenRefused } from '../../../../src/checks/families/rate-limit/remaining-when-refused.ts';
import { retryAfterReadable } from '../../../../src/checks/families/rate-limit/retry-after.ts';
import type { Exchange, HeaderPair } from '../../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import type { Fact, Verdict } from '../../../../src/model/verdict.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { parcels } from '../../support/judge.ts';

const at = Date.parse('2026-02-04T16:01:00Z');
const date: HeaderPair = ['Date', new Date(at).toUTCString()];
const now = at / 1000;

const answer = (
  status: number,
  headers: readonly HeaderPair[],
  over: Partial<PlannedRequest> = {},
  operation: string | null = 'GET /parcels',
): Exchange => exchangeOf(readOf(operation, over), { status, headers, json: {} }, { sentAt: at, tookMs: 0 });

const foldOver = async <S>(fold: Fold<S>, exchanges: readonly Exchange[], target: Partial<Target> = {}): Promise<Verdict> => {
  const contract = await parcels();
  const state = exchanges.reduce((sum, exchange) => fold.step(sum, exchange, contract), fold.init());
  return fold.conclude(state, { contract, target: targetOf(target) });
};

const stated = (verdict: Verdict): string => {
  if (verdict.kind === 'fail') return `fail ${verdict.finding.code}`;
  return verdict.kind === 'inconclusive' && verdict.unseen ? 'unseen' : verdict.kind;
};

const factsOf = (verdict: Verdict): readonly Fact[] => ('facts' in verdict ? (verdict.facts ?? []) : []);

describe('rate-limit/reset-within-window', () => {
  const reset = (seconds: number | string, ...more: readonly HeaderPair[]): Exchange =>
    answer(200, [['Quota-Reset', String(seconds)], ...more]);

  test.for<readonly [what: string, exchange: Exchange, verdict: string]>([
    ['the end of the window', reset(now + 10, date), 'pass'],
    ['the moment of the answer', reset(now, date), 'pass'],
    ['four seconds before the answer, by another clock', reset(now - 4, date), 'pass'],
    ['five seconds before the answer, which may be less', reset(now - 5, date), 'inconclusive'],
    ['six seconds before the answer', reset(now - 6, date), 'fail reset-outside-window'],
    ['four seconds after the window', reset(now + 14, date), 'pass'],
    ['six seconds after the window, which may be less', reset(now + 16, date), 'inconclusive'],
    ['seven seconds after the window', reset(now + 17, date), 'fail reset-outside-window'],
    ['an hour ahead', reset(now + 3600, date), 'fail reset-outside-window'],
    ['an hour ahead by an unknown clock, where the answer has no Date', reset(now + 3600), 'inconclusive'],
    ['three days ahead, where our clock may be wrong by a day at most', reset(now + 3 * 86_400), 'fail reset-outside-window'],
    ['an answer whose Date cannot be read', reset(now + 10, ['Date', 'today']), 'pass'],
    ['seconds from now, where no form is described', reset(7, date), 'fail reset-outside-window'],
    ['milliseconds, where no form is described', reset(now * 1000, date), 'fail reset-outside-window'],
    ['a text, which is judged elsewhere', reset('soon', date), 'unseen'],
    ['no header, which is judged elsewhere', answer(200, [date]), 'unseen'],
    [
      'another operation on the same quota',
      answer(200, [['Quota-Reset', String(now + 3600)], date], {}, 'GET /depots'),
      'fail reset-outside-window',
    ],
    ['an unauthenticated caller', answer(200, [['Quota-Reset', String(now + 3600)], date], { credential: { kind: 'none' } }), 'unseen'],
    ['an error', answer(404, [['Quota-Reset', String(now + 3600)], date]), 'unseen'],
  ])('%s', async ([, exchange, verdict]) => {
    expect(stated(await foldOver(resetWithinWindow, [exchange]))).toBe(verdict);
  });

  test("the window is the target's where it has one", async () => {
    const quota = { limit: 30, windowSeconds: 60 };
    expect(stated(await foldOver(resetWithinWindow, [reset(now + 64, date)], { quota }))).toBe('pass');
    expect(stated(await foldOver(resetWithinWindow, [reset(now + 67, date)], { quota }))).toBe('fail reset-outside-window');
    expect(stated(await foldOver(resetWithinWindow, [reset(now + 66, date)], { quota: { limit: 30, windowSeconds: 1 } }))).toBe('skipped');
  });

  test('every breach is counted, and the farthest is shown', async () => {
    const verdict = await foldOver(resetWithinWindow, [
      reset(now + 3, date),
      reset(now + 40, date),
      reset(now + 50, date),
      reset(now + 40, date),
    ]);
    expect(verdict).toMatchObject({
      judged: 4,
      breaches: 3,
      finding: { where: 'Quota-Reset', actual: `${now + 50}, 50 s after the answer` },
    });
    expect(verdict).toMatchObject({ finding: { expected: 'from 4 s before the answer to 14 s after it' } });
  });
});

describe('rate-limit/retry-after-readable', () => {
  const wait = (...values: readonly string[]): Exchange =>
    answer(
      429,
      values.map((value) => ['Wait-Seconds', value] as const),
    );

  test.for<readonly [what: string, exchange: Exchange, verdict: string]>([
    ['a whole number', wait('3'), 'pass'],
    ['zero', wait('0'), 'pass'],
    ['a window and five seconds', wait('15'), 'pass'],
    ['one second more', wait('16'), 'fail retry-after-too-long'],
    ['a time since 1970', wait('1770220860'), 'fail retry-after-too-long'],
    ['a date', wait('Wed, 04 Feb 2026 16:01:00 GMT'), 'fail retry-after-form'],
    ['a fraction', wait('1.5'), 'fail retry-after-form'],
    ['a unit', wait('3s'), 'fail retry-after-form'],
    ['a negative number', wait('-1'), 'fail retry-after-form'],
    ['two different values', wait('3', '4'), 'fail retry-after-form'],
    ['the same value twice', wait('3', '3'), 'pass'],
    ['no header, which is judged elsewhere', wait(), 'unseen'],
    ['another status', answer(503, [['Wait-Seconds', 'soon']]), 'unseen'],
  ])('%s', async ([, exchange, verdict]) => {
    expect(stated(await foldOver(retryAfterReadable, [exchange]))).toBe(verdict);
  });

  test("the window is the target's where it has one", async () => {
    const quota = { limit: 30, windowSeconds: 60 };
    expect(stated(await foldOver(retryAfterReadable, [wait('65')], { quota }))).toBe('pass');
    expect(await foldOver(retryAfterReadable, [wait('66'), wait('1')], { quota })).toMatchObject({
      kind: 'fail',
      breaches: 1,
      judged: 2,
      finding: { expected: 'decimal digits from 0 to 65', actual: '"66"' },
    });
  });
});

describe('rate-limit/nothing-remains-when-refused', () => {
  const left = (...headers: readonly HeaderPair[]): Exchange => answer(429, headers);

  test.for<readonly [what: string, exchange: Exchange, verdict: string]>([
    ['nothing left', left(['Quota-Left', '0']), 'pass'],
    ['a call left', left(['Quota-Left', '1']), 'fail remaining-left'],
    ['no header, which is judged elsewhere', left(), 'unseen'],
    ['a number below nothing, which is judged elsewhere', left(['Quota-Left', '-2']), 'unseen'],
    ['a success', answer(200, [['Quota-Left', '4']]), 'unseen'],
  ])('%s', async ([, exchange, verdict]) => {
    expect(stated(await foldOver(nothingRemainsWhenRefused, [exchange]))).toBe(verdict);
  });

  test.for<readonly [reset: number, against: string]>([
    [now + 3, 'same'],
    [now + 5, 'same'],
    [now + 6, 'later'],
    [now, 'earlier'],
  ])('a window that ends at %i is compared with a wait of three seconds: %s', async ([reset, against]) => {
    const verdict = await foldOver(nothingRemainsWhenRefused, [
      left(['Quota-Left', '0'], ['Quota-Reset', String(reset)], ['Wait-Seconds', '3'], date),
    ]);
    expect(factsOf(verdict)).toEqual([{ fact: 'quota.reset-against-wait', at: 'outside', value: [against] }]);
  });
});

describe('rate-limit/announcements-recorded', () => {
  test('limits and forms are recorded by operation, and headers by status', async () => {
    const verdict = await foldOver(announcementsRecorded, [
      answer(200, [
        ['Quota-Limit', '30'],
        ['Quota-Left', '7'],
        ['Quota-Reset', '1770220860'],
      ]),
      answer(200, [
        ['Quota-Limit', '20'],
        ['Quota-Left', 'x'],
        ['Quota-Reset', '42'],
      ]),
      answer(404, [['Quota-Limit', '30']], {}, null),
      answer(401, [], { credential: { kind: 'none' } }),
    ]);
    expect(factsOf(verdict)).toEqual([
      {
        fact: 'quota.announced',
        at: 'GET /parcels',
        value: { limits: [20, 30], remaining: ['other form', 'whole number'], reset: ['ten digits', 'whole number'] },
      },
      { fact: 'quota.announced', at: 'outside', value: { limits: [30], remaining: ['absent'], reset: ['absent'] } },
      { fact: 'quota.headers-by-status', at: 'outside', value: { 200: ['all'], 401: ['none'], 404: ['some'] } },
    ]);
  });

  test('nothing is recorded of unauthenticated callers', async () => {
    expect(stated(await foldOver(announcementsRecorded, [answer(401, [], { credential: { kind: 'none' } })]))).toBe('unseen');
  });
});

describe('errors/undeclared-statuses-recorded', () => {
  const answered = (reply: Reply, over: Partial<PlannedRequest> = {}, operation: string | null = 'GET /parcels') =>
    exchangeOf(readOf(operation, over), reply);
  const listed = { fault: { code: 405, text: 'Wrong' } };

  test('an error that is not listed is recorded with its request and the kind of its body', async () => {
    const verdict = await foldOver(undeclaredStatusesRecorded, [
      answered({ status: 405, json: listed }, { method: 'DELETE', faults: ['unknown-path'] }),
      answered({ status: 405, json: listed }, { method: 'DELETE', faults: ['unknown-path'] }),
      answered({ status: 502, text: '<html>' }),
      answered({ status: 418, json: { other: 1 } }, {}, null),
      answered({ status: 503 }, {}, null),
      answered({ status: 404, json: listed }),
      answered({ status: 200, json: {} }),
    ]);
    expect(factsOf(verdict)).toEqual([
      {
        fact: 'error.undeclared',
        at: 'GET /parcels',
        value: [
          { status: 405, method: 'DELETE', faults: ['unknown-path'], body: 'error object' },
          { status: 502, method: 'GET', faults: [], body: 'no JSON' },
        ],
      },
      {
        fact: 'error.undeclared',
        at: 'outside',
        value: [
          { status: 418, method: 'GET', faults: [], body: 'other JSON' },
          { status: 503, method: 'GET', faults: [], body: 'empty' },
        ],
      },
    ]);
  });

  test('a challenge is recorded without the values that are new in each answer', async () => {
    const digest = 'Digest realm="parcels, all", qop="auth", nonce="8f9a2b", opaque=77, algorithm=MD5';
    const verdict = await foldOver(undeclaredStatusesRecorded, [
      answered({ status: 401, headers: [['www-authenticate', digest]], json: listed }),
      answered({ status: 401, json: listed }),
    ]);
    expect(factsOf(verdict)).toContainEqual({
      fact: 'error.challenge',
      at: 'GET /parcels',
      value: ['Digest realm="parcels, all", qop="auth", nonce=…, opaque=…, algorithm=MD5', 'none'],
    });
  });

  test('nothing is recorded where no error was seen, or only one from another address', async () => {
    const elsewhere = answered({ status: 400, text: 'plain HTTP to an HTTPS port' }, { base: { kind: 'named', name: 'plain' } });
    expect(stated(await foldOver(undeclaredStatusesRecorded, [elsewhere, answered({ status: 200, json: {} })]))).toBe('unseen');
  });

  test('a long challenge costs no more than a short one', async () => {
    const long = 'a'.repeat(60_000);
    const verdict = await foldOver(undeclaredStatusesRecorded, [
      answered({ status: 401, headers: [['WWW-Authenticate', long]], json: listed }),
    ]);
    expect(factsOf(verdict)).toContainEqual({ fact: 'error.challenge', at: 'GET /parcels', value: [long.slice(0, 500)] });
  });
});
