import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { gatherOptions } from '../../src/config/given.ts';
import { loadTargets } from '../../src/config/load-targets.ts';
import { realOutside } from '../../src/config/outside.ts';
import { parseSource, readSecret } from '../../src/config/source.ts';
import { depot, key, load, loadOne, messageOf, outsideOf, shipped, valid, type World } from './support.ts';

const secret = 'sk-very-secret-0123456789';

describe('a credential', () => {
  const location = (name: string): string => `Cannot read config "assay.config.yaml" at line 6:7, /targets/depot/credentials/${name}: `;
  const config = (line: string): World['files'] => depot(...valid.slice(0, 2), 'credentials:', `  ${line}`);

  for (const [title, line, world, text] of [
    ['needs its variable', 'key: env:NONE', {}, 'environment variable NONE is not set'],
    ['needs a variable that is not empty', 'key: env:KEY', { env: { KEY: ' \n' } }, 'environment variable KEY is empty'],
    ['needs its file', 'key: file:key.txt', {}, 'there is no file "key.txt"'],
    ['needs a file that is not empty', 'key: file:key.txt', { files: { 'key.txt': '\n' } }, 'file "key.txt" is empty'],
    ['needs a path', 'key: "file:"', {}, 'file: must be followed by a path'],
    ['needs the name of a variable', 'key: "env:"', {}, 'env: must be followed by the name of a variable, such as env:API_KEY'],
    ['needs a command', 'key: "cmd: "', {}, 'cmd: must be followed by a command'],
    ['needs closed quotes', `key: 'cmd:vault "read'`, {}, 'the command of cmd: opens a quote and does not close it'],
    [
      'is one line',
      'key: env:KEY',
      { env: { KEY: `${secret}\n${secret}` } },
      'environment variable KEY contains a character that no header field can contain, such as a line break',
    ],
    [
      'is ASCII',
      'key: env:KEY',
      { env: { KEY: `${secret}ü` } },
      'environment variable KEY contains a character that no header field can contain, such as a line break',
    ],
    [
      'is plain text only for this machine',
      `key: ${secret}`,
      {},
      'is plain text, which is allowed for a loopback target only: give it as env:NAME or file:PATH',
    ],
  ] as const) {
    test(title, async () => {
      const { files = {}, ...rest }: World = world;
      const message = await messageOf(() => load({ ...rest, files: { ...config(line), ...files } }));
      expect(message.replace(/6:\d+/u, '6:7')).toBe(location('key') + text);
      expect(message).not.toContain(secret);
    });
  }

  test('of a flag has the same messages', async () => {
    const world = { names: ['parcels'], flags: { baseUrl: ['https://x.example'], credential: ['key=env:NONE'] } };
    expect(await messageOf(() => load(world))).toBe('Cannot use --credential key: environment variable NONE is not set');
  });

  test('of a variable never comes from a command', async () => {
    const world = { names: ['parcels'], flags: { baseUrl: ['https://x.example'] }, env: { ASSAY_CREDENTIAL: 'key=cmd:vault' } };
    expect(await messageOf(() => load(world))).toBe('Cannot use ASSAY_CREDENTIAL key: cmd: is allowed in a config file only');
  });

  test('in plain text requires every address to be of this machine', async () => {
    const flags = { baseUrl: ['http://127.0.0.1:1'], credential: [`key=${secret}`], set: ['urls.auth=https://x.example'] };
    const message = await messageOf(() => load({ names: ['parcels'], flags }));
    expect(message).toBe(
      'Cannot use --credential key: is plain text, which is allowed for a loopback target only: give it as env:NAME or file:PATH',
    );
  });

  for (const name of ['second', 'restricted', 'other', 'revoked', 'expired', 'exhausted']) {
    test(`called ${name} differs from key`, async () => {
      const files = depot(...valid.slice(0, 2), `credentials: {key: env:KEY, ${name}: env:SAME}`);
      const message = await messageOf(() => load({ files, env: { KEY: secret, SAME: secret } }));
      expect(message).toContain(`/targets/depot/credentials/${name}: is the same as "key": give another credential`);
      expect(message).not.toContain(secret);
    });
  }

  test('for the burst may be key itself', async () => {
    const files = depot(...valid.slice(0, 2), 'credentials: {key: env:KEY, flood: env:KEY}');
    expect((await loadOne({ files, env: key })).target.credentials).toEqual(['key', 'flood']);
  });
});

describe('no message reveals a secret', () => {
  const flags = (given: World['flags']): World => ({ names: ['parcels'], flags: { baseUrl: ['https://x.example'], ...given } });
  for (const [title, world] of [
    ['with an unknown name', flags({ credential: [`kay=${secret}`] })],
    ['without a name', flags({ credential: [`=${secret}`] })],
    ['without an equals sign', flags({ credential: [secret] })],
    ['given twice', flags({ credential: [`key=${secret}`, `key=${secret}`] })],
    ['given by --set', flags({ set: [`credentials.key=${secret}`] })],
    ['given by --set to an unknown key', flags({ set: [`credentials.kay=${secret}`] })],
    ['given by --set without a key', flags({ set: [secret] })],
    ['in a header that assay sets', flags({ set: [`http.headers.Authorization=${secret}`] })],
    ['in the address', flags({ baseUrl: [`https://a:${secret}@x.example`] })],
    ['in the query of the address', flags({ baseUrl: [`https://x.example?key=${secret}`] })],
    ['where a number is wanted', flags({ set: [`maxCreates=${secret}`] })],
    ['where a list is wanted', { files: depot(...valid, `allow: ${secret}`), env: key }],
    ['where an object is wanted', { files: depot(`credentials: ${secret}`) }],
    ['in a list inside a header', { files: depot(`http: {headers: {X-Key: [${secret}]}}`) }],
  ] as const) {
    test(title, async () => {
      const message = await messageOf(() => load(world));
      expect(message.length).toBeGreaterThan(20);
      expect(message).not.toContain(secret);
    });
  }
});

describe('a command', () => {
  for (const [text, words] of [
    ['vault read key', ['vault', 'read', 'key']],
    ['  op  "read this" \'and "that"\' ""', ['op', 'read this', 'and "that"', '']],
    ['echo $HOME `id` a;b', ['echo', '$HOME', '`id`', 'a;b']],
  ] as const) {
    test(`is split into words: ${text}`, () => {
      expect(parseSource(`cmd:${text}`)).toEqual({ kind: 'cmd', words });
    });
  }

  for (const [title, error, text] of [
    ['does not exist', Object.assign(new Error('x'), { code: 'ENOENT' }), 'no such program'],
    ['is too slow', Object.assign(new Error('x'), { killed: true, code: null }), 'no answer within 10 s'],
    ['ends with a code', Object.assign(new Error(secret), { killed: false, code: 3 }), 'exit code 3'],
  ] as const) {
    test(`that ${title} gives no credential`, async () => {
      const outside = outsideOf({ execute: () => Promise.reject(error) });
      expect(await readSecret(parseSource('cmd:vault read'), '/here', outside)).toEqual({
        kind: 'problem',
        text: `command "vault" failed: ${text}`,
      });
    });
  }
});

describe('the real outside', () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-config-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const outside = realOutside(directory, {});

  test('reads a file, and distinguishes a missing one from one that cannot be read', async () => {
    writeFileSync(join(directory, 'key'), 'from a file\r\n');
    expect(await readSecret({ kind: 'file', path: 'key' }, directory, outside)).toEqual({ kind: 'value', value: 'from a file' });
    expect(await outside.readFile(join(directory, 'none'))).toBeUndefined();
    expect(await readSecret({ kind: 'file', path: '.' }, directory, outside)).toEqual({
      kind: 'problem',
      text: 'file "." cannot be read: EISDIR',
    });
  });

  test('runs a program without a shell, in the directory of the config', async () => {
    const script = join(directory, 'print.mjs');
    writeFileSync(script, 'console.log(process.cwd() + " " + process.argv.slice(2).join("|"))');
    const command = `cmd:"${process.execPath}" print.mjs $HOME "a b"`;
    const { value } = { value: '', ...(await readSecret(parseSource(command), directory, outside)) };
    expect(value.endsWith(' $HOME|a b')).toBe(true);
    expect(value.includes(directory.split('/').at(-1) ?? '')).toBe(true);
  });

  test('reports the exit code of a program and does not quote its output', async () => {
    writeFileSync(join(directory, 'fail.mjs'), `console.log("${secret}"); console.error("${secret}"); process.exit(7)`);
    const result = await readSecret(parseSource(`cmd:"${process.execPath}" fail.mjs`), directory, outside);
    expect(result).toEqual({ kind: 'problem', text: `command "${process.execPath}" failed: exit code 7` });
    expect(await readSecret(parseSource('cmd:assay-no-such-program'), directory, outside)).toMatchObject({
      text: 'command "assay-no-such-program" failed: no such program',
    });
    const blocked = join(directory, 'blocked');
    writeFileSync(blocked, '');
    chmodSync(blocked, 0o600);
    expect(await readSecret(parseSource(`cmd:${blocked}`), directory, outside)).toMatchObject({
      text: `command "${blocked}" failed: EACCES`,
    });
  });
});

describe('a command that sends nothing', () => {
  const unread = async (world: World) => {
    const outside = outsideOf(world);
    const [resolved] = await loadTargets({ names: [], given: gatherOptions(world.flags ?? {}, {}), shipped, outside, secretsUnread: true });
    if (!resolved) throw new Error('no target');
    return resolved;
  };

  test('reads no variable and no file, runs no command, and still knows which are given', async () => {
    const lines = [
      'credentials:',
      '  key: env:NONE',
      '  second: file:none.txt',
      '  other: "cmd:vault read"',
      '  schemes: {badge: env:NONE}',
    ];
    const headers = ['http: {headers: {X-Tenant: env:NONE, X-Open: here}}'];
    const { target, secrets } = await unread({ files: depot(...valid.slice(0, 2), ...lines, ...headers) });
    expect([target.credentials, target.schemes, secrets]).toEqual([['key', 'second', 'other'], ['badge'], {}]);
    expect(target.http.headers).toEqual({ 'X-Open': 'here' });
  });

  test('calls no function of a config in code', async () => {
    let calls = 0;
    const credentials = { key: () => `called ${(calls += 1)} times`, schemes: { badge: () => `called ${(calls += 1)} times` } };
    const code = { targets: { depot: { contract: 'parcels', baseUrl: 'https://sandbox.example/v1', credentials } } };
    const world: World = { files: { 'assay.config.ts': '' }, code };
    const { target } = await unread(world);
    expect([target.credentials, target.schemes, calls]).toEqual([['key'], ['badge'], 0]);
    const { secrets } = await loadOne(world);
    expect(secrets).toEqual({ key: 'called 1 times', 'scheme:badge': 'called 2 times' });
  });

  test('still refuses what no run could use', async () => {
    expect(await messageOf(() => unread({ files: depot(...valid.slice(0, 2), 'credentials: {key: "env:"}') }))).toContain(
      'env: must be followed by the name of a variable',
    );
    expect(await messageOf(() => unread({ files: depot(...valid.slice(0, 2), 'credentials: {key: open-secret}') }))).toContain(
      'is plain text',
    );
  });
});
