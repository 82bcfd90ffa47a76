import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { engineFlags } from '../../src/start/engine-flags.ts';

const main = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));

test('the engine knows each of its options', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...engineFlags, '--print', '"runs"'], { encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([0, 'runs\n', '']);
});

test.each(['explain NEXUS-39', '--version', '--help'])('a command prints nothing of them: %s', (line) => {
  const { status, stderr } = spawnSync(process.execPath, [main, ...line.split(' ')], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
