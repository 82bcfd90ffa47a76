import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRunName } from '../run/directory.ts';

const prefix = '.pruned-';

/** The octets of the files below a folder. Links count as nothing. */
export const sizeOf = (path: string): number =>
  readdirSync(path, { withFileTypes: true }).reduce((sum, one) => {
    const inner = join(path, one.name);
    if (one.isDirectory()) return sum + sizeOf(inner);
    return sum + (one.isFile() ? lstatSync(inner).size : 0);
  }, 0);

/**
 * Deletes the folder of a run. It gets another name first, so that a kill leaves no half of a run behind. Links in it are deleted, and what they lead to is not.
 * @param path Absolute.
 * @throws {Error} of the file system.
 */
export const removeFolder = (path: string, name: string): void => {
  const doomed = join(dirname(path), `${prefix}${name}`);
  renameSync(path, doomed);
  rmSync(doomed, { recursive: true, force: true });
};

/**
 * Deletes what a kill left of folders that were being deleted.
 * @param reports The folder of the runs, absolute.
 * @throws {Error} of the file system.
 */
export const removeRemains = (reports: string): void => {
  for (const one of readdirSync(reports, { withFileTypes: true }))
    if (one.isDirectory() && one.name.startsWith(prefix) && isRunName(one.name.slice(prefix.length)))
      rmSync(join(reports, one.name), { recursive: true, force: true });
};
