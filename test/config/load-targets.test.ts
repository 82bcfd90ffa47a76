import { describe, expect, test } from 'vitest';
import { depot, key, load, loadOne, messageOf, valid } from './support.ts';

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';

describe('a target of the config', () => {
  test('is complete, with defaults for what is not given', async () => {
    const { target, secrets } = await loadOne({ files: depot(...valid), env: key });
    expect(target).toEqual({
      name: 'depot',
      contract: 'parcels',
      baseUrl: 'https://sandbox.example/v1',
      urls: {},
      credentials: ['key'],
      flood: { maxRequests: 5000 },
      maxCreates: 20,
      allow: [],
      fixtures: {},
      durations: {},
      values: {},
      http: { timeoutMs: 30_000, headers: {} },
    });
    expect(secrets).toEqual({ key: 'a-key-made-for-this-test' });
  });

  test('accepts every documented key that this version supports', async () => {
    const files = depot(
      'contract: parcels',
      'overlays: [names.overlay.yaml, ./more.yaml]',
      'baseUrl: https://sandbox.example/v1/',
      'environment: sandbox',
      'urls: {plain: "http://sandbox.example/v1", auth: "https://auth.example/", sandbox: "https://a.example", live: "https://b.example"}',
      'credentials: {key: env:KEY, second: file:second.key, restricted: cmd:vault read "the key"}',
      'plan: pro',
      'quota: {limit: 600, windowSeconds: 2, exclusive: true, group: acme}',
      'flood: {maxRequests: 100}',
      'maxCreates: 0',
      'allow: [mutation, permanent, issue-credential, flood, slow, plaintext, production]',
      'fixtures: {image: ubuntu, volumeIds: [v1, v2]}',
      'durations: {instance.active: [0.5, 2], webhook.retry: 1}',
      'values: {POST /parcels: {region: eu-1, sizes: [1, 2]}}',
      'http: {headers: {X-Tenant: env:TENANT, X-Trace: on}, timeoutMs: 1000, ca: file:ca.pem}',
    );
    const execute = (file: string, args: readonly string[], cwd: string) => Promise.resolve(`${file}|${args.join('|')}|${cwd}\n`);
    const { target, secrets } = await loadOne({
      files: { ...files, 'second.key': 'the-second-key\n', 'names.overlay.yaml': '', 'more.yaml': '', 'ca.pem': certificate },
      env: { ...key, TENANT: 'acme' },
      execute,
    });
    expect(secrets).toEqual({ key: key.KEY, second: 'the-second-key', restricted: 'vault|read|the key|/here' });
    expect(target).toMatchObject({
      baseUrl: 'https://sandbox.example/v1',
      overlays: ['/here/names.overlay.yaml', '/here/more.yaml'],
      urls: { plain: 'http://sandbox.example/v1', auth: 'https://auth.example' },
      credentials: ['key', 'second', 'restricted'],
      quota: { limit: 600, windowSeconds: 2, exclusive: true, group: 'acme' },
      maxCreates: 0,
      durations: { 'instance.active': [0.5, 2] },
      values: { 'POST /parcels': { region: 'eu-1', sizes: [1, 2] } },
      http: { timeoutMs: 1000, headers: { 'X-Tenant': 'acme', 'X-Trace': 'on' }, secretHeaders: ['X-Tenant'], ca: certificate },
    });
  });

  test('is read from JSON in the same way, with tabs', async () => {
    const text = JSON.stringify(
      { targets: { depot: { contract: 'parcels', baseUrl: 'https://x.example', credentials: { key: 'env:KEY' } } } },
      undefined,
      '\t',
    );
    expect((await loadOne({ files: { 'assay.config.json': text }, env: key })).target.baseUrl).toBe('https://x.example');
  });

  test('names documents and secret files relative to the config', async () => {
    const files = {
      'conf/a.yaml': 'targets: {depot: {contract: ./api.yaml, baseUrl: "https://x.example", credentials: {key: file:k}}}',
      'conf/api.yaml': 'openapi: 3.1.0',
      'conf/k': 'key-in-a-file',
    };
    const { target, secrets } = await loadOne({ files, flags: { config: ['conf/a.yaml'] } });
    expect([target.contract, secrets.key]).toEqual(['/here/conf/api.yaml', 'key-in-a-file']);
  });

  test('is judged together with all others where none is named', async () => {
    const files = {
      'assay.config.yml':
        'targets:\n  one: &one {contract: parcels, baseUrl: "https://one.example", credentials: {key: env:KEY}}\n  two: *one\n',
    };
    expect((await load({ files, env: key })).map(({ target }) => target.name)).toEqual(['one', 'two']);
    expect((await load({ files, env: key, names: ['two'] })).map(({ target }) => target.name)).toEqual(['two']);
  });
});

describe('a target without a config', () => {
  test('is a shipped contract with the rest from flags', async () => {
    const flags = { baseUrl: ['http://127.0.0.1:4010/v2'], credential: ['key=literal-for-loopback', 'second=env:KEY'] };
    const { target, secrets } = await loadOne({ names: ['parcels'], flags, env: key });
    expect(target).toMatchObject({
      name: 'parcels',
      contract: 'parcels',
      baseUrl: 'http://127.0.0.1:4010/v2',
      credentials: ['key', 'second'],
    });
    expect(secrets.key).toBe('literal-for-loopback');
  });

  test('is a document by its path', async () => {
    const { target } = await loadOne({
      names: ['spec/api.yaml'],
      flags: { baseUrl: ['http://localhost:1'] },
      files: { 'spec/api.yaml': 'x' },
    });
    expect(target).toMatchObject({ name: 'spec/api.yaml', contract: '/here/spec/api.yaml' });
  });
});

describe('precedence', () => {
  const files = depot(...valid, 'quota: {limit: 60, windowSeconds: 60}', 'maxCreates: 1');

  test('prefers the flag to the variable, and that to the file', async () => {
    const env = { ...key, ASSAY_SET: 'maxCreates=2; quota.limit=70', ASSAY_BASE_URL: 'https://variable.example', ASSAY_ALLOW: 'mutation' };
    const byVariable = await loadOne({ files, env });
    expect(byVariable.target).toMatchObject({
      maxCreates: 2,
      baseUrl: 'https://variable.example',
      quota: { limit: 70, windowSeconds: 60 },
      allow: ['mutation'],
    });

    const flags = { set: ['maxCreates=3'], baseUrl: ['https://flag.example'], allow: ['flood,slow'] };
    const byFlag = await loadOne({ files, env, flags });
    expect(byFlag.target).toMatchObject({ maxCreates: 3, baseUrl: 'https://flag.example', quota: { limit: 70 }, allow: ['flood', 'slow'] });
  });

  test('replaces one credential and keeps the others', async () => {
    const { secrets } = await loadOne({ files, env: { ...key, OTHER: 'another-key' }, flags: { credential: ['second=env:OTHER'] } });
    expect(secrets).toEqual({ key: key.KEY, second: 'another-key' });
  });

  test('counts an empty variable as not given', async () => {
    expect((await loadOne({ files, env: { ...key, ASSAY_BASE_URL: '', ASSAY_ALLOW: ' ' } })).target.baseUrl).toBe(
      'https://sandbox.example/v1',
    );
  });
});

describe('the choice of targets', () => {
  const two = { 'assay.config.json': JSON.stringify({ targets: { one: {}, two: {} } }) };

  for (const [title, world, message] of [
    [
      'needs a config or a name',
      {},
      'Cannot run without a target: name one (a shipped contract or the path of a document), or write a config; looked for assay.config.ts, assay.config.js, assay.config.mts, assay.config.mjs, assay.config.json, assay.config.yaml, assay.config.yml in the working directory',
    ],
    [
      'suggests the nearest name',
      { names: ['parcel'] },
      'Cannot judge "parcel": it is not a target of the config, a shipped contract or the path of a document, did you mean "parcels"?',
    ],
    ['refuses one name twice', { names: ['parcels', 'parcels'] }, 'Cannot judge "parcels" twice in one run: name it once'],
    [
      'refuses one address for two targets',
      { files: two, flags: { baseUrl: ['https://x.example'] } },
      'Cannot use --base-url: the run has 2 targets and an address belongs to one; name one target',
    ],
    [
      'refuses a target named like a shipped contract',
      { files: { 'assay.config.yaml': 'targets:\n  parcels: {contract: letters}\n' } },
      'Cannot read config "assay.config.yaml" at line 2:3, /targets/parcels: "parcels" is a shipped contract as well as a target of the config: give the target another name',
    ],
    [
      'refuses a name that is a target and a file',
      { files: { 'assay.config.yaml': 'targets: {api.yaml: {}}', 'api.yaml': 'x' }, names: ['api.yaml'] },
      'Cannot judge "api.yaml": it is a target of the config as well as a file; write ./api.yaml for the file',
    ],
    [
      'refuses names that no file could have',
      { files: { 'assay.config.yaml': 'targets: {"a/b": {}}' } },
      'Cannot read config "assay.config.yaml" at line 1:11, /targets/a~1b: the name of a target consists of letters, digits, ".", "_" and "-" and begins with a letter or digit',
    ],
    [
      'refuses a config without targets',
      { files: { 'assay.config.yaml': 'targets: {}' } },
      'Cannot run: config "assay.config.yaml" at line 1:1 has no targets: add one under "targets"',
    ],
    [
      'reports a document that does not exist',
      { names: ['./api.yaml'], flags: { baseUrl: ['https://x.example'] } },
      'Cannot judge target "./api.yaml", contract: there is no file "./api.yaml"',
    ],
  ] as const) {
    test(title, async () => {
      expect(await messageOf(() => load(world))).toBe(message);
    });
  }
});

describe('finding the config', () => {
  for (const [title, world, message] of [
    [
      'reports a named file that does not exist',
      { flags: { config: ['here.yaml'] } },
      'Cannot read config "here.yaml": there is no such file',
    ],
    [
      'refuses two in one directory',
      { files: { 'assay.config.json': '{}', 'assay.config.yaml': '{}' } },
      'Cannot choose a config: "assay.config.json" and "assay.config.yaml" are both in this directory; remove one or name one with --config',
    ],
    [
      'refuses other forms',
      { flags: { config: ['a.toml'] } },
      'Cannot read config "a.toml": its name must end in .ts, .js, .mts, .mjs, .json, .yaml or .yml',
    ],
  ] as const) {
    test(title, async () => {
      expect(await messageOf(() => load(world))).toBe(message);
    });
  }

  test('reports the system error where a file cannot be read', async () => {
    const { findConfig } = await import('../../src/config/find-config.ts');
    const refuse = () => Promise.reject(Object.assign(new Error('EACCES: /here/assay.config.json'), { code: 'EACCES' }));
    const outside = { cwd: '/here', env: {}, readFile: refuse, execute: refuse, loadCode: refuse, fetchDocument: refuse };
    expect(await messageOf(() => findConfig(undefined, outside))).toBe('Cannot read config "assay.config.ts": EACCES');
  });
});

describe('a file that a target names', () => {
  test.each<readonly [string, readonly string[], string]>([
    ['an overlay that does not exist', ['overlays: [gone.yaml]'], 'names "/here/gone.yaml", which does not exist'],
    ['certificates given as text', ['http: {ca: MIIB}'], 'must be file:PATH or env:NAME, or the text in PEM form'],
    ['certificates that are not valid', ['http: {ca: file:ca.pem}'], 'contains no certificate in PEM form'],
  ])('%s is refused', async (_what, lines, text) => {
    const files = { ...depot(...valid, ...lines), 'ca.pem': 'nothing' };
    expect(await messageOf(() => load({ files, env: key }))).toContain(text);
  });
});
