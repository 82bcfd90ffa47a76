import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { tierLimitAnnounced } from '../../../../src/checks/families/rate-limit/tier-limit.ts';
import { rateLimitEnforced } from '../../../../src/checks/families/rate-limit/error-response.ts';
import { remainingFalls } from '../../../../src/checks/families/rate-limit/remaining-falls.ts';
import { restedRemaining } from '../../../../src/checks/families/rate-limit/rested-remaining.ts';
import { retryAfterSuffices } from '../../../../src/checks/families/rate-limit/restored.ts';
import { scopeRecorded } from '../../../../src/checks/families/rate-limit/scope-recorded.ts';
import { servedUpToLimit } from '../../../../src/checks/families/rate-limit/served-up-to-limit.ts';
import { mostWithin } from '../../../../src/checks/kit/timing.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { Target } from '../../../../src/model/target.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { fakeSession, type SessionInput, targetOf } from '../../support/fake-session.ts';
import { judge, parcels, stated } from '../../support/judge.ts';
import { type Metered, meteredService, quotaHeaders } from '../../../worlds/quota-counters.ts';

const seconds = 10;
const ownQuota = { limit: 30, windowSeconds: seconds, exclusive: true } as const;
const exclusive = (over: Partial<Target> = {}): Target => targetOf({ quota: ownQuota, ...over });

type Case = readonly [what: string, service: Metered, verdict: string, more?: Partial<SessionInput>];

const judged = (probe: Probe, [, service, , more]: Case) => judge(probe, { answer: meteredService(service), target: exclusive(), ...more });

const failing: Reply = { status: 503, json: {} };

describe('rate-limit/served-up-to-limit', () => {
  test.for<Case>([
    ['a window from the first call on passes', {}, 'pass'],
    ['a window by the clock on the wall passes', { counting: 'epoch' }, 'pass'],
    ['a rolling window passes', { counting: 'rolling' }, 'pass'],
    ['two calls less than announced pass, as counts may differ by so many', { twist: ({ used }) => ({ isAllowed: used <= 28 }) }, 'pass'],
    ['three calls less fail', { twist: ({ used }) => ({ isAllowed: used <= 27 }) }, 'unconfirmed refused-below-limit'],
    ['half of the announced limit fails', { twist: ({ used }) => ({ isAllowed: used <= 15 }) }, 'unconfirmed refused-below-limit'],
    [
      'a smaller limit a second fails',
      { twist: ({ used }) => ({ isAllowed: used <= 5 }), windowMs: 1000, headers: quotaHeaders },
      'unconfirmed refused-below-limit',
    ],
    [
      'calls that are refused only when they come together pass',
      { twist: ({ call, isAllowed }) => ({ isAllowed: call === 5 ? false : isAllowed }) },
      'pass',
    ],
    ['a failure of the service shows nothing', { twist: ({ call }) => (call > 20 ? { reply: failing } : {}) }, 'inconclusive'],
    [
      'a refused credential shows nothing',
      { twist: ({ call }) => (call > 20 ? { reply: { status: 401, json: {} } } : {}) },
      'inconclusive',
    ],
    ['no answer shows nothing', { twist: ({ call }) => (call > 20 ? { reply: 'no answer' } : {}) }, 'inconclusive'],
    ['calls that take longer than a window show nothing', {}, 'inconclusive', { tookMs: 500 }],
    ['a limit that no answer announces shows nothing', { headers: () => [] }, 'inconclusive'],
    ['a small limit is not judged', { limit: 19 }, 'skipped'],
    ['a limit above the largest permitted burst is not judged', { limit: 600 }, 'skipped'],
    ['a credential that others use is not judged', {}, 'skipped', { target: targetOf({ quota: { limit: 30, windowSeconds: seconds } }) }],
    [
      'a long window is not judged without the permission',
      {},
      'skipped',
      { target: exclusive({ quota: { ...ownQuota, windowSeconds: 60 } }) },
    ],
  ])('%s', async (one) => {
    expect(stated(await judged(servedUpToLimit, one))).toBe(one[2]);
  });

  test('the credential rests for a window and two seconds, and two calls of the limit are never made', async () => {
    const { session } = await judge(servedUpToLimit, { answer: meteredService(), target: exclusive() });
    expect(session.pausedMs()).toBe((seconds + 2) * 1000);
    expect(session.exchanges.length).toBe(1 + 28);
  });

  test('a target whose quota comes back to the moment rests for no two seconds more', async () => {
    const target = exclusive({ durations: { 'quota.rounded': 0.2 } });
    const { session, verdict } = await judge(servedUpToLimit, { answer: meteredService(), target });
    expect(session.pausedMs()).toBe((seconds + 0.2) * 1000);
    expect(verdict).toMatchObject({ kind: 'pass' });
  });

  test('the finding shows how many calls were accepted', async () => {
    const { verdict } = await judge(servedUpToLimit, {
      answer: meteredService({ twist: ({ used }) => ({ isAllowed: used <= 15 }) }),
      target: exclusive(),
    });
    expect(verdict).toMatchObject({
      kind: 'unconfirmed',
      verdict: { finding: { expected: '28 of 30 calls in 10 s accepted', actual: 'status 429 after 15 calls' } },
    });
  });
});

describe('rate-limit/retry-after-suffices', () => {
  const slow = exclusive({ quota: { ...ownQuota, windowSeconds: 60 }, allow: ['flood', 'slow'] });

  test.for<Case>([
    ['a service that accepts calls after the wait passes', {}, 'pass'],
    ['one with a rolling window passes', { counting: 'rolling' }, 'pass'],
    ['a wait of no time at all passes where it is enough', { windowMs: 2000, twist: () => ({ waitSeconds: 0 }) }, 'pass'],
    ['a wait that is too short fails', { twist: () => ({ waitSeconds: 1 }) }, 'fail refused-after-wait'],
    ['a wait longer than a run waits shows nothing', { twist: () => ({ waitSeconds: 121 }) }, 'inconclusive'],
    ['a time since 1970 shows nothing', { twist: () => ({ waitSeconds: 1_770_220_860 }) }, 'inconclusive'],
    ['a long wait is not made without the permission', { twist: () => ({ waitSeconds: 60 }) }, 'skipped'],
    ['a long wait is made with the permission', { twist: () => ({ waitSeconds: 60 }) }, 'pass', { target: slow }],
    ['no error response shows nothing', { twist: () => ({ isAllowed: true }) }, 'inconclusive'],
    ['a failure after the wait shows nothing', { twist: ({ now }) => (now > 1_020_000 ? { reply: failing } : {}) }, 'inconclusive'],
  ])('%s', async (one) => {
    expect(stated(await judged(retryAfterSuffices, one))).toBe(one[2]);
  });

  test('an error response without the header shows nothing', async () => {
    const answer = (): Reply => ({ status: 429, headers: [['Quota-Limit', '30']], json: {} });
    expect(stated(await judge(retryAfterSuffices, { answer, target: exclusive() }))).toBe('inconclusive');
  });

  test('nothing is sent during the wait, which is the reported one and two seconds', async () => {
    const { session } = await judge(retryAfterSuffices, { answer: meteredService(), target: exclusive() });
    const [after, errorResponse] = session.exchanges.toReversed();
    expect(errorResponse?.reply).toMatchObject({ status: 429 });
    expect((after?.sentAt ?? 0) - (errorResponse?.sentAt ?? 0)).toBe((10 + 2) * 1000 + 1);
  });

  test('a credential that others use gets its burst without a count before', async () => {
    const { session, verdict } = await judge(retryAfterSuffices, {
      answer: meteredService(),
      target: targetOf({ quota: { limit: 30, windowSeconds: seconds } }),
    });
    expect(stated({ verdict })).toBe('pass');
    expect(session.exchanges.length).toBe(1 + 30 + 1);
  });
});

describe('one burst', () => {
  const all: readonly Probe[] = [retryAfterSuffices, servedUpToLimit, rateLimitEnforced];

  test('serves every check that needs it', async () => {
    const contract = await parcels();
    const session = fakeSession({ contract, target: exclusive(), answer: meteredService() });
    const verdicts = [];
    for (const probe of all) {
      for (const location of probe.locations(contract))
        verdicts.push(probe.judge(location, await probe.run(location, session), session).kind);
    }
    expect(verdicts).toEqual(['pass', 'pass', 'pass']);
    // One asks for the quota, 28 are counted, three more are refused, and one comes after the wait.
    expect(session.exchanges.length).toBe(1 + 28 + 3 + 1);
  });

  test('fails where a service never refuses, although the whole quota was counted before', async () => {
    const { verdict, session } = await judge(rateLimitEnforced, {
      answer: meteredService({ twist: () => ({ isAllowed: true }) }),
      target: exclusive(),
    });
    expect(stated({ verdict })).toBe('fail quota-not-enforced');
    expect(session.exchanges.length).toBe(1 + 28 + 70);
  });

  test('never has more calls than the operator allows', async () => {
    const answer = meteredService({ twist: () => ({ isAllowed: true }) });
    const { session } = await judge(rateLimitEnforced, { answer, target: exclusive({ flood: { maxRequests: 80 } }) });
    expect(session.exchanges.length).toBe(1 + 80);
  });
});

test('the longest run within a window is found wherever it lies', () => {
  const at = (sentAt: number, tookMs = 1) => exchangeOf(readOf('GET /parcels'), 'no answer', { sentAt, tookMs });
  const run = [at(0), at(900), at(1000), at(1100), at(1900), at(3000)];
  expect(mostWithin(run, 1001).map(({ sentAt }) => sentAt)).toEqual([900, 1000, 1100, 1900]);
  expect(mostWithin([at(0, 5000), at(1)], 1000)).toHaveLength(1);
  expect(mostWithin([], 1000)).toEqual([]);
});

describe('rate-limit/remaining-falls', () => {
  test.for<Case>([
    ['a number that falls passes', {}, 'pass'],
    ['one that falls by more than its own calls passes', { twist: ({ call }) => ({ remaining: 1000 - 3 * call, limit: 1000 }) }, 'pass'],
    ['zero may stay zero', { twist: () => ({ remaining: 0 }) }, 'pass'],
    ['one that does not change fails', { twist: () => ({ remaining: 29 }) }, 'fail remaining-not-falling'],
    ['one that counts the calls made fails', { twist: ({ used }) => ({ remaining: used }) }, 'fail remaining-not-falling'],
    ['one above the limit fails', { twist: ({ used }) => ({ remaining: 40 - used }) }, 'fail remaining-above-limit'],
    ['one that did not change once shows nothing', { twist: ({ now }) => (now < 1_010_000 ? { remaining: 29 } : {}) }, 'inconclusive'],
    [
      'one whose window ends with each call shows nothing',
      { twist: ({ call }) => ({ remaining: 29, resetSeconds: 1000 + call }) },
      'inconclusive',
    ],
    [
      'one whose limit changes with each call shows nothing',
      { twist: ({ call }) => ({ remaining: 29, limit: 30 + call }) },
      'inconclusive',
    ],
    [
      'one that does not change may be of a bucket where calls are slow',
      { twist: () => ({ remaining: 29 }) },
      'inconclusive',
      { tookMs: 200 },
    ],
    [
      'a text shows nothing',
      {
        headers: () => [
          ['Quota-Limit', '30'],
          ['Quota-Left', 'many'],
          ['Quota-Reset', '1001'],
        ],
      },
      'inconclusive',
    ],
    ['no headers show nothing', { headers: () => [] }, 'inconclusive'],
    [
      'one that does not change proves nothing where the run may not wait',
      { twist: () => ({ remaining: 29 }) },
      'inconclusive',
      { target: targetOf({ quota: { limit: 30, windowSeconds: 60 } }) },
    ],
    ['a small limit is not judged', { limit: 10 }, 'skipped'],
    ['a short window is not judged', {}, 'skipped', { target: targetOf({ quota: { limit: 30, windowSeconds: 1 } }) }],
  ])('%s', async (one) => {
    expect(stated(await judged(remainingFalls, one))).toBe(one[2]);
  });

  test('calls of a minute ago that come back while a window rolls are no breach', async () => {
    const answer = meteredService({ counting: 'rolling', limit: 1000, windowMs: 10_000 });
    const contract = await parcels();
    const session = fakeSession({ contract, target: exclusive(), answer, tookMs: 20 });
    // One call each 20 ms for two windows: with each new call an old one leaves the window.
    for (let call = 0; call < 1000; call++) await session.send({ ...readOf('GET /parcels') });
    const [location] = remainingFalls.locations(contract);
    if (!location) throw new Error('The contract announces no quota');
    const result = await remainingFalls.run(location, session);
    expect(result.rested).toHaveLength(5);
    expect(remainingFalls.judge(location, result, session)).toMatchObject({ kind: 'inconclusive' });
  });

  test('five calls are made, and five more only where they looked wrong', async () => {
    const good = await judge(remainingFalls, { answer: meteredService() });
    expect(good.session.exchanges.length).toBe(5);
    const bad = await judge(remainingFalls, { answer: meteredService({ twist: () => ({ remaining: 29 }) }) });
    expect(bad.session.exchanges.length).toBe(10);
    expect(bad.session.pausedMs()).toBe(12_000);
    expect(bad.verdict).toMatchObject({
      judged: 10,
      finding: { where: 'Quota-Left', expected: 'less than 29 after one more call', actual: '29' },
    });
  });

  test('one pause serves the second row and the check of what is left at rest', async () => {
    const contract = await parcels();
    const session = fakeSession({ contract, target: exclusive(), answer: meteredService({ twist: () => ({ remaining: 29 }) }) });
    for (const probe of [remainingFalls, restedRemaining]) {
      const [location] = probe.locations(contract);
      if (!location) throw new Error('The contract announces no quota');
      await probe.run(location, session);
    }
    expect([session.exchanges.length, session.pausedMs()]).toEqual([10, 12_000]);
  });

  test('a read at rest that was made long ago begins no row', async () => {
    const contract = await parcels();
    const session = fakeSession({ contract, target: exclusive(), answer: meteredService({ twist: () => ({ remaining: 29 }) }) });
    for (const probe of [restedRemaining, remainingFalls]) {
      const [location] = probe.locations(contract);
      if (!location) throw new Error('The contract announces no quota');
      await session.pause(1000, 'other checks');
      await probe.run(location, session);
    }
    expect([session.exchanges.length, session.pausedMs()]).toEqual([11, 26_000]);
  });
});

describe('rate-limit/scope-recorded', () => {
  const facts = async (service: Metered, credentials: Target['credentials'] = ['key']) => {
    const { verdict } = await judge(scopeRecorded, { answer: meteredService(service), target: exclusive({ credentials }) });
    return verdict.kind === 'observed' ? verdict.facts : verdict.kind;
  };

  test('operations that share a count are distinguished from those that do not', async () => {
    expect(await facts({})).toEqual([{ fact: 'quota.between-operations', at: 'GET /depots', value: 'together' }]);
    expect(await facts({ countedBy: ({ path }) => path })).toEqual([
      { fact: 'quota.between-operations', at: 'GET /depots', value: 'apart' },
    ]);
  });

  test('a second credential is compared where there is one', async () => {
    const apart = { fact: 'quota.between-credentials', at: 'GET /parcels', value: 'apart' };
    expect(await facts({}, ['key', 'second'])).toContainEqual(apart);
    expect(await facts({ countedBy: () => 'all' }, ['key', 'second'])).toContainEqual({ ...apart, value: 'together' });
  });

  test('a window that ends in the middle is tried again', async () => {
    const twist: Metered['twist'] = ({ call, resetSeconds }) => ({ resetSeconds: call < 5 ? resetSeconds : resetSeconds + 10 });
    expect(await facts({ twist })).toEqual([{ fact: 'quota.between-operations', at: 'GET /depots', value: 'together' }]);
  });

  test('nothing is recorded where no answer reports the quota', async () => {
    expect(await facts({ headers: () => [] })).toBe('inconclusive');
    expect(await facts({ twist: () => ({ remaining: 7 }) })).toBe('inconclusive');
  });
});

describe('rate-limit/plan-limit-announced', () => {
  const announcing =
    (limits: Readonly<Record<string, string>>): SessionInput['answer'] =>
    (request) => {
      const limit = limits[request.operation ?? ''];
      if (limit === undefined) return failing;
      return { status: 200, headers: limit === '' ? [] : [['Quota-Limit', limit]], json: { result: { list: [], again: false } } };
    };
  const basic = { plan: 'basic' } as const;

  test.for<readonly [what: string, limits: Readonly<Record<string, string>>, target: Partial<Target>, verdict: string]>([
    ['the limit of the tier passes', { 'GET /parcels': '30', 'GET /depots': '30' }, basic, 'pass'],
    ['one operation with it is enough', { 'GET /parcels': '7', 'GET /depots': '30' }, basic, 'pass'],
    ['one operation is enough where the other one fails', { 'GET /parcels': '30' }, basic, 'pass'],
    ['another limit fails', { 'GET /parcels': '60', 'GET /depots': '60' }, basic, 'fail limit-of-another-plan'],
    ['another limit and none fails', { 'GET /parcels': '60', 'GET /depots': '' }, basic, 'fail limit-of-another-plan'],
    ['another limit and a failure show nothing', { 'GET /parcels': '60' }, basic, 'inconclusive'],
    ['no limit at all shows nothing', { 'GET /parcels': '', 'GET /depots': '' }, basic, 'inconclusive'],
    ['a limit in another form shows nothing', { 'GET /parcels': '30/min', 'GET /depots': '30/min' }, basic, 'inconclusive'],
    [
      'the number of the operator passes too',
      { 'GET /parcels': '500', 'GET /depots': '500' },
      { ...basic, quota: { limit: 500, windowSeconds: 2 } },
      'pass',
    ],
    [
      'the documented number still passes then',
      { 'GET /parcels': '30', 'GET /depots': '30' },
      { ...basic, quota: { limit: 500, windowSeconds: 2 } },
      'pass',
    ],
    [
      'a third number fails',
      { 'GET /parcels': '60', 'GET /depots': '60' },
      { ...basic, quota: { limit: 500, windowSeconds: 2 } },
      'fail limit-of-another-plan',
    ],
    ['a target without a tier is not judged', { 'GET /parcels': '60', 'GET /depots': '60' }, {}, 'skipped'],
    ['a target with another tier is not judged', { 'GET /parcels': '60', 'GET /depots': '60' }, { plan: 'large' }, 'skipped'],
  ])('%s', async ([, limits, target, verdict]) => {
    expect(stated(await judge(tierLimitAnnounced, { answer: announcing(limits), target: targetOf(target) }))).toBe(verdict);
  });

  test('every limit above the minimum of a tier passes', async () => {
    const contract = await loadContract('cloudnexus');
    const verdictOf = async (limit: string) => {
      const answer = (): Reply => ({ status: 200, headers: [['X-RateLimit-Limit', limit]], json: {} });
      const session = fakeSession({ contract, target: targetOf({ plan: 'enterprise' }), answer });
      const location = tierLimitAnnounced.locations(contract).find(({ way }) => way.at(-1)?.endsWith('/enterprise'));
      if (!location) throw new Error('The contract has no tier of that name');
      return tierLimitAnnounced.judge(location, await tierLimitAnnounced.run(location, session), session).kind;
    };
    expect(await Promise.all(['2000', '5000', '1999'].map(verdictOf))).toEqual(['pass', 'pass', 'fail']);
  });
});
