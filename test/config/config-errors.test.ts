import { describe, expect, test } from 'vitest';
import { depot, key, load, messageOf, valid } from './support.ts';

const at = (location: string, text: string): string => `Cannot read config "assay.config.yaml" at ${location}: ${text}`;

describe('a file that is not a config', () => {
  for (const [title, text, message] of [
    ['has its first key twice', 'targets: {}\ntargets: {}\n', at('line 2:1', 'Map keys must be unique')],
    [
      'leaves a list open',
      'targets:\n  a: [1,\n',
      at('line 3:1', 'Flow sequence in block collection must be sufficiently indented and end with a ]'),
    ],
    ['uses an alias of nothing', 'targets: *none\n', at('line 1:10', 'the alias (*name) here has no anchor (&name) before it')],
    ['is empty', '', at('line 1:1', 'has no value, must be an object')],
    ['is a list', '- a\n', at('line 1:1', 'is a list, must be an object')],
    ['holds two documents', 'a: 1\n---\nb: 2\n', at('line 2:1', 'Source contains multiple documents; please use YAML.parseAllDocuments()')],
  ] as const) {
    test(title, async () => {
      expect(await messageOf(() => load({ files: { 'assay.config.yaml': text } }))).toBe(message);
    });
  }

  test('does not reveal the text around the mistake', async () => {
    for (const text of [
      'a: "open-secret',
      'a: my-secret: x',
      '{"a": 1} "my-secret"',
      'a: !my-secret x',
      'a: @my-secret',
      'a: "\\zmy-secret"',
    ]) {
      expect(await messageOf(() => load({ files: { 'assay.config.yaml': text } }))).not.toContain('secret');
    }
  });
});

describe('a key of the config', () => {
  for (const [title, lines, location, text] of [
    [
      'that is unknown is reported with the nearest one',
      ['qouta: {limit: 1}'],
      'line 3:5, /targets/depot/qouta',
      '"qouta" is not a known key, did you mean "quota"?',
    ],
    [
      'that is unknown deep inside, too',
      ['quota:', '  limt: 1'],
      'line 4:7, /targets/depot/quota/limt',
      '"limt" is not a known key, did you mean "limit"?',
    ],
    [
      'that is unlike any known one is reported with all of them',
      ['flood: {zzzzzzz: 1}'],
      'line 3:13, /targets/depot/flood/zzzzzzz',
      '"zzzzzzz" is not a known key; known: maxRequests',
    ],
    ['must have a value', ['baseUrl:'], 'line 3:13, /targets/depot/baseUrl', 'has no value, must be a text'],
    ['wants a text', ['plan: 5'], 'line 3:11, /targets/depot/plan', 'is a whole number, must be a text: put it in quotes'],
    ['wants a number', ['maxCreates: many'], 'line 3:17, /targets/depot/maxCreates', 'is a text, must be a whole number'],
    ['wants a whole number', ['quota: {limit: 1.5}'], 'line 3:20, /targets/depot/quota/limit', 'is a number, must be a whole number'],
    ['wants a quota above zero', ['quota: {limit: 0, windowSeconds: 1}'], 'line 3:20, /targets/depot/quota/limit', 'must be at least 1'],
    [
      'wants a window above zero',
      ['quota: {limit: 1, windowSeconds: 0}'],
      'line 3:38, /targets/depot/quota/windowSeconds',
      'must be greater than 0',
    ],
    ['wants true or false', ['quota: {exclusive: "yes"}'], 'line 3:24, /targets/depot/quota/exclusive', 'is a text, must be true or false'],
    [
      'wants a known permission',
      ['allow: [mutatoin]'],
      'line 3:13, /targets/depot/allow/0',
      '"mutatoin" is not one of the known words, did you mean "mutation"?',
    ],
    ['wants each permission once', ['allow: [flood, flood]'], 'line 3:12, /targets/depot/allow', 'contains the same value twice'],
    [
      'wants a known environment',
      ['environment: lvie'],
      'line 3:18, /targets/depot/environment',
      '"lvie" is not one of the known words, did you mean "live"?',
    ],
    [
      'wants a known credential',
      ['credentials: {secnd: env:X}'],
      'line 3:19, /targets/depot/credentials/secnd',
      '"secnd" is not a known key, did you mean "second"?',
    ],
    ['wants two times in a range', ['durations: {a.b: [1]}'], 'line 3:22, /targets/depot/durations/a.b', 'must contain exactly 2 values'],
    [
      'wants a fixture of texts',
      ['fixtures: {image: 5}'],
      'line 3:23, /targets/depot/fixtures/image',
      'is a whole number, must be a text or a list: put it in quotes',
    ],
    ['wants something in a list', ['fixtures: {image: []}'], 'line 3:23, /targets/depot/fixtures/image', 'must not be empty'],
    [
      'wants no longer wait than ten minutes',
      ['http: {timeoutMs: 600001}'],
      'line 3:23, /targets/depot/http/timeoutMs',
      'must be at most 600000',
    ],
    [
      'called __proto__ is unknown like any other',
      ['__proto__: {}'],
      'line 3:5, /targets/depot/__proto__',
      expect.stringContaining('"__proto__" is not a known key'),
    ],
  ] as const) {
    test(title, async () => {
      const message = await messageOf(() => load({ files: depot(...lines) }));
      expect(message.slice(0, at(location, '').length)).toBe(at(location, ''));
      expect(message.slice(at(location, '').length)).toEqual(text);
    });
  }
});

test('several mistakes are reported together, also those of targets that are not selected', async () => {
  const files = { 'assay.config.yaml': 'targets:\n  a: {plan: 1}\n  b: {maxCreates: -1}\nfoo: 1\n' };
  expect((await messageOf(() => load({ files, names: ['a'] }))).split('\n').sort()).toEqual([
    at('line 2:13, /targets/a/plan', 'is a whole number, must be a text: put it in quotes'),
    at('line 3:19, /targets/b/maxCreates', 'must be at least 0'),
    at('line 4:1, /foo', '"foo" is not a known key; known: targets, gate, notify, keep'),
  ]);
});

test('a long list of mistakes is cut', async () => {
  const keys = Array.from({ length: 14 }, (_, index) => `k${index}: 1`).join('\n');
  const lines = (await messageOf(() => load({ files: { 'assay.config.yaml': keys } }))).split('\n');
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe('and 4 more');
});

test('a position behind an alias is that of the anchor', async () => {
  const files = {
    'assay.config.yaml': 'targets:\n  a: &a\n    baseUrl: https://x.example\n    contract: parcels\n    maxCreates: many\n  b: *a\n',
  };
  expect((await messageOf(() => load({ files }))).split('\n')).toContain(
    at('line 5:17, /targets/b/maxCreates', 'is a text, must be a whole number'),
  );
});

describe('settings that contradict each other', () => {
  for (const [title, lines, location, text] of [
    [
      'a limit without a window',
      ['quota: {limit: 1}'],
      'line 6:12, /targets/depot/quota',
      'needs "windowSeconds" too: the length of the window',
    ],
    [
      'a group without a limit',
      ['quota: {group: acme}'],
      'line 6:12, /targets/depot/quota',
      'needs "limit" too: the requests in one window',
    ],
    [
      'permanent without mutation',
      ['allow: [permanent]'],
      'line 6:12, /targets/depot/allow',
      'contains "permanent" without "mutation", so that nothing could be changed: add "mutation" or remove "permanent"',
    ],
    [
      'a range that begins with its end',
      ['durations: {a.b: [2, 1]}'],
      'line 6:22, /targets/depot/durations/a.b',
      'must give the shorter time first',
    ],
    [
      'a plain address with encryption',
      ['urls: {plain: https://x.example}'],
      'line 6:19, /targets/depot/urls/plain',
      'must begin with http://, it is the address without encryption',
    ],
    [
      'a header that assay sets',
      ['http: {headers: {connection: x}}'],
      'line 6:34, /targets/depot/http/headers/connection',
      'is a header field that assay sets itself',
    ],
    [
      'an invalid header name',
      ['http: {headers: {"a b": x}}'],
      'line 6:29, /targets/depot/http/headers/a b',
      'is not the name of a header field (RFC 9110 section 5.1)',
    ],
    [
      'a header twice',
      ['http: {headers: {X-A: x, x-a: y}}'],
      'line 6:35, /targets/depot/http/headers/x-a',
      'is given twice; letter case is ignored',
    ],
    [
      'a secret in clear in a header',
      ['http: {headers: {authorization: x}}'],
      'line 6:37, /targets/depot/http/headers/authorization',
      'has the name of a secret, and is in clear, which is allowed for a loopback target only: give it as env:NAME or file:PATH',
    ],
    [
      'a header from a command',
      ['http: {headers: {X-A: cmd:x}}'],
      'line 6:27, /targets/depot/http/headers/X-A',
      'must be a text, env:NAME or file:PATH',
    ],
  ] as const) {
    test(title, async () => {
      expect(await messageOf(() => load({ files: depot(...valid, ...lines), env: key }))).toBe(at(location, text));
    });
  }
});

describe('what every target needs', () => {
  test('is a base URL', async () => {
    const files = depot('contract: parcels');
    expect(await messageOf(() => load({ files }))).toBe(
      at('line 3:5, /targets/depot', 'has no base URL: give --base-url URL, or "baseUrl" in the config'),
    );
    expect(await messageOf(() => load({ names: ['parcels'] }))).toBe(
      'Cannot judge target "parcels": has no base URL: give --base-url URL, or "baseUrl" in the config',
    );
  });

  test('is a contract that exists', async () => {
    expect(await messageOf(() => load({ files: depot('baseUrl: https://x.example') }))).toBe(
      at('line 3:5, /targets/depot', 'names no contract: add "contract", a shipped contract or the path of a document'),
    );
    expect(await messageOf(() => load({ files: depot('contract: parcls', 'baseUrl: https://x.example') }))).toBe(
      at('line 3:15, /targets/depot/contract', '"parcls" is not a shipped contract, did you mean "parcels"?'),
    );
  });
});

describe('a base URL', () => {
  for (const [url, text] of [
    ['https://user:hidden@x.example', 'contains a user name or password: give credentials under "credentials"'],
    ['https://x.example/v1?a=b', 'must not contain a query (?…)'],
    ['https://x.example/v1#a', 'must not contain a fragment (#…)'],
    ['x.example/v1', 'is not an absolute address: write it like https://api.example/v1'],
    ['ftp://x.example', 'must begin with https:// or http://'],
    ['https://{region}.x.example', 'still contains a placeholder in braces: write the real address'],
    ['https://x.example/a b', 'contains a blank or a backslash, which no address may'],
    ['http://x.example', 'is plain http to another machine, which would send keys unencrypted: use https, or add "plaintext" to allow'],
    [
      'http://127.0.0.1.x.example',
      'is plain http to another machine, which would send keys unencrypted: use https, or add "plaintext" to allow',
    ],
  ] as const) {
    test(`like ${url} is refused`, async () => {
      const files = depot('contract: parcels', `baseUrl: "${url}"`);
      expect(await messageOf(() => load({ files }))).toBe(at('line 4:14, /targets/depot/baseUrl', text));
      expect(await messageOf(() => load({ names: ['parcels'], flags: { baseUrl: [url] } }))).toBe(`Cannot use --base-url: ${text}`);
    });
  }

  for (const url of ['http://127.0.0.1:1', 'http://127.1:1', 'http://localhost', 'http://api.localhost', 'http://[::1]:80']) {
    test(`like ${url} may be plain, because nothing leaves the machine`, async () => {
      await expect(load({ names: ['parcels'], flags: { baseUrl: [url] } })).resolves.toHaveLength(1);
    });
  }

  test('may be plain with the permission', async () => {
    await expect(load({ names: ['parcels'], flags: { baseUrl: ['http://x.example'], allow: ['plaintext'] } })).resolves.toHaveLength(1);
  });
});
