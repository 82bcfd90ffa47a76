import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A writable copy of the repository. */
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'assay-new-check-'));
  for (const one of [
    'src',
    'test',
    'spec',
    'scripts',
    'docs',
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'vitest.config.ts',
    'bench',
    'examples',
  ])
    cpSync(join(root, one), join(copy, one), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(copy, 'scripts', 'new-check.mjs'), ...args], { cwd: copy, encoding: 'utf8', timeout: 240_000 });

const text = (path: string): string => readFileSync(join(copy, path), 'utf8');

describe('npm run new-check', () => {
  test('writes files that compile, for each kind of check, and a test that fails until its author has completed it', () => {
    const made = [
      ['errors/hint-present', 'observation', 'cloudnexus', 'NEXUS-19'],
      ['rate-limit/hint-counted', 'fold', 'cloudsync', 'SYNC-63'],
      ['lifecycle/hint-asked-for', 'probe', 'cloudapi-dev', 'CDEV-2'],
      ['schema/hint-in-any-document', 'probe', 'openapi', 'OAS-1'],
    ] as const;
    const touched: string[] = [];
    for (const [id, kind, contract, requirement] of made) {
      const { status, stdout, stderr } = run(id, '--kind', kind, '--contract', contract, '--requirement', requirement);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain(`wrote src/checks/families/${id}.ts`);
      touched.push(...Array.from(stdout.matchAll(/^wrote (\S+\.ts)$/gmu), ([, path = '']) => path));
      expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^\d+\. npm run check$/);
      expect(text(`spec/${contract}/requirements.yaml`)).toContain(id);
    }
    expect(text('src/checks/families/errors/index.ts')).toMatch(/^ {2}hintPresent,\n\];/m);
    expect(text('src/reference/cloudsync/defects/defects.ts')).toContain('...hintCountedDefects,');
    expect(text('src/reference/cloudsync/defects/hint-counted.ts')).toContain("caughtBy: 'rate-limit/hint-counted',");
    // What was written, with all that it imports: the whole repository is compiled by `npm run check`.
    expect(touched.length).toBeGreaterThan(made.length * 2);
    writeFileSync(
      join(copy, 'tsconfig.touched.json'),
      JSON.stringify({ extends: './tsconfig.json', include: [], files: [...new Set(touched)] }),
    );
    const compiled = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.touched.json'], {
      cwd: copy,
      encoding: 'utf8',
      timeout: 240_000,
    });
    expect(compiled.stdout).toBe('');
    const tests = made.map(([id]) => `test/checks/families/${id}.test.ts`);
    const tried = spawnSync(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'computing', ...tests, '--reporter=json'],
      {
        cwd: copy,
        encoding: 'utf8',
        timeout: 240_000,
      },
    );
    const { testResults } = JSON.parse(tried.stdout.slice(tried.stdout.indexOf('{'))) as {
      testResults: readonly { readonly status: string }[];
    };
    expect(testResults.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed', 'failed']);
  });

  test.each([
    [['errors'], 'npm run new-check -- FAMILY/NAME'],
    [['Errors/x', '--contract', 'cloudnexus', '--requirement', 'NEXUS-19'], 'Cannot name a check "Errors/x"'],
    [['errors/x', '--kind', 'guess', '--contract', 'cloudnexus', '--requirement', 'NEXUS-19'], 'Cannot make a check of the kind "guess"'],
    [['elsewhere/x', '--contract', 'cloudnexus', '--requirement', 'NEXUS-19'], 'Cannot find the family "elsewhere"'],
    [['errors/named', '--contract', 'cloudnexus', '--requirement', 'NEXUS-19'], 'it exists already'],
    [['errors/x', '--contract', 'nowhere', '--requirement', 'NEXUS-19'], 'Cannot find the contract "nowhere"'],
    [['errors/x', '--contract', 'cloudnexus', '--requirement', 'NEXUS-9999'], 'Cannot find the requirement "NEXUS-9999"'],
  ])('writes nothing for impossible arguments: %s', (args, sentence) => {
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});
