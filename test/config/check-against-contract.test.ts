import { describe, expect, test } from 'vitest';
import { isLoopback, isSameHost } from '../../src/config/address.ts';
import { checkAgainstContract, demandKey, type ContractFacts } from '../../src/config/check-against-contract.ts';
import { depot, key, loadOne, messageOf, valid } from './support.ts';

const facts: ContractFacts = {
  production: ['https://api.parcels.example/v1', 'https://{region}.parcels.example'],
  liveForms: [/^sk_live_/u],
  needsKey: true,
  schemes: ['counter', 'depot_key', 'clerk'],
  keyScheme: 'counter',
  tokenUrls: {},
  cookies: {},
  basicSchemes: ['clerk'],
  tokenSchemes: ['counter', 'depot_key'],
  credentialFields: { 'x-parcels-key': 'key' },
  operations: ['GET /parcels', 'POST /parcels'],
  operationIds: { sendParcel: 'POST /parcels' },
  takenBy: (operation) => (operation === 'POST /parcels' ? ['depot', 'clerk', 'weight', 'body'] : ['a']),
  pathParameters: { 'GET /parcels': ['depot'], 'POST /parcels': ['depot', 'clerk'] },
  plans: ['free', 'pro'],
  fixtures: ['image'],
  durations: ['parcel.sent'],
};

const judge = async (lines: readonly string[], env: Readonly<Record<string, string>> = key): Promise<void> => {
  checkAgainstContract(await loadOne({ files: depot(...lines), env }), facts);
};
const at = (location: string, text: string): string => `Cannot read config "assay.config.yaml" at ${location}: ${text}`;
const [contract = '', , credentials = ''] = valid;

describe('names', () => {
  for (const [line, location, text] of [
    ['plan: por', '6:11, /targets/depot/plan', 'the contract prints no plan "por", did you mean "pro"?'],
    ['fixtures: {imgae: x}', '6:23, /targets/depot/fixtures/imgae', 'the contract has no fixture "imgae", did you mean "image"?'],
    [
      'durations: {parcel.snet: 1}',
      '6:30, /targets/depot/durations/parcel.snet',
      'the contract has no duration "parcel.snet", did you mean "parcel.sent"?',
    ],
    [
      'values: {POST /parcel: {}}',
      '6:28, /targets/depot/values/POST ~1parcel',
      'the contract has no operation "POST /parcel", did you mean "POST /parcels"?',
    ],
    [
      'values: {sendParcle: {}}',
      '6:26, /targets/depot/values/sendParcle',
      'the contract has no operation "sendParcle", did you mean "sendParcel"?',
    ],
    [
      'values: {sendParcel: {wieght: 5}}',
      '6:35, /targets/depot/values/sendParcel/wieght',
      'POST /parcels has no parameter and no member of its body "wieght", and the whole body is given as "body", did you mean "weight"?',
    ],
    [
      'values: {POST /parcels: {weight: 5}, sendParcel: {weight: 6}}',
      '6:54, /targets/depot/values/sendParcel',
      'is the same operation as "POST /parcels": put its values in one place',
    ],
  ] as const) {
    test(`of the contract are checked: ${line}`, async () => {
      expect(await messageOf(() => judge([...valid, line]))).toBe(at(`line ${location}`, text));
    });
  }

  test('that the contract has are accepted', async () => {
    await expect(
      judge([...valid, 'plan: pro', 'fixtures: {image: x}', 'durations: {parcel.sent: 1}', 'values: {GET /parcels: {a: 1}}']),
    ).resolves.toBeUndefined();
  });
});

test('values by an operationId are those of its operation, before those for all', async () => {
  const given = await loadOne({ files: depot(...valid, 'values: {sendParcel: {weight: 5, depot: north}, "*": {depot: south}}'), env: key });
  expect(checkAgainstContract(given, facts).target.values).toEqual({
    'GET /parcels': { depot: 'south' },
    'POST /parcels': { depot: 'north', weight: 5 },
  });
});

describe('production', () => {
  for (const url of [
    'https://api.parcels.example/v1',
    'https://API.parcels.example:8443/other',
    'https://api.parcels.example.',
    'https://eu-1.parcels.example/v1',
  ]) {
    test(`is recognised in ${url}`, async () => {
      const message = await messageOf(() => judge([contract, `baseUrl: ${url}`, credentials]));
      expect(message).toContain('/targets/depot/baseUrl: ');
      expect(message).toMatch(/is documented as production: name a sandbox, or add "production" to allow$/u);
      await expect(judge([contract, `baseUrl: ${url}`, credentials, 'allow: [production]'])).resolves.toBeUndefined();
    });
  }

  test('is recognised in the other addresses too', async () => {
    expect(await messageOf(() => judge([...valid, 'urls: {live: https://api.parcels.example}']))).toContain(
      '/targets/depot/urls/live: api.parcels.example is documented',
    );
  });

  for (const url of [
    'https://api.parcels.example.evil.example',
    'https://sandbox.example/api.parcels.example',
    'https://a.b.parcels.example',
  ]) {
    test(`is not seen in ${url}`, async () => {
      await expect(judge([contract, `baseUrl: ${url}`, credentials])).resolves.toBeUndefined();
    });
  }

  test('is required for a live credential, except on this machine', async () => {
    const env = { KEY: 'sk_live_0123456789' };
    const message = await messageOf(() => judge(valid, env));
    expect(message).toBe(
      at(
        'line 5:24, /targets/depot/credentials/key',
        'has the form of a live credential: give one for testing, or add "production" to allow',
      ),
    );
    await expect(judge([contract, 'baseUrl: http://127.0.0.1:1/v1', credentials], env)).resolves.toBeUndefined();
    await expect(judge([...valid, 'allow: [production]'], env)).resolves.toBeUndefined();
  });
});

describe('credentials', () => {
  const settle = async (lines: readonly string[], env: Readonly<Record<string, string>> = key, over: Partial<ContractFacts> = {}) =>
    checkAgainstContract(await loadOne({ files: depot(...valid.slice(0, 2), ...lines), env }), { ...facts, ...over });

  test('need not be given: operations that require one are skipped', async () => {
    expect((await settle([])).target.credentials).toEqual([]);
  });

  test('are required by commands that repeat a run', async () => {
    const bare = await settle([]);
    expect(await messageOf(() => demandKey(bare, facts))).toContain('has no "key": give --credential key=env:VARIABLE');
    expect(() => demandKey(bare, { ...facts, needsKey: false })).not.toThrow();
    const given = await settle(['credentials: {schemes: {depot_key: env:KEY}}']);
    expect(() => demandKey(given, facts)).not.toThrow();
  });

  test('of a security scheme are known by the name of the scheme', async () => {
    const { target, secrets } = await settle(['credentials: {schemes: {depot_key: env:KEY}}']);
    expect({ target: target.schemes, secret: secrets['scheme:depot_key'] }).toEqual({ target: ['depot_key'], secret: key.KEY });
  });

  test('of the first scheme are `key`', async () => {
    const { target, secrets } = await settle(['credentials: {schemes: {counter: env:KEY}}']);
    expect({ roles: target.credentials, schemes: target.schemes, secrets }).toEqual({
      roles: ['key'],
      schemes: undefined,
      secrets: { key: key.KEY },
    });
  });

  for (const [title, line, message] of [
    [
      'of a scheme that no operation requires',
      'schemes: {depot_kee: env:KEY}',
      'no operation requires a security scheme "depot_kee", and no credential has this role, did you mean "depot_key"?',
    ],
    [
      'that serve the same scheme twice',
      'key: env:KEY, schemes: {counter: env:KEY}',
      '"key" already serves the security scheme "counter": give one of them',
    ],
    ['of basic authentication without a colon', 'schemes: {clerk: env:KEY}', 'contains no colon, but is sent as basic authentication'],
  ] as const) {
    test(`${title} are refused`, async () => {
      expect(await messageOf(() => settle([`credentials: {${line}}`]))).toContain(message);
    });
  }

  test('of basic authentication are a name and a password', async () => {
    await expect(settle(['credentials: {schemes: {clerk: env:KEY}}'], { KEY: 'ann:' })).resolves.toBeDefined();
    await expect(settle(['credentials: {key: env:KEY}'], { KEY: 'ann:pass' }, { keyScheme: 'clerk' })).resolves.toBeDefined();
  });
});

describe('a key where basic authentication is the first scheme', () => {
  const settle = async (lines: readonly string[], env: Readonly<Record<string, string>>, over: Partial<ContractFacts> = {}) =>
    checkAgainstContract(await loadOne({ files: depot(...valid.slice(0, 2), ...lines), env }), { ...facts, keyScheme: 'clerk', ...over });
  const servedBy = async (lines: readonly string[], env: Readonly<Record<string, string>>, over: Partial<ContractFacts> = {}) => {
    const { target, secrets } = await settle(lines, env, over);
    return { sentAs: target.sentAs, schemes: target.schemes, key: secrets.key };
  };

  test('with a colon is for that', async () => {
    expect(await servedBy(['credentials: {key: env:KEY}'], { KEY: 'ann:pass' })).toEqual({
      sentAs: undefined,
      schemes: undefined,
      key: 'ann:pass',
    });
  });

  test('without one is for the next scheme', async () => {
    expect(await servedBy(['credentials: {key: env:KEY}'], { KEY: 'tok_1' })).toEqual({
      sentAs: { key: 'counter' },
      schemes: undefined,
      key: 'tok_1',
    });
  });

  test('is for the one that has no credential of its own, and the pair is given beside it', async () => {
    expect(
      await servedBy(['credentials: {key: env:KEY, schemes: {counter: env:OTHER, clerk: env:PAIR}}'], {
        KEY: 'tok_1',
        OTHER: 'tok_2',
        PAIR: 'ann:pass',
      }),
    ).toEqual({ sentAs: { key: 'depot_key' }, schemes: ['counter', 'clerk'], key: 'tok_1' });
  });

  test('that only basic authentication could take has to be a pair', async () => {
    expect(await messageOf(() => settle(['credentials: {key: env:KEY}'], { KEY: 'tok_1' }, { tokenSchemes: [] }))).toContain(
      'contains no colon',
    );
  });

  test('may be of another form than what others are known by', async () => {
    const roles = 'credentials: {key: env:KEY, restricted: env:GUEST, other: env:OTHER}';
    const env = { KEY: 'ann:pass', GUEST: 'tok_2', OTHER: 'otto:pass' };
    expect((await servedBy([roles], env)).sentAs).toEqual({ restricted: 'counter' });
    expect((await servedBy([roles], { ...env, KEY: 'tok_1' })).sentAs).toEqual({ key: 'counter', other: 'clerk' });
  });

  test('stays what it is where the first scheme is another one, whatever its form', async () => {
    expect(await servedBy(['credentials: {key: env:KEY}'], { KEY: 'a:b' }, { keyScheme: 'counter' })).toEqual({
      sentAs: undefined,
      schemes: undefined,
      key: 'a:b',
    });
  });
});

describe('values for every operation', () => {
  const valuesOf = async (line: string) =>
    checkAgainstContract(
      await loadOne({ files: depot(contract, 'baseUrl: http://localhost:9', credentials, `values: ${line}`), env: key }),
      facts,
    ).target.values;

  test('go to each operation that takes them, unless it has its own', async () => {
    expect(await valuesOf("{'*': {depot: north, clerk: ann}, POST /parcels: {depot: south, weight: 2}}")).toEqual({
      'GET /parcels': { depot: 'north' },
      'POST /parcels': { depot: 'south', clerk: 'ann', weight: 2 },
    });
  });

  test('are refused where no path takes them', async () => {
    expect(await messageOf(() => valuesOf("{'*': {depto: north}}"))).toContain(
      'no path has a parameter "depto" that may be given for all, did you mean "depot"?',
    );
  });
});

describe('a host', () => {
  for (const [host, expected] of [
    ['localhost', true],
    ['LOCALHOST.', true],
    ['127.9.9.9', true],
    ['[::1]', true],
    ['localhost.example', false],
    ['127.0.0.1.example', false],
    ['128.0.0.1', false],
    ['[::2]', false],
  ] as const) {
    test(`called ${host} is ${expected ? '' : 'not '}this machine`, () => {
      expect(isLoopback(host)).toBe(expected);
    });
  }

  test('of a documented address is compared as a whole', () => {
    expect(isSameHost('a.example', 'https://user@a.example:1/x')).toBe(true);
    expect(isSameHost('[::1]', 'http://[::1]:80')).toBe(true);
    expect(isSameHost('aXexample', 'https://a.example')).toBe(false);
    expect(isSameHost('a.example', '/relative')).toBe(false);
  });
});
