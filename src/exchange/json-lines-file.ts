import { closeSync, fdatasync, fdatasyncSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkedLine } from '../model/checked-line.ts';

/** A growing file of JSON lines. Each line has reached the operating system when `append` returns, so an abort loses none. */
export type JsonLinesFile = {
  /**
   * Appends a line with its digest (see {@link checkedLine}). What a kill or a full disk left of an earlier line is ended first, so that it is not joined with this one.
   * @throws {Error} the file system's own, as where the disk is full.
   */
  append(line: object): void;
  /** Returns when the lines are on the disk. */
  sync(): void;
  /** Has the lines put on the disk, and does not wait for it. What the disk refuses is not told. */
  syncLater(): void;
  /** Closes the file, with what {@link syncLater} has not done yet. */
  close(): void;
};

/** Whether a file ends within a line. */
const isTorn = (file: number, size: number): boolean => {
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
};

/**
 * Opens a file for appending and creates missing folders. Several processes may append to one file.
 * @param options `isAlone`: nobody else appends to it, so that its end is only looked at before the first line and after one that could not be written.
 * @throws {Error} the file system's own, where it cannot be written.
 */
export const openJsonLines = (path: string, { isAlone = false }: { readonly isAlone?: boolean } = {}): JsonLinesFile => {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+');
  let isOpen = true;
  /** Lines were written that are not known to be on the disk. */
  let isDue = false;
  let isSyncing = false;
  const syncLater = (): void => {
    isDue = true;
    if (isSyncing || !isOpen) return;
    isSyncing = true;
    isDue = false;
    fdatasync(file, () => {
      isSyncing = false;
      // It was closed meanwhile.
      if (!isOpen) closeSync(file);
      else if (isDue) syncLater();
    });
  };
  /** Octets of the file after the last line that was written here; it ended with a line feed. */
  let whole = -1;
  return {
    append: (line) => {
      const size = isAlone && whole >= 0 ? whole : fstatSync(file).size;
      const text = `${checkedLine(line)}\n`;
      const bytes = Buffer.from(size !== whole && isTorn(file, size) ? `\n${text}` : text, 'utf8');
      // Until it is written as a whole.
      whole = -1;
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      whole = size + bytes.length;
    },
    sync: () => {
      isDue = false;
      fdatasyncSync(file);
    },
    syncLater,
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      try {
        if (isDue || isSyncing) fdatasyncSync(file);
      } catch {
        // As in syncLater.
      }
      if (!isSyncing) closeSync(file);
    },
  };
};
