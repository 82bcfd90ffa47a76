import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

import { emptyFolder } from './assay.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const docker = (...args: readonly string[]) => spawnSync('docker', args, { encoding: 'utf8', timeout: 400_000 });

/** There is a builder, and the image that it begins with. */
const canBuild = docker('info').status === 0 && ['inspect', 'pull'].some((how) => docker('image', how, 'node:24-slim').status === 0);

test.skipIf(!canBuild)('the image judges a mounted folder as an ordinary user, and leaves the reports there', { timeout: 600_000 }, () => {
  const image = `assay-test-${process.pid}`;
  const built = docker('build', '--tag', image, root);
  expect(built.status, built.stderr).toBe(0);
  onTestFinished(() => void docker('image', 'rm', '--force', image));
  const folder = emptyFolder();
  mkdirSync(join(folder, 'reports'));
  chmodSync(join(folder, 'reports'), 0o777);
  const ran = docker('run', '--rm', '--network=none', '-v', `${folder}:/project`, image, 'demo', 'cloudnexus', '--only', 'auth', '--quiet');
  expect([ran.status, ran.stdout], ran.stderr).toEqual([0, expect.stringMatching(/^PASS cloudnexus: /u)]);
  expect(existsSync(join(folder, 'reports', 'latest', 'index.html'))).toBe(true);
  writeFileSync(join(folder, 'wrong.yaml'), 'openapi: 3.1.0\n');
  expect(docker('run', '--rm', '--network=none', '-v', `${folder}:/project:ro`, image, 'lint', 'wrong.yaml').status).toBe(2);
  const shell = docker('run', '--rm', '--entrypoint', 'sh', image, '-c', 'id -un; test ! -e /opt/assay/node_modules/vitest && echo small');
  expect(shell.stdout).toBe('node\nsmall\n');
});
