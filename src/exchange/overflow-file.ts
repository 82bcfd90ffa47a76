import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The position of a text in the file. */
export type Extent = { readonly at: number; readonly bytes: number };

/**
 * A file for what does not fit into memory: readable for this user only, and unlinked, so that nothing of it remains however the process
 * ends. It is created with the first text.
 */
export type OverflowFile = {
  /** Octets that were written. */
  size(): number;
  /** @throws {Error} the file system's own, as where the disk is full. */
  write(text: string): Extent;
  /** @throws {Error} the file system's own. */
  read(extent: Extent): string;
  close(): void;
};

const open = (): number => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-answers-'));
  try {
    const path = join(folder, 'answers');
    return openSync(path, 'wx+', 0o600);
  } finally {
    // An open file stays readable after its removal; systems that keep open files remove the folder when the file is closed.
    rmSync(folder, { recursive: true, force: true });
  }
};

export const createOverflowFile = (): OverflowFile => {
  let file: number | undefined;
  let end = 0;
  return {
    size: () => end,
    write(text) {
      file ??= open();
      const octets = Buffer.from(text, 'utf8');
      for (let done = 0; done < octets.length;) done += writeSync(file, octets, done, octets.length - done, end + done);
      const extent = { at: end, bytes: octets.length };
      end += octets.length;
      return extent;
    },
    read({ at, bytes }) {
      if (file === undefined) throw new Error('Cannot read an answer again: its file was closed');
      const octets = Buffer.allocUnsafe(bytes);
      for (let done = 0; done < bytes;) {
        const read = readSync(file, octets, done, bytes - done, at + done);
        if (read === 0) throw new Error('Cannot read an answer again: its file in the folder for temporary files was truncated');
        done += read;
      }
      return octets.toString('utf8');
    },
    close() {
      if (file === undefined) return;
      ftruncateSync(file, 0);
      closeSync(file);
      file = undefined;
    },
  };
};
