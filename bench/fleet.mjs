// A fleet on one machine: many targets in one run, and the same in shards that are processes of their own, of which one is killed and run again; their records go through an
// object storage and are merged. The merged run has to be equal to the whole one. Everything is on 127.0.0.1. Run `npm run build` first. Prints one JSON document; exit code 1
// where the two are not equal.
//   node bench/fleet.mjs [targets] [shards] [shards at a time] [what to judge, as for --only; everything by default]
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { essence, fleetProject, startFleet } from './fleet-lab.mjs';
import { startS3 } from './s3-server.mjs';

const [targets = 1000, shards = 20, atATime = 2] = process.argv.slice(2, 5).map(Number);
const [only] = process.argv.slice(5);
const main = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
const limitMs = 60 * 60_000;
const cwd = mkdtempSync(join(tmpdir(), 'assay-fleet-'));
process.on('exit', () => rmSync(cwd, { recursive: true, force: true }));
const fleet = await startFleet();
const { files, env, broken } = fleetProject(fleet.url, targets);
for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
const storage = await startS3(join(cwd, 'storage'), 'nights');

/** Processor time of all processes that have ended and were awaited, in seconds (proc(5), cutime and cstime in ticks of 10 ms). NaN where there is no /proc. */
const childSeconds = () => {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return NaN;
  }
};
/** Most memory of one process of the command so far, in MB. */
const residentMb = (pid) => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

const start = (args) => {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, CI: 'true', ...env, ...storage.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  let peakMb = 0;
  child.stderr.on('data', (text) => (stderr = (stderr + text).slice(-2000)));
  const looking = setInterval(() => (peakMb = Math.max(peakMb, residentMb(child.pid))), 100);
  const late = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const ended = new Promise((resolve) =>
    child.on('close', (code, signal) => {
      clearInterval(looking);
      clearTimeout(late);
      resolve({ code, signal, stderr, peakMb });
    }),
  );
  return { child, ended };
};
const assay = async (allowed, ...args) => {
  const ended = await start(args).ended;
  if (!allowed.includes(ended.code)) throw new Error(`assay ${args.join(' ')} ended with ${ended.code ?? ended.signal}: ${ended.stderr}`);
  return ended;
};
const measured = async (work) => {
  const [since, cpu, asked] = [performance.now(), childSeconds(), fleet.requests()];
  const { peakMb } = (await work()) ?? {};
  return {
    seconds: Math.round((performance.now() - since) / 1000),
    processorSeconds: Math.round(childSeconds() - cpu),
    requests: fleet.requests() - asked,
    ...(peakMb === undefined ? {} : { largestProcessMb: Math.round(peakMb) }),
  };
};
const sizeOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, one) => sum + (one.isFile() ? statSync(join(one.parentPath, one.name)).size : 0),
    0,
  );
const recordIn = (folder) => readFileSync(join(cwd, folder, 'run.jsonl'), 'utf8');
// A run that is not split draws its seed.
const report = ['--seed', '7', '--report', 'summary', '--quiet', ...(only === undefined ? [] : ['--only', only])];

const whole = await measured(() => assay([0, 1], 'run', '--out', 'whole', ...report));
process.stderr.write(`whole: ${JSON.stringify(whole)}\n`);

/** One shard: judged, and stored if there is a storage. */
let repeated = 0;
const shard = async (index, attempt = 1) => {
  const out = `parts/${index}`;
  // What broke, on a machine that has too much to do, is run again, as a cluster does.
  const ended = await assay(attempt < 3 ? [0, 1, 4] : [0, 1], 'run', '--shard', `${index}/${shards}`, '--out', out, ...report);
  if (ended.code === 4) {
    repeated += 1;
    rmSync(join(cwd, out), { recursive: true });
    return shard(index, attempt + 1);
  }
  if (storage.env !== undefined) await assay([0], 'upload', out, `s3://nights/night/${index}`);
  return ended;
};
mkdirSync(join(cwd, 'parts'));
const killed = Math.ceil(shards / 3);
let left = {};
const split = await measured(async () => {
  // Killed in the middle, alone, so that the requests that are held are its own.
  const lost = start(['run', '--shard', `${killed}/${shards}`, '--out', 'lost', ...report]);
  await Promise.race([fleet.hold(Math.max(20, Math.round((targets / shards) * 10))), lost.ended]);
  lost.child.kill('SIGKILL');
  const { signal } = await lost.ended;
  fleet.release();
  const refused = await assay([2], 'upload', 'lost', 's3://nights/night/lost');
  left = { signal, lines: recordIn('lost').split('\n').length, refused: /footer is missing/.test(refused.stderr) };
  const waiting = Array.from({ length: shards }, (_none, n) => n + 1).values();
  let peakMb = 0;
  const machine = async () => {
    for (const index of waiting) peakMb = Math.max(peakMb, (await shard(index)).peakMb);
  };
  await Promise.all(Array.from({ length: atATime }, machine));
  return { peakMb };
});
process.stderr.write(`shards: ${JSON.stringify(split)}\n`);

const parts = storage.env === undefined ? 'parts' : 'fetched';
const fetched =
  storage.env === undefined
    ? undefined
    : await measured(() => assay([0], 'download', 's3://nights/night', 'fetched', '--runs', String(shards)));
const merged = await measured(() => assay([0, 1], 'merge', parts, '--out', 'merged', '--report', 'summary', '--quiet'));
const [one, other] = [essence(recordIn('whole')), essence(recordIn('merged'))];
const isEqual = JSON.stringify(one) === JSON.stringify(other);
const found = other.targets.filter(({ code }) => code === 1).map(({ target }) => target);
const isTrue = JSON.stringify(found.toSorted()) === JSON.stringify(broken.toSorted());
const text = (value) => JSON.stringify(value);
const differing = one.targets.filter((target, n) => text(target) !== text(other.targets[n]));
console.log(
  JSON.stringify(
    {
      what: `${targets} targets${only === undefined ? '' : `, ${only} alone,`} in one run, and in ${shards} shards, ${atATime} at a time; shard ${killed} was killed and run again`,
      whole,
      shards: split,
      killed: left,
      brokenShardsRunAgain: repeated,
      storage: storage.why ?? { ...fetched, megabytes: +(sizeOf(join(cwd, 'fetched')) / 1e6).toFixed(1) },
      merge: merged,
      mergedMegabytes: +(sizeOf(join(cwd, 'merged')) / 1e6).toFixed(1),
      broken: found.length,
      foundAllBroken: isTrue,
      equalToWhole: isEqual,
      ...(isEqual ? {} : { differing: differing.slice(0, 5).map(({ target }) => target) }),
    },
    undefined,
    2,
  ),
);
await storage.close?.();
fleet.close();
process.exitCode = isEqual && isTrue && left.signal === 'SIGKILL' && left.refused ? 0 : 1;
