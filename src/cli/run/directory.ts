import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';

/** Name of a run: the time in UTC, sortable, and two bytes of chance for runs of the same second. */
export const runName = (startedAt: Date): string =>
  `${startedAt.toISOString().slice(0, 19).replaceAll(':', '-')}Z-${randomBytes(2).toString('hex')}`;

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

/**
 * Makes the directory of a run: the one asked for, which must be empty or not exist, else `reports/<run>`.
 * @returns its absolute path.
 * @throws {UsageError} where it holds files already or cannot be made.
 */
export const makeRunDirectory = (cwd: string, run: string, out: string | undefined): string => {
  const directory = resolve(cwd, out ?? join('reports', run));
  const named = out ?? join('reports', run);
  try {
    mkdirSync(directory, { recursive: true });
    if (readdirSync(directory).length > 0)
      throw new UsageError(`Cannot write into "${named}": it holds files already, name another directory`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot write into "${named}": ${codeOf(error)}; name another directory with --out`);
  }
  return directory;
};

/**
 * Points `latest`, beside the directory of a run, at it: a symbolic link, or where those fail a file that holds the name.
 * The link is replaced in one step, so that a reader never finds none.
 * @returns why it could not be done; undefined where it was. A finished run must not fail over it.
 */
export const pointLatestAt = (directory: string, link: typeof symlinkSync = symlinkSync): string | undefined => {
  const name = basename(directory);
  const latest = join(dirname(directory), 'latest');
  const fresh = `${latest}.${name}`;
  try {
    link(name, fresh, 'dir');
    renameSync(fresh, latest);
    return undefined;
  } catch {
    try {
      rmSync(fresh, { force: true });
      rmSync(latest, { force: true });
      writeFileSync(latest, `${name}\n`);
      return undefined;
    } catch (error) {
      return `Cannot point "${latest}" at the run: ${codeOf(error)}`;
    }
  }
};
