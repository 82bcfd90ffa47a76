import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { joinQueue } from '../../src/cli/run/lease/claim.ts';
import { TargetBusy, takeLeases, type Leases } from '../../src/cli/run/lease/take-leases.ts';
import { assay, emptyFolder, fakeIo } from './support.ts';

let port = 0;
/** An address of its own, because the leases of this machine are shared with whatever else runs on it. */
const address = (): string => `http://lease-${process.pid}-${(port += 1)}.example/v1`;

const take = (baseUrl: string, more: Partial<Parameters<typeof takeLeases>[0]> = {}): Promise<Leases> =>
  takeLeases({
    targets: [{ name: 'depot', baseUrl }],
    signal: new AbortController().signal,
    onWait: () => undefined,
    onWarning: (what) => expect.fail(what),
    ...more,
  });

/** A claim of a process that the test makes up. */
const foreign = (folder: string, baseUrl: string, about: Readonly<Record<string, unknown>>): string => {
  const queue = joinQueue(folder, baseUrl);
  const name = readdirSync(folder).find((one) => !one.startsWith('.')) ?? '';
  const text = JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
  queue.leave();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ ...text, ...about }));
  return path;
};

describe('a lease', () => {
  test('is held by one run, which the refusal names, and is free again after it', async () => {
    const at = address();
    const first = await take(at);
    first.tell('2026-03-01T02-00-00Z-1a2b', '/nights/reports/one');
    await expect(take(`${at}/`)).rejects.toThrow(
      /^Cannot judge now: depot is being judged by run 2026-03-01T02-00-00Z-1a2b \(process \d+ on \S+, since \S+Z, \/nights\/reports\/one\); wait for it with --wait 30m, or end it$/u,
    );
    const other = await take(address());
    other.release();
    first.release();
    (await take(at)).release();
  });

  test.each([24, -1])('is neither lost nor given to another where the clock is set by %i hours', async (hours) => {
    onTestFinished(() => void vi.useRealTimers());
    const at = address();
    const shared = join(emptyFolder(), '.leases');
    const first = await take(at, { shared });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 });
    await expect(take(at, { shared })).rejects.toThrow(TargetBusy);
    // It waits for as long as it was told, by no clock that anybody sets.
    await expect(take(at, { shared, waitSeconds: 0.6 })).rejects.toThrow('it did not end within 0.6 s');
    first.tell('2026-03-01T02-00-00Z-1a2b', '/nights/reports/one');
    expect(first.lost.aborted).toBe(false);
    first.release();
    (await take(at, { shared })).release();
  });

  test('is waited for within the limit, in the order of coming', async () => {
    const at = address();
    const first = await take(at);
    const said: string[] = [];
    const order: string[] = [];
    const taken = async (name: string, more: Parameters<typeof take>[1]): Promise<void> => {
      const leases = await take(at, more);
      order.push(name);
      leases.release();
    };
    const waiting = taken('second', { waitSeconds: 30, onWait: (what) => said.push(what) });
    await expect.poll(() => said.length).toBe(1);
    const third = taken('third', { waitSeconds: 30 });
    await expect(take(at, { waitSeconds: 0.1 })).rejects.toThrow('it did not end within 0.1 s');
    const stop = new AbortController();
    stop.abort();
    await expect(take(at, { waitSeconds: 30, signal: stop.signal })).rejects.toThrow('the wait for it was interrupted');
    first.release();
    await Promise.all([waiting, third]);
    expect(order).toEqual(['second', 'third']);
  });

  test('of a killed process is free at once, also where another process has its id by now', async () => {
    const folder = emptyFolder();
    const shared = join(folder, '.leases');
    const at = address();
    const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
    const path = foreign(shared, at, { pid: dead });
    (await take(at, { shared: folder })).release();
    expect(existsSync(path)).toBe(false);
    foreign(shared, at, { pid: process.pid, begin: '1' });
    (await take(at, { shared: folder })).release();
    expect(existsSync(shared)).toBe(false);
  });

  // In a container without an init process it stays a zombie.
  test.skipIf(process.platform !== 'linux')('of a killed process that its parent has not reaped is free at once', async () => {
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text: Buffer) => resolve(Number(text.toString()))));
    const stat = (): readonly string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
    const folder = emptyFolder();
    const shared = join(folder, '.leases');
    const at = address();
    foreign(shared, at, { pid, begin: stat()[21] });
    await expect(take(at, { shared: folder })).rejects.toThrow(`process ${pid}`);
    // Its parent has become another program, which does not reap it.
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => stat()[2]).toBe('Z');
    (await take(at, { shared: folder })).release();
  });

  test('of a living process of another machine holds, and is free once that gave no sign of life for a minute', async () => {
    const folder = emptyFolder();
    const shared = join(folder, '.leases');
    const at = address();
    const path = foreign(shared, at, { host: 'elsewhere', place: 'elsewhere 1 2', pid: 1 });
    await expect(take(at, { shared: folder })).rejects.toThrow('on elsewhere');
    const old = Date.now() / 1000 - 120;
    utimesSync(path, old, old);
    (await take(at, { shared: folder })).release();
  });

  test('is not taken from a stopped process', async () => {
    const folder = emptyFolder();
    const at = address();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    onTestFinished(() => void child.kill('SIGKILL'));
    child.kill('SIGSTOP');
    const path = foreign(join(folder, '.leases'), at, { pid: child.pid, begin: undefined });
    await expect(take(at, { shared: folder })).rejects.toThrow(TargetBusy);
    rmSync(path);
  });

  test('is shared by runs that belong together', async () => {
    const at = address();
    const one = await take(at, { together: 'parts of a run' });
    const two = await take(at, { together: 'parts of a run' });
    await expect(take(at)).rejects.toThrow(TargetBusy);
    one.release();
    await expect(take(at, { together: 'another run' })).rejects.toThrow(TargetBusy);
    two.release();
  });

  test('is never held by two of many that come at the same moment', async () => {
    const folder = emptyFolder();
    const at = address();
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        const leases = await take(at, { shared: folder, waitSeconds: 60 });
        inside += 1;
        most = Math.max(most, inside);
        await Promise.resolve();
        inside -= 1;
        leases.release();
      }),
    );
    expect(most).toBe(1);
  });

  test('of two targets is taken in one order, so that nobody waits for ever', async () => {
    const [a, b] = [
      { name: 'a', baseUrl: address() },
      { name: 'b', baseUrl: address() },
    ];
    for (const targets of [
      [a, b],
      [b, a],
    ])
      void take('', { targets, waitSeconds: 30 }).then((leases) => leases.release());
    const last = await take('', { targets: [b, a], waitSeconds: 30 });
    last.release();
  });
});

test('assay run ends with 3 where another run is at the target, and writes nothing', async () => {
  const cwd = emptyFolder();
  const baseUrl = 'http://127.0.0.1:9/lease-test';
  const leases = await take(baseUrl);
  const io = fakeIo({ cwd, env: { KEY: 'key-0123456789' } });
  const { code, stdout, stderr } = await assay(
    ['run', 'cloudnexus', '--base-url', baseUrl, '--credential', 'key=env:KEY', '--json', '--quiet'],
    io,
  );
  leases.release();
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 3, error: { kind: 'busy' } });
  expect(stderr).toMatch(/^error: Cannot judge now: cloudnexus is being judged by another run/u);
  expect(existsSync(join(cwd, 'reports'))).toBe(false);
});
