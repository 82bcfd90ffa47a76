import { describe, expect, test } from 'vitest';
import { NotTried, type Probe, Undecidable } from '../../../../src/checks/kit/define.ts';
import { credentialsApart, credentialsShare, operationsShare } from '../../../../src/checks/families/rate-limit/aside.ts';
import { credentialsCountedApart } from '../../../../src/checks/families/rate-limit/credentials-counted-apart.ts';
import { servedAtAnEvenPace, wholeLimitAtAnEvenPace } from '../../../../src/checks/families/rate-limit/even-pace.ts';
import { operationsLowerRemaining } from '../../../../src/checks/families/rate-limit/operations-lower-remaining.ts';
import { aboutTier, atLeastTier, atMostTier, atMostTierThoughBusy } from '../../../../src/checks/families/rate-limit/tier-burst.ts';
import { rateLimitEnforced, errorExactStatus, errorStatus } from '../../../../src/checks/families/rate-limit/error-response.ts';
import { remainingFalls } from '../../../../src/checks/families/rate-limit/remaining-falls.ts';
import { remainingGoesDown, smallRemainingGoesDown } from '../../../../src/checks/families/rate-limit/remaining-goes-down.ts';
import { restedRemaining } from '../../../../src/checks/families/rate-limit/rested-remaining.ts';
import { restoredAfterReset, restoredAfterWindow, retryAfterSuffices } from '../../../../src/checks/families/rate-limit/restored.ts';
import { servedUpToLimit } from '../../../../src/checks/families/rate-limit/served-up-to-limit.ts';
import { unnamedRemainingFalls } from '../../../../src/checks/families/rate-limit/unnamed-remaining-falls.ts';
import { windowRolls } from '../../../../src/checks/families/rate-limit/window-rolls.ts';
import { sandboxQuotaNone, sandboxQuotaUncounted } from '../../../../src/checks/families/sandbox/quota.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import { ownerOf } from '../../../../src/contract/owner.ts';
import type { HeaderPair } from '../../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import { unmetPrerequisites } from '../../../../src/plan/unmet-prerequisites.ts';
import type { Reply } from '../../support/exchange.ts';
import { fakeSession, type SessionInput, targetOf } from '../../support/fake-session.ts';
import { stated } from '../../support/judge.ts';
import { type Meter, type Metered, meteredService } from '../../../worlds/quota-counters.ts';

const contracts = {
  rolling: 'cloudsync',
  account: 'cloudplatform-io',
  open: 'cloudapi-dev',
  unnamed: 'cloudplatform-example',
} as const;
type Kind = keyof typeof contracts;

const tiers: Readonly<Record<Kind, string>> = { rolling: 'standard', account: 'free', open: 'default', unnamed: 'default' };

const bodies: Readonly<Record<Kind, unknown>> = {
  rolling: { instances: [{ id: 'inst_1', name: 'one' }] },
  account: { data: [{ id: 'res_1', name: 'one' }] },
  open: { data: [{ id: 'prj_1', name: 'one' }], has_more: false },
  unnamed: { data: [] },
};

const windowMs = 10_000;
const limit = 60;

const named = ({ limit: most, remaining, resetSeconds }: Meter): HeaderPair[] => [
  ['X-RateLimit-Limit', String(most)],
  ['X-RateLimit-Remaining', String(remaining)],
  ['X-RateLimit-Reset', String(resetSeconds)],
];

type Service = Metered & {
  /** Status of a refused call. */
  readonly refusedAs?: number;
  readonly retryAfter?: (meter: { readonly wait: string; readonly now: number }) => string | undefined;
};

const serviceOf = (kind: Kind, { refusedAs = 429, retryAfter = ({ wait }) => wait, ...metered }: Service) => {
  const answer = meteredService({ limit, windowMs, headers: named, ...metered });
  return (request: PlannedRequest, now: number): Reply => {
    const reply = answer(request, now);
    if (reply === 'no answer' || (reply.status !== 200 && reply.status !== 429)) return reply;
    const wait = reply.headers?.find(([name]) => name === 'Wait-Seconds')?.[1];
    const text = wait === undefined ? undefined : retryAfter({ wait, now });
    const headers = (reply.headers ?? []).filter(([name]) => name !== 'Wait-Seconds');
    const waitHeaders: HeaderPair[] = text === undefined ? [] : [['Retry-After', text]];
    return reply.status === 429
      ? { status: refusedAs, headers: [...headers, ...waitHeaders], json: { message: 'Wait' } }
      : { ...reply, headers, json: bodies[kind] };
  };
};

type Row = readonly [
  what: string,
  probe: Probe,
  kind: Kind,
  service: Service,
  verdict: string,
  more?: Partial<Target> & { readonly tookMs?: SessionInput['tookMs']; readonly isUnknown?: true },
];

const judged = async ([, probe, kind, service, , { tookMs = 1, isUnknown, ...over } = {}]: Row) => {
  const contract = await loadContract(contracts[kind]);
  const target = targetOf({
    credentials: ['key', 'second', 'test'],
    urls: { sandbox: 'http://127.0.0.1:2' },
    plan: tiers[kind],
    ...(isUnknown ? {} : { quota: { limit, windowSeconds: windowMs / 1000, exclusive: true } }),
    ...over,
  });
  const session = fakeSession({ contract, target, answer: serviceOf(kind, service), tookMs });
  const owned = probe.locations(contract).filter((location) => ownerOf(contract, probe, location));
  expect(owned.length, `${probe.id} decides nothing in ${contracts[kind]}`).toBeGreaterThan(0);
  const location = owned.find((one) => unmetPrerequisites(probe.prerequisites(one, session), target).length === 0);
  if (!location) return 'unmet';
  try {
    return stated({ verdict: probe.judge(location, await probe.run(location, session), session) });
  } catch (error) {
    if (error instanceof NotTried) return 'skipped';
    if (error instanceof Undecidable) return 'inconclusive';
    throw error;
  }
};

const never: NonNullable<Metered['twist']> = () => ({ isAllowed: true });
const shut: NonNullable<Metered['twist']> = () => ({ isAllowed: false });
const byAddress = (): string => 'all';
const byPath = ({ path }: PlannedRequest): string => path;
const rolling72: Service = { counting: 'rolling', limit: 72, twist: ({ used }) => ({ limit: 60, remaining: Math.max(0, 72 - used) }) };
/** A twist for so many calls, and none for later ones. */
const atFirst = (calls: number, twist: NonNullable<Metered['twist']>): NonNullable<Metered['twist']> => {
  let made = 0;
  return (meter) => ((made += 1) <= calls ? twist(meter) : {});
};
/** Refused until so many milliseconds after the first refused call. */
const shutFor = (ms: number): NonNullable<Metered['twist']> => {
  let until = 0;
  return ({ isAllowed, now }) => {
    if (!isAllowed && until === 0) until = now + ms;
    return { isAllowed: isAllowed && now >= until };
  };
};
const unnamedHeaders =
  (name: string, value: (meter: Meter) => string) =>
  (meter: Meter): HeaderPair[] => [[name, value(meter)]];
const bothUnnamed = (meter: Meter): HeaderPair[] => [
  ['RateLimit', `"default";r=${meter.remaining};t=${meter.resetSeconds - Math.floor(meter.now / 1000)}`],
];

describe.each<[string, readonly Row[]]>([
  [
    'the status of a refused call',
    [
      ['the documented one passes', errorStatus, 'rolling', rolling72, 'pass'],
      ['no refused call shows nothing', errorStatus, 'rolling', { twist: never }, 'inconclusive'],
      ['another one that ends after a pause fails', errorStatus, 'rolling', { limit: 70, refusedAs: 503 }, 'fail quota-other-status'],
      ['403 that ends after a pause fails too', errorStatus, 'rolling', { limit: 70, refusedAs: 403 }, 'fail quota-other-status'],
      [
        'another one below the limit shows nothing',
        errorStatus,
        'rolling',
        { limit: 40, refusedAs: 503, twist: () => ({ limit: 60 }) },
        'inconclusive',
      ],
      [
        'another one that never ends shows nothing',
        errorStatus,
        'rolling',
        { limit: 70, refusedAs: 503, twist: shutFor(1e9) },
        'inconclusive',
      ],
      ['any status of a class that the contract allows passes', rateLimitEnforced, 'open', { refusedAs: 403 }, 'pass'],
      ['503 passes where the contract allows it', rateLimitEnforced, 'open', { refusedAs: 503 }, 'pass'],
      ['a refused first call has another reason', rateLimitEnforced, 'open', { twist: shut, refusedAs: 401 }, 'inconclusive'],
      ['a refused first call shows no status of the quota', errorExactStatus, 'open', { twist: shut, refusedAs: 401 }, 'inconclusive'],
      ['a crash refuses no call', rateLimitEnforced, 'open', { refusedAs: 500 }, 'inconclusive'],
      ['no refused call fails where the contract requires one', rateLimitEnforced, 'open', { twist: never }, 'fail quota-not-enforced'],
      ['a tier whose number is inferred is not judged', rateLimitEnforced, 'open', {}, 'unmet', { plan: 'enterprise' }],
      ['the exact one passes', errorExactStatus, 'open', {}, 'pass'],
      ['another one fails', errorExactStatus, 'open', { refusedAs: 403 }, 'fail quota-other-status'],
      [
        'a crash fails where the contract allows 5xx for the quota',
        errorExactStatus,
        'open',
        { refusedAs: 500 },
        'fail quota-other-status',
      ],
      ['a crash shows nothing where the contract does not', errorExactStatus, 'unnamed', { refusedAs: 500 }, 'inconclusive'],
      ['503 fails everywhere', errorExactStatus, 'unnamed', { refusedAs: 503 }, 'fail quota-other-status'],
    ],
  ],
  [
    'how many calls of a tier are accepted',
    [
      ['the limit and a burst passes', atMostTier, 'rolling', rolling72, 'pass'],
      ['the limit without a burst passes', atMostTier, 'rolling', {}, 'pass'],
      ['a burst on top of the limit shows nothing', atMostTier, 'rolling', { limit: 130, twist: () => ({ limit: 60 }) }, 'inconclusive'],
      ['more than both fails', atMostTier, 'rolling', { twist: never }, 'fail more-than-plan'],
      ['twice the limit passes without a burst', atMostTier, 'account', { limit: 120 }, 'pass'],
      ['more fails', atMostTier, 'account', { twist: never }, 'fail more-than-plan'],
      ['mistakes of the client count', atMostTier, 'account', { refusedAs: 403 }, 'fail more-than-plan'],
      ['answers of a busy service do not count', atMostTier, 'account', { refusedAs: 503 }, 'inconclusive'],
      ['they do count where the tier is small', atMostTierThoughBusy, 'account', { refusedAs: 503 }, 'fail more-than-plan'],
      ['a burst that takes too long shows nothing', atMostTier, 'account', { twist: never }, 'inconclusive', { tookMs: 200 }],
      ['another tier passes', atMostTier, 'account', {}, 'pass', { plan: 'pro' }],
      ['the limit passes', atLeastTier, 'rolling', {}, 'pass'],
      ['two calls less pass', atLeastTier, 'rolling', { limit: 58, twist: () => ({ limit: 60 }) }, 'pass'],
      ['half of it fails', atLeastTier, 'rolling', { limit: 30 }, 'unconfirmed less-than-plan'],
      [
        'half of it shows nothing where somebody else uses the credential',
        atLeastTier,
        'rolling',
        { limit: 30, twist: () => ({ limit: 60, remaining: 29 }) },
        'inconclusive',
      ],
      [
        'half of it shows nothing where the others got no answer, and may have been counted',
        atLeastTier,
        'rolling',
        { twist: ({ call }) => (call % 2 === 0 ? { reply: 'no answer' } : {}) },
        'inconclusive',
      ],
      ['about the limit passes', aboutTier, 'open', {}, 'pass'],
      ['half as much again fails', aboutTier, 'open', { limit: 90 }, 'unconfirmed not-about-plan'],
      ['a third of it fails', aboutTier, 'open', { limit: 20 }, 'unconfirmed not-about-plan'],
      [
        'a quarter more shows nothing in a slow burst, in which as many come back',
        aboutTier,
        'open',
        { limit: 75 },
        'inconclusive',
        { tookMs: 40 },
      ],
      ['a slow burst shows nothing', aboutTier, 'open', {}, 'inconclusive', { tookMs: 60 }],
      ['a refused first call shows nothing', aboutTier, 'open', { twist: shut, refusedAs: 401 }, 'inconclusive'],
    ],
  ],
  [
    'what is accepted below the limit',
    [
      ['all of it passes where only the operator knows the limit', servedUpToLimit, 'account', {}, 'pass'],
      [
        'half of it fails',
        servedUpToLimit,
        'account',
        { limit: 30, twist: ({ remaining }) => ({ remaining: remaining + 30 }) },
        'unconfirmed refused-below-limit',
      ],
      ['half of it shows nothing where less was left', servedUpToLimit, 'account', { limit: 30 }, 'inconclusive'],
      ['an even pace passes', servedAtAnEvenPace, 'open', { counting: 'rolling' }, 'pass'],
      ['the last calls need not be accepted', servedAtAnEvenPace, 'open', { limit: 58 }, 'pass'],
      ['half of the limit fails', servedAtAnEvenPace, 'open', { limit: 30 }, 'unconfirmed refused-at-even-pace'],
      ['the whole limit passes', wholeLimitAtAnEvenPace, 'unnamed', {}, 'pass'],
      ['a refused last call fails', wholeLimitAtAnEvenPace, 'unnamed', { limit: 59 }, 'unconfirmed refused-at-even-pace'],
      ['a shared credential is not judged', wholeLimitAtAnEvenPace, 'unnamed', {}, 'unmet', { quota: { limit, windowSeconds: 10 } }],
      ['a rolling window passes', windowRolls, 'rolling', rolling72, 'pass'],
      ['one that is reset fails', windowRolls, 'rolling', { limit: 72, twist: () => ({ limit: 60 }) }, 'unconfirmed window-does-not-roll'],
      [
        'one by the clock on the wall fails',
        windowRolls,
        'rolling',
        { counting: 'epoch', limit: 72, twist: () => ({ limit: 60 }) },
        'unconfirmed window-does-not-roll',
      ],
      ['one that never refuses fails', windowRolls, 'rolling', { twist: never }, 'unconfirmed window-does-not-roll'],
      ['a refused call before the edge shows nothing', windowRolls, 'rolling', { limit: 40, twist: () => ({ limit: 60 }) }, 'inconclusive'],
    ],
  ],
  [
    'which calls count together',
    [
      ['credentials with quotas of their own pass', credentialsApart, 'rolling', {}, 'pass'],
      [
        'credentials behind one address fail',
        credentialsApart,
        'rolling',
        { countedBy: byAddress },
        'unconfirmed quota-shared-by-credentials',
      ],
      ['no second credential is not judged', credentialsApart, 'rolling', {}, 'unmet', { credentials: ['key'] }],
      ['no refused call shows nothing', credentialsApart, 'rolling', { twist: never }, 'inconclusive'],
      ['one account passes', credentialsShare, 'account', { countedBy: byAddress }, 'pass'],
      ['a quota of each credential fails', credentialsShare, 'account', {}, 'unconfirmed quota-of-each-credential'],
      ['operations together pass', operationsShare, 'rolling', {}, 'pass'],
      ['a quota of each path fails', operationsShare, 'rolling', { countedBy: byPath }, 'unconfirmed quota-of-each-operation'],
      ['what is left falls for all operations', operationsLowerRemaining, 'rolling', {}, 'pass'],
      [
        'what is left falls for one operation only',
        operationsLowerRemaining,
        'rolling',
        { countedBy: byPath },
        'unconfirmed operation-not-counted',
      ],
      [
        'the same shows nothing while slow calls come back',
        operationsLowerRemaining,
        'rolling',
        { countedBy: byPath },
        'inconclusive',
        { tookMs: 600 },
      ],
      [
        'the same shows nothing without a rest before',
        operationsLowerRemaining,
        'rolling',
        { countedBy: byPath },
        'inconclusive',
        { quota: { limit, windowSeconds: 60 } },
      ],
      ['what is left for another credential stays', credentialsCountedApart, 'open', {}, 'pass'],
      [
        'what is left for another credential falls',
        credentialsCountedApart,
        'open',
        { countedBy: byAddress },
        'unconfirmed quota-shared-by-credentials',
      ],
      ['a number that never falls shows nothing', credentialsCountedApart, 'open', { twist: () => ({ remaining: 9 }) }, 'inconclusive'],
    ],
  ],
  [
    'when calls are accepted again',
    [
      ['a wait in seconds passes', retryAfterSuffices, 'rolling', rolling72, 'pass'],
      [
        'a wait until a date passes',
        retryAfterSuffices,
        'account',
        { retryAfter: ({ wait, now }) => new Date(now + Number(wait) * 1000).toUTCString() },
        'pass',
      ],
      [
        'a wait until a date that is too early shows nothing where the clock of the service is unknown',
        retryAfterSuffices,
        'account',
        { retryAfter: ({ now }) => new Date(now + 1000).toUTCString() },
        'inconclusive',
      ],
      ['a wait that is too short fails', retryAfterSuffices, 'account', { retryAfter: () => '1' }, 'fail refused-after-wait'],
      [
        'a wait that is short once shows nothing',
        retryAfterSuffices,
        'account',
        { retryAfter: ({ now }) => (now < 1_014_000 ? '1' : '9') },
        'inconclusive',
      ],
      ['a word shows nothing', retryAfterSuffices, 'account', { retryAfter: () => 'later' }, 'inconclusive'],
      ['a window later passes', restoredAfterWindow, 'account', {}, 'pass'],
      ['a window later passes without Retry-After', restoredAfterWindow, 'open', { retryAfter: () => undefined }, 'pass'],
      ['five windows later fails', restoredAfterWindow, 'open', { twist: shutFor(50_000) }, 'fail not-restored'],
      ['never again fails', restoredAfterWindow, 'rolling', { twist: shutFor(1e9) }, 'fail not-restored'],
      [
        'five windows fail whatever the reported wait is',
        restoredAfterWindow,
        'rolling',
        { twist: shutFor(50_000), retryAfter: () => '50' },
        'fail not-restored',
      ],
      ['a refused first call shows nothing', restoredAfterWindow, 'open', { twist: shut, refusedAs: 401 }, 'inconclusive'],
      ['two windows show nothing', restoredAfterWindow, 'open', { twist: shutFor(16_000) }, 'inconclusive'],
      ['the announced reset passes', restoredAfterReset, 'unnamed', { headers: bothUnnamed }, 'pass'],
      [
        'one that is too early fails',
        restoredAfterReset,
        'unnamed',
        { headers: unnamedHeaders('X-Reset', () => '1') },
        'unconfirmed refused-after-reset',
      ],
      [
        'one that is far ahead fails',
        restoredAfterReset,
        'unnamed',
        { headers: unnamedHeaders('X-Reset', () => '3300') },
        'fail reset-too-far',
      ],
      ['no such header shows nothing', restoredAfterReset, 'unnamed', { headers: () => [], retryAfter: () => undefined }, 'inconclusive'],
    ],
  ],
  [
    'what is left',
    [
      ['a number above the limit and within the burst passes', remainingFalls, 'rolling', rolling72, 'pass'],
      [
        'one above the burst fails',
        remainingFalls,
        'rolling',
        { twist: ({ used }) => ({ remaining: 100 - used }) },
        'fail remaining-above-limit',
      ],
      [
        'one that stands still in a rolling window, as calls come back, and falls at rest passes',
        remainingFalls,
        'rolling',
        { twist: atFirst(5, () => ({ remaining: 30 })) },
        'pass',
      ],
      [
        'one that stands still at rest too fails',
        remainingFalls,
        'rolling',
        { twist: () => ({ remaining: 30 }) },
        'fail remaining-not-falling',
      ],
      [
        'one above the burst, but not at rest, shows nothing',
        remainingFalls,
        'rolling',
        { twist: atFirst(5, ({ used }) => ({ remaining: 100 - used })) },
        'inconclusive',
      ],
      ['one that falls passes', remainingGoesDown, 'open', {}, 'pass'],
      ['one that does not change fails', remainingGoesDown, 'open', { twist: () => ({ remaining: 60 }) }, 'fail remaining-not-falling'],
      [
        'one that counts up fails',
        smallRemainingGoesDown,
        'account',
        { twist: ({ used }) => ({ remaining: used }) },
        'fail remaining-not-falling',
      ],
      [
        'one that does not change fails with the smallest tier',
        smallRemainingGoesDown,
        'account',
        { twist: () => ({ remaining: 60 }) },
        'fail remaining-not-falling',
      ],
      [
        'one that does not change shows nothing with a larger tier, of which more comes back',
        smallRemainingGoesDown,
        'account',
        { limit: 110, twist: () => ({ remaining: 60 }) },
        'inconclusive',
        { quota: { limit: 110, windowSeconds: windowMs / 1000, exclusive: true } },
      ],
      [
        'one that counts up fails with any tier',
        smallRemainingGoesDown,
        'account',
        { limit: 110, twist: ({ used }) => ({ remaining: used }) },
        'fail remaining-not-falling',
        { quota: { limit: 110, windowSeconds: windowMs / 1000, exclusive: true } },
      ],
      [
        'one that does not change in slow answers shows nothing',
        smallRemainingGoesDown,
        'account',
        { twist: () => ({ remaining: 60 }) },
        'inconclusive',
        { tookMs: 300 },
      ],
      [
        'one that does not change shows nothing where the limit is unknown',
        smallRemainingGoesDown,
        'account',
        { headers: (meter) => named(meter).slice(1, 2), twist: () => ({ remaining: 60 }) },
        'inconclusive',
        { plan: 'other', isUnknown: true },
      ],
      ['a rested credential has all of it', restedRemaining, 'open', {}, 'pass'],
      [
        'a rested credential has another number left',
        restedRemaining,
        'open',
        { twist: () => ({ remaining: 10 }) },
        'fail remaining-of-another-limit',
      ],
      ['a parameter of the joined header passes', unnamedRemainingFalls, 'unnamed', { headers: bothUnnamed }, 'pass'],
      [
        'any name with remaining passes',
        unnamedRemainingFalls,
        'unnamed',
        { headers: unnamedHeaders('Quota-Remaining', ({ remaining }) => String(remaining)) },
        'pass',
      ],
      [
        'any number that falls passes',
        unnamedRemainingFalls,
        'unnamed',
        { headers: unnamedHeaders('X-Left', ({ remaining }) => String(remaining)) },
        'pass',
      ],
      ['no header fails', unnamedRemainingFalls, 'unnamed', { headers: () => [] }, 'fail remaining-untold'],
      [
        'one that does not change fails',
        unnamedRemainingFalls,
        'unnamed',
        { headers: unnamedHeaders('Quota-Remaining', () => '60') },
        'fail remaining-not-falling',
      ],
      [
        'one that counts up fails',
        unnamedRemainingFalls,
        'unnamed',
        { headers: unnamedHeaders('Quota-Remaining', ({ used }) => String(used)) },
        'fail remaining-not-falling',
      ],
      ['slow answers show nothing', unnamedRemainingFalls, 'unnamed', { headers: () => [] }, 'inconclusive', { tookMs: 200 }],
    ],
  ],
  [
    'the sandbox',
    [
      ['no refused call passes', sandboxQuotaNone, 'open', { twist: never }, 'pass'],
      ['a refused call fails', sandboxQuotaNone, 'open', {}, 'fail sandbox-limited'],
      ['no address is not judged', sandboxQuotaNone, 'open', {}, 'unmet', { urls: {} }],
      [
        'calls that are counted apart pass',
        sandboxQuotaUncounted,
        'account',
        { limit: 100, countedBy: ({ base }) => (base ? 'sandbox' : 'live') },
        'pass',
      ],
      [
        'calls that are counted together fail',
        sandboxQuotaUncounted,
        'account',
        { limit: 100, countedBy: byAddress },
        'fail sandbox-counted',
      ],
      [
        'a number that does not change shows nothing',
        sandboxQuotaUncounted,
        'account',
        { limit: 100, twist: () => ({ remaining: 90 }) },
        'inconclusive',
      ],
    ],
  ],
])('%s', (_, rows) => {
  test.for(rows)('%s (%#)', async (row) => {
    expect(await judged(row)).toBe(row[4]);
  });
});

describe('the burst that all checks share', () => {
  const probes: readonly Probe[] = [rateLimitEnforced, errorStatus, atMostTier, atLeastTier, credentialsApart, operationsShare];
  const afterwards: readonly Probe[] = [restoredAfterWindow, restoredAfterReset, retryAfterSuffices];

  const sessionOver = async (kind: Kind) => {
    const contract = await loadContract(contracts[kind]);
    const target = targetOf({
      credentials: ['key', 'second'],
      plan: tiers[kind],
      quota: { limit, windowSeconds: windowMs / 1000, exclusive: true },
    });
    return fakeSession({ contract, target, answer: serviceOf(kind, {}) });
  };
  const run = async (session: Awaited<ReturnType<typeof sessionOver>>, probe: Probe): Promise<void> => {
    const [location] = probe.locations(session.contract);
    if (location) await probe.run(location, session);
  };
  const credentialsOf = ({ exchanges }: { readonly exchanges: Awaited<ReturnType<typeof sessionOver>>['exchanges'] }): string[] =>
    [...new Set(exchanges.map(({ request: { credential } }) => (credential.kind === 'valid' ? credential.name : credential.kind)))].sort();

  test.for<Kind>(['rolling', 'open'])('is sent once for all of them, and so are the calls after it: %s', async (kind) => {
    const session = await sessionOver(kind);
    for (const [first, ...others] of [probes, afterwards]) {
      if (first) await run(session, first);
      const sent = session.exchanges.length;
      for (const probe of others) await run(session, probe);
      expect(session.exchanges).toHaveLength(sent);
    }
  });

  test('uses no other credential where no requirement is about one', async () => {
    const [documented, without] = [await sessionOver('rolling'), await sessionOver('open')];
    for (const session of [documented, without]) await run(session, rateLimitEnforced);
    expect(credentialsOf(documented)).toEqual(['key', 'second']);
    expect(credentialsOf(without)).toEqual(['key']);
  });
});

describe('a sandbox that refuses calls with the only status that the contract documents', () => {
  const over = async (answer: (request: PlannedRequest, now: number) => Reply): Promise<string> => {
    const shipped = await loadContract(contracts.open);
    const { rateLimit } = shipped.conventions;
    if (!rateLimit) throw new Error('The contract documents no quota');
    const contract = { ...shipped, conventions: { ...shipped.conventions, rateLimit: { ...rateLimit, exceeded: { status: 503 } } } };
    const target = targetOf({ credentials: ['key', 'test'], urls: { sandbox: 'http://127.0.0.1:2' }, quota: { limit, windowSeconds: 10 } });
    const session = fakeSession({ contract, target, answer });
    const [location] = sandboxQuotaNone.locations(contract);
    if (!location) throw new Error('The contract has no requirement on a sandbox');
    return stated({ verdict: sandboxQuotaNone.judge(location, await sandboxQuotaNone.run(location, session), session) });
  };

  test('fails, as it does with 429', async () => {
    expect(await over(serviceOf('open', { refusedAs: 503 }))).toBe('fail sandbox-limited');
    expect(await over(serviceOf('open', {}))).toBe('fail sandbox-limited');
  });

  test('shows nothing where it serves no call at all', async () => {
    expect(await over(serviceOf('open', { twist: shut, refusedAs: 503 }))).toBe('inconclusive');
  });
});
