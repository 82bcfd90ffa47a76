import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const script = fileURLToPath(new URL('../../bench/kill-at-random.mjs', import.meta.url));

// The script itself kills two hundred.
test('nothing is lost of runs that are killed at random moments, with cleanup or --resume after them', async () => {
  const seed = String(Math.floor(Math.random() * 1e6));
  const child = spawn(process.execPath, [script, '--kills', '2', '--seed', seed, '--only', 'schema/*,status/*'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  await new Promise((resolve) => {
    child.once('close', resolve);
  });
  expect(JSON.parse(out)).toMatchObject({ kills: 2, holes: [] });
});
