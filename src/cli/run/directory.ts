import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';

/** Names for runs that start in the same millisecond: as many as four hexadecimal digits have room for beside a thousand milliseconds. */
const perMillisecond = Math.floor(0x1_0000 / 1000);

/**
 * Name of a run: the time in UTC to the second, and four hexadecimal digits: the millisecond, and which of the runs of that millisecond. So the order of names is the
 * order of time, also of a run that goes on at once with one that was killed.
 */
export const runName = (startedAt: Date): string => {
  const within = startedAt.getUTCMilliseconds() * perMillisecond + randomInt(perMillisecond);
  return `${startedAt.toISOString().slice(0, 19).replaceAll(':', '-')}Z-${within.toString(16).padStart(4, '0')}`;
};

/** Whether a name is one that {@link runName} gives. */
export const isRunName = (name: string): boolean => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[0-9a-f]{4}$/u.test(name);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

/**
 * Node reads the nearest package.json when it starts the processes of a run, and they end at one that is not JSON.
 * @throws {UsageError} for such a file in the folder or above it.
 */
export const refuseBrokenPackage = (cwd: string): void => {
  for (let folder = cwd; basename(folder) !== 'node_modules'; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      try {
        JSON.parse(readFileSync(file, 'utf8'));
      } catch {
        throw new UsageError(
          `Cannot run in "${cwd}": ${file} cannot be read as JSON, and Node starts no process beside it; correct it, or run elsewhere`,
        );
      }
      return;
    }
    if (dirname(folder) === folder) return;
  }
};

/**
 * Makes the directory of a run: the one that is given, which must be empty or not exist, else `reports/<run>`. Of two runs that begin in it at once one gets it.
 * @returns its absolute path.
 * @throws {UsageError} if it has files already or cannot be made.
 */
export const makeRunDirectory = (cwd: string, run: string, out: string | undefined): string => {
  const directory = resolve(cwd, out ?? join('reports', run));
  const named = out ?? join('reports', run);
  const refuse = (why: string): never => {
    throw new UsageError(`Cannot write into "${named}": ${why}`);
  };
  try {
    mkdirSync(directory, { recursive: true });
    if (readdirSync(directory).length > 0) refuse('the directory is not empty, name another one with --out');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    refuse(`${codeOf(error)}; name another directory with --out`);
  }
  try {
    // Of several processes only one can make it.
    mkdirSync(join(directory, 'exchanges'));
  } catch (error) {
    const code = codeOf(error);
    refuse(`${code === 'EEXIST' ? 'another run has just begun there' : code}; name another directory with --out`);
  }
  return directory;
};

/**
 * Makes `latest`, beside the directory of a run, point at that directory: as a symbolic link, or if that fails as a file with its name.
 * The link is replaced in one step, so that it always exists for readers.
 * @returns why it failed; undefined on success. A finished run must not fail because of it.
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
