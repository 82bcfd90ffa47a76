import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { proxyFor } from '../../src/config/proxies.ts';
import { selfSigned } from '../../src/reference/kit/certificate.ts';
import { depot, key, loadOne, messageOf, valid, type World } from './support.ts';

const resolved = (env: Readonly<Record<string, string>>, ...lines: readonly string[]) =>
  loadOne({ files: depot(...valid, ...lines), env: { ...key, ...env } });

const complaint = (env: Readonly<Record<string, string>>, ...lines: readonly string[]) => messageOf(() => resolved(env, ...lines));

describe('the proxy of a target', () => {
  test('is that of the environment, without its credentials', async () => {
    const { target, secrets } = await resolved({
      HTTPS_PROXY: 'http://ann:p%40ss-word@proxy.example:3128',
      http_proxy: 'other.example',
      NO_PROXY: 'a.example, .b.example:8443',
    });
    expect(target.http.proxies).toEqual({
      http: 'http://other.example',
      https: 'http://proxy.example:3128',
      noProxy: ['a.example', '.b.example:8443'],
    });
    expect(secrets['proxy:https']).toBe('ann:p@ss-word');
    expect(JSON.stringify(target)).not.toContain('ss-word');
  });

  test('is that of the config first, and none with "none"', async () => {
    const env = { HTTPS_PROXY: 'http://other.example', CORP: 'http://ann:pass-word@proxy.example:3128' };
    const { target, secrets } = await resolved(env, 'http: {proxy: env:CORP, noProxy: [c.example]}');
    const origin = 'http://proxy.example:3128';
    expect(target.http.proxies).toEqual({ http: origin, https: origin, noProxy: ['c.example'], isNamed: true });
    expect(secrets['proxy:http']).toBe('ann:pass-word');
    expect((await resolved(env, 'http: {proxy: none}')).target.http.proxies).toBeUndefined();
  });

  test('is not that of the environment for a target of this machine', async () => {
    const files = depot('contract: parcels', 'baseUrl: http://127.0.0.1:9/v1');
    const { target } = await loadOne({ files, env: { HTTP_PROXY: 'nonsense://[' } });
    expect(target.http.proxies).toBeUndefined();
  });

  test('is recorded by its source only', async () => {
    const { sources } = await resolved({ CORP: 'http://ann:pass-word@proxy.example:3128' }, 'http: {proxy: env:CORP}');
    expect(sources?.connection).toEqual({ proxy: 'env:CORP' });
  });

  test.each([
    [
      'a password in clear',
      {},
      'http: {proxy: "http://ann:pass-word@proxy.example"}',
      /user name or password in clear: put the whole address into a variable/u,
    ],
    ['another protocol', {}, 'http: {proxy: "socks5://proxy.example"}', /is a proxy by socks5, and only/u],
    ['more than host and port', {}, 'http: {proxy: "http://proxy.example/pac"}', /has more than a host and a port/u],
    ['a variable that is not set', {}, 'http: {proxy: env:CORP}', /CORP is not set/u],
    [
      'no address in the environment',
      { HTTPS_PROXY: 'http://[oops' },
      'plan: pro',
      /^Cannot use environment variable HTTPS_PROXY: it is not the address/u,
    ],
  ] as const)('is refused with %s, and never quoted', async (_what, env, line, words) => {
    const message = await complaint(env, line);
    expect(message).toMatch(words);
    expect(message).not.toContain('pass-word');
  });
});

describe('which hosts are reached without a proxy', () => {
  const at = (hostname: string, port = '', protocol = 'https:') => ({ hostname, port, protocol });
  const named = (noProxy: readonly string[], origin = 'http://proxy.example') =>
    ({ http: origin, https: origin, noProxy, isNamed: true }) as const;

  test.each([
    [['a.example'], at('a.example'), true],
    [['a.example'], at('www.a.example'), true],
    [['.a.example'], at('a.example'), true],
    [['*.a.example'], at('x.a.example'), true],
    [['a.example'], at('ba.example'), false],
    [['A.Example:443'], at('a.example'), true],
    [['a.example:80'], at('a.example'), false],
    [['a.example:80'], at('a.example', '', 'http:'), true],
    [['*'], at('a.example'), true],
    [['[2001:db8::1]:8443'], at('2001:db8::1', '8443'), true],
    [[], at('a.example'), false],
  ])('%j and %j: %s', (noProxy, to, isDirect) => {
    expect(proxyFor(named(noProxy), to) === undefined).toBe(isDirect);
  });

  test('those of this machine, unless the config names a proxy on it', () => {
    for (const host of ['127.0.0.1', 'localhost', '::1', '[::1]']) {
      expect(proxyFor(named([]), at(host))).toBeUndefined();
      expect(proxyFor(named([], 'http://127.0.0.1:8080'), at(host))).toEqual({ scheme: 'https', origin: 'http://127.0.0.1:8080' });
      expect(proxyFor({ https: 'http://127.0.0.1:8080', noProxy: [] }, at(host))).toBeUndefined();
    }
  });
});

describe('the client certificate of a target', () => {
  const pair = selfSigned();
  const encryptedKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
    .toString();
  const withFiles = (line: string, env: Readonly<Record<string, string>> = {}): World => ({
    files: {
      ...depot(...valid, line),
      'client.pem': pair.certificate,
      'client.key': pair.key,
      'other.key': selfSigned().key,
      'locked.key': encryptedKey,
      'words.txt': 'hello',
    },
    env: { ...key, ...env },
  });

  test('is read from files or variables, and kept out of the target and the sources', async () => {
    for (const env of [{ PEM: pair.key }, { PEM: pair.key.replaceAll('\n', '\\n') }]) {
      const { target, secrets, sources } = await loadOne(withFiles('http: {cert: "file:client.pem", key: env:PEM}', env));
      expect([secrets['tls:cert'], secrets['tls:key']?.trim()]).toEqual([pair.certificate, pair.key.trim()]);
      expect(JSON.stringify([target, sources])).not.toContain('BEGIN');
      expect(sources?.connection).toEqual({ cert: 'file:/here/client.pem', key: 'env:PEM' });
    }
  });

  test.each([
    ['cert: "file:client.pem"', /needs "key" too/u],
    ['key: "file:client.key"', /needs "cert" too/u],
    ['cert: "file:client.pem", key: "file:other.key"', /http\/key: is not the key of the certificate/u],
    ['cert: "file:client.pem", key: "file:locked.key"', /http\/key: is encrypted: give "passphrase" too/u],
    ['cert: "file:client.pem", key: "file:locked.key", passphrase: env:WRONG', /http\/passphrase: does not open the key/u],
    ['cert: "file:client.pem", key: "file:client.key", passphrase: sesame', /is plain text: give it as env:NAME or file:PATH/u],
    ['cert: "file:words.txt", key: "file:client.key"', /contains no certificate in PEM form/u],
    ['cert: "file:client.pem", key: "file:words.txt"', /contains no private key in PEM form/u],
    ['cert: "file:gone.pem", key: "file:client.key"', /names "\/here\/gone.pem", which does not exist/u],
    ['cert: "file:client.pem", key: "the-key"', /must be file:PATH or env:NAME/u],
  ])('is refused where %s', async (line, words) => {
    const message = await messageOf(() => loadOne(withFiles(`http: {${line}}`, { WRONG: 'not the words' })));
    expect(message).toMatch(words);
  });
});
