import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';
import { readHeader, RecordError, type RecordHeader } from '../../model/record.ts';
import { byPrefix } from '../by-prefix.ts';
import { isRunName } from '../run/directory.ts';
import { displayPathOf, runIds } from '../report/open-run.ts';

/** A run that may have been killed, so that its record may be incomplete. */
export type RunToClean = {
  /** Absolute. */
  readonly directory: string;
  /** What the run was started with; undefined if the folder has no record. */
  readonly header: RecordHeader | undefined;
};

const isDirectory = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

const isRun = (path: string): boolean => isDirectory(path) && ['run.jsonl', 'created.jsonl'].some((name) => existsSync(join(path, name)));

/**
 * The newest run in a folder, finished or not, by its name, which begins with the time. The link `latest` may point at an older one; so may what a kill left of a new
 * link, and folders with other names are not in the order of time.
 */
const newestIn = (folder: string): string | undefined => {
  if (!isDirectory(folder)) return undefined;
  const runs = readdirSync(folder)
    .filter(isRunName)
    .toSorted()
    .map((name) => join(folder, name));
  // A run that goes on with another one and was killed before its header has only a copy of the other's list of creations.
  return runs.findLast((path) => existsSync(join(path, 'run.jsonl'))) ?? runs.findLast(isRun);
};

/**
 * Finds a run, finished or not, by its folder, or by its id, the beginning of its id, or `latest` below `reports/`.
 * @param doing What is being done, for messages: `clean up`, `resume`.
 * @throws {UsageError} if there is none, or if the ids of several begin so.
 */
export const findBegunRun = (run: string, cwd: string, doing: string): RunToClean => {
  const latest = /(?:^|[/\\])latest[/\\]?$/u.test(run)
    ? newestIn(run === 'latest' ? resolve(cwd, 'reports') : resolve(cwd, run, '..'))
    : undefined;
  const candidates = [resolve(cwd, run), resolve(cwd, 'reports', run)];
  const begun = candidates.some(existsSync) ? undefined : byPrefix(run, runIds(cwd, isRun), 'a run');
  const found = [latest, ...candidates, ...(begun === undefined ? [] : [resolve(cwd, 'reports', begun)])].find(
    (location) => location !== undefined && isRun(location),
  );
  if (found === undefined) {
    const location = candidates.find(isDirectory);
    const why =
      location === undefined ? 'there is no such folder here or below reports/' : `${displayPathOf(location)} has no record of a run`;
    throw new UsageError(`Cannot ${doing} "${run}": ${why}; give the folder of a run, its id or the beginning of it, or latest`);
  }
  const directory = realpathSync(found);
  return { directory, header: headerIn(directory) };
};

const headerIn = (directory: string): RecordHeader | undefined => {
  const path = join(directory, 'run.jsonl');
  if (!existsSync(path)) return undefined;
  try {
    return readHeader(path);
  } catch (error) {
    if (error instanceof RecordError) throw new UsageError(error.message);
    throw error;
  }
};
