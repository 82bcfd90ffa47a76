import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { KeepConfig } from '../../config/keep-config.ts';
import { isRunName } from '../run/directory.ts';
import { runningRuns } from '../run/lease/running-runs.ts';
import { lastWritten, runFolderOf, stillNamed, type RunFolder } from './run-folder.ts';

/** What becomes of the folder of a run that is older than what is kept. */
export type Judged = {
  readonly run: string;
  /** Absolute. */
  readonly path: string;
  /** Why it stays although it is old; absent: it can go. */
  readonly stays?: string;
};

const dayMs = 24 * 60 * 60 * 1000;

/** A run without a footer that was written to within this time may be going on: runs of programs and tests hold no lease. */
const deadMs = dayMs;

/** The name that `latest` leads to; undefined where there is none. */
const latestIn = (reports: string): string | undefined => {
  const path = join(reports, 'latest');
  try {
    return basename(lstatSync(path).isSymbolicLink() ? readlinkSync(path) : readFileSync(path, 'utf8').trim());
  } catch {
    return undefined;
  }
};

/** The newest complete run of each target. */
const newestComplete = (runs: readonly RunFolder[]): ReadonlyMap<string, string> => {
  const newest = new Map<string, string>();
  for (const { name, isFinished, record } of runs) {
    if (!isFinished || record.header.shard !== undefined) continue;
    for (const { target, ended } of record.footer?.targets ?? []) if (ended.kind === 'complete') newest.set(target, name);
  }
  return newest;
};

/** Whether a run is beyond everything that is to be kept. `place` counts the newer ones. */
const isOld = (run: string, place: number, { runs, days }: KeepConfig, now: number): boolean => {
  const [, date = '', time = ''] = /^(.{10})T(.{8})Z/u.exec(run) ?? [];
  const began = Date.parse(`${date}T${time.replaceAll('-', ':')}Z`);
  // What cannot be read, and what is said to begin later than now, is not old.
  const isPast = !Number.isNaN(began) && now - began > (days ?? 0) * dayMs;
  return (runs !== undefined || days !== undefined) && place >= (runs ?? 0) && isPast;
};

/**
 * Judges the folders below `reports/`: which runs are older than what is kept, and which of them have to stay. Deletes nothing. Only real folders with the name of a run are looked at; no link is followed.
 * @param reports The folder of the runs, absolute.
 * @param now Milliseconds since the epoch.
 * @throws {Error} of the file system.
 */
export const judgeRuns = (reports: string, keep: KeepConfig, now: number): readonly Judged[] => {
  const names = readdirSync(reports, { withFileTypes: true })
    .filter((one) => one.isDirectory() && isRunName(one.name))
    .map(({ name }) => name)
    .toSorted();
  const old = names.filter((name, at) => isOld(name, names.length - 1 - at, keep, now));
  if (old.length === 0) return [];
  const read = new Map(names.map((name) => [name, runFolderOf(join(reports, name), name)] as const));
  const runs = [...read.values()].filter((one) => typeof one !== 'string');
  const complete = newestComplete(runs);
  const running = runningRuns(reports);
  const latest = latestIn(reports);
  // An interrupted run may have taken over a part only: then the one before it is resumed in its place.
  const resumed = new Map(
    runs.flatMap(({ name, isFinished, record }) =>
      isFinished || record.header.resumes === undefined ? [] : [[record.header.resumes.run, name] as const],
    ),
  );
  const staying = (found: RunFolder | string, name: string): string | undefined => {
    if (typeof found === 'string') return found;
    if (running.directories.has(realpathSync(found.path))) return 'it is going on';
    if (!found.isFinished && running.isOneBeginning) return 'it did not end, and a run that has begun may go on with it';
    if (!found.isFinished && Math.abs(now - lastWritten(found.path)) < deadMs)
      return 'it did not end, and was written to within a day: it may be going on';
    if (name === latest) return 'latest leads to it';
    if (name === names.at(-1)) return 'it is the newest run';
    const targets = [...complete].filter(([, run]) => run === name).map(([target]) => target);
    if (targets.length > 0) return `it is the newest complete run of ${targets.join(', ')}`;
    const by = resumed.get(name);
    if (by !== undefined) return `run ${by} goes on with it, and did not end`;
    return stillNamed(found);
  };
  return old.map((name): Judged => {
    const stays = staying(read.get(name) ?? 'it is gone', name);
    return { run: name, path: join(reports, name), ...(stays === undefined ? {} : { stays }) };
  });
};
