import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** A growing file of JSON lines. Each line has reached the operating system when `append` returns, so an abort loses none. */
export type JsonLinesFile = {
  append(line: unknown): void;
  /** Returns when the lines are on the disk. */
  sync(): void;
  close(): void;
};

/**
 * Opens a file for appending and creates missing folders.
 * @throws {Error} the file system's own, where it cannot be written.
 */
export const openJsonLines = (path: string): JsonLinesFile => {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a');
  let isOpen = true;
  return {
    append: (line) => {
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    },
    sync: () => {
      fsyncSync(file);
    },
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      closeSync(file);
    },
  };
};
