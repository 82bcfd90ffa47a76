import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));
const inNamespace = ['--pid', '--fork', '--kill-child'];
const canBeFirst = spawnSync('unshare', [...inNamespace, 'true']).status === 0;

/** An address on which nobody ever answers. */
const silence = async (): Promise<{ readonly url: string; readonly called: Promise<void> }> => {
  let tell = (): void => {};
  const called = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const server = createServer((socket) => {
    socket.on('error', () => undefined).on('data', tell);
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, called };
};

test.skipIf(!canBeFirst)('as the first process of a container, a command that waits ends at Ctrl-C', async () => {
  const { url, called } = await silence();
  const child = spawn('unshare', [...inNamespace, process.execPath, main, 'lint', `${url}/openapi.json`], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  await called;
  const pid = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim());
  process.kill(pid, 'SIGINT');
  expect(await ended).toBe(130);
});
