import { join } from 'node:path';
import type { Exchange } from '../model/exchange.ts';
import type { AskedBy } from '../model/stored-exchange.ts';
import { openJsonLines } from './json-lines-file.ts';
import { storedBodyBytes, storedExchange } from './stored-exchange.ts';

/** Keeps the exchanges of a quota group, one JSON line each (see `StoredExchange`). */
export type Recorder = {
  /** The line has reached the operating system when this returns. */
  write(exchange: Exchange, askedBy?: AskedBy): void;
  /** Returns when everything written is on the disk. */
  flush(): void;
  close(): void;
};

/**
 * Once a file has this many characters of bodies, less is kept of each: thousands of large answers would fill the disk, and nobody reads
 * them all.
 */
const mostKept = 32 * 1024 * 1024;

/** UTF-8 octets that are kept of a body from then on. */
const laterBodyBytes = 4096;

/**
 * Appends to `<directory>/exchanges/<group>.jsonl`.
 * @throws {Error} where the file cannot be written.
 */
export const createRecorder = (directory: string, group: number): Recorder => {
  const file = openJsonLines(join(directory, 'exchanges', `${group}.jsonl`), { isAlone: true });
  let kept = 0;
  return {
    write: (exchange, askedBy) => {
      const stored = storedExchange(exchange, askedBy, kept < mostKept ? storedBodyBytes : laterBodyBytes);
      kept += (stored.sent.body?.length ?? 0) + (stored.reply.kind === 'answer' ? (stored.reply.text?.length ?? 0) : 0);
      file.append(stored);
    },
    flush: file.sync,
    close: file.close,
  };
};
