import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fold } from '../../../src/checks/kit/define.ts';
import { bodyIsJson } from '../../../src/checks/families/errors/json-body.ts';
import { codeEqualsStatus } from '../../../src/checks/families/errors/code-value.ts';
import { detailsRecorded } from '../../../src/checks/families/errors/details.ts';
import { declaredHeaders } from '../../../src/checks/families/headers/declared.ts';
import { shapeRecorded } from '../../../src/checks/families/errors/shape.ts';
import { shownByStatus } from '../../../src/checks/families/errors/shown-by-status.ts';
import { undeclaredStatusesRecorded } from '../../../src/checks/families/errors/undeclared-statuses-recorded.ts';
import { resetWithinWindow } from '../../../src/checks/families/rate-limit/announced-values.ts';
import { announcementsRecorded } from '../../../src/checks/families/rate-limit/headers-recorded.ts';
import { nothingRemainsWhenRefused } from '../../../src/checks/families/rate-limit/remaining-when-refused.ts';
import { retryAfterOnly, retryAfterReadable } from '../../../src/checks/families/rate-limit/retry-after.ts';
import { responseBody } from '../../../src/checks/families/schema/response-body.ts';
import { observationFold } from '../../../src/checks/kit/observation-fold.ts';
import type { Exchange, HeaderPair } from '../../../src/model/exchange.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { exchangeOf, readOf, type Reply } from '../support/exchange.ts';
import { targetOf } from '../support/fake-session.ts';
import { parcels } from '../support/judge.ts';
import { fault, page } from '../../worlds/parcels/service.ts';

const outcomeAndCode = (verdict: Verdict): string => (verdict.kind === 'fail' ? `fail ${verdict.finding.code}` : verdict.kind);

const withCode = (status: number, code: unknown): Reply => ({ status, json: { fault: { code, text: 'Wrong' } } });
const waiting = (status: number): Reply => ({ status, headers: [['wait-seconds', '3']], json: {} });

const read = (reply: Reply, n = 1): Exchange => exchangeOf(readOf(n % 3 === 0 ? null : 'GET /parcels'), reply, { id: `x${n}` });

const foldOver = async <S>(fold: Fold<S>, replies: readonly Reply[]): Promise<Verdict> => {
  const contract = await parcels();
  const state = replies.reduce((now, reply, n) => fold.step(now, read(reply, n + 1), contract), fold.init());
  return fold.conclude(state, { contract, target: targetOf() });
};

describe('errors/code-equals-status', () => {
  test.for<readonly [string, readonly Reply[], string]>([
    ['two statuses, each with its own code, pass', [withCode(400, 400), withCode(404, 404)], 'pass'],
    ['one status alone shows nothing', [withCode(400, 400), withCode(400, 400)], 'inconclusive'],
    ['an internal number fails', [withCode(400, 1042), withCode(404, 404)], 'fail code-differs-from-status'],
    ['a code that never changes fails', [withCode(400, 400), withCode(404, 400)], 'fail code-differs-from-status'],
    ['a code that is no number is judged elsewhere', [withCode(400, 'bad'), withCode(404, null)], 'inconclusive'],
    ['an undocumented status is left out', [withCode(400, 400), withCode(418, 1)], 'inconclusive'],
    ['a success is left out', [withCode(200, 1), page([], null)], 'inconclusive'],
    ['nothing at all shows nothing', [], 'inconclusive'],
  ])('%s', async ([, replies, verdict]) => {
    expect(outcomeAndCode(await foldOver(codeEqualsStatus, replies))).toBe(verdict);
  });

  test('the finding has both numbers and where the code is', async () => {
    expect(await foldOver(codeEqualsStatus, [withCode(404, 404), withCode(400, 7)])).toMatchObject({
      kind: 'fail',
      judged: 2,
      breaches: 1,
      finding: { where: '$response.body#/fault/code', expected: '400', actual: '7', exchanges: ['x2'] },
    });
  });
});

describe('rate-limit/retry-after-only', () => {
  test.for<readonly [string, readonly Reply[], string]>([
    ['a success and a fault without it pass', [page([], null), fault(404)], 'pass'],
    ['the documented error response may carry it', [page([], null), fault(404), waiting(429)], 'pass'],
    ['a success with it fails', [waiting(200), fault(404)], 'fail retry-after-sent'],
    ['another fault with it fails', [page([], null), waiting(401)], 'fail retry-after-sent'],
    ['a failure of the server may carry it', [page([], null), fault(404), waiting(503)], 'pass'],
    ['successes alone show nothing', [page([], null)], 'inconclusive'],
    ['faults alone show nothing', [fault(404)], 'inconclusive'],
    ['nothing at all shows nothing', ['no answer'], 'inconclusive'],
  ])('%s', async ([, replies, verdict]) => {
    expect(outcomeAndCode(await foldOver(retryAfterOnly, replies))).toBe(verdict);
  });
});

const replies = fc.oneof(
  fc.constantFrom<Reply>('no answer', page([], null), fault(404), fault(422, ['zone']), waiting(200), waiting(429), waiting(401)),
  fc
    .record({ status: fc.constantFrom(200, 400, 404, 422, 429, 500), code: fc.oneof(fc.integer({ min: 399, max: 430 }), fc.string()) })
    .map(({ status, code }) => withCode(status, code)),
  fc.record({ number: fc.oneof(fc.string(), fc.integer()), label: fc.string() }).map((item) => page([item], null)),
  fc
    .constantFrom('30', '30;w=1', '0')
    .map((value): Reply => ({ status: 200, headers: [['Quota-Limit', value] satisfies HeaderPair], json: {} })),
  fc.constant<Reply>({ status: 404, text: '<html>' }),
  fc
    .record({
      status: fc.constantFrom(200, 401, 418, 429),
      headers: fc.subarray<HeaderPair>([
        ['Quota-Limit', '30'],
        ['Quota-Left', '0'],
        ['Quota-Left', '4'],
        ['Quota-Reset', '1770220860'],
        ['Quota-Reset', '1770229999'],
        ['Wait-Seconds', '3'],
        ['Wait-Seconds', '9999'],
        ['Date', 'Wed, 04 Feb 2026 16:01:00 GMT'],
        ['WWW-Authenticate', 'Token realm="parcels", nonce="x"'],
      ]),
    })
    .map((reply): Reply => ({ ...reply, json: {} })),
);

type Laws<S> = {
  init(): S;
  step(state: S, exchange: Exchange): S;
  merge(a: S, b: S): S;
  conclude(state: S): Verdict;
};

const over = <S>(fold: Laws<S>, exchanges: readonly Exchange[]): S =>
  exchanges.reduce((state, exchange) => fold.step(state, exchange), fold.init());

const recorded = (all: readonly Reply[]): Exchange[] => all.map((reply, n) => read(reply, n + 1));

/** The grouping of exchanges into shards changes nothing. */
const proveLaws = <S>(fold: Laws<S>): void => {
  test('merging is associative, has the empty state as its identity, and agrees with one fold over all exchanges', () => {
    fc.assert(
      fc.property(fc.array(replies, { maxLength: 12 }), fc.nat(12), fc.nat(12), (all, one, two) => {
        const exchanges = recorded(all);
        const [low, high] = [Math.min(one, two), Math.max(one, two)];
        const a = over(fold, exchanges.slice(0, low));
        const b = over(fold, exchanges.slice(low, high));
        const c = over(fold, exchanges.slice(high));
        const left = fold.merge(fold.merge(a, b), c);
        expect(fold.merge(a, fold.merge(b, c))).toEqual(left);
        expect(left).toEqual(over(fold, exchanges));
        expect(fold.merge(fold.init(), a)).toEqual(a);
        expect(fold.merge(a, fold.init())).toEqual(a);
      }),
      { numRuns: 60 },
    );
  });

  test('a state is plain JSON', () => {
    fc.assert(
      fc.property(fc.array(replies, { maxLength: 8 }), (all) => {
        const state = over(fold, recorded(all));
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { numRuns: 30 },
    );
  });

  test('other exchanges never outweigh a breach', () => {
    fc.assert(
      fc.property(fc.array(replies, { minLength: 1, maxLength: 8 }), (all) => {
        const exchanges = recorded(all);
        const exclusive = exchanges.map((exchange) => fold.conclude(over(fold, [exchange])).kind);
        expect(fold.conclude(over(fold, exchanges)).kind === 'fail').toBe(exclusive.includes('fail'));
      }),
      { numRuns: 60 },
    );
  });
};

const contract = await parcels();

describe.for([responseBody, declaredHeaders, bodyIsJson])('the laws of folds for the observation $id', (check) => {
  const fold = observationFold(check, contract, check.locations(contract));
  proveLaws({
    ...fold,
    step: (state, exchange) => check.observe(exchange, contract).reduce((now, seen) => fold.step(now, seen, exchange), state),
  });
});

const ofFold = <S>(fold: Fold<S>): Laws<S> => ({
  init: () => fold.init(),
  step: (state, exchange) => fold.step(state, exchange, contract),
  merge: (a, b) => fold.merge(a, b),
  conclude: (state) => fold.conclude(state, { contract, target: targetOf() }),
});

describe('the laws of folds for errors/code-equals-status', () => proveLaws(ofFold(codeEqualsStatus)));
describe('the laws of folds for rate-limit/retry-after-only', () => proveLaws(ofFold(retryAfterOnly)));
describe('the laws of folds for rate-limit/retry-after-readable', () => proveLaws(ofFold(retryAfterReadable)));
describe('the laws of folds for rate-limit/reset-within-window', () => proveLaws(ofFold(resetWithinWindow)));
describe('the laws of folds for rate-limit/nothing-remains-when-refused', () => proveLaws(ofFold(nothingRemainsWhenRefused)));
describe('the laws of folds for rate-limit/announcements-recorded', () => proveLaws(ofFold(announcementsRecorded)));
describe('the laws of folds for errors/undeclared-statuses-recorded', () => proveLaws(ofFold(undeclaredStatusesRecorded)));
describe('the laws of folds for errors/details-recorded', () => proveLaws(ofFold(detailsRecorded)));
describe('the laws of folds for errors/shape-recorded', () => proveLaws(ofFold(shapeRecorded)));
describe('the laws of folds for errors/shown-by-status', () => proveLaws(ofFold(shownByStatus)));
