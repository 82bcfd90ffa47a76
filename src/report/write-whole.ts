import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Where a path leads, so that a link to a file stays one. */
const followed = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/** Whether something other than a file is at a path, such as a pipe or a device, which cannot be replaced by a file. */
const isSpecial = (path: string): boolean => {
  try {
    return !statSync(path).isFile();
  } catch {
    return false;
  }
};

/**
 * Writes a file in one step: a reader, and what is left after a kill or on a full disk, is the whole text, or what was there before.
 * @param write Writes the text to the path that it is given.
 * @throws {Error} of the file system.
 */
export const inOneStep = (path: string, write: (fresh: string) => void): void => {
  if (isSpecial(path)) return write(path);
  const file = followed(path);
  const fresh = `${file}.${process.pid}.part`;
  try {
    write(fresh);
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
};

/**
 * Writes a text in one step, see {@link inOneStep}.
 * @throws {Error} of the file system.
 */
export const writeWhole = (path: string, text: string): void => inOneStep(path, (fresh) => writeFileSync(fresh, text));

/**
 * Writes a folder, and replaces the one that was there, only when it is whole.
 * @param write Writes the files into the folder that it is given.
 * @throws {Error} of the file system.
 */
export const folderInOneStep = (path: string, write: (fresh: string) => void): void => {
  const fresh = `${path}.${process.pid}.part`;
  try {
    write(fresh);
    rmSync(path, { recursive: true, force: true });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
};
