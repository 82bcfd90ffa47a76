import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { endSpareWorkers, startSpareWorkers, takeSpareWorker } from '../../../src/runner/worker/spare-workers.ts';
import { emptyFolder, start } from '../../e2e/assay.ts';

// Another test of the same process may have left some.
beforeEach(endSpareWorkers);

test('a worker that was started before is taken once', async () => {
  startSpareWorkers(1);
  const child = takeSpareWorker();
  expect(child?.connected).toBe(true);
  expect(takeSpareWorker()).toBeUndefined();
  child?.kill('SIGKILL');
  if (child) await once(child, 'close');
});

test('what nobody took is ended, and not taken any more', () => {
  startSpareWorkers(1);
  endSpareWorkers();
  expect(takeSpareWorker()).toBeUndefined();
});

/** Processes of this machine that have a variable with this value. */
const processesWith = (variable: string): readonly string[] =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/u.test(name) && readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(variable);
    } catch {
      return false;
    }
  });

test.skipIf(process.platform !== 'linux')('a command that is wrong, and one that is killed, leave no worker', async () => {
  const mark = `MARK=${process.pid}-${Date.now()}`;
  const env = { MARK: mark.slice('MARK='.length) };
  const cwd = emptyFolder();
  expect((await start(['run', 'nothing'], { cwd, env }).finished).code).toBe(2);
  const killed = start(['demo', 'cloudnexus'], { cwd, env });
  await expect.poll(() => processesWith(mark).length).toBeGreaterThan(1);
  killed.child.kill('SIGKILL');
  await killed.finished;
  await expect.poll(() => processesWith(mark)).toEqual([]);
});
