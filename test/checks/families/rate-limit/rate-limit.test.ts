import { describe, expect, test } from 'vitest';
import { rateLimitEnforced } from '../../../../src/checks/families/rate-limit/error-response.ts';
import { nothingRemainsWhenRefused } from '../../../../src/checks/families/rate-limit/remaining-when-refused.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { HeaderPair } from '../../../../src/model/exchange.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { type SessionInput, targetOf } from '../../support/fake-session.ts';
import { judge, parcels, stated } from '../../support/judge.ts';
import { fault, page, parcelService, quotaLimit } from '../../../worlds/parcels/service.ts';

/** Answers calls one after another by their number, from 1. */
const byNumber = (answer: (call: number) => Reply) => {
  let calls = 0;
  return () => answer(++calls);
};

const withHeaders = (status: number, ...headers: readonly HeaderPair[]): Reply => ({ status, headers: [quotaLimit, ...headers], json: {} });

const served = page([], null);

test.for<readonly [string, Omit<SessionInput, 'contract'>, string]>([
  ['an error response above the quota passes', { answer: parcelService({ limit: 31 }) }, 'pass'],
  ['an error response at twice the quota passes', { answer: parcelService({ limit: 65 }) }, 'pass'],
  ['no error response at all fails', { answer: () => served }, 'fail quota-not-enforced'],
  [
    'error responses with another status that report that nothing remains fail',
    { answer: byNumber((call) => (call > 31 ? withHeaders(503, ['Quota-Left', '0']) : served)) },
    'fail quota-other-status',
  ],
  [
    'error responses with 403 that report that nothing remains fail',
    { answer: byNumber((call) => (call > 31 ? withHeaders(403, ['Quota-Left', '0']) : served)) },
    'fail quota-other-status',
  ],
  [
    'two error responses with another status before the documented one pass',
    { answer: byNumber((call) => (call === 32 || call === 33 ? withHeaders(503, ['Quota-Left', '0']) : call > 33 ? fault(429) : served)) },
    'pass',
  ],
  ['a service that is overloaded shows nothing', { answer: byNumber((call) => (call > 31 ? withHeaders(503) : served)) }, 'inconclusive'],
  ['a refused credential shows nothing', { answer: byNumber((call) => (call > 1 ? fault(401) : served)) }, 'inconclusive'],
  ['calls that take longer than a window show nothing', { answer: () => served, tookMs: 200 }, 'inconclusive'],
  ['an unknown quota shows nothing', { answer: () => ({ status: 200, json: {} }) }, 'inconclusive'],
  ['a small quota is not judged', { answer: () => ({ status: 200, headers: [['Quota-Limit', '10']], json: {} }) }, 'skipped'],
  ['a short window is not judged', { answer: () => served, target: targetOf({ quota: { limit: 30, windowSeconds: 1 } }) }, 'skipped'],
  [
    'a burst above what the operator allows is not sent',
    { answer: () => served, target: targetOf({ flood: { maxRequests: 69 } }) },
    'skipped',
  ],
])('%s', async ([, input, verdict]) => {
  expect(stated(await judge(rateLimitEnforced, input))).toBe(verdict);
});

describe('the quota that a burst has to exceed', () => {
  const silent = (): Reply => ({ status: 200, json: {} });

  test('is the announced one rather than that of the operator', async () => {
    const { session } = await judge(rateLimitEnforced, {
      answer: () => served,
      target: targetOf({ quota: { limit: 99, windowSeconds: 10 } }),
    });
    expect(session.exchanges.length).toBe(1 + 2 * 30 + 10);
  });

  test('is that of the operator where none is announced', async () => {
    const { session, verdict } = await judge(rateLimitEnforced, {
      answer: silent,
      target: targetOf({ quota: { limit: 20, windowSeconds: 10 } }),
    });
    expect(session.exchanges.length).toBe(1 + 2 * 20 + 10);
    expect(verdict.kind).toBe('fail');
  });

  test('is that of the configured tier where there is no other', async () => {
    const { session } = await judge(rateLimitEnforced, { answer: silent, target: targetOf({ plan: 'basic' }) });
    expect(session.exchanges.length).toBe(1 + 2 * 30 + 10);
  });

  test('is exceeded with the credential for bursts', async () => {
    const { session } = await judge(rateLimitEnforced, { answer: () => served, target: targetOf({ credentials: ['key', 'flood'] }) });
    expect(session.exchanges.every(({ request }) => request.credential.kind === 'valid' && request.credential.name === 'flood')).toBe(true);
  });
});

test('nothing is sent without the permission', async () => {
  const { locations } = await judge(rateLimitEnforced, { answer: () => served, target: targetOf({ allow: ['mutation'] }) });
  expect(locations).toEqual([]);
});

describe('403 that the contract documents for forbidden calls and for the quota', () => {
  const ofTwoMeanings = async (): Promise<Contract> => {
    const contract = await parcels();
    const { auth, rateLimit, ...conventions } = contract.conventions;
    if (!auth || !rateLimit) throw new Error('The made-up contract documents no credentials or no quota');
    return {
      ...contract,
      conventions: {
        ...conventions,
        auth: { ...auth, forbidden: { status: 403 } },
        rateLimit: { ...rateLimit, exceeded: { status: 403 } },
      },
    };
  };

  test.for<readonly [what: string, errorResponse: HeaderPair[], verdict: string]>([
    ['that asks to wait is the documented error response', [['Retry-After', '3']], 'pass'],
    ['without headers shows nothing', [], 'inconclusive'],
  ])('%s', async ([, headers, verdict]) => {
    const answer = byNumber((call) => (call > 40 ? withHeaders(403, ...headers) : served));
    expect(stated(await judge(rateLimitEnforced, { contract: await ofTwoMeanings(), answer }))).toBe(verdict);
  });

  test('is not that of the quota where calls are left and no wait is asked for', async () => {
    const contract = await ofTwoMeanings();
    const verdictOf = (...headers: readonly HeaderPair[]): string => {
      const exchange = exchangeOf(readOf('GET /parcels'), withHeaders(403, ['Quota-Left', '9'], ...headers));
      const state = nothingRemainsWhenRefused.step(nothingRemainsWhenRefused.init(), exchange, contract);
      return nothingRemainsWhenRefused.conclude(state, { contract, target: targetOf() }).kind;
    };
    expect(verdictOf()).toBe('inconclusive');
    expect(verdictOf(['Retry-After', '3'])).toBe('fail');
  });
});
