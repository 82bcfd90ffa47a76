import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { emptyFolder } from './assay.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const run = (command: string, args: readonly string[], cwd: string): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 150_000 });
  expect(status, `${command} ${args.join(' ')}: ${stdout}${stderr}`).toBe(0);
  return stdout;
};

test('the packed package, installed in an empty folder with an odd name, runs a demo', { timeout: 180_000 }, () => {
  const folder = emptyFolder();
  const home = join(folder, 'odd [x] (y) +z');
  mkdirSync(home);
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  writeFileSync(join(home, 'package.json'), '{ "name": "home", "private": true }\n');
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball ?? 'nothing')], home);
  const bin = join(home, 'node_modules', '.bin', 'assay');
  expect(run(bin, ['--version'], home).trim()).toMatch(/^\d+\.\d+\.\d+$/);
  const output = run(bin, ['demo', 'cloudnexus', '--only', 'auth'], home);
  expect(output).toMatch(/^ PASS  cloudnexus: no promise found broken$/m);
  expect(existsSync(join(home, 'reports'))).toBe(true);
  // Files that only developers need are not shipped.
  const shipped = readdirSync(join(home, 'node_modules', 'assay'));
  expect(shipped.filter((name) => ['src', 'test', 'node_modules', '.ci'].includes(name))).toEqual([]);
});
