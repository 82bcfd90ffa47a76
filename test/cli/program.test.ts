import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/program.ts';
import { stringify } from 'yaml';
import { requirement } from '../contract/support.ts';
import { assay, emptyFolder, fakeIo } from './support.ts';

const { version }: { readonly version: string } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

describe('the command line', () => {
  for (const flag of ['--version', '-V']) {
    test(`prints the version for ${flag}`, async () => {
      expect(await assay([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    });
  }

  for (const args of [['--help'], ['-h'], ['help'], ['run', '--help'], ['help', 'serve']]) {
    test(`prints help for ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await assay(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^Usage: assay/u);
    });
  }

  test('names every command and every exit code in its help', async () => {
    const { stdout } = await assay(['--help']);
    for (const word of ['run', 'demo', 'serve', 'list', 'explain', '0 nothing unexpected', '5 an expectation is stale'])
      expect(stdout).toContain(word);
  });

  for (const [title, args, message] of [
    ['an unknown command', ['rnu'], "error: unknown command 'rnu'\n(Did you mean run?)\n"],
    ['an unknown option', ['run', '--bse-url', 'x'], "error: unknown option '--bse-url'\n(Did you mean --base-url?)\n"],
    [
      'an unknown option with a value',
      ['run', '--credentail=key=sk-hidden'],
      "error: unknown option '--credentail'\n(Did you mean --credential?)\n",
    ],
    ['an option without a similar one', ['run', '--zzzzzzzzzz=sk-hidden'], "error: unknown option '--zzzzzzzzzz'\n"],
    ['a letter with a value', ['run', '-ksk-hidden'], "error: unknown option '-k'\n"],
    ['a missing argument', ['serve'], "error: missing required argument 'contract'\n"],
    ['a missing value', ['run', '--seed'], "error: option '--seed <number>' argument missing\n"],
    ['too many arguments', ['serve', 'a', 'b'], "error: too many arguments for 'serve'. Expected 1 argument but got 2.\n"],
  ] as const) {
    test(`refuses ${title}`, async () => {
      const { code, stdout, stderr } = await assay(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr.startsWith(message)).toBe(true);
      expect(stderr).not.toContain('hidden');
    });
  }

  test('without a command is a usage error that shows the help', async () => {
    const { code, stdout, stderr } = await assay([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: assay/u);
  });

  test('treats an unforeseen error as its own', async () => {
    const io = fakeIo();
    const broken = {
      ...io,
      stdout: {
        ...io.stdout,
        write: () => {
          throw new TypeError('the stream is gone');
        },
      },
    };
    expect(await runCli(['list', 'contracts'], broken)).toBe(4);
    expect(io.stderr.text()).toMatch(/^assay itself broke: TypeError: the stream is gone/u);
  });
});

describe('assay run', () => {
  for (const [title, args, message] of [
    ['without a config and a target', ['run'], 'error: Cannot run without a target: name one'],
    [
      'of an unknown target',
      ['run', 'cloudnexsu'],
      'error: Cannot judge "cloudnexsu": it is not a target of the config, a shipped contract or the path of a document, did you mean "cloudnexus"?\n',
    ],
    [
      'with an option twice',
      ['run', 'cloudnexus', '--seed', '1', '--seed', '2'],
      'error: Cannot use --seed: it is given 2 times; give it once\n',
    ],
    ['without a base URL', ['run', 'cloudnexus'], 'error: Cannot judge target "cloudnexus": has no base URL: give --base-url URL'],
    [
      'against production',
      ['run', 'cloudnexus', '--base-url', 'https://api.cloudnexus.com/v2', '--credential', 'key=env:KEY'],
      'error: Cannot use --base-url: api.cloudnexus.com is documented as production',
    ],
    [
      'with a credential that no operation needs',
      ['run', 'cloudnexus', '--base-url', 'http://127.0.0.1:9', '--credential', 'kye=a-key-for-loopback'],
      'error: Cannot use --credential kye: no operation requires a security scheme "kye", and no credential has this role, did you mean "key"?\n',
    ],
    [
      'with an unknown fixture',
      ['run', 'cloudnexus', '--base-url', 'http://127.0.0.1:9', '--set', 'fixtures.imgae=x'],
      'error: Cannot use --set fixtures.imgae: the contract has no fixture "imgae", did you mean "image"?\n',
    ],
    [
      'with a selection that matches nothing',
      ['run', 'cloudnexus', '--base-url', 'http://127.0.0.1:9', '--only', 'paginatoin'],
      'error: Cannot use --only: there is no check, requirement, area, operation or tag "paginatoin", did you mean "pagination"?\n',
    ],
    [
      'with a glob that matches nothing',
      ['run', 'cloudnexus', '--base-url', 'http://127.0.0.1:9', '--skip', 'zzzz/*'],
      'error: Cannot use --skip: there is no check, requirement, area, operation or tag "zzzz/*"; see assay list checks',
    ],
    [
      'with an unknown report',
      ['run', 'cloudnexus', '--base-url', 'http://127.0.0.1:9', '--report', 'sumary'],
      'error: Cannot use --report: there is no report "sumary", did you mean "summary"?\n',
    ],
  ] as const) {
    test(`${title} is refused and writes nothing`, async () => {
      const cwd = emptyFolder();
      const { code, stdout, stderr } = await assay(args, fakeIo({ cwd, env: { KEY: 'a-key-made-for-this-test' } }));
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr.slice(0, message.length)).toBe(message);
      const { readdirSync } = await import('node:fs');
      expect(readdirSync(cwd)).toEqual([]);
    });
  }

  test('with an unusable contract ends with the code of a usage error', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'api.yaml'), 'openapi: [');
    const { code, stderr } = await assay(['run', './api.yaml', '--base-url', 'http://127.0.0.1:9'], fakeIo({ cwd }));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: Cannot parse ".*api\.yaml" at 1:/u);
  });
});

describe('assay run --dry-run', () => {
  const args = [
    'run',
    'cloudnexus',
    '--base-url',
    'http://127.0.0.1:9/v2',
    '--credential',
    'key=a-key-for-loopback',
    '--dry-run',
    '--seed',
    '7',
  ];

  test('prints the plan, sends nothing and writes nothing', async () => {
    const cwd = emptyFolder();
    const { code, stdout, stderr } = await assay(args, fakeIo({ cwd }));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('cloudnexus (cloudnexus) at http://127.0.0.1:9/v2\n');
    expect(stdout).toContain('creates nothing\n');
    expect(stdout).toMatch(/skipped, not-allowed: needs the permission "flood" \(--allow flood\)/u);
    expect(stdout).toMatch(/seed 7, nonce [0-9a-f]{8}; nothing was sent and nothing was written\n$/u);
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('says what it could create, and how often', async () => {
    const { stdout } = await assay([...args, '--allow', 'mutation,permanent', '--set', 'fixtures.image=x', '--set', 'maxCreates=2']);
    expect(stdout).toMatch(
      /^up to 2 creations by POST \/instances, which nothing removes; never more than 2, even if the server accepts a request that it should refuse/mu,
    );
  });

  test('reads no secret, so it makes a plan where a run would refuse to start', async () => {
    const given = args.map((arg) => (arg === 'key=a-key-for-loopback' ? 'key=env:NOT_SET_ANYWHERE' : arg));
    expect((await assay(given)).code).toBe(0);
    expect((await assay(given.filter((arg) => arg !== '--dry-run'))).stderr).toContain('environment variable NOT_SET_ANYWHERE is not set');
  });

  test('needs no credential, and says what each case lacks', async () => {
    const { code, stdout } = await assay(args.filter((arg) => arg !== '--credential' && arg !== 'key=a-key-for-loopback'));
    expect(code).toBe(0);
    expect(stdout).toContain('skipped, missing-prerequisite: needs the credential "key" (--credential key=env:VARIABLE)');
  });

  test('prints one JSON document', async () => {
    const { stdout } = await assay([...args, '--json', '--only', 'auth']);
    const document: { targets: { requests: number; cases: { area: string; skip?: { because: string } }[] }[] } = JSON.parse(stdout);
    expect(document).toMatchObject({
      format: 1,
      dryRun: true,
      seed: 7,
      targets: [{ target: 'cloudnexus', contract: 'cloudnexus', creations: [] }],
    });
    const [target] = document.targets;
    expect(target?.cases.length).toBeGreaterThan(10);
    expect(target?.requests).toBeGreaterThan(0);
    expect(target?.cases.filter(({ skip }) => !skip).every(({ area }) => area === 'auth')).toBe(true);
  });
});

describe('assay doctor --offline', () => {
  const args = ['doctor', 'cloudnexus', '--offline', '--base-url', 'http://127.0.0.1:9/v2'];

  test('sends nothing, reads no secret, and says what a run could decide', async () => {
    const { code, stdout, stderr } = await assay([...args, '--credential', 'key=env:NOT_SET_ANYWHERE']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('cloudnexus at http://127.0.0.1:9/v2, nothing was sent\n');
    expect(stdout).toMatch(/if there is enough data:\n {2}must: [1-9]\d* of \d+\n/u);
    expect(stdout).toContain('(--allow flood)');
    expect(stdout).not.toContain('needs the credential "key"');
  });

  test('needs no key, and says what cannot be judged without it', async () => {
    const { code, stdout } = await assay([...args, '--json']);
    expect(code).toBe(0);
    const { missing } = JSON.parse(stdout) as { missing: { what: string }[] };
    expect(missing.map(({ what }) => what)).toContain('needs the credential "key" (--credential key=env:VARIABLE)');
  });

  test('needs no address, and says what it assumes', async () => {
    const { code, stdout, stderr } = await assay(['doctor', 'cloudnexus', '--offline', '--credential', 'key=env:NOT_SET_ANYWHERE']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^cloudnexus, nothing was sent; no address is given \(--base-url URL\), so https and the\npath of the first server address in the document are assumed/u,
    );
    expect(stdout).not.toContain('invalid');
    expect(stdout).not.toContain('needs baseUrl');
    const withAddress = await assay([
      'doctor',
      'cloudnexus',
      '--offline',
      '--credential',
      'key=env:NO',
      '--base-url',
      'https://a.example/v2',
    ]);
    const prognosis = (text: string): string => text.slice(text.indexOf('A run could decide'));
    expect(prognosis(stdout)).toBe(prognosis(withAddress.stdout));
    const { baseUrl } = JSON.parse((await assay(['doctor', 'cloudnexus', '--offline', '--json'])).stdout) as { baseUrl: unknown };
    expect(baseUrl).toBeNull();
  });

  test('finds errors of a config without address and key, and of its document', async () => {
    const cwd = emptyFolder();
    const paths = { '/cranes': { get: { responses: { 200: { description: 'ok' } } } } };
    writeFileSync(join(cwd, 'openapi.json'), JSON.stringify({ openapi: '3.1.0', info: { title: 'Quay', version: '1' }, paths }));
    const configured = (more: object) => {
      writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { quay: { contract: './openapi.json', ...more } } }));
      return assay(['doctor', 'quay', '--offline'], fakeIo({ cwd }));
    };
    expect(await configured({ credentials: { key: 'may-be-for-this-machine' } })).toMatchObject({ code: 0 });
    expect(await configured({ fixtures: { crane: 'c1' } })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no fixture "crane"'),
    });
    expect(await configured({ urls: { auth: 'http://auth.example' } })).toMatchObject({ code: 2 });
    writeFileSync(join(cwd, 'openapi.json'), '{');
    expect(await configured({})).toMatchObject({ code: 2, stderr: expect.stringContaining('openapi.json') });
  });

  test('without a name is about the only target of the config', async () => {
    const cwd = emptyFolder();
    const config = (...names: readonly string[]): void => {
      const target = { contract: 'cloudnexus', baseUrl: 'http://127.0.0.1:9/v2' };
      writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: Object.fromEntries(names.map((name) => [name, target])) }));
    };
    config('one');
    expect(await assay(['doctor', '--offline'], fakeIo({ cwd }))).toMatchObject({ code: 0, stdout: expect.stringMatching(/^one at /u) });
    config('one', 'two');
    expect(await assay(['doctor', '--offline'], fakeIo({ cwd }))).toMatchObject({
      code: 2,
      stderr: 'error: Cannot inspect 2 targets at once: name one of one, two\n',
    });
  });

  test('requires an address if something is sent', async () => {
    const { code, stderr } = await assay(['doctor', 'cloudnexus']);
    expect(code).toBe(2);
    expect(stderr).toContain('has no base URL');
  });
});

describe('assay list', () => {
  for (const [what, expected] of [
    ['contracts', /^cloudnexus +\d+ +\d+ +\d+ +\S/mu],
    ['operations', /^cloudnexus +GET \/instances +listInstances +safe/mu],
    ['checks', /^auth\/missing-credential-refused +probe +\S/mu],
    ['requirements', /^NEXUS-18 +must +status +status\/plain-call-succeeds +\S/mu],
    ['defects', /^cloudnexus +\S+ +NEXUS-\d+ +\S/mu],
    ['fixtures', /^cloudnexus +image +\S/mu],
  ] as const) {
    test(`prints ${what} for people and for programs`, async () => {
      const { code, stdout } = await assay(['list', what]);
      expect(code).toBe(0);
      expect(stdout).toMatch(expected);
      const listed: Readonly<Record<string, unknown[]>> = JSON.parse((await assay(['list', what, '--json'])).stdout);
      expect(listed['format']).toBe(1);
      expect(listed[what]?.length).toBe(stdout.trimEnd().split('\n').length - 1);
    });
  }

  test('lists with --uncovered only requirements that no check decides', async () => {
    const all = (await assay(['list', 'requirements'])).stdout;
    const { stdout } = await assay(['list', 'requirements', '--uncovered']);
    expect(stdout.split('\n').length).toBeLessThan(all.split('\n').length);
    expect(stdout).not.toMatch(/^NEXUS-18 /mu);
    expect(stdout).not.toMatch(/ untestable /u);
  });

  test('prints the targets of a config without their secrets', async () => {
    const cwd = emptyFolder();
    writeFileSync(
      join(cwd, 'assay.config.yaml'),
      'targets:\n  a: {contract: cloudnexus, baseUrl: "http://127.0.0.1:1/", credentials: {key: open-secret}}\n  b: {baseUrl: "https://u:open-secret@x.example"}\n',
    );
    const { stdout } = await assay(['list', 'targets', '--json'], fakeIo({ cwd }));
    expect(JSON.parse(stdout)).toEqual({
      format: 1,
      targets: [
        { target: 'a', contract: 'cloudnexus', baseUrl: 'http://127.0.0.1:1', credentials: ['key'] },
        { target: 'b', contract: null, baseUrl: null, credentials: [] },
      ],
    });
  });

  for (const [args, message] of [
    [['contratcs'], 'error: Cannot list "contratcs": there is no such list, did you mean "contracts"?\n'],
    [['operations', 'cloudnexsu'], 'error: Cannot list from "cloudnexsu": no contract has this name, did you mean "cloudnexus"?\n'],
    [['defects', 'cloudnexsu'], 'error: Cannot list from "cloudnexsu": no reference has this name, did you mean "cloudnexus"?\n'],
    [['checks', '--uncovered'], 'error: Cannot use --uncovered: it is an option of list requirements\n'],
    [['targets'], 'error: Cannot list targets: there is no config file in this folder, name one with --config\n'],
  ] as const) {
    test(`refuses ${args.join(' ')}`, async () => {
      expect(await assay(['list', ...args], fakeIo({ cwd: emptyFolder() }))).toEqual({ code: 2, stdout: '', stderr: message });
    });
  }
});

describe('assay explain', () => {
  for (const [id, expected] of [
    ['pass', /^outcome pass: It was judged on at least one exchange/u],
    ['skipped', /not-allowed: It needs a permission/u],
    ['out-of-budget', /^skip reason out-of-budget: /u],
    ['3', /^exit code 3: not enough evidence\. Preflight/u],
    ['NEXUS-18', /^requirement NEXUS-18: .*\n[\s\S]*\nSource:\n {2}CloudNexus/u],
    ['auth/missing-credential-refused', /^check auth\/missing-credential-refused: [\s\S]*\nDecides:\n[\s\S]* {2}NEXUS-118: /u],
  ] as const) {
    test(`explains ${id}`, async () => {
      const { code, stdout, stderr } = await assay(['explain', id]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(expected);
      expect(JSON.parse((await assay(['explain', id, '--json'])).stdout)).toMatchObject({ format: 1, id });
    });
  }

  test('names the nearest id for an unknown one', async () => {
    expect(await assay(['explain', 'auth/missing-credential-refsed'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: Cannot explain "auth/missing-credential-refsed": there is no such check, requirement, outcome or exit code, did you mean "auth/missing-credential-refused"?\n',
    });
    expect((await assay(['explain', '9'])).stderr).toBe(
      'error: Cannot explain "9": there is no such check, requirement, outcome or exit code; see assay list checks and assay list requirements, and name the contract of a requirement of your own behind the id\n',
    );
  });

  test.each(['OAS-3', 'CONV-1', 'CONV-1-INFERRED', 'CONV-64-INFERRED'])(
    'explains the standard requirement %s without a contract',
    async (id) => {
      const { code, stdout, stderr } = await assay(['explain', id]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`^requirement ${id}: `, 'u'));
      expect(stdout.includes('to reject it, list it under')).toBe(id.endsWith('-INFERRED'));
      expect(stdout).not.toContain('lines -');
    },
  );

  test('explains requirements of a document and of the ledger beside it, with the lines where they stand', async () => {
    const cwd = emptyFolder();
    const word = 'x-assay: { unknown: { path: { status: 404, x-requirement: [CHALK-1] } } }';
    const answer =
      "responses: { '200': { description: Chalk, content: { application/json: { schema: { type: array, items: { type: object } } } } } }";
    writeFileSync(
      join(cwd, 'chalk.yaml'),
      `openapi: 3.1.0\ninfo: { title: Chalk, version: '1' }\n${word}\npaths:\n  /chalk:\n    get:\n      ${answer}\n`,
    );
    const own = requirement('CHALK-1', ['errors/unknown-path-refused'], { lines: '-' });
    writeFileSync(join(cwd, 'requirements.yaml'), stringify({ requirements: [own] }));
    const explained = async (id: string): Promise<string> => {
      const { code, stdout, stderr } = await assay(['explain', id, './chalk.yaml'], fakeIo({ cwd }));
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return stdout.replaceAll(/\s+/gu, ' ');
    };
    expect(await explained('CHALK-1')).toContain('Source: Chalk, "Parcels" In Chalk: chalk.yaml:3:29 #/x-assay/unknown/path');
    expect(await explained('OAS-3')).toContain('In Chalk: chalk.yaml:7:7 #/paths/~1chalk/get');
    expect(await explained('CONV-17-INFERRED')).toContain(
      'In Chalk: chalk.yaml:7:7 #/paths/~1chalk/get What assay inferred: collection of GET /chalk: The answer is described as an array of objects.',
    );
    expect(await explained('CONV-1')).toContain('In Chalk: Nothing in this document is about it.');
    expect(await explained('errors/unknown-path-refused')).toContain('CHALK-1: CHALK-1 holds');
    const { stdout } = await assay(['list', 'requirements', './chalk.yaml'], fakeIo({ cwd }));
    for (const id of ['OAS-3', 'CONV-1-INFERRED', 'CHALK-1']) expect(stdout).toMatch(new RegExp(`^${id} `, 'mu'));
    writeFileSync(join(cwd, 'requirements.yaml'), stringify({ requirements: [{ ...own, checks: ['errors/unknown-path-refusd'] }] }));
    for (const command of [['explain', 'OAS-3'], ['list', 'requirements'], ['lint']]) {
      const { code, stdout: printed, stderr } = await assay([...command, './chalk.yaml'], fakeIo({ cwd }));
      expect(code).toBe(2);
      expect(printed + stderr).toContain(
        'at 14:9: CHALK-1 names the check "errors/unknown-path-refusd", which does not exist, did you mean "errors/unknown-path-refused"?',
      );
    }
  });

  test('refuses a contract beside a case of a run', async () => {
    const { code, stderr } = await assay(['explain', 'OAS-3', './chalk.yaml', '--run', 'latest']);
    expect(code).toBe(2);
    expect(stderr).toContain('Cannot use the contract "./chalk.yaml" with a case of a run');
  });
});
