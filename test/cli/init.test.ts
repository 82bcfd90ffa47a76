import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { baseAddress } from '../../src/cli/init/base-address.ts';
import { targetNameOf, variableNameOf } from '../../src/cli/init/names.ts';
import { loadContract } from '../../src/contract/load.ts';
import { productionUrls } from '../../src/contract/production.ts';
import { onLoopback } from '../exchange/on-loopback.ts';
import { harbour, harbourPass, startHarbour } from '../worlds/self-describing.ts';
import { assay, emptyFolder, fakeIo } from './support.ts';

const files = ['assay.config.yaml', 'assay.overlay.yaml'];

type Json = Readonly<Record<string, unknown>>;

const folderWith = (document: object = harbour, name = 'harbour.json'): string => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, name), JSON.stringify(document));
  return cwd;
};

const init = (cwd: string, ...args: readonly string[]) => assay(['init', ...args], fakeIo({ cwd }));

const textOf = (cwd: string, name: string): string => readFileSync(join(cwd, name), 'utf8');

/** The only target of the config that was written. */
const targetIn = (cwd: string): Json => {
  const { targets } = parse(textOf(cwd, 'assay.config.yaml')) as { targets: Readonly<Record<string, Json>> };
  const [target] = Object.values(targets);
  if (target === undefined) throw new Error('no target');
  return target;
};

const planned = async (cwd: string, ...args: readonly string[]) => {
  const { stdout, stderr, code } = await assay(['run', ...args, '--dry-run', '--json'], fakeIo({ cwd }));
  // At most one note about the document, with its file.
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^(?:\/\S+harbour\.json:1:\d+ \S+ note: .*\n)?$/),
  });
  const [{ cases }] = (JSON.parse(stdout) as { targets: [{ cases: { id: string; requirement: string; level: string }[] }] }).targets;
  return cases;
};

const served = async (answer: RequestListener): Promise<string> => onLoopback(createServer(answer));

describe('assay init', () => {
  test('writes a config that only reads and an overlay, and says what it guessed and how to go on', async () => {
    const cwd = folderWith();
    const { code, stdout, stderr } = await init(cwd, './harbour.json', '--base-url', 'http://127.0.0.1:9/api');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(cwd).sort()).toEqual([...files, 'harbour.json'].sort());
    expect(targetIn(cwd)).toEqual({
      contract: './harbour.json',
      overlays: ['./assay.overlay.yaml'],
      baseUrl: 'http://127.0.0.1:9/api',
      credentials: { key: 'env:HARBOUR_PASS' },
      allow: [],
    });
    expect(stdout).toMatch(/collection at GET \/boats: .*described/);
    expect(stdout).toMatch(
      /Next:\n {2}export HARBOUR_PASS=… {4}# a token; any word if this server asks for none\n {2}assay run harbour\n$/,
    );
  });

  test('writes a plan that differs in nothing from that of the document alone', async () => {
    const cwd = folderWith();
    await init(cwd, './harbour.json', '--base-url', 'http://127.0.0.1:9/api');
    const alone = await planned(folderWith(), './harbour.json', '--base-url', 'http://127.0.0.1:9/api', '--credential', 'key=env:ANY');
    expect(await planned(cwd)).toEqual(alone);
    expect(alone.some(({ requirement }) => requirement.endsWith('-INFERRED'))).toBe(true);
  });

  test('marks each guess in the overlay, one action for an operation, in the order of the document', async () => {
    const cwd = folderWith();
    await init(cwd, './harbour.json');
    const text = textOf(cwd, 'assay.overlay.yaml');
    const { overlay, actions } = parse(text) as { overlay: string; actions: { target: string; update: { 'x-assay': Json } }[] };
    expect(overlay).toBe('1.0.0');
    expect(actions.map(({ target }) => target)).toEqual(['$', "$.paths['/boats'].get", "$.paths['/boats/{id}'].get"]);
    expect(actions[1]?.update['x-assay']).toMatchObject({ collection: { items: '$response.body#/data', 'x-inferred': true } });
    expect(text.match(/x-inferred: true/g)).toHaveLength(text.match(/x-inferred-reason: /g)?.length ?? 0);
    expect(text).toMatch(/^# .*between the lines of harbour\.json/);
  });

  test('lets a person confirm a word by deleting its marks, and reject one by its name', async () => {
    const cwd = folderWith();
    await init(cwd, './harbour.json', '--base-url', 'http://127.0.0.1:9/api');
    const text = textOf(cwd, 'assay.overlay.yaml');
    const levels = async () => new Map((await planned(cwd)).map(({ id, level }) => [id, level]));
    const about = 'schema/items-are-objects@#/paths/~1boats/get/x-assay/collection';
    const before = await levels();
    const [marked] = [...before].filter(([id, level]) => id.endsWith('/boats/get/x-assay/collection') && level === 'should');
    const id = marked?.[0] ?? about;
    expect(before.get(id)).toBe('should');
    const marks = /( +)collection:\n( +items: .*\n(?: +id: .*\n)?) +x-inferred: true\n +x-inferred-reason: .*\n(?:\1 {4}.*\n)*/;
    writeFileSync(join(cwd, 'assay.overlay.yaml'), text.replace(marks, '$1collection:\n$2'));
    expect((await levels()).get(id)).toBe('must');
    writeFileSync(join(cwd, 'assay.overlay.yaml'), text.replace(marks, '$1notInferred: [collection]\n'));
    expect((await levels()).has(id)).toBe(false);
  });

  test('prints one JSON document', async () => {
    const { stdout } = await init(folderWith(), './harbour.json', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      format: 1,
      target: 'harbour',
      files: { config: 'assay.config.yaml', overlay: 'assay.overlay.yaml', document: 'harbour.json' },
      baseUrl: null,
      credentials: [{ scheme: 'pass', variable: 'HARBOUR_PASS', isKey: true, operations: 2 }],
      guesses: expect.arrayContaining([expect.objectContaining({ operation: 'GET /boats', word: 'collection' })]),
      next: ['assay run harbour --base-url URL'],
    });
  });

  test('says what to put if no address is safe, and names production without using it', async () => {
    const cwd = folderWith({ ...harbour, servers: [{ url: 'https://harbour.example/v1', description: 'The port' }] });
    const { stdout } = await init(cwd, './harbour.json');
    expect(targetIn(cwd)).not.toHaveProperty('baseUrl');
    expect(textOf(cwd, 'assay.config.yaml')).toContain('#   https://harbour.example/v1  (The port)');
    expect(stdout).toMatch(/https:\/\/harbour\.example\/v1: production, .*\n {2}none is safe to use: .*\(it ends with \/v1\)/);
    expect(stdout).toMatch(/assay run harbour --base-url URL\n$/);
    const { code } = await assay(['doctor', 'harbour', '--offline'], fakeIo({ cwd }));
    expect(code).toBe(0);
  });

  test('names every other credential as a comment, and those that go with the key as they are', async () => {
    const key = (name: string) => ({ type: 'apiKey', in: 'header', name });
    const cwd = folderWith({
      ...harbour,
      security: [{ id: [], secret: [] }],
      components: {
        securitySchemes: {
          id: key('X-Id'),
          secret: key('X-Secret'),
          staff: { type: 'http', scheme: 'basic' },
          card: { type: 'mutualTLS' },
        },
      },
      paths: {
        ...harbour.paths,
        '/crew': { get: { security: [{ staff: [] }], responses: { '200': { description: 'All' } } } },
        '/safe': { get: { security: [{ card: [] }], responses: { '200': { description: 'All' } } } },
      },
    });
    const { stdout } = await init(cwd, './harbour.json');
    expect(targetIn(cwd)['credentials']).toEqual({ key: 'env:HARBOUR_ID', schemes: { secret: 'env:HARBOUR_SECRET' } });
    const config = textOf(cwd, 'assay.config.yaml');
    expect(config).toMatch(/# +staff: env:HARBOUR_STAFF # NAME:PASSWORD; 1 operation\n/);
    expect(config).toContain('# Not supported: the security scheme "card"');
    expect(stdout).toContain('1 more credential in the config, as a comment: staff');
  });

  test('shows as a comment how a run could obtain a credential itself', async () => {
    const text = { type: 'string' };
    const json = (properties: object) => ({ content: { 'application/json': { schema: { type: 'object', properties } } } });
    const login = {
      post: {
        security: [],
        requestBody: json({ email: text, password: text }),
        responses: { '200': { description: 'In', ...json({ token: text }) } },
      },
    };
    const withScheme = (scheme: object, paths: object = {}) =>
      folderWith({
        ...harbour,
        security: [{ pass: [] }],
        components: { securitySchemes: { pass: scheme } },
        paths: { ...harbour.paths, ...paths },
      });
    const client = { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: {} } } };
    const cookie = { type: 'apiKey', in: 'cookie', name: 'SID' };
    const bearer = { type: 'http', scheme: 'bearer' };
    for (const [cwd, shown] of [
      [withScheme(client), '{ clientId: env:HARBOUR_CLIENT_ID, clientSecret: env:HARBOUR_CLIENT_SECRET }'],
      [
        withScheme(cookie, { '/login': login }),
        '{ request: "POST /login", body: { email: env:HARBOUR_EMAIL, password: env:HARBOUR_PASSWORD }, cookie: SID }',
      ],
      [
        withScheme(bearer, { '/auth/sign-in': login }),
        '{ request: "POST /auth/sign-in", body: { email: env:HARBOUR_EMAIL, password: env:HARBOUR_PASSWORD }, member: /token }',
      ],
    ] as const) {
      await init(cwd, './harbour.json', '--base-url', 'http://127.0.0.1:9/api');
      expect(textOf(cwd, 'assay.config.yaml')).toContain(`# logins:\n    #   main: ${shown}\n`);
      expect(targetIn(cwd)['credentials']).toEqual({ key: 'env:HARBOUR_PASS' });
      // With the comment taken at its word the config is one.
      const config = textOf(cwd, 'assay.config.yaml')
        .replace('key: env:HARBOUR_PASS', 'key: login:main')
        .replace(/# (logins:\n {4})#( {3}main:)/u, '$1$2');
      writeFileSync(join(cwd, 'assay.config.yaml'), config);
      expect((await assay(['doctor', 'harbour', '--offline'], fakeIo({ cwd }))).code).toBe(0);
    }
    const none = withScheme(bearer);
    await init(none, './harbour.json');
    expect(textOf(none, 'assay.config.yaml')).not.toContain('logins');
  });

  test('writes no credential for a document that needs none, and no overlay for one that says everything', async () => {
    const open = folderWith({ ...harbour, security: [], components: {} });
    await init(open, './harbour.json');
    expect(targetIn(open)).not.toHaveProperty('credentials');
    const all = [
      'auth',
      'errors',
      'unknown',
      'refusals',
      'rateLimit',
      'pagination',
      'collection',
      'filters',
      'ordering',
      'resources',
      'versioning',
    ];
    const cwd = folderWith({ ...harbour, 'x-assay': { notInferred: [...all, 'transport', 'members', 'action', 'stream'] } });
    await init(cwd, './harbour.json');
    expect(existsSync(join(cwd, 'assay.overlay.yaml'))).toBe(false);
    expect(targetIn(cwd)).not.toHaveProperty('overlays');
  });

  test('lists operations that need values, and takes names with quotes and braces', async () => {
    const parameters = ['it', 'o\'"k'].map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
    const document = {
      ...harbour,
      paths: {
        "/it's/{it}/{o'\"k}": {
          get: {
            parameters,
            responses: {
              '200': { description: 'x', content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } } },
            },
          },
        },
      },
    };
    const cwd = folderWith(document);
    await init(cwd, './harbour.json', '--base-url', 'http://127.0.0.1:9');
    expect(textOf(cwd, 'assay.config.yaml')).toContain(`#   "GET /it's/{it}/{o'\\"k}": { "it": …, "o'\\"k": … }`);
    expect((await planned(cwd)).length).toBeGreaterThan(0);
  });

  test('names a value once that several paths need, and what a write changes for this write alone', async () => {
    const parameters = ['port', 'berth'].map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
    const answers = { responses: { '200': { description: 'x' } } };
    const cwd = folderWith({
      ...harbour,
      paths: {
        '/{port}/berths': { parameters: parameters.slice(0, 1), get: answers },
        '/{port}/berths/{berth}': { parameters, get: answers, put: answers },
      },
    });
    await init(cwd, './harbour.json', '--base-url', 'http://127.0.0.1:9');
    expect(textOf(cwd, 'assay.config.yaml')).toMatch(
      /#   "\*": \{ "port": … \} # for every path that has them\n +#   "GET \/\{port\}\/berths\/\{berth\}": \{ "berth": … \}\n +#   "PUT .*": \{ "berth": … \}\n$/,
    );
    const planOf = async (...more: readonly string[]) => {
      const { stdout } = await assay(['run', '--dry-run', '--json', '--allow', 'mutation,destructive', ...more], fakeIo({ cwd }));
      return stdout;
    };
    const noValue = 'Give a usable value for';
    expect(await planOf()).toContain(noValue + ' \\"port\\" of GET /{port}/berths under values');
    const given = await planOf('--set', 'values.*.port=north', '--set', 'values.*.berth=b1');
    expect(given).not.toContain('\\"port\\" of');
    expect(given).not.toContain('\\"berth\\" of GET');
    expect(given).toContain(noValue + ' \\"berth\\" of PUT');
  });

  test('writes for Swagger 2.0 and for shared path items an overlay that loads again', async () => {
    const list = { responses: { '200': { description: 'x', schema: { type: 'array', items: { type: 'object' } } } } };
    const swagger = {
      swagger: '2.0',
      info: { title: 'Old', version: '1' },
      host: 'old.example',
      basePath: '/v1',
      schemes: ['https'],
      produces: ['application/json'],
      paths: { '/ropes': { get: list } },
    };
    const shared = {
      ...harbour,
      components: { ...harbour.components, pathItems: { boats: harbour.paths['/boats'] } },
      paths: { '/boats': { $ref: '#/components/pathItems/boats' }, '/ships': { $ref: '#/components/pathItems/boats' } },
    };
    for (const document of [swagger, shared]) {
      const cwd = folderWith(document);
      expect((await init(cwd, './harbour.json', '--base-url', 'http://127.0.0.1:9')).code).toBe(0);
      expect(textOf(cwd, 'assay.overlay.yaml')).toContain('collection:');
      expect((await planned(cwd)).length).toBeGreaterThan(0);
    }
  });
});

describe('assay init of an address', () => {
  test('fetches the document once, saves it, and takes the server relative to it', async () => {
    const { origin, asked } = await startHarbour();
    const cwd = emptyFolder();
    const { code, stdout } = await init(cwd, `${origin}/openapi.json?token=very-secret-token`);
    expect(code).toBe(0);
    expect(asked).toEqual(['GET /openapi.json']);
    expect(JSON.parse(textOf(cwd, 'openapi.json'))).toEqual(harbour);
    // The server sends one line, in which no position would help a person.
    expect(textOf(cwd, 'openapi.json').split('\n').length).toBeGreaterThan(50);
    expect(targetIn(cwd)).toMatchObject({ contract: './openapi.json', baseUrl: `${origin}/api` });
    expect(stdout).toContain(`${origin}/api: server 1 of the document, relative to the address of the document`);
    expect(`${stdout}${files.map((name) => textOf(cwd, name)).join('')}`).not.toContain('very-secret-token');
  });

  test('of a page takes the document that the page shows', async () => {
    const { origin, asked } = await startHarbour();
    const cwd = emptyFolder();
    expect((await init(cwd, `${origin}/docs`)).code).toBe(0);
    expect(asked).toEqual(['GET /docs', 'GET /openapi.json']);
    expect(targetIn(cwd)).toMatchObject({ contract: './openapi.json', baseUrl: `${origin}/api` });
  });

  const answers: readonly [string, RequestListener, RegExp][] = [
    ['a page without a document', (_, out) => out.end('<!doctype html><p>Hello'), /it is a page for people.*often \/openapi\.json/],
    [
      'a redirect',
      (_, out) => out.writeHead(302, { location: '/there?token=secret' }).end(),
      /it redirects to http:\/\/127\.0\.0\.1:\d+\/there\?…; give that address\n$/,
    ],
    ['a missing document', (_, out) => out.writeHead(404).end(), /it answers 404; give the address/],
    ['a login', (_, out) => out.writeHead(401).end(), /it answers 401; save the document/],
    ['something other than a document', (_, out) => out.end('{"a":1}'), /it has neither "openapi" nor "swagger"/],
    ['a text that is neither JSON nor YAML', (_, out) => out.end('a: [1'), /Cannot parse "http:.*" at 1:/],
    [
      'a document of an unknown version',
      (_, out) => out.end('{"openapi":"9.0.0","paths":{}}'),
      /Cannot use "http:\/\/127\.0\.0\.1:\d+\/\?…" at \d+:\d+, #\/openapi/,
    ],
    [
      'a document without operations',
      (_, out) => out.end('{"openapi":"3.1.0","info":{"title":"a","version":"1"},"paths":{}}'),
      /nothing to judge/,
    ],
    [
      'an answer that breaks off',
      (_, out) => void out.writeHead(200, { 'content-length': 100 }).write('{"openapi', () => out.destroy()),
      /Cannot fetch http/,
    ],
    [
      'a document of 21 MiB',
      (_, out) => {
        out.write('{"openapi":"3.1.0"');
        for (let n = 0; n < 21; n += 1) out.write(' '.repeat(1024 * 1024));
        out.end('}');
      },
      /it sends more than the limit of 20971520 bytes/,
    ],
  ];
  test.each(answers)('refuses %s and leaves nothing', async (_, answer, message) => {
    const cwd = emptyFolder();
    const { code, stdout, stderr } = await init(cwd, `${await served(answer)}/?token=secret`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('secret');
    expect(readdirSync(cwd)).toEqual([]);
  });

  test.each([
    ['http://127.0.0.1:9/openapi.json', /Cannot fetch http:\/\/127\.0\.0\.1:9\/openapi\.json: .*(ECONNREFUSED|bad port)/],
    ['http://somebody:secret@127.0.0.1:9/openapi.json', /it contains a user name or password/],
    ['ftp://127.0.0.1/openapi.json', /an address begins with http/],
    ['http://[::', /this is no address/],
  ])('refuses %s', async (address, message) => {
    const cwd = emptyFolder();
    const { code, stderr } = await init(cwd, address);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('secret');
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('stops at a signal, says so, and leaves nothing', async () => {
    const cwd = emptyFolder();
    const io = fakeIo({ cwd });
    const address = await served(() => io.send('SIGINT'));
    expect(await assay(['init', `${address}/openapi.json`], io)).toEqual({ code: 3, stdout: '', stderr: 'Stopped: nothing is written.\n' });
    expect(readdirSync(cwd)).toEqual([]);
    expect(io.listeners()).toBe(0);
  });
});

describe('assay init never overwrites', () => {
  test('a file that exists, unless it is told to', async () => {
    const cwd = folderWith();
    writeFileSync(join(cwd, 'assay.config.yaml'), 'mine');
    const refused = await init(cwd, './harbour.json');
    expect(refused).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: Cannot write assay.config.yaml: it exists and is left as it is; --force replaces it\n',
    });
    expect(textOf(cwd, 'assay.config.yaml')).toBe('mine');
    expect(existsSync(join(cwd, 'assay.overlay.yaml'))).toBe(false);
    expect((await init(cwd, './harbour.json', '--force')).code).toBe(0);
    expect(targetIn(cwd)['contract']).toBe('./harbour.json');
    expect(readdirSync(cwd)).toHaveLength(3);
  });

  test('a document of the name of the one that is fetched', async () => {
    const { origin } = await startHarbour();
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'openapi.json'), 'mine');
    const { code, stderr } = await init(cwd, `${origin}/openapi.json`);
    expect(code).toBe(2);
    expect(stderr).toContain('Cannot write openapi.json');
    expect(textOf(cwd, 'openapi.json')).toBe('mine');
    expect(readdirSync(cwd)).toEqual(['openapi.json']);
  });

  test('what it may replace, if the document cannot be used', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'openapi.json'), 'mine');
    const address = await served((_, out) => out.end('{"openapi":"3.1.0","info":{"title":"a","version":"1"},"paths":{}}'));
    expect((await init(cwd, `${address}/openapi.json`, '--force')).code).toBe(2);
    expect(textOf(cwd, 'openapi.json')).toBe('mine');
  });

  test('beside a config of another kind, because two are an error', async () => {
    const cwd = folderWith();
    writeFileSync(join(cwd, 'assay.config.ts'), '');
    const { code, stderr } = await init(cwd, './harbour.json', '--force');
    expect(code).toBe(2);
    expect(stderr).toMatch(/assay\.config\.ts is the config of this folder/);
  });
});

describe('assay init refuses', () => {
  test.each([
    ['a missing file', ['./nowhere.yaml'], /Cannot read "\.\/nowhere\.yaml": there is no such file/],
    ['a folder', ['.'], /Cannot read "\.": it is not a file/],
    ['a shipped contract', ['cloudnexus'], /it is a shipped contract and needs no config: assay run cloudnexus/],
    ['an unknown option', ['./harbour.json', '--forse'], /Did you mean --force/],
    [
      'a base URL with a placeholder',
      ['./harbour.json', '--base-url', 'http://{host}/v1'],
      /Cannot use --base-url: still contains a placeholder/,
    ],
    ['no document', [], /missing required argument 'document'/],
  ])('%s, and writes nothing', async (_, args, message) => {
    const cwd = folderWith();
    const { code, stdout, stderr } = await init(cwd, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(readdirSync(cwd)).toEqual(['harbour.json']);
  });
});

describe('the base address', () => {
  const from = (address: string): URL => new URL(address);
  const chosen = (servers: unknown, at?: URL, wanted?: string) => {
    const document = { servers };
    const found = baseAddress({ document, production: productionUrls(document) }, at, wanted);
    return {
      url: found.chosen?.url,
      needs: found.chosen?.needs ?? [],
      production: found.production.map(({ url }) => url),
      path: found.path,
    };
  };

  test.each<[string, Parameters<typeof chosen>, Partial<ReturnType<typeof chosen>>]>([
    [
      'the first server of this machine',
      [[{ url: 'https://a.example' }, { url: 'http://localhost:8080/v1/' }]],
      { url: 'http://localhost:8080/v1', production: ['https://a.example'] },
    ],
    [
      'a declared sandbox',
      [[{ url: 'https://a.example' }, { url: 'https://try.example', 'x-assay': { environment: 'sandbox' } }]],
      { url: 'https://try.example', production: ['https://a.example'] },
    ],
    ['no sandbox without encryption', [[{ url: 'http://try.example', 'x-assay': { environment: 'sandbox' } }]], { url: undefined }],
    [
      'nothing of another machine',
      [[{ url: 'https://a.example/v1' }]],
      { url: undefined, production: ['https://a.example/v1'], path: '/v1' },
    ],
    ['nothing without a server, of a file', [undefined], { url: undefined, path: '' }],
    ['the place of the document without a server', [undefined, from('http://127.0.0.1:9/openapi.json')], { url: 'http://127.0.0.1:9' }],
    [
      'a server relative to the document',
      [[{ url: '../v2' }], from('http://127.0.0.1:9/a/b/openapi.json')],
      { url: 'http://127.0.0.1:9/a/v2' },
    ],
    [
      'this machine, if the document came from it',
      [[{ url: 'https://a.example/v1' }], from('http://127.0.0.1:9/x')],
      { url: 'http://127.0.0.1:9/v1', production: ['https://a.example/v1'] },
    ],
    [
      'nothing relative to another machine',
      [[{ url: '/v1' }], from('https://a.example/openapi.json')],
      { url: undefined, production: ['https://a.example/v1'] },
    ],
    [
      'the defaults of variables',
      [[{ url: 'http://{host}:{port}/v1', variables: { host: { default: '127.0.0.1' }, port: { default: '81' } } }]],
      { url: 'http://127.0.0.1:81/v1' },
    ],
    ['no server with an open variable', [[{ url: 'http://127.0.0.1/{tenant}' }]], { url: undefined }],
    [
      'what is given, before all others',
      [[{ url: 'http://localhost:1' }], undefined, 'https://b.example/'],
      { url: 'https://b.example', needs: [] },
    ],
    [
      'production that is given, with what it needs',
      [[{ url: 'https://a.example' }], undefined, 'http://a.example'],
      { url: 'http://a.example', needs: ['plaintext', 'production'] },
    ],
  ])('is %s', (_, args, expected) => {
    expect(chosen(...args)).toMatchObject(expected);
  });
});

test('names are made from the telling words of a title', () => {
  expect(targetNameOf('The Parcel Tracking REST API - OpenAPI 3.0', 'a/b.yaml', [])).toBe('parcel-tracking');
  expect(targetNameOf('API', '/x/parcelService.v2.yaml', [])).toBe('parcel');
  expect(targetNameOf('荷物', '/x/openapi.yaml', [])).toBe('api');
  expect(targetNameOf('CloudNexus', 'a.yaml', ['cloud-nexus'])).toBe('cloud-nexus-target');
  expect(variableNameOf('parcel-tracking', 'apiKeyAuth')).toBe('PARCEL_TRACKING_API_KEY_AUTH');
  expect(variableNameOf('parcel', '鍵')).toBe('PARCEL_KEY');
  expect(variableNameOf('7seas', 'key')).toBe('API_7SEAS_KEY');
  expect(variableNameOf('assay', 'set')).toBe('API_ASSAY_SET');
});

test('the pass of the harbour stands in no file', async () => {
  const { origin } = await startHarbour();
  const cwd = emptyFolder();
  await assay(['init', `${origin}/openapi.json`], fakeIo({ cwd, env: { HARBOUR_PASS: harbourPass } }));
  expect(files.map((name) => textOf(cwd, name)).join('')).not.toContain(harbourPass);
  expect(
    (await loadContract(join(cwd, 'openapi.json'), { overlays: [join(cwd, 'assay.overlay.yaml')] })).suggestions.every(
      ({ isDocumented }) => isDocumented === true,
    ),
  ).toBe(true);
});
