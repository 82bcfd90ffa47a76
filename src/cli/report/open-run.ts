import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

import { UsageError } from '../../config/usage-error.ts';
import { readRecord, RecordError, type RunRecord } from '../../model/record.ts';

/** A finished run of which the record is there. */
export type OpenedRun = {
  readonly record: RunRecord;
  /** Absolute. */
  readonly directory: string;
  /** The directory as people are told it. */
  readonly reported: string;
};

/** A directory as people are told it: short where it lies below the working directory of this process. */
export const reportedDirectory = (directory: string): string => {
  const short = relative(process.cwd(), directory);
  return short === '' || short.startsWith('..') ? directory : short;
};

const isDirectory = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** Where links cannot be made, `latest` is a file that holds the name of a run beside it. */
const followed = (path: string): string => {
  if (!existsSync(path) || isDirectory(path)) return path;
  const name = readFileSync(path, 'utf8').trim();
  return /^[^/\\]+$/u.test(name) ? resolve(path, '..', name) : path;
};

/**
 * Finds a run by its folder, or by its id or `latest` below `reports/`.
 * @throws {UsageError} where there is none.
 */
export const findRun = (run: string, cwd: string): Omit<OpenedRun, 'record'> => {
  const places = [resolve(cwd, run), resolve(cwd, 'reports', run)].map(followed);
  const named = places.find((location) => isDirectory(location) && existsSync(join(location, 'run.jsonl')));
  if (named === undefined) {
    const found = places.find(isDirectory);
    const why = found === undefined ? 'no such folder is here or below reports/' : `${reportedDirectory(found)} holds no run.jsonl`;
    throw new UsageError(`Cannot find the run "${run}": ${why}; give the folder of a run, its id, or latest`);
  }
  // `latest` will point elsewhere tomorrow, and reports name the run in commands.
  const directory = realpathSync(named);
  return { directory, reported: reportedDirectory(directory) };
};

/**
 * Finds a run by its folder, or by its id or `latest` below `reports/`, and reads its record.
 * @throws {UsageError} where there is none, or its record cannot be read.
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
