import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

import { byPrefix } from '../by-prefix.ts';
import { UsageError } from '../../config/usage-error.ts';
import { readRecord, RecordError, type RunRecord } from '../../model/record.ts';

/** A finished run with its record. */
export type OpenedRun = {
  readonly record: RunRecord;
  /** Absolute. */
  readonly directory: string;
  /** The directory as it is shown to people. */
  readonly displayPath: string;
};

/** A directory as it is shown to people: relative if it is below the working directory of this process. */
export const displayPathOf = (directory: string): string => {
  const short = relative(process.cwd(), directory);
  return short === '' || short.startsWith('..') ? directory : short;
};

const isDirectory = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** Follows `latest` if it is a file with the name of a run, as it is on systems without links. */
const followed = (path: string): string => {
  if (!existsSync(path) || isDirectory(path)) return path;
  const name = readFileSync(path, 'utf8').trim();
  return /^[^/\\]+$/u.test(name) ? resolve(path, '..', name) : path;
};

/** The link to the newest run, and what a kill left of a new one. */
const isLatest = (name: string): boolean => /^latest(?:\.|$)/u.test(name);

/** The folders of runs below `reports/`, by their ids. */
export const runIds = (cwd: string, isRun: (path: string) => boolean = hasRecord): readonly string[] => {
  const reports = resolve(cwd, 'reports');
  if (!isDirectory(reports)) return [];
  return readdirSync(reports).filter((name) => !isLatest(name) && isRun(join(reports, name)));
};

const hasRecord = (path: string): boolean => isDirectory(path) && existsSync(join(path, 'run.jsonl'));

/**
 * Finds a run by its folder, or by its id, the beginning of its id, or `latest` below `reports/`.
 * @throws {UsageError} if there is none, or if the ids of several begin so.
 */
export const findRun = (run: string, cwd: string): Omit<OpenedRun, 'record'> => {
  const candidates = [resolve(cwd, run), resolve(cwd, 'reports', run)].map(followed);
  const begun = candidates.some(existsSync) ? undefined : byPrefix(run, runIds(cwd), 'a run');
  const named = begun === undefined ? candidates.find(hasRecord) : resolve(cwd, 'reports', begun);
  if (named === undefined) {
    const found = candidates.find(isDirectory);
    const why = found === undefined ? 'there is no such folder here or below reports/' : `${displayPathOf(found)} has no run.jsonl`;
    throw new UsageError(`Cannot find the run "${run}": ${why}; give the folder of a run, its id or the beginning of it, or latest`);
  }
  // Reports name the run in commands, and `latest` changes with the next run.
  const directory = realpathSync(named);
  return { directory, displayPath: displayPathOf(directory) };
};

/**
 * Finds a run as {@link findRun} does, and reads its record.
 * @throws {UsageError} if there is none, or if its record cannot be read.
 */
export const openRun = (run: string, cwd: string): OpenedRun => {
  const found = findRun(run, cwd);
  try {
    return { record: readRecord(join(found.directory, 'run.jsonl')), ...found };
  } catch (error) {
    if (error instanceof RecordError) throw new UsageError(error.message);
    throw error;
  }
};
