import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';
import { isPlainName } from './store-address.ts';
import type { StoredFile } from './stored-run.ts';

/** SHA-256 of a file, hexadecimal, and its size. */
const measured = async (path: string): Promise<{ readonly bytes: number; readonly sha256: string }> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  return { bytes, sha256: hash.digest('hex') };
};

/**
 * The files of a run, measured, without links: what they point at is not of the run.
 * @param directory Absolute.
 * @throws {UsageError} for a file that not every system can hold under its name.
 */
export const runFiles = async (directory: string): Promise<readonly StoredFile[]> => {
  const files: StoredFile[] = [];
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const steps = relative(directory, file).split(sep);
    if (!steps.every(isPlainName))
      throw new UsageError(`Cannot upload "${file}": its name holds a character that cannot be stored; rename it`);
    files.push({ path: steps.join('/'), ...(await measured(file)) });
  }
  return files;
};
