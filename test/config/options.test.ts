import { describe, expect, test } from 'vitest';
import { assignmentsOf, gatherOptions, listOf, type Flags } from '../../src/config/given.ts';
import { nearest, suggestion } from '../../src/config/nearest.ts';
import { runOptions, variableOf } from '../../src/config/options.ts';
import { runSettingsOf } from '../../src/config/run-settings.ts';
import { load, messageOf } from './support.ts';

const assigned = (flags: Flags, env = {}): Readonly<Record<string, unknown>> =>
  Object.fromEntries(assignmentsOf(gatherOptions(flags, env)).map(({ path, value }) => [path.join('/'), value]));

describe('--set', () => {
  for (const [text, path, value] of [
    ['quota.limit=600', 'quota/limit', 600],
    ['quota.windowSeconds=0.5', 'quota/windowSeconds', 0.5],
    ['quota.exclusive=true', 'quota/exclusive', true],
    ['maxCreates=0', 'maxCreates', 0],
    ['plan=600', 'plan', '600'],
    ['allow=mutation,flood', 'allow', ['mutation', 'flood']],
    ['allow=', 'allow', []],
    ['baseUrl=https://x.example/?a=b', 'baseUrl', 'https://x.example/?a=b'],
    ['fixtures.image=ubuntu', 'fixtures/image', 'ubuntu'],
    ['fixtures.volumeIds=a,b', 'fixtures/volumeIds', ['a', 'b']],
    ['fixtures.volumeIds=a,', 'fixtures/volumeIds', ['a']],
    ['durations.instance.active=1.5', 'durations/instance.active', 1.5],
    ['durations.instance.active=0.5,2', 'durations/instance.active', [0.5, 2]],
    ['values.POST /a/v1.0/{id}.region=eu-1', 'values/POST /a/v1.0/{id}/region', 'eu-1'],
    ['values.POST /a.sizes=[1,2]', 'values/POST /a/sizes', [1, 2]],
    ['http.headers.X-A=b', 'http/headers/X-A', 'b'],
    ['http.timeoutMs=5', 'http/timeoutMs', 5],
    ['urls.auth=https://a.example', 'urls/auth', 'https://a.example'],
    ['credentials.key=env:A', 'credentials/key', 'env:A'],
  ] as const) {
    test(`accepts ${text}`, () => {
      expect(assigned({ set: [text] })).toEqual({ [path]: value });
    });
  }

  for (const [text, message] of [
    ['quota.limit', 'Cannot use --set: write PATH=VALUE, such as quota.limit=600'],
    ['=5', 'Cannot use --set: write PATH=VALUE, such as quota.limit=600'],
    ['qouta.limit=5', 'Cannot use --set qouta.limit: "qouta" is not a known key, did you mean "quota"?'],
    ['quota.limt=5', 'Cannot use --set quota.limt: "limt" is not a known key of quota, did you mean "limit"?'],
    ['quota.limit=abc', 'Cannot use --set quota.limit: is a text, must be a whole number'],
    ['quota.limit=0', 'Cannot use --set quota.limit: must be at least 1'],
    ['quota.limit=-5', 'Cannot use --set quota.limit: must be at least 1'],
    ['quota.limit=', 'Cannot use --set quota.limit: is a text, must be a whole number'],
    ['quota.limit=0x10', 'Cannot use --set quota.limit: is a text, must be a whole number'],
    ['quota.exclusive=yes', 'Cannot use --set quota.exclusive: is a text, must be true or false'],
    ['quota.limit.a=5', 'Cannot use --set quota.limit.a: "quota.limit" has no keys of its own'],
    [
      'quota=5',
      'Cannot use --set quota: it is a group of settings; name one of them: quota.limit, quota.windowSeconds, quota.exclusive, quota.group',
    ],
    ['fixtures=5', 'Cannot use --set fixtures: it is a group of settings; name one of them: fixtures.NAME'],
    ['values.POST /a=5', 'Cannot use --set values.POST /a: it is a group of settings; name one of them: values.POST /a.NAME'],
    ['fixtures.=5', 'Cannot use --set fixtures.: a name is missing after "fixtures"'],
    ['allow=mutatoin', 'Cannot use --set allow: "mutatoin" is not one of the known words, did you mean "mutation"?'],
    ['durations.a=1,2,3', 'Cannot use --set durations.a: must contain exactly 2 values'],
    ['durations.a=soon', 'Cannot use --set durations.a: is a text, must be a number or a list'],
    ['plan=', 'Cannot use --set plan: must not be empty'],
  ] as const) {
    test(`refuses ${text}`, async () => {
      expect(await messageOf(() => assigned({ set: [text] }))).toBe(message);
    });
  }
});

describe('--credential', () => {
  test('accepts any source', () => {
    expect(assigned({ credential: ['key=env:A', 'second=file:a=b'] })).toEqual({
      'credentials/key': 'env:A',
      'credentials/second': 'file:a=b',
    });
  });

  test('treats any other name as that of a security scheme', () => {
    expect(assigned({ credential: ['depot_key=env:A'] })).toEqual({ 'credentials/schemes/depot_key': 'env:A' });
  });

  for (const [text, message] of [
    ['key', 'Cannot use --credential: write NAME=env:VARIABLE or NAME=file:PATH, such as key=env:API_KEY'],
    ['key=', 'Cannot use --credential key: nothing follows the "=", write env:VARIABLE or file:PATH'],
  ] as const) {
    test(`refuses ${text}`, async () => {
      expect(await messageOf(() => assigned({ credential: [text] }))).toBe(message);
    });
  }
});

describe('one key', () => {
  for (const [title, flags, message] of [
    ['is not set twice', { set: ['plan=a', 'plan=b'] }, 'Cannot use --set plan: --set plan already gives "plan"; give it once'],
    [
      'is not given by two options',
      { set: ['baseUrl=https://a.example'], baseUrl: ['https://b.example'] },
      'Cannot use --set baseUrl: --base-url already gives "baseUrl"; give it once',
    ],
    [
      'of a credential is given once',
      { credential: ['key=env:A', 'key=env:B'] },
      'Cannot use --credential key: --credential key already gives "credentials.key"; give it once',
    ],
    [
      'may not be allowed in two ways',
      { allow: ['flood'], set: ['allow=slow'] },
      'Cannot use --set allow: --allow already gives "allow"; give it once',
    ],
  ] as const) {
    test(title, async () => {
      expect(await messageOf(() => assigned(flags))).toBe(message);
    });
  }

  test('of a flag replaces that of a variable', () => {
    expect(assigned({ set: ['plan=a'] }, { ASSAY_SET: 'plan=b;maxCreates=1' })).toEqual({ plan: 'a', maxCreates: 1 });
  });

  test('of a variable is named by it', async () => {
    expect(await messageOf(() => assigned({}, { ASSAY_SET: 'quota.limit=x' }))).toBe(
      'Cannot use ASSAY_SET quota.limit: is a text, must be a whole number',
    );
  });
});

describe('options of a run', () => {
  const settings = (flags: Flags, env = {}) => runSettingsOf(gatherOptions(flags, env));

  test('have defaults', () => {
    expect(settings({})).toEqual({
      concurrency: 10,
      selection: { only: [], skip: [] },
      dryRun: false,
      quiet: false,
      verbose: false,
      json: false,
      otel: false,
      traceparent: false,
      shardsInTurn: false,
    });
  });

  test('are read from flags', () => {
    const flags: Flags = {
      seed: ['7'],
      nonce: ['a1'],
      maxRequests: ['500'],
      rate: ['2.5'],
      concurrency: ['3'],
      timeBudget: ['10m'],
      only: ['errors/*, NEXUS-{1,2}', 'GET /a'],
      skip: ['flood'],
      report: ['summary'],
      out: ['there'],
      dryRun: true,
      quiet: true,
      verbose: false,
      json: true,
    };
    expect(settings(flags)).toEqual({
      seed: 7,
      nonce: 'a1',
      maxRequests: 500,
      rate: 2.5,
      concurrency: 3,
      timeBudgetSeconds: 600,
      selection: { only: ['errors/*', 'NEXUS-{1,2}', 'GET /a'], skip: ['flood'] },
      reports: ['summary'],
      out: 'there',
      dryRun: true,
      quiet: true,
      verbose: false,
      json: true,
      otel: false,
      traceparent: false,
      shardsInTurn: false,
    });
  });

  test('have a variable in the environment, which a flag overrides', () => {
    expect(settings({ seed: ['1'] }, { ASSAY_SEED: '2', ASSAY_RATE: '3', ASSAY_JSON: 'true', ASSAY_QUIET: '0' })).toMatchObject({
      seed: 1,
      rate: 3,
      json: true,
      quiet: false,
      verbose: false,
    });
    expect(runOptions.map(({ flag }) => variableOf(flag))).toContain('ASSAY_MAX_REQUESTS');
  });

  for (const [profile, most] of [
    ['smoke', 40],
    ['pr', 300],
    ['nightly', 3000],
    ['full', undefined],
    ['comparison', undefined],
  ] as const) {
    test(`are sized by the profile ${profile}`, () => {
      expect(settings({ profile: [profile] }).size).toBe(most);
      expect(settings({ profile: [profile] }).survey).toBe(profile === 'comparison' ? true : undefined);
      expect(settings({ profile: [profile], maxRequests: ['9'] })).toMatchObject({ maxRequests: 9 });
    });
  }

  for (const [text, seconds] of [
    ['90', 90],
    ['90s', 90],
    ['1.5h', 5400],
  ] as const) {
    test(`read the time ${text}`, () => {
      expect(settings({ timeBudget: [text] }).timeBudgetSeconds).toBe(seconds);
    });
  }

  test('split a run into parts', () => {
    expect(settings({ shard: ['2/3'], shardsInTurn: true })).toMatchObject({ shard: { index: 2, of: 3 }, shards: 3, shardsInTurn: true });
    expect(settings({}, { ASSAY_SHARD: '1/1' })).toMatchObject({ shard: { index: 1, of: 1 }, shards: 1, shardsInTurn: false });
  });

  const shardForm = 'must be i/n, the number of the part and that of all parts, such as 1/3, 2/3 and 3/3; at most 1000 parts';
  for (const [flags, message] of [
    [{ seed: ['-1'] }, 'Cannot use --seed: must be a whole number from 0 to 2147483647'],
    [{ seed: ['1', '2'] }, 'Cannot use --seed: it is given 2 times; give it once'],
    [{ nonce: ['A-b'] }, 'Cannot use --nonce: must be 1 to 16 lower-case letters and digits'],
    [{ maxRequests: ['0'] }, 'Cannot use --max-requests: must be a whole number from 1 to 10000000'],
    [{ concurrency: ['1.5'] }, 'Cannot use --concurrency: must be a whole number from 1 to 1000'],
    [{ rate: ['0'] }, 'Cannot use --rate: must be a number greater than 0'],
    [{ timeBudget: ['soon'] }, 'Cannot use --time-budget: must be a time greater than 0, such as 90, 90s, 10m or 1h'],
    [{ profile: ['nigthly'] }, 'Cannot use --profile: "nigthly" is not a profile, did you mean "nightly"?'],
    [{ profile: ['toString'] }, 'Cannot use --profile: "toString" is not a profile; known: smoke, pr, nightly, full, comparison'],
    [{ shard: ['0/2'] }, `Cannot use --shard: ${shardForm}`],
    [{ shard: ['3/2'] }, `Cannot use --shard: ${shardForm}`],
    [{ shard: ['2'] }, `Cannot use --shard: ${shardForm}`],
    [{ shard: ['1/1001'] }, `Cannot use --shard: ${shardForm}`],
    [{ shardsInTurn: true }, 'Cannot use --shards-in-turn without --shard: the run is not split'],
    [
      { shard: ['1/2'], saveObserved: ['seen.json'] },
      'Cannot use --save-observed with --shard: one part has seen too little of the target; give it to `assay merge` instead',
    ],
    [{ only: ['a'], skip: ['b,a'] }, 'Cannot use --only and --skip with "a" in both: remove it from one'],
  ] as const) {
    test(`refuse ${JSON.stringify(flags)}`, async () => {
      expect(await messageOf(() => settings(flags))).toBe(message);
    });
  }

  test('refuse a switch of the environment that is neither true nor false', async () => {
    expect(await messageOf(() => settings({}, { ASSAY_JSON: 'maybe' }))).toBe('Cannot use ASSAY_JSON: must be true or false');
  });
});

describe('an unknown variable', () => {
  const world = { names: ['parcels'], flags: { baseUrl: ['http://localhost'] } };

  test('is refused where it is similar to a known one', async () => {
    expect(await messageOf(() => load({ ...world, env: { ASSAY_MAX_REQEUSTS: '5' } }))).toBe(
      'Cannot use environment variable ASSAY_MAX_REQEUSTS: there is no such option, did you mean ASSAY_MAX_REQUESTS?',
    );
  });

  test('may hold a credential', async () => {
    const flags = { ...world.flags, credential: ['key=env:ASSAY_SEDE'] };
    await expect(load({ ...world, flags, env: { ASSAY_SEDE: 'a-key', ASSAY_HOST: 'x', ASSAY_KEY: 'y' } })).resolves.toHaveLength(1);
  });
});

test('a list is split at its commas, but not inside the braces of a glob', () => {
  expect(listOf('a, b,,{c,d}/*,GET /x/{id}')).toEqual(['a', 'b', '{c,d}/*', 'GET /x/{id}']);
});

describe('the nearest name', () => {
  for (const [name, meant] of [
    ['qouta', 'quota'],
    ['QUOTA', 'quota'],
    ['pln', 'plan'],
    ['quotas', 'quota'],
    ['zebra', undefined],
    ['', undefined],
  ] as const) {
    test(`of "${name}" is ${meant ?? 'none'}`, () => {
      expect(nearest(name, ['plan', 'quota', 'allow'])).toBe(meant);
    });
  }

  test('is suggested, else the known ones, at most twelve', () => {
    expect(suggestion('x', [])).toBe('');
    expect(suggestion('zzzz', ['a', 'b'])).toBe('; known: a, b');
    expect(
      suggestion(
        'zzzz',
        Array.from({ length: 14 }, (_, index) => `n${index}`),
      ),
    ).toMatch(/n11 and 2 more$/u);
  });
});
