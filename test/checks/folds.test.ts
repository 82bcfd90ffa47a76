import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyIsJson } from '../../src/checks/errors/body-is-json.ts';
import { codeEqualsStatus } from '../../src/checks/errors/code-equals-status.ts';
import { declaredHeaders } from '../../src/checks/headers/declared.ts';
import { retryAfterOnly } from '../../src/checks/rate-limit/retry-after-only.ts';
import { responseBody } from '../../src/checks/schema/response-body.ts';
import { observationFold } from '../../src/checks/standard-fold.ts';
import type { Exchange, HeaderPair } from '../../src/model/exchange.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { exchangeOf, readOf, type Reply } from './support/exchange.ts';
import { parcels } from './support/judge.ts';
import { fault, page } from './support/parcel-service.ts';

const said = (verdict: Verdict): string => (verdict.kind === 'fail' ? `fail ${verdict.finding.code}` : verdict.kind);

const withCode = (status: number, code: unknown): Reply => ({ status, json: { fault: { code, text: 'Wrong' } } });
const waiting = (status: number): Reply => ({ status, headers: [['wait-seconds', '3']], json: {} });

const read = (reply: Reply, n = 1): Exchange => exchangeOf(readOf(n % 3 === 0 ? null : 'GET /parcels'), reply, { id: `x${n}` });

const foldOver = async (fold: typeof codeEqualsStatus | typeof retryAfterOnly, replies: readonly Reply[]): Promise<Verdict> => {
  const contract = await parcels();
  let state: unknown = fold.init();
  for (const [n, reply] of replies.entries()) state = Reflect.apply(fold.step, fold, [state, read(reply, n + 1), contract]);
  return Reflect.apply(fold.conclude, fold, [state]) as Verdict;
};

describe('errors/code-equals-status', () => {
  test.for<readonly [string, readonly Reply[], string]>([
    ['two statuses, each with its own code, pass', [withCode(400, 400), withCode(404, 404)], 'pass'],
    ['one status alone shows nothing', [withCode(400, 400), withCode(400, 400)], 'inconclusive'],
    ['an internal number fails', [withCode(400, 1042), withCode(404, 404)], 'fail code-differs-from-status'],
    ['a code that never changes fails', [withCode(400, 400), withCode(404, 400)], 'fail code-differs-from-status'],
    ['a code that is no number is judged elsewhere', [withCode(400, 'bad'), withCode(404, null)], 'inconclusive'],
    ['a status that nobody described is left out', [withCode(400, 400), withCode(418, 1)], 'inconclusive'],
    ['a success is left out', [withCode(200, 1), page([], null)], 'inconclusive'],
    ['nothing at all shows nothing', [], 'inconclusive'],
  ])('%s', async ([, replies, verdict]) => {
    expect(said(await foldOver(codeEqualsStatus, replies))).toBe(verdict);
  });

  test('the finding says both numbers and where the code stands', async () => {
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
    ['the documented refusal may carry it', [page([], null), fault(404), waiting(429)], 'pass'],
    ['a success with it fails', [waiting(200), fault(404)], 'fail retry-after-sent'],
    ['another fault with it fails', [page([], null), waiting(401)], 'fail retry-after-sent'],
    ['a failure of the server may carry it', [page([], null), fault(404), waiting(503)], 'pass'],
    ['successes alone show nothing', [page([], null)], 'inconclusive'],
    ['faults alone show nothing', [fault(404)], 'inconclusive'],
    ['nothing at all shows nothing', ['no answer'], 'inconclusive'],
  ])('%s', async ([, replies, verdict]) => {
    expect(said(await foldOver(retryAfterOnly, replies))).toBe(verdict);
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
);

/** Laws of folds: how exchanges are grouped into shards changes nothing. */
describe('the laws of folds', () => {
  type Laws = {
    readonly name: string;
    init(): unknown;
    steps(state: unknown, exchange: Exchange): unknown;
    merge(a: unknown, b: unknown): unknown;
    conclude(state: unknown): Verdict;
  };

  const folds = async (): Promise<Laws[]> => {
    const contract = await parcels();
    const watched = [responseBody, declaredHeaders, bodyIsJson].map((check): Laws => {
      const fold = observationFold(check, contract, check.places(contract));
      return {
        name: check.id,
        init: fold.init,
        steps: (state, exchange) =>
          check.observe(exchange, contract).reduce((now, seen) => fold.step(now, seen, exchange), state as ReturnType<typeof fold.init>),
        merge: (a, b) => fold.merge(a as ReturnType<typeof fold.init>, b as ReturnType<typeof fold.init>),
        conclude: (state) => fold.conclude(state as ReturnType<typeof fold.init>),
      };
    });
    const own = [codeEqualsStatus, retryAfterOnly].map((fold): Laws => ({
      name: fold.id,
      init: fold.init,
      steps: (state, exchange) => Reflect.apply(fold.step, fold, [state, exchange, contract]) as unknown,
      merge: (a, b) => Reflect.apply(fold.merge, fold, [a, b]) as unknown,
      conclude: (state) => Reflect.apply(fold.conclude, fold, [state]) as Verdict,
    }));
    return [...watched, ...own];
  };

  test('merging is associative, has the empty state as its neutral one, and agrees with one fold over all', async () => {
    for (const fold of await folds()) {
      fc.assert(
        fc.property(fc.array(replies, { maxLength: 12 }), fc.nat(12), fc.nat(12), (all, one, two) => {
          const exchanges = all.map((reply, n) => read(reply, n + 1));
          const [low, high] = [Math.min(one, two), Math.max(one, two)];
          const stateOf = (part: readonly Exchange[]): unknown =>
            part.reduce<unknown>((state, exchange) => fold.steps(state, exchange), fold.init());
          const [a, b, c] = [exchanges.slice(0, low), exchanges.slice(low, high), exchanges.slice(high)].map(stateOf);
          const left = fold.merge(fold.merge(a, b), c);
          expect(fold.merge(a, fold.merge(b, c))).toEqual(left);
          expect(left).toEqual(stateOf(exchanges));
          expect(fold.merge(fold.init(), a)).toEqual(a);
          expect(fold.merge(a, fold.init())).toEqual(a);
        }),
        { numRuns: 60 },
      );
    }
  });

  test('a state is plain JSON', async () => {
    for (const fold of await folds()) {
      fc.assert(
        fc.property(fc.array(replies, { maxLength: 8 }), (all) => {
          const state = all.reduce<unknown>((now, reply, n) => fold.steps(now, read(reply, n + 1)), fold.init());
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        }),
        { numRuns: 30 },
      );
    }
  });

  test('a breach is never outweighed by what else came by', async () => {
    for (const fold of await folds()) {
      fc.assert(
        fc.property(fc.array(replies, { minLength: 1, maxLength: 8 }), (all) => {
          const exchanges = all.map((reply, n) => read(reply, n + 1));
          const alone = exchanges.map((exchange) => fold.conclude(fold.steps(fold.init(), exchange)).kind);
          const together = fold.conclude(exchanges.reduce<unknown>((state, exchange) => fold.steps(state, exchange), fold.init())).kind;
          expect(together === 'fail').toBe(alone.includes('fail'));
        }),
        { numRuns: 60 },
      );
    }
  });
});
