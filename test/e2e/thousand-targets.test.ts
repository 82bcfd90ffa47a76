import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { essence, fleetProject, startFleet } from '../../bench/fleet-lab.mjs';
import { emptyFolder, type Finished, start, type Started } from './assay.ts';

const targets = 1000;
const shards = 20;
/** Shards that run at the same time. */
const atATime = 2;
/** The shard that is killed, and the number of requests after which it is. */
const killed = { index: 7, after: 60 };

/** All targets have one key, so that each shard judges its targets in one process. */
const oneKey = { inRow: targets, number: 1 };

test(
  'a thousand targets in twenty shards, of which one is killed and run again, are merged into what a run that is not split finds',
  { timeout: 600_000 },
  async () => {
    const fleet = await startFleet(oneKey);
    onTestFinished(() => fleet.close());
    const { files, env, broken } = fleetProject(fleet.url, targets, oneKey);
    const cwd = emptyFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    mkdirSync(join(cwd, 'parts'));

    const begin = (...args: readonly string[]): Started => start(args, { cwd, env: { CI: 'true', ...env } });
    const report = ['--report', 'summary', '--quiet'];
    const judging = (...args: readonly string[]): Started =>
      begin('run', ...args, '--seed', '7', '--only', 'schema/response-body,status/plain-call-succeeds', ...report);
    const shard = (index: number): Started => judging('--shard', `${index}/${shards}`, '--out', `parts/${index}`);
    const recordIn = (folder: string): string => readFileSync(join(cwd, folder, 'run.jsonl'), 'utf8');
    const partsThere = (): number => readdirSync(join(cwd, 'parts')).length;

    // Killed in the middle of its targets, alone, so that the requests that are held are its own.
    const lost = shard(killed.index);
    await Promise.race([fleet.hold(killed.after), lost.finished]);
    lost.child.kill('SIGKILL');
    expect((await lost.finished).signal).toBe('SIGKILL');
    fleet.release();
    expect(recordIn(`parts/${killed.index}`)).not.toContain('"type":"end"');

    const ended = new Map<number, Finished>();
    const waiting = Array.from({ length: shards }, (_none, n) => n + 1)
      .filter((index) => index !== killed.index)
      .values();
    const machine = async (): Promise<void> => {
      for (const index of waiting) ended.set(index, await shard(index).finished);
    };
    await Promise.all(Array.from({ length: atATime }, machine));
    const others = Array.from(ended, ([index, { code, stderr }]) => ({ index, code, stderr: code === 0 || code === 1 ? '' : stderr }));
    expect(others.filter(({ code }) => code !== 0 && code !== 1)).toEqual([]);

    // What the killed one left is no part, and without it the run is not whole.
    const refused = await begin('merge', 'parts', '--out', 'merged', ...report).finished;
    expect([refused.code, partsThere()]).toEqual([2, shards]);
    expect(refused.stderr).toMatch(/footer is missing/u);
    rmSync(join(cwd, 'parts', String(killed.index)), { recursive: true });
    expect([0, 1]).toContain((await shard(killed.index).finished).code);

    const merged = await begin('merge', 'parts', '--out', 'merged', ...report).finished;
    expect([merged.code, merged.stderr]).toEqual([1, '']);

    // One sound target and one with a defect, in a run that is not split: each of the thousand is like one of them.
    expect((await judging('t0', 't3', '--out', 'whole').finished).code).toBe(1);
    const [sound, defective] = essence(recordIn('whole')).targets;
    const { exitCode, targets: found } = essence(recordIn('merged'));
    expect(exitCode).toBe(1);
    expect(found.map(({ target }) => target)).toEqual(Array.from({ length: targets }, (_none, n) => `t${n}`));
    expect([found[0], found[3]]).toEqual([sound, defective]);
    expect(found.filter(({ code }) => code === 1).map(({ target }) => target)).toEqual(broken);
    const like = ({ target: _target, planDigest: _digest, ...one }: (typeof found)[number]): string => JSON.stringify(one);
    const isBroken = new Set(broken);
    const expected = (target: string): (typeof found)[number] | undefined => (isBroken.has(target) ? defective : sound);
    expect(found.filter((one) => like(one) !== like(expected(one.target) ?? one)).map(({ target }) => target)).toEqual([]);
    expect(new Set(found.map(({ planDigest }) => planDigest)).size).toBe(targets);
  },
);
