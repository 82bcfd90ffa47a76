import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** Two sums of 32 bits: of the source, and of the compiled code. */
const headerBytes = 8;

/** Each option of Node that changes how it compiles has a folder of its own; more than these do not come about by ordinary use. */
const mostFolders = 16;

/** Compiled code of scripts on disk, for processes whose engine compiles in the same way. */
export type CodeCache = {
  /** The compiled code of a source; undefined where there is none, or not for just this source. */
  read(name: string, source: string): Buffer | undefined;
  /** Keeps compiled code, if the folder can be written. Never throws. */
  write(name: string, source: string, code: Uint8Array): void;
};

const sumsOf = (source: string, code: Uint8Array): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(crc32(source), 0);
  header.writeUInt32LE(crc32(code), 4);
  return header;
};

/** Whether a folder exists, or is made now. */
const hasFolder = (root: string, folder: string): boolean => {
  mkdirSync(root, { recursive: true });
  const known = readdirSync(root);
  if (known.includes(folder)) return true;
  if (known.length >= mostFolders) return false;
  mkdirSync(join(root, folder), { recursive: true });
  return true;
};

/** Others may read or write the file at the same time. */
const replace = (path: string, bytes: Uint8Array): void => {
  const own = `${path}.${process.pid}`;
  try {
    writeFileSync(own, bytes);
    renameSync(own, path);
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
};

/**
 * The code of one kind of process. The engine itself checks only the length of a source, and takes damaged code as it is: so an entry is used only where its sums
 * are right.
 * @param root Folder of all kinds; need not exist.
 * @param tag What the compiled code depends on besides the source: `cachedDataVersionTag()` of node:v8.
 */
export const codeCache = (root: string, tag: number): CodeCache => {
  const folder = tag.toString(16);
  const pathOf = (name: string): string => join(root, folder, name);
  return {
    read(name, source) {
      try {
        const entry = readFileSync(pathOf(name));
        const code = entry.subarray(headerBytes);
        return entry.length > headerBytes && entry.subarray(0, headerBytes).equals(sumsOf(source, code)) ? code : undefined;
      } catch {
        return undefined;
      }
    },
    write(name, source, code) {
      try {
        if (hasFolder(root, folder)) replace(pathOf(name), Buffer.concat([sumsOf(source, code), code]));
      } catch {
        // Without the entry the next process compiles again: a folder that cannot be written is no fault.
      }
    },
  };
};
