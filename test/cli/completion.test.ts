import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assay, emptyFolder, fakeIo } from './support.ts';

const folder = (): string => {
  const cwd = emptyFolder();
  writeFileSync(
    join(cwd, 'assay.config.json'),
    JSON.stringify({ targets: { depot: { contract: 'cloudnexus' }, spare: { contract: 'cloudsync' } } }),
  );
  for (const id of ['2026-03-01T02-00-00Z-1a2b', '2026-04-01T02-00-00Z-ffff']) {
    mkdirSync(join(cwd, 'reports', id), { recursive: true });
    writeFileSync(join(cwd, 'reports', id, 'run.jsonl'), '');
  }
  return cwd;
};

/** The candidates for a line, the last word of which is not complete. */
const complete = async (cwd: string, ...words: readonly string[]): Promise<readonly string[]> => {
  const { code, stdout, stderr } = await assay(['__complete', '--', ...words], fakeIo({ cwd }));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
};

describe('assay completion', () => {
  for (const [words, expected] of [
    [['re'], ['report', 'replay']],
    [
      ['run', '--rep'],
      ['--report', '--repeat'],
    ],
    [
      ['run', '--report', 'h'],
      ['html', 'har'],
    ],
    [['run', '--allow', 'mut'], ['mutation']],
    [['run', 'de'], ['depot']],
    [['run', '--base-url', 'http://x', 'sp'], ['spare']],
    [['gate', 'depot', 'sp'], ['spare']],
    [
      ['compare', '--targets', ''],
      ['depot', 'spare'],
    ],
    [
      ['report', ''],
      ['latest', '2026-04-01T02-00-00Z-ffff', '2026-03-01T02-00-00Z-1a2b'],
    ],
    [['diff', 'latest', '2026-03'], ['2026-03-01T02-00-00Z-1a2b']],
    [['gate', '--run', 'l'], ['latest']],
    [['list', 'req'], ['requirements']],
    [['serve', 'cloudn'], ['cloudnexus']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['run', '--base-url', ''], []],
    [['report', 'latest', ''], []],
    [['replay', 'latest', ''], []],
    [['nonsense', ''], []],
  ] as const) {
    test(`assay ${words.join(' ')}`, async () => {
      expect(await complete(folder(), ...words)).toEqual(expected);
    });
  }

  test('says what a candidate is, and does not offer itself', async () => {
    const { stdout } = await assay(['__complete', '--', ''], fakeIo({ cwd: folder() }));
    expect(stdout).toMatch(/^run\tjudge all targets/mu);
    expect(stdout).not.toContain('__complete');
    expect((await assay(['--help'])).stdout).not.toContain('__complete');
  });

  test('prints a script for each shell, and refuses another', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) expect((await assay(['completion', shell])).stdout).toContain('__complete -- ');
    expect(await assay(['completion', 'fishh'])).toMatchObject({
      code: 2,
      stderr: 'error: Cannot complete for "fishh": there is no script, did you mean "fish"?\n',
    });
  });
});

describe('errors for programs', () => {
  const document = async (...args: readonly string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await assay(args, fakeIo({ cwd: emptyFolder() }));
    expect(stderr).toMatch(/^error: /u);
    expect(code).toBe(2);
    return JSON.parse(stdout);
  };

  for (const [title, args, kind, message] of [
    [
      'an unknown option',
      ['run', '--json', '--basurl=secret-0123'],
      'usage',
      /^unknown option '--basurl'\n\(Did you mean --base-url\?\)$/u,
    ],
    ['a missing argument', ['report', '--json'], 'usage', /'--json'|missing required argument/u],
    ['an unknown command', ['rnu', '--json'], 'usage', /^unknown command 'rnu'/u],
    ['an unusable value', ['run', '--json', '--seed', 'x'], 'usage', /^Cannot use --seed: must be a whole number/u],
    ['an unknown target', ['gate', 'cloudnexsu', '--json'], 'usage', /did you mean "cloudnexus"/u],
    ['an unknown run', ['gate', '--run', 'nowhere', '--json'], 'usage', /^Cannot find the run "nowhere"/u],
    ['an unknown id', ['explain', 'NEXUS-9999', '--json'], 'usage', /^Cannot explain "NEXUS-9999"/u],
  ] as const) {
    test(`are a document for ${title}`, async () => {
      expect(await document(...args)).toEqual({ format: 1, error: { kind, message: expect.stringMatching(message) }, exitCode: 2 });
    });
  }

  test('are a document for a contract that cannot be read, and where the variable asks for it', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'broken.yaml'), 'openapi: [');
    const io = fakeIo({ cwd, env: { ASSAY_JSON: 'true' } });
    const { code, stdout } = await assay(['run', './broken.yaml', '--base-url', 'http://127.0.0.1:9'], io);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ format: 1, error: { kind: 'contract' }, exitCode: 2 });
  });

  test('are words alone without --json', async () => {
    expect((await assay(['run', '--seed', 'x'])).stdout).toBe('');
  });
});
