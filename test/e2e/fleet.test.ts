import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { essence, fleetProject, startFleet } from '../../bench/fleet-lab.mjs';
import { startS3 } from '../../bench/s3-server.mjs';
import { assay, emptyFolder, fakeIo } from '../cli/support.ts';

const root = resolve(import.meta.dirname, '../..');
const script = join(root, 'examples/kubernetes/base/fleet.sh');
const shards = 2;

type Pod = { readonly pid: number; readonly ended: Promise<{ readonly code: number | null; readonly output: string }> };

/** Starts what a pod of the Job runs, with a folder of its own, as the leader of a group of processes. */
const startPod = (index: number, cwd: string, env: Readonly<Record<string, string>>): Pod => {
  const child = spawn('sh', [script], {
    cwd,
    detached: true,
    env: { ...env, OUT: join(emptyFolder(), 'out'), JOB_COMPLETION_INDEX: String(index) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<{ code: number | null; output: string }>((done) => child.on('close', (code) => done({ code, output })));
  return { pid: child.pid ?? 0, ended };
};

/** A folder as a ConfigMap is mounted: its files are links into a folder beside them. */
const mounted = (files: Readonly<Record<string, string>>): string => {
  const folder = emptyFolder();
  mkdirSync(join(folder, '..data'));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, '..data', name), text);
    symlinkSync(join('..data', name), join(folder, name));
  }
  return folder;
};

const textsBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) =>
    one.isFile() ? [readFileSync(join(one.parentPath, one.name), 'utf8')] : [],
  );

test(
  'the pods of a Job judge a fleet in shards, also where one is killed and one is stopped, and the last gives what a whole run gives',
  { timeout: 480_000 },
  async ({ skip }) => {
    const storageFolder = emptyFolder();
    const storage = await startS3(storageFolder, 'nights');
    if ('why' in storage) {
      return skip(storage.why);
    }
    onTestFinished(() => storage.close());
    const fleet = await startFleet();
    onTestFinished(() => fleet.close());
    const project = fleetProject(fleet.url, 4);
    expect(project.broken).toEqual(['t3']);
    const cwd = mounted(project.files);
    const bin = emptyFolder();
    writeFileSync(join(bin, 'assay'), `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/bundle/main.js')}" "$@"\n`);
    chmodSync(join(bin, 'assay'), 0o755);
    const keys = { ...project.env, ...storage.env };
    const env = {
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      HOME: emptyFolder(),
      CI: 'true',
      ASSAY_ONLY: 'schema,status',
      SHARDS: String(shards),
      STORE: 's3://nights/runs',
      JOB_NAME: 'fleet',
      JOB_UID: 'b2f1',
      MERGE_WAIT: '20s',
      ...keys,
    };
    const pod = (index: number): Pod => startPod(index, cwd, env);

    const beforeKill = fleet.hold(5);
    const killed = pod(0);
    await beforeKill;
    process.kill(-killed.pid, 'SIGKILL');
    expect((await killed.ended).code).toBe(null);
    fleet.release();
    const beforeStop = fleet.hold(5);
    const stopped = pod(1);
    await beforeStop;
    process.kill(stopped.pid, 'SIGTERM');
    fleet.release();
    expect((await stopped.ended).code).toBe(143);
    // Neither of them left anything that a merge would take.
    expect(textsBelow(storageFolder)).toEqual([]);

    const parts = await Promise.all([pod(0).ended, pod(1).ended]);
    expect(parts.map(({ code }) => code)).toEqual([0, 0]);
    const merging = await pod(shards).ended;
    expect([merging.code, /FAIL +t3/u.test(merging.output)]).toEqual([1, true]);

    const fetch = (place: string, to: string) =>
      assay(['download', `s3://nights/runs/fleet-b2f1/${place}`, to], fakeIo({ cwd: bin, env: storage.env }));
    expect(await fetch('whole', 'merged')).toMatchObject({ code: 0, stderr: '' });
    const merged = readFileSync(join(bin, 'merged/run.jsonl'), 'utf8');
    const { seed } = JSON.parse(merged.split('\n')[0] ?? '') as { seed: number };
    const whole = await assay(
      ['run', '--only', 'schema,status', '--seed', String(seed), '--out', join(bin, 'whole'), '--report', 'summary', '--quiet'],
      fakeIo({ cwd, env: project.env }),
    );
    expect(whole.code).toBe(1);
    expect(essence(merged)).toEqual(essence(readFileSync(join(bin, 'whole/run.jsonl'), 'utf8')));

    const secrets = Object.entries(keys).flatMap(([name, value]) => (/KEY_\d|SECRET/u.test(name) ? [value] : []));
    expect(secrets).toHaveLength(2);
    const told = [...textsBelow(storageFolder), ...textsBelow(bin), merging.output, ...parts.map(({ output }) => output)];
    expect(told.filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual([]);
  },
);
